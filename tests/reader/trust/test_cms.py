from __future__ import annotations

import hashlib
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from kiosk.domain.authenticity import CheckStatus
from kiosk.reader import oid, tlv
from kiosk.reader.lds.sod import LDS_SECURITY_OBJECT
from kiosk.reader.trust.cms import SignatureCheck, check_signature
from kiosk.reader.trust.reasons import CheckReason
from kiosk.reader.trust.signed_data import parse_signed_data
from tests.fakes.encodings import pss_parameters
from tests.fakes.issuer import (
    CONTENT_TYPE,
    DIGESTS,
    MESSAGE_DIGEST,
    SIGNING_TIME,
    Identified,
    Signing,
    attribute,
    cms,
    csca,
    ec_key,
    indefinite,
    rsa_key,
    signer,
    with_explicit_curve,
)

ROOT = csca()
EC, RSA = signer(ROOT), signer(ROOT, rsa_key())
BRAINPOOL = signer(ROOT, ec_key("bp", ec.BrainpoolP384R1))
ATTACKER = signer(csca("Attacker", ec_key("attacker")), ec_key("attacker ds"))
CONTENT, FORGED = b"\x30\x03\x02\x01\x00", b"\x30\x03\x02\x01\x01"
ID_DATA = "1.2.840.113549.1.7.1"
WEAK = signer(ROOT, ec_key("weak", ec.SECP192R1))


def backwards(attributes: list[bytes]) -> list[bytes]:
    return attributes[::-1]


def ecdsa(dotted: str) -> bytes:
    return tlv.encode(0x30, tlv.encode(0x06, oid.encode(dotted)))


def pss(*told: Any, **also: str) -> bytes:
    return tlv.encode(0x30, tlv.encode(0x06, oid.encode("1.2.840.113549.1.1.10")) + pss_parameters(*told, **also))


def check(der: bytes) -> SignatureCheck:
    return check_signature(parse_signed_data(der), LDS_SECURITY_OBJECT)


@pytest.mark.parametrize("digest", DIGESTS)
@pytest.mark.parametrize(
    "signing",
    [
        pytest.param(Signing(EC), id="ECDSA"),
        pytest.param(Signing(BRAINPOOL), id="ECDSA brainpool"),
        pytest.param(Signing(EC, scheme="ecdsa-plain"), id="ECDSA plain"),
        pytest.param(Signing(RSA), id="RSA PKCS1"),
        pytest.param(Signing(RSA, scheme="pkcs1-open"), id="RSA PKCS1, digest named beside"),
        pytest.param(Signing(RSA, scheme="pss"), id="RSA PSS"),
        pytest.param(Signing(EC, attributes=False), id="without attributes"),
        pytest.param(Signing(RSA, attributes=False), id="RSA without attributes"),
        pytest.param(Signing(EC, by_key_id=True), id="named by key identifier"),
    ],
)
def test_good_signatures(signing: Signing, digest: str) -> None:
    outcome = check(cms(CONTENT, [replace(signing, digest=digest)]))
    assert (outcome.check.status, outcome.check.reason) == (CheckStatus.PASSED, "")
    assert outcome.certificate is not None
    assert outcome.certificate.der == signing.identified.der


@pytest.mark.parametrize(
    "der",
    [
        pytest.param(indefinite(cms(CONTENT, [Signing(EC)])), id="BER of indefinite length"),
        pytest.param(cms(CONTENT, [Signing(EC)], certificates=[ROOT.der, EC.der]), id="among other certificates"),
        pytest.param(cms(CONTENT, [Signing(EC)], certificates=[EC.der, EC.der]), id="the same certificate twice"),
        pytest.param(cms(CONTENT, [Signing(EC)], certificates=[ATTACKER.der, EC.der]), id="a stranger's beside it"),
    ],
)
def test_good_signatures_in_other_clothes(der: bytes) -> None:
    outcome = check(der)
    assert outcome.check.status is CheckStatus.PASSED
    assert outcome.certificate is not None
    assert outcome.certificate.der == EC.der


STRANGER = signer(ROOT, ec_key("stranger"), name="DS Test 2")


