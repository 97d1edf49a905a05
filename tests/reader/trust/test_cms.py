"""Who signed a CMS message, over what, and whether the signature holds, against tricks and another implementation."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from kiosk.domain.authenticity import CheckStatus
from kiosk.reader import oid, tlv
from kiosk.reader.lds.sod import LDS_SECURITY_OBJECT
from kiosk.reader.trust.cms import check_signature
from kiosk.reader.trust.reasons import CheckReason
from kiosk.reader.trust.signed_data import parse_signed_data
from tests.fakes.encodings import pss_parameters
from tests.fakes.issuer import (
    DIGESTS,
    Identified,
    Signing,
    cms,
    csca,
    ec_key,
    indefinite,
    rsa_key,
    signer,
    with_explicit_curve,
)
from tests.fakes.signed_content import CONTENT, EC, FORGED, ID_DATA, ROOT, RSA, check

BRAINPOOL = signer(ROOT, ec_key("bp", ec.BrainpoolP384R1))
ATTACKER = signer(csca("Attacker", ec_key("attacker")), ec_key("attacker ds"))
WEAK = signer(ROOT, ec_key("weak", ec.SECP192R1))


def pss(*told: Any, **also: str) -> bytes:
    return tlv.encode(0x30, tlv.encode(0x06, oid.encode("1.2.840.113549.1.1.10")) + pss_parameters(*told, **also))


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
