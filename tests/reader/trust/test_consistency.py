"""A document against itself: how it was opened, what EF.COM and EF.SOD list, its check digits."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.authenticity import CheckStatus, DocumentCheck, HashLine
from kiosk.domain.chip_reading import Access, ChipReading
from kiosk.domain.chip_reading import ElementaryFile as Ef
from kiosk.reader import oid, tlv
from kiosk.reader.codes.mrz import parse_mrz
from kiosk.reader.lds.sod import LDS_SECURITY_OBJECT
from kiosk.reader.trust.anchors import AnchorSet
from kiosk.reader.trust.certificate import parse_certificate
from kiosk.reader.trust.consistency import check_access, check_check_digits, check_com, hash_lines
from kiosk.reader.trust.passive_auth import PassiveAuthentication, authenticate
from tests.fakes.issuer import NOW, Signing, cms, csca, ec_key, hashed, signer, sod
from tests.fakes.lds_files import MRZ_A, com, dg1, portrait, security_object

ROOT = csca()
SIGNING = Signing(signer(ROOT))
TRUST = AnchorSet.of([parse_certificate(ROOT.der)])
PASSED, FAILED, NOT_SUPPORTED, NOT_DONE = CheckStatus

PACE = Access("PACE", "CAN", "ECDH-GM-AES-CBC-CMAC-128 brainpoolP256r1")
GROUPS = {Ef.DG1: dg1(MRZ_A), Ef.DG2: portrait()}
UNREAD = [(number, bytes(32)) for number in (3, 13)]
"""Hashes of groups that were not read: DG3 never is."""


def listing(*, unread: list[tuple[int, bytes]] = UNREAD, version: int = 0, signing: Signing = SIGNING) -> bytes:
    """EF.SOD over DG1, DG2 and what is said to be there besides."""
    content = security_object([*hashed(GROUPS), *unread], version=version)
    return tlv.encode(0x77, cms(content, [signing], content_type=LDS_SECURITY_OBJECT))


def read(files: Mapping[Ef, bytes], absent: Mapping[Ef, str] | None = None, access: Access = PACE) -> ChipReading:
    return ChipReading("Test Reader", b"", access, files, absent or {})


def checked(reading: ChipReading) -> PassiveAuthentication:
    return authenticate(reading.files, TRUST, NOW, "VNM")


# Access


def security_infos(*parameters: int) -> bytes:
    """PACE by ECDH-GM-AES-128 with these domain parameters."""
    infos = [
        tlv.encode(0x06, oid.encode("0.4.0.127.0.7.2.2.4.2.2"))
        + tlv.encode(0x02, b"\x02")
        + tlv.encode(0x02, bytes((number,)))
        for number in parameters
    ]
    return tlv.encode(0x31, b"".join(tlv.encode(0x30, info) for info in infos))


CARD_ACCESS, STRONGER = security_infos(13), security_infos(13, 17)


@pytest.mark.parametrize(
    ("access", "check"),
    [
        pytest.param(PACE, DocumentCheck(PASSED, "opened-by-pace"), id="PACE"),
        pytest.param(Access("BAC", "MRZ", "3DES"), DocumentCheck(PASSED, "opened-by-bac"), id="BAC, nothing better"),
        pytest.param(
            Access("BAC", "MRZ", "3DES", downgraded=True, note="PACE refused"),
            DocumentCheck(FAILED, "pace-given-up-for-bac"),
            id="BAC in place of PACE",
        ),
        pytest.param(Access("none", "none"), DocumentCheck(NOT_DONE, "chip-not-opened"), id="not opened"),
    ],
)
def test_the_protocol_that_opened_the_chip(access: Access, check: DocumentCheck) -> None:
    reading = read({}, access=access)
    assert check_access(reading, checked(reading)) == check


@pytest.mark.parametrize(
    ("announced", "signed", "check"),
    [
        pytest.param(CARD_ACCESS, CARD_ACCESS, DocumentCheck(PASSED, "opened-by-pace"), id="alike"),
        pytest.param(CARD_ACCESS, STRONGER, DocumentCheck(PASSED, "opened-by-pace"), id="DG14 knows more"),
        pytest.param(STRONGER, CARD_ACCESS, DocumentCheck(FAILED, "card-access-differs"), id="more than is signed"),
        pytest.param(
            security_infos(12), CARD_ACCESS, DocumentCheck(FAILED, "card-access-differs"), id="other than is signed"
        ),
        pytest.param(
            CARD_ACCESS, security_infos(), DocumentCheck(PASSED, "opened-by-pace"), id="DG14 says nothing about PACE"
        ),
        pytest.param(b"\x31", CARD_ACCESS, DocumentCheck(PASSED, "opened-by-pace"), id="EF.CardAccess malformed"),
    ],
)
def test_ef_card_access_against_the_signed_dg14(announced: bytes, signed: bytes, check: DocumentCheck) -> None:
    groups = {**GROUPS, Ef.DG14: tlv.encode(0x6E, signed)}
    reading = read({**groups, Ef.SOD: sod(groups, SIGNING), Ef.CARD_ACCESS: announced})
    assert check_access(reading, checked(reading)) == check


def test_a_dg14_that_is_not_authentic_contradicts_nothing() -> None:
    reading = read({**GROUPS, Ef.DG14: tlv.encode(0x6E, STRONGER), Ef.SOD: listing(), Ef.CARD_ACCESS: CARD_ACCESS})
    assert check_access(reading, checked(reading)) == DocumentCheck(PASSED, "opened-by-pace")


# Data groups


def test_one_line_for_each_group_that_was_read_or_is_listed() -> None:
    reading = read({**GROUPS, Ef.DG2: portrait(b"another"), Ef.SOD: listing()}, {Ef.DG13: "6A82"})
    assert hash_lines(reading, checked(reading)) == (
        HashLine("DG1", DocumentCheck(PASSED)),
        HashLine("DG2", DocumentCheck(FAILED, "hash-differs")),
        HashLine("DG3", DocumentCheck(NOT_DONE, "file-not-read")),
        HashLine("DG13", DocumentCheck(NOT_DONE, "file-not-given")),
    )


def test_a_list_that_nobody_signed_adds_no_lines() -> None:
    reading = read({**GROUPS, Ef.SOD: listing(signing=Signing(SIGNING.identified, signed_by=ec_key("forger")))})
    assert [line.file for line in hash_lines(reading, checked(reading))] == ["DG1", "DG2"]


def test_without_ef_sod_there_is_no_line() -> None:
    assert hash_lines(read(GROUPS), checked(read(GROUPS))) == ()


# EF.COM


@pytest.mark.parametrize(
    ("tags", "check"),
    [
        pytest.param((0x61, 0x75, 0x63, 0x6D), DocumentCheck(PASSED), id="the same groups"),
        pytest.param((0x6D, 0x61, 0x63, 0x75, 0x61), DocumentCheck(PASSED), id="in another order, one twice"),
        pytest.param((0x61, 0x75, 0x63), DocumentCheck(FAILED, "com-lacks-dg13"), id="one is left out"),
        pytest.param((0x61, 0x75, 0x6D), DocumentCheck(FAILED, "com-lacks-dg3"), id="DG3 is left out"),
        pytest.param((0x61, 0x75, 0x63, 0x6D, 0x6F), DocumentCheck(FAILED, "com-adds-dg15"), id="one more"),
        pytest.param((0x61, 0x75, 0x63, 0x6D, 0x44), DocumentCheck(FAILED, "com-adds-unknown"), id="no such group"),
        pytest.param((), DocumentCheck(FAILED, "com-lacks-dg1"), id="empty"),
    ],
)
@pytest.mark.parametrize("version", [0, 1])
def test_ef_com_against_ef_sod(tags: tuple[int, ...], check: DocumentCheck, version: int) -> None:
    reading = read({**GROUPS, Ef.SOD: listing(version=version), Ef.COM: com(*tags)})
    assert check_com(reading, checked(reading)) == check


@pytest.mark.parametrize(
    ("files", "absent", "check"),
    [
        pytest.param({Ef.SOD: listing()}, {}, DocumentCheck(NOT_DONE, "com-not-read"), id="not read, as usual"),
        pytest.param(
            {Ef.SOD: listing()}, {Ef.COM: "6A82"}, DocumentCheck(NOT_SUPPORTED, "com-absent"), id="the chip has none"
        ),
        pytest.param({Ef.COM: com(0x61)}, {}, DocumentCheck(NOT_DONE, "sod-not-verified"), id="no EF.SOD"),
        pytest.param(
            {Ef.SOD: listing(), Ef.COM: b"\x60\x01"}, {}, DocumentCheck(FAILED, "file-malformed-com"), id="malformed"
        ),
        pytest.param(
            {
                Ef.SOD: listing(version=1),
                Ef.COM: com(0x61, 0x75, 0x63, 0x6D).replace(b"0107", b"0108"),
            },
            {},
            DocumentCheck(FAILED, "com-version-differs"),
            id="another version than the signed one",
        ),
    ],
)
def test_ef_com_that_cannot_be_compared(
    files: Mapping[Ef, bytes], absent: Mapping[Ef, str], check: DocumentCheck
) -> None:
    reading = read({**GROUPS, **files}, absent)
    assert check_com(reading, checked(reading)) == check


@given(st.binary(max_size=60))
def test_any_ef_com_has_an_answer(data: bytes) -> None:
    reading = read({**GROUPS, Ef.SOD: listing(), Ef.COM: data})
    assert check_com(reading, checked(reading)).status in (PASSED, FAILED)


# Check digits


@pytest.mark.parametrize(
    ("mrz", "check"),
    [
        pytest.param(MRZ_A, DocumentCheck(PASSED), id="right"),
        pytest.param(
            MRZ_A[:59] + "3" + MRZ_A[60:], DocumentCheck(FAILED, "check-digit-wrong-composite"), id="composite"
        ),
        pytest.param(
            MRZ_A[:36] + "3" + MRZ_A[37:], DocumentCheck(FAILED, "check-digit-wrong-birth-date"), id="birth: the first"
        ),
    ],
)
def test_check_digits(mrz: str, check: DocumentCheck) -> None:
    assert check_check_digits(parse_mrz(mrz), "data-not-verified") == check


def test_the_digit_that_icao_does_not_know_is_a_remark() -> None:
    """With a composite digit that fits, as an issuer would print it that computes the inner one otherwise."""
    wrong = MRZ_A[:29] + "0" + MRZ_A[30:]
    mended = next(
        found
        for digit in "0123456789"
        if "composite" not in (found := parse_mrz(wrong[:59] + digit + wrong[60:])).wrong_check_digits
    )
    assert check_check_digits(mended, "") == DocumentCheck(PASSED, "check-digit-wrong-personal-number")


def test_without_dg1_there_are_no_check_digits() -> None:
    assert check_check_digits(None, "file-malformed-dg1") == DocumentCheck(NOT_DONE, "file-malformed-dg1")
