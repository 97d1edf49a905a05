"""Active Authentication: a recorded session, an ECDSA example, and every way in which a chip may fall short."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.asymmetric import dsa, ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kiosk.domain.authenticity import CheckStatus, DocumentCheck
from kiosk.domain.chip_reading import ActiveAuthentication
from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader import tlv
from kiosk.reader.apdu import Command, Response
from kiosk.reader.crypto import Cipher
from kiosk.reader.curves import STANDARDIZED_DOMAIN_PARAMETERS
from kiosk.reader.emrtd import active_auth
from kiosk.reader.emrtd.secure_messaging import SecureMessagingChannel, SessionKeys
from kiosk.reader.public_keys import named_spki
from tests.fakes.mirror_card import Bare, MirrorCard
from tests.fakes.replay_channel import FixedRandom, ReplayChannel
from tests.fakes.vectors import exchanges, vectors

PASSED = DocumentCheck(CheckStatus.PASSED)
WRONG = DocumentCheck(CheckStatus.FAILED, "signature-wrong")
REFUSED = DocumentCheck(CheckStatus.FAILED, "refused-by-chip")


def test_a_recorded_rsa_session() -> None:
    recorded = vectors("gmrtd-active-authentication-rsa")
    before = recorded["sm_before"]
    keys = SessionKeys(
        Cipher.TDES, bytes.fromhex(before["ks_enc"]), bytes.fromhex(before["ks_mac"]), int(before["ssc"], 16)
    )
    channel = ReplayChannel(exchanges(recorded))
    session = SecureMessagingChannel(channel, keys)
    dg15 = bytes.fromhex(recorded["dg15"])

    evidence, following = active_auth.perform(session, dg15, FixedRandom(recorded["rnd_ifd"]), extended=True)

    assert channel.finished
    assert following is session
    assert session.ssc == int(recorded["ssc_after"], 16)
    assert evidence is not None
    assert evidence.signature == bytes.fromhex(recorded["signature"])
    assert active_auth.verify(dg15, None, evidence) == PASSED


EXAMPLE = vectors("own-active-authentication-ecdsa")
DG15 = bytes.fromhex(EXAMPLE["dg15"])
DG14 = bytes.fromhex(EXAMPLE["dg14_with_active_authentication_info"])
PLAIN = bytes.fromhex(EXAMPLE["signature_plain"])
DER = bytes.fromhex(EXAMPLE["signature_der"])
CHALLENGE = bytes.fromhex(EXAMPLE["rnd_ifd"])
NAMES_SHA384 = DG14.replace(bytes.fromhex("04007F00070101040103"), bytes.fromhex("04007F00070101040104"))
NAMES_RIPEMD = DG14.replace(bytes.fromhex("04007F00070101040103"), bytes.fromhex("04007F00070101040106"))


def evidence(signature: bytes, sw: int = 0x9000) -> ActiveAuthentication:
    return ActiveAuthentication(CHALLENGE, signature, sw)


@pytest.mark.parametrize(
    ("dg15", "dg14", "proof", "expected"),
    [
        pytest.param(DG15, DG14, evidence(PLAIN), PASSED, id="plain signature"),
        pytest.param(DG15, DG14, evidence(DER), PASSED, id="DER signature, as some chips send"),
        pytest.param(DG15, None, evidence(PLAIN), PASSED, id="hash not named: no DG14"),
        pytest.param(DG15, b"\x6e\x00", evidence(PLAIN), PASSED, id="hash not named: DG14 malformed"),
        pytest.param(DG15, NAMES_RIPEMD, evidence(PLAIN), PASSED, id="hash not named: one that we do not know"),
        pytest.param(DG15, NAMES_SHA384, evidence(PLAIN), WRONG, id="another hash than the one named"),
        pytest.param(DG15, DG14, evidence(PLAIN[:-1] + b"\x00"), WRONG, id="another signature"),
        pytest.param(DG15, DG14, evidence(PLAIN[:-1]), WRONG, id="signature cut"),
        pytest.param(DG15, DG14, evidence(bytes(64)), WRONG, id="zeros"),
        pytest.param(DG15, DG14, evidence(DER[:-1]), WRONG, id="DER cut"),
        pytest.param(
            DG15,
            DG14,
            ActiveAuthentication(CHALLENGE[::-1], PLAIN, 0x9000),
            WRONG,
            id="signature for another challenge",
        ),
        pytest.param(DG15, DG14, evidence(b"", 0x6D00), REFUSED, id="chip refuses to sign"),
        pytest.param(DG15, DG14, evidence(b"", 0x9000), REFUSED, id="success without signature"),
        pytest.param(DG15, DG14, evidence(b"", 0), REFUSED, id="answer that was not authentic"),
        pytest.param(DG15, DG14, None, DocumentCheck(CheckStatus.NOT_DONE, "not-asked"), id="no evidence"),
        pytest.param(
            b"\x6f\x00", DG14, evidence(PLAIN), DocumentCheck(CheckStatus.NOT_DONE, "key-malformed"), id="no key"
        ),
        pytest.param(
            DG15[:-1], DG14, evidence(PLAIN), DocumentCheck(CheckStatus.NOT_DONE, "key-malformed"), id="key cut"
        ),
    ],
)
def test_the_judgement(
    dg15: bytes, dg14: bytes | None, proof: ActiveAuthentication | None, expected: DocumentCheck
) -> None:
    assert active_auth.verify(dg15, dg14, proof) == expected


def dg15_of(key: rsa.RSAPublicKey | ec.EllipticCurvePublicKey | dsa.DSAPublicKey) -> bytes:
    return tlv.encode(0x6F, key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))


def rsa_dg15(bits: int, exponent: int = 65537) -> bytes:
    return dg15_of(rsa.RSAPublicNumbers(exponent, (1 << bits - 1) + 3).public_key())


@pytest.mark.parametrize(
    ("dg15", "expected"),
    [
        pytest.param(
            dg15_of(ec.generate_private_key(ec.SECP256K1()).public_key()),
            DocumentCheck(CheckStatus.NOT_SUPPORTED, "curve-not-supported"),
            id="curve outside the standard",
        ),
        pytest.param(rsa_dg15(8200), DocumentCheck(CheckStatus.NOT_DONE, "key-malformed"), id="RSA of 8200 bits"),
        pytest.param(
            rsa_dg15(2048, 2**65 + 1),
            DocumentCheck(CheckStatus.NOT_DONE, "key-malformed"),
            id="RSA with an exponent of 66 bits",
        ),
        pytest.param(rsa_dg15(2048), WRONG, id="RSA, signature of another key"),
    ],
)
def test_keys_that_cannot_be_used(dg15: bytes, expected: DocumentCheck) -> None:
    assert active_auth.verify(dg15, None, evidence(PLAIN)) == expected


SESSION_KEYS = SessionKeys.derive(Cipher.AES128, b"secret")
RSA2048 = rsa_dg15(2048)


def perform(
    answers: list[Response | Bare | Fault], dg15: bytes = RSA2048, *, extended: bool = True
) -> tuple[ActiveAuthentication | None, bool, list[Command]]:
    """The evidence, whether the session lives, and the commands that the chip saw."""
    replies: Iterator[Response | Bare | Fault] = iter(answers)
    seen: list[Command] = []

    def answer(command: Command) -> Response:
        seen.append(command)
        reply = next(replies)
        if isinstance(reply, Exception):
            raise reply
        return reply

    session = SecureMessagingChannel(MirrorCard(SESSION_KEYS, answer), SESSION_KEYS)
    found, following = active_auth.perform(session, dg15, lambda count: CHALLENGE[:count], extended=extended)
    assert following in (session, None)
    return found, following is session, seen


GOOD = Response(bytes(range(256)), 0x9000)
CUT = Response(bytes(231), 0x9000)
AT_THE_BRIM = Response(bytes(223), 0x9000)
SHORT_OF_ZEROS = Response(bytes(range(255)), 0x9000)


@pytest.mark.parametrize(
    ("answers", "extended", "expected", "alive"),
    [
        pytest.param([GOOD], True, evidence(GOOD.data), True, id="long signature in extended length"),
        pytest.param(
            [Response(b"", 0x6700), GOOD], True, evidence(GOOD.data), True, id="extended refused, short brings it all"
        ),
        pytest.param([CUT, GOOD], True, evidence(GOOD.data), True, id="extended cut, short brings it all"),
        pytest.param([CUT, CUT], True, evidence(b"", 0x9000), True, id="cut both times"),
        pytest.param([SHORT_OF_ZEROS], True, evidence(SHORT_OF_ZEROS.data), True, id="leading zeros left out"),
        pytest.param([AT_THE_BRIM, GOOD], True, evidence(GOOD.data), True, id="cut at what a short answer carries"),
        pytest.param(
            [Response(b"", 0x6C00), GOOD], True, evidence(GOOD.data), True, id="exact length wanted: asked once more"
        ),
        pytest.param([Response(b"", 0x6C80)] * 4, True, evidence(b"", 0x6C80), True, id="exact length wanted for ever"),
        pytest.param(
            [Response(b"", 0x9000), Response(b"", 0x6985)],
            True,
            evidence(b"", 0x6985),
            True,
            id="nothing, then refused",
        ),
        pytest.param([Response(b"", 0x6D00)] * 2, True, evidence(b"", 0x6D00), True, id="refused"),
        pytest.param([Bare(0x6D00)], True, evidence(b"", 0x6D00), False, id="refused outside secure messaging"),
        pytest.param([CUT], False, None, True, id="cannot be asked for: no extended length"),
        pytest.param([GOOD], False, evidence(GOOD.data), True, id="brought all the same"),
    ],
)
def test_the_evidence(
    answers: list[Response | Bare | Fault], extended: bool, expected: ActiveAuthentication | None, alive: bool
) -> None:
    found, session_alive, _ = perform(answers, extended=extended)

    assert found == expected
    assert session_alive is alive


def test_a_short_signature_is_asked_for_in_short_form() -> None:
    _, _, seen = perform([Response(PLAIN, 0x9000)], DG15)

    assert [(command.ins, command.data, command.le) for command in seen] == [(0x88, CHALLENGE, 256)]


def test_the_length_that_a_chip_wants_is_the_one_it_is_asked_for() -> None:
    found, _, seen = perform([Response(b"", 0x6C40), Response(PLAIN, 0x9000)], DG15)

    assert found == evidence(PLAIN)
    assert [command.le for command in seen] == [256, 64]


def test_a_chip_without_a_usable_key_is_not_asked() -> None:
    found, alive, seen = perform([], b"\x6f\x00")

    assert (found, alive, seen) == (None, True, [])


def test_a_fault_of_the_link_passes_through() -> None:
    with pytest.raises(Fault) as raised:
        perform([Fault(FaultCode.CARD_REMOVED)])

    assert raised.value.code is FaultCode.CARD_REMOVED


def test_named_keys_on_curves_that_the_library_lacks_verify_too() -> None:
    curve = STANDARDIZED_DOMAIN_PARAMETERS[14]
    dg15 = tlv.encode(0x6F, named_spki(curve, curve.encode_point(curve.g)))

    assert active_auth.verify(dg15, None, evidence(bytes(80))) == WRONG
