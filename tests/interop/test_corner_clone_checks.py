"""Chips that announce and refuse their clone checks in other ways than most, and what is said of them."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from kiosk.domain.authenticity import CheckStatus
from tests.interop import ber
from tests.interop import corner_manners as manners
from tests.interop.documents import agreement_key
from tests.interop.drawer import CARD, UNKNOWN_INFOS, chip_of_bac, clone_checks, info, missed, read, spki
from tests.interop.other_card import iso_9796_2

PASSED, FAILED = CheckStatus.PASSED, CheckStatus.FAILED
NOT_DONE, NOT_SUPPORTED = CheckStatus.NOT_DONE, CheckStatus.NOT_SUPPORTED
KEY = spki(agreement_key(CARD).public_key())
STRANGE = spki(ec.generate_private_key(ec.SECP256K1()).public_key())
AES, THREE_DES, DH, PK_ECDH, PK_DH = "030202", "030201", "030102", "0102", "0101"


@dataclass(frozen=True)
class Announced:
    """SecurityInfos of DG14, and what Chip Authentication comes to on a chip that takes AES for its one key."""

    infos: tuple[bytes, ...]
    status: CheckStatus
    reason: str = ""


ANNOUNCEMENTS = {
    "the usual": Announced((info(AES, 1), info(PK_ECDH, None, KEY)), PASSED),
    "only the key has a number": Announced((info(AES, 1), info(PK_ECDH, None, KEY, 5)), PASSED),
    "only the protocol has a number": Announced((info(AES, 1, key_id=5), info(PK_ECDH, None, KEY)), PASSED),
    "one pair of two numbers": Announced((info(AES, 1, key_id=5), info(PK_ECDH, None, KEY, 6)), PASSED),
    "the key under the identifier of DH": Announced((info(AES, 1), info(PK_DH, None, KEY)), PASSED),
    "infos of unknown kinds": Announced(
        (UNKNOWN_INFOS[0], info(AES, 1), UNKNOWN_INFOS[1], info(PK_ECDH, None, KEY)), PASSED
    ),
    "3DES first, AES second": Announced((info(THREE_DES, 1), info(AES, 1), info(PK_ECDH, None, KEY)), PASSED),
    "two keys, one on an unknown curve": Announced(
        (info(AES, 1, key_id=1), info(PK_ECDH, None, STRANGE, 1), info(AES, 1, key_id=2), info(PK_ECDH, None, KEY, 2)),
        PASSED,
    ),
    "an unknown curve": Announced((info(AES, 1), info(PK_ECDH, None, STRANGE)), NOT_SUPPORTED, "curve-not-supported"),
    "a protocol of another kind than the key": Announced(
        (info(DH, 1), info(PK_ECDH, None, KEY)), NOT_SUPPORTED, "protocol-not-supported"
    ),
    "a protocol without a cipher": Announced(
        (info("0302", 1), info(PK_ECDH, None, KEY)), NOT_SUPPORTED, "protocol-not-supported"
    ),
    "version 3": Announced((info(AES, 3), info(PK_ECDH, None, KEY)), NOT_SUPPORTED, "protocol-not-supported"),
    "a point off its curve": Announced(
        (info(AES, 1), info(PK_ECDH, None, KEY[:-1] + bytes((KEY[-1] ^ 1,)))), NOT_DONE, "key-malformed"
    ),
    "a protocol without a key": Announced((info(AES, 1),), NOT_SUPPORTED, "not-announced"),
    "nothing": Announced((), NOT_SUPPORTED, "not-announced"),
}


@pytest.mark.parametrize("announced", ANNOUNCEMENTS.values(), ids=ANNOUNCEMENTS.keys())
def test_announcements_of_chip_authentication(announced: Announced) -> None:
    dg14 = ber.encode(0x6E, ber.encode(0x31, b"".join(announced.infos)))

    reading = read(chip_of_bac(dg14=dg14))

    assert reading.fault is None
    assert not missed(reading)
    assert reading.chip_authentication is not None
    outcome = reading.chip_authentication
    assert (outcome.status, outcome.reason) == (announced.status, announced.reason)


@pytest.mark.parametrize("bare", [False, True], ids=["inside secure messaging", "outside"])
@pytest.mark.parametrize("sw", [0x6982, 0x6A80, 0x6D00])
def test_refused_clone_checks_prove_nothing_and_cost_no_file(sw: int, bare: bool) -> None:
    chip = chip_of_bac(manners.refusing(manners.chip_authentication, sw, bare=bare)())
    silent = chip_of_bac(manners.refusing(manners.active_authentication, sw, bare=bare)())

    for reading, expected in ((read(chip), (NOT_DONE, PASSED)), (read(silent), (PASSED, FAILED))):
        assert reading.fault is None
        assert not missed(reading)
        assert clone_checks(reading) == expected


@pytest.mark.parametrize("sw", [0x6982, 0x6987, 0x6988, 0x6F00])
@pytest.mark.parametrize(
    ("which", "expected"),
    [
        pytest.param(manners.active_authentication, (PASSED, PASSED), id="Active Authentication"),
        pytest.param(manners.chip_authentication, (NOT_DONE, PASSED), id="Chip Authentication"),
        pytest.param(manners.short_identifier(15), (PASSED, PASSED), id="the proof of Chip Authentication"),
    ],
)
def test_a_session_that_is_lost_once_is_not_held_against_the_chip(
    which: manners.Which, expected: tuple[CheckStatus, CheckStatus], sw: int
) -> None:
    reading = read(chip_of_bac(manners.losing_the_session_once(which, sw)()))

    assert reading.fault is None
    assert not missed(reading)
    assert clone_checks(reading) == expected


@pytest.mark.parametrize(("bits", "exponent"), [(1024, 3), (1024, 65537), (2048, 3)])
def test_active_authentication_with_small_exponents(bits: int, exponent: int) -> None:
    key = rsa.generate_private_key(exponent, bits)
    chip = chip_of_bac(dg15=ber.encode(0x6F, spki(key.public_key())))
    chip.signs = iso_9796_2(key)

    assert clone_checks(read(chip)) == (PASSED, PASSED)