@pytest.mark.parametrize(
    ("der", "status", "reason"),
    [
        pytest.param(
            cms(CONTENT, [Signing(STRANGER, signed_by=EC.key)], certificates=[EC.der]), CheckStatus.PASSED,
            CheckReason.SIGNER_NAMED_OTHERWISE, id="the only certificate has another name, but the right key",
        ),
        pytest.param(
            cms(CONTENT, [Signing(STRANGER, signed_by=EC.key, by_key_id=True)], certificates=[EC.der]),
            CheckStatus.PASSED, CheckReason.SIGNER_NAMED_OTHERWISE, id="the same, by key identifier",
        ),
        pytest.param(
            cms(CONTENT, [Signing(STRANGER)], certificates=[EC.der]), CheckStatus.NOT_DONE,
            CheckReason.SIGNER_CERTIFICATE_MISSING, id="the only certificate is somebody else's",
        ),
        pytest.param(
            cms(CONTENT, [Signing(STRANGER, signed_by=EC.key)], certificates=[EC.der, RSA.der]), CheckStatus.NOT_DONE,
            CheckReason.SIGNER_CERTIFICATE_MISSING, id="one of two has the right key: nobody chooses",
        ),
        pytest.param(
            cms(CONTENT, [Signing(EC, signed_by=STRANGER.key)], certificates=[EC.der, STRANGER.der]),
            CheckStatus.FAILED, CheckReason.SIGNATURE_WRONG, id="the named one has not signed, another has",
        ),
    ],
)  # fmt: skip
def test_whose_certificate_it_is(der: bytes, status: CheckStatus, reason: str) -> None:
    outcome = check(der).check
    assert (outcome.status, outcome.reason) == (status, reason)


def test_explicit_curve_parameters() -> None:
    explicit = with_explicit_curve(signer(ROOT, ec_key("explicit ds", ec.BrainpoolP256R1)), ec_key("csca"))
    assert check(cms(CONTENT, [Signing(explicit)])).check.status is CheckStatus.PASSED


@pytest.mark.parametrize("number", ["p", "a", "b", "n", "gx", "gy"])
def test_a_curve_that_is_almost_brainpool_is_refused(number: str) -> None:
    key = ec_key("explicit ds", ec.BrainpoolP256R1)
    almost = with_explicit_curve(signer(ROOT, key), ec_key("csca"), **{number: 12345})
    outcome = check(cms(CONTENT, [Signing(almost)]))
    assert (outcome.check.status, outcome.check.reason) == (
        CheckStatus.NOT_DONE,
        CheckReason.ALGORITHM_NOT_SUPPORTED,
    )


def test_two_digest_algorithms_are_told() -> None:
    outcome = check(cms(CONTENT, [Signing(EC, digest="sha1", signature_digest="sha256")]))
    assert (outcome.check.status, outcome.check.reason) == (CheckStatus.PASSED, CheckReason.DIGESTS_DISAGREE)


@pytest.mark.parametrize(
    ("der", "reason"),
    [
        pytest.param(
            cms(FORGED, [Signing(EC)], signed_content=CONTENT),
            CheckReason.MESSAGE_DIGEST_DIFFERS,
            id="content changed",
        ),
        pytest.param(
            cms(FORGED, [Signing(EC, attributes=False)], signed_content=CONTENT),
            CheckReason.SIGNATURE_WRONG,
            id="content changed, no attributes",
        ),
        pytest.param(
            cms(CONTENT, [Signing(EC, message_digest=hashlib.sha256(FORGED).digest())]),
            CheckReason.MESSAGE_DIGEST_DIFFERS,
            id="signed digest of something else",
        ),
        pytest.param(
            cms(CONTENT, [Signing(EC, message_digest=hashlib.sha256(CONTENT).digest()[:-1])]),
            CheckReason.MESSAGE_DIGEST_DIFFERS,
            id="signed digest cut",
        ),
        pytest.param(
            cms(CONTENT, [Signing(EC, content_type=ID_DATA)]),
            CheckReason.SIGNED_CONTENT_TYPE_DIFFERS,
            id="signed as another type",
        ),
        pytest.param(
            cms(CONTENT, [Signing(EC, second_content_type=ID_DATA)]),
            CheckReason.SIGNED_CONTENT_TYPE_DIFFERS,
            id="signed as two types",
        ),
        pytest.param(
            cms(CONTENT, [Signing(EC, content_type=ID_DATA)], content_type=ID_DATA),
            CheckReason.CONTENT_TYPE_WRONG,
            id="no security object",
        ),
        pytest.param(
            cms(CONTENT, [Signing(EC, signed_by=ec_key("attacker"))]),
            CheckReason.SIGNATURE_WRONG,
            id="signed with another key",
        ),
        pytest.param(
            cms(CONTENT, [Signing(EC, signed_by=rsa_key())]),
            CheckReason.SIGNATURE_WRONG,
            id="signed with a key of another kind",
        ),
        pytest.param(
            cms(CONTENT, [Signing(EC, signature=b"")]),
            CheckReason.SIGNATURE_WRONG,
            id="no signature",
        ),
        pytest.param(
            cms(CONTENT, [Signing(EC), Signing(ATTACKER)]),
            CheckReason.SIGNER_COUNT_WRONG,
            id="second signer",
        ),
        pytest.param(
            cms(FORGED, [Signing(ATTACKER), replace(Signing(EC), signature=bytes(70))]),
            CheckReason.SIGNER_COUNT_WRONG,
            id="attacker signs, the issuer stands beside",
        ),
        pytest.param(cms(CONTENT, [], certificates=[EC.der]), CheckReason.SIGNER_COUNT_WRONG, id="no signer"),
    ],
)
def test_tricks(der: bytes, reason: str) -> None:
    outcome = check(der).check
    assert (outcome.status, outcome.reason) == (CheckStatus.FAILED, reason)


def test_signed_attributes_are_no_content() -> None:
    """The attributes of a signature, put in place of the content, carry the same signature without attributes."""
    signing = Signing(EC)
    (info,) = parse_signed_data(cms(CONTENT, [signing])).signers
    assert info.attributes is not None
    moved = replace(signing, attributes=False, signature=info.signature)
    signed = parse_signed_data(cms(info.attributes.encoded, [moved]))
    assert check_signature(signed, LDS_SECURITY_OBJECT).check.status is CheckStatus.PASSED
    assert signed.content[:1] == b"\x31"  # and so is no LDSSecurityObject, which begins with 30


def _twin(identified: Identified, key: ec.EllipticCurvePrivateKey) -> bytes:
    """A certificate with the same issuer and serial number, and with another key."""
    twin = signer(ROOT, key, name="DS Twin")
    old, new = identified.certificate.serial_number, twin.certificate.serial_number
    found, put = (number.to_bytes((number.bit_length() + 8) // 8, "big") for number in (new, old))
    return twin.der.replace(found, put) if len(found) == len(put) else _twin(identified, key)


def test_two_certificates_of_one_name_are_ambiguous() -> None:
    outcome = check(cms(CONTENT, [Signing(EC)], certificates=[_twin(EC, ec_key("attacker ds")), EC.der]))
    assert (outcome.check.status, outcome.check.reason) == (CheckStatus.FAILED, CheckReason.SIGNER_AMBIGUOUS)


def test_without_the_signer_s_certificate_nothing_is_known() -> None:
    outcome = check(cms(CONTENT, [Signing(EC)], certificates=[ROOT.der]))
    assert (outcome.check.status, outcome.check.reason) == (
        CheckStatus.NOT_DONE,
        CheckReason.SIGNER_CERTIFICATE_MISSING,
    )


def test_an_unknown_digest_is_neither_right_nor_wrong() -> None:
    md5 = cms(CONTENT, [Signing(EC)]).replace(
        bytes.fromhex("0609608648016503040201"), bytes.fromhex("0609608648016503040207")
    )
    assert check(md5).check.reason == CheckReason.ALGORITHM_NOT_SUPPORTED


def _indefinite_attributes(der: bytes) -> bytes:
    """The signed attributes in BER of indefinite length; the signature covers their DER."""
    parsed = tlv.parse_one(der)
    kind, wrapped = tlv.iterate(parsed.value)
    *fields, signers = tlv.iterate(tlv.parse_one(wrapped.value).value)
    parts = list(tlv.iterate(tlv.parse_one(signers.value).value))
    open_ended = b"".join(
        b"\xa0\x80" + part.value + b"\x00\x00" if part.tag == 0xA0 else part.encode() for part in parts
    )
    rest = tlv.encode(0x31, tlv.encode(0x30, open_ended))
    signed = tlv.encode(0x30, b"".join(field.encode() for field in fields) + rest)
    return tlv.encode(0x30, kind.encode() + tlv.encode(0xA0, signed))


@pytest.mark.parametrize(
    ("der", "reason"),
    [
        pytest.param(cms(CONTENT, [Signing(EC)]), "", id="sorted"),
        pytest.param(cms(CONTENT, [Signing(EC, sent=backwards)]), "", id="sent and signed unsorted"),
        pytest.param(
            cms(CONTENT, [Signing(EC, sent=backwards, covered=sorted)]), CheckReason.ATTRIBUTES_NOT_DER,
            id="sent unsorted, signed sorted",
        ),
        pytest.param(_indefinite_attributes(cms(CONTENT, [Signing(EC)])), "", id="indefinite length, signed in DER"),
    ],
)  # fmt: skip
def test_attributes_in_another_order(der: bytes, reason: str) -> None:
    """The signature is over the DER of the SET (RFC 5652 §5.4); some signers send and sign it as it comes."""
    outcome = check(der)
    assert (outcome.check.status, outcome.check.reason) == (CheckStatus.PASSED, reason)


def test_attributes_that_were_sorted_after_signing_do_not_hold() -> None:
    assert check(cms(CONTENT, [Signing(EC, covered=backwards)])).check.reason == CheckReason.SIGNATURE_WRONG


RIGHT, WRONG = hashlib.sha256(CONTENT).digest(), hashlib.sha256(FORGED).digest()


def digest_attribute(*digests: bytes) -> bytes:
    return attribute(MESSAGE_DIGEST, *(tlv.encode(0x04, one) for one in digests))


def without(dotted: str) -> Callable[[list[bytes]], list[bytes]]:
    return lambda made: [one for one in made if oid.encode(dotted) not in one]


def and_also(*more: bytes) -> Callable[[list[bytes]], list[bytes]]:
    return lambda made: sorted([*made, *more])


def instead(dotted: str, *more: bytes) -> Callable[[list[bytes]], list[bytes]]:
    return lambda made: sorted([*without(dotted)(made), *more])


@pytest.mark.parametrize(
    ("signing", "reason"),
    [
        pytest.param(Signing(EC, sent=without(MESSAGE_DIGEST)), CheckReason.MESSAGE_DIGEST_DIFFERS, id="no digest"),
        pytest.param(
            Signing(EC, sent=without(CONTENT_TYPE)), CheckReason.SIGNED_CONTENT_TYPE_DIFFERS, id="no content type"
        ),
        pytest.param(
            Signing(EC, sent=and_also(digest_attribute(WRONG))), CheckReason.MESSAGE_DIGEST_DIFFERS,
            id="a second digest, of something else",
        ),
        pytest.param(
            Signing(EC, sent=and_also(digest_attribute(RIGHT))), CheckReason.MESSAGE_DIGEST_DIFFERS,
            id="the same digest twice",
        ),
        pytest.param(
            Signing(EC, sent=instead(MESSAGE_DIGEST, digest_attribute(WRONG, RIGHT))),
            CheckReason.MESSAGE_DIGEST_DIFFERS, id="one attribute with two digests",
        ),
        pytest.param(
            Signing(EC, sent=instead(MESSAGE_DIGEST, digest_attribute())), CheckReason.MESSAGE_DIGEST_DIFFERS,
            id="a digest attribute without a digest",
        ),
        pytest.param(
            Signing(EC, sent=without(MESSAGE_DIGEST), unsigned=digest_attribute(RIGHT)),
            CheckReason.MESSAGE_DIGEST_DIFFERS, id="the digest among the unsigned attributes",
        ),
        pytest.param(
            Signing(EC, sent=and_also(digest_attribute(WRONG)), covered=list), CheckReason.MESSAGE_DIGEST_DIFFERS,
            id="an attribute put in after signing",
        ),
        pytest.param(
            Signing(EC, digest="sha1", message_digest=RIGHT), CheckReason.MESSAGE_DIGEST_DIFFERS,
            id="a digest of another algorithm than named",
        ),
        pytest.param(
            Signing(EC, algorithm=ecdsa("1.2.840.10045.4.3.4")), CheckReason.SIGNATURE_WRONG,
            id="another algorithm told than used",
        ),
    ],
)  # fmt: skip
def test_what_the_attributes_must_say(signing: Signing, reason: CheckReason) -> None:
    outcome = check(cms(CONTENT, [signing])).check
    assert (outcome.status, outcome.reason) == (CheckStatus.FAILED, reason)


def test_unsigned_attributes_change_nothing() -> None:
    unsigned = digest_attribute(WRONG) + attribute(CONTENT_TYPE, tlv.encode(0x06, oid.encode(ID_DATA)))
    assert check(cms(CONTENT, [Signing(EC, unsigned=unsigned)])).check.status is CheckStatus.PASSED


def test_a_signing_time_that_is_told_twice_is_none() -> None:
    twice = attribute(SIGNING_TIME, *(tlv.encode(0x17, time) for time in (b"200101000000Z", b"260101000000Z")))
    assert check(cms(CONTENT, [Signing(EC, sent=and_also(twice))])).signing_time is None


SHA256 = "2.16.840.1.101.3.4.2.1"


@pytest.mark.parametrize(
    ("parameters", "status", "reason"),
    [
        pytest.param(pss(SHA256, SHA256, b"\x20"), CheckStatus.PASSED, "", id="as signed"),
        pytest.param(pss(SHA256, SHA256, b"\x1f"), CheckStatus.FAILED, CheckReason.SIGNATURE_WRONG, id="shorter salt"),
        pytest.param(pss(SHA256, SHA256, b"\x00"), CheckStatus.FAILED, CheckReason.SIGNATURE_WRONG, id="no salt"),
        pytest.param(pss(SHA256, SHA256, b"\xff"), CheckStatus.FAILED, CheckReason.SIGNATURE_WRONG, id="negative salt"),
        pytest.param(
            pss(SHA256, SHA256, b"\x7f" * 5), CheckStatus.NOT_DONE, CheckReason.ALGORITHM_NOT_SUPPORTED, id="endless"
        ),
        pytest.param(
            pss(SHA256, "1.3.14.3.2.26", b"\x20"), CheckStatus.FAILED, CheckReason.SIGNATURE_WRONG, id="another mask"
        ),
        pytest.param(pss(), CheckStatus.FAILED, CheckReason.SIGNATURE_WRONG, id="the defaults, SHA-1"),
        pytest.param(
            pss("1.2.840.113549.2.5", "1.2.840.113549.2.5", b"\x10"), CheckStatus.NOT_DONE,
            CheckReason.ALGORITHM_NOT_SUPPORTED, id="MD5",
        ),
        pytest.param(
            pss(SHA256, SHA256, b"\x20", b"\x02"), CheckStatus.NOT_DONE, CheckReason.ALGORITHM_NOT_SUPPORTED,
            id="another trailer",
        ),
        pytest.param(
            pss(SHA256, SHA256, b"\x20", generator="1.2.3"), CheckStatus.NOT_DONE,
            CheckReason.ALGORITHM_NOT_SUPPORTED, id="another mask generator",
        ),
    ],
)  # fmt: skip
def test_parameters_of_pss(parameters: bytes, status: CheckStatus, reason: str) -> None:
    outcome = check(cms(CONTENT, [Signing(RSA, scheme="pss", algorithm=parameters)])).check
    assert (outcome.status, outcome.reason) == (status, reason)


@pytest.mark.parametrize(
    ("signing", "weak"),
    [
        pytest.param(Signing(EC), (), id="nothing weak"),
        pytest.param(Signing(EC, digest="sha1"), ("SHA-1", "SHA-1"), id="digest and signature by SHA-1"),
        pytest.param(Signing(EC, digest="sha1", signature_digest="sha256"), ("SHA-1",), id="only the digest"),
        pytest.param(Signing(WEAK), ("EC-192",), id="key"),
    ],
)
def test_weak_algorithms_are_verified_and_named(signing: Signing, weak: tuple[str, ...]) -> None:
    outcome = check(cms(CONTENT, [signing]))
    assert (outcome.check.status, outcome.weak) == (CheckStatus.PASSED, weak)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="the openssl program is not installed")
@pytest.mark.parametrize(
    ("identified", "options"),
    [
        pytest.param(EC, ["-md", "sha384"], id="ECDSA"),
        pytest.param(RSA, ["-md", "sha256"], id="RSA"),
        pytest.param(RSA, ["-md", "sha256", "-keyopt", "rsa_padding_mode:pss"], id="PSS"),
        pytest.param(EC, ["-md", "sha256", "-noattr"], id="without attributes"),
        pytest.param(EC, ["-md", "sha256", "-keyid"], id="by key identifier"),
        pytest.param(EC, ["-md", "sha256", "-stream"], id="BER of indefinite length"),
    ],
)
def test_what_openssl_signs(tmp_path: Path, identified: Identified, options: list[str]) -> None:
    """Another implementation makes the signature; one byte of the content changed makes it fail."""
    (tmp_path / "content").write_bytes(CONTENT)
    (tmp_path / "signer.pem").write_bytes(identified.certificate.public_bytes(Encoding.PEM))
    key = identified.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "key.pem").write_bytes(key)
    command = ["openssl", "cms", "-sign", "-binary", "-nodetach", "-econtent_type", LDS_SECURITY_OBJECT]
    files = ["-in", "content", "-signer", "signer.pem", "-inkey", "key.pem", "-outform", "DER", "-out", "signed"]
    subprocess.run([*command, *files, *options], cwd=tmp_path, check=True, capture_output=True, timeout=30)
    signed = (tmp_path / "signed").read_bytes()
    assert check(signed).check.status is CheckStatus.PASSED
    assert check(signed.replace(CONTENT, FORGED)).check.status is CheckStatus.FAILED
