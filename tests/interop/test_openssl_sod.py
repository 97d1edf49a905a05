"""Cards that the OpenSSL command line has issued (certificates, security object, EF.SOD), and what each is worth.

Each row signs the same data groups in another way; every good one turns bad with one letter of a data group.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.domain.authenticity import AuthenticityState as State
from kiosk.domain.chip_reading import ElementaryFile as Ef
from kiosk.reader import tlv
from kiosk.reader.lds.sod import LDS_SECURITY_OBJECT
from kiosk.reader.trust.anchors import AnchorSet
from kiosk.reader.trust.certificate import parse_certificate
from kiosk.reader.trust.passive_auth import PassiveAuthentication, authenticate
from tests.fakes.lds_files import DG13_A, MRZ_A, dg1, portrait
from tests.interop.openssl import ROOT_EXTENSIONS, SIGNER_EXTENSIONS, Openssl, needs_openssl

pytestmark = needs_openssl

GROUPS = {Ef.DG1: dg1(MRZ_A), Ef.DG2: portrait(), Ef.DG13: DG13_A}
NUMBERS = {Ef.DG1: 1, Ef.DG2: 2, Ef.DG13: 13}
ROOT_NAME, SIGNER_NAME = "/C=VN/O=Bộ Công An/CN=CSCA Test", "/C=VN/O=Bộ Công An/CN=Document Signer Test 1"

BRAINPOOL_256 = ("EC", "ec_paramgen_curve:brainpoolP256r1", "ec_param_enc:explicit")
BRAINPOOL_384 = ("EC", "ec_paramgen_curve:brainpoolP384r1", "ec_param_enc:explicit")
BRAINPOOL_512 = ("EC", "ec_paramgen_curve:brainpoolP512r1", "ec_param_enc:explicit")
BRAINPOOL_320 = ("EC", "ec_paramgen_curve:brainpoolP320r1", "ec_param_enc:explicit")
NIST_256 = ("EC", "ec_paramgen_curve:P-256")
NIST_256_EXPLICIT = ("EC", "ec_paramgen_curve:P-256", "ec_param_enc:explicit")
NIST_521 = ("EC", "ec_paramgen_curve:P-521")
RSA_2048 = ("RSA", "rsa_keygen_bits:2048")
RSA_1024 = ("RSA", "rsa_keygen_bits:1024")
RSA_PSS = ("RSA-PSS", "rsa_keygen_bits:2048")

SIGN_PSS = ("-keyopt", "rsa_padding_mode:pss")
CERTIFY_PSS = ("-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:32")


@dataclass(frozen=True)
class Manner:
    """How a card is signed: the kinds of keys, the digests, and what else the command lines say."""

    key: tuple[str, ...] = NIST_256
    root_key: tuple[str, ...] = ()
    digest: str = "sha256"
    """Of the signature; that of the data groups is ``listed``."""
    listed: str = "sha256"
    version: int = 0
    content_type: str = LDS_SECURITY_OBJECT
    certify: tuple[str, ...] = ("-sha256",)
    sign: tuple[str, ...] = ()
    extensions: tuple[str, ...] = SIGNER_EXTENSIONS
    root_extensions: tuple[str, ...] = ROOT_EXTENSIONS
    signer_name: str = SIGNER_NAME


def issued(openssl: Openssl, manner: Manner) -> tuple[dict[Ef, bytes], AnchorSet]:
    """The files of a card, and the trust in its root."""
    root_key = manner.root_key or manner.key
    openssl.key("root", *root_key)
    root = openssl.root("root", ROOT_NAME, *manner.certify, extensions=manner.root_extensions)
    openssl.key("signer", *manner.key)
    openssl.certificate("signer", manner.signer_name, "root", *manner.certify, extensions=manner.extensions)
    hashes = {number: hashlib.new(manner.listed, GROUPS[file]).digest() for file, number in NUMBERS.items()}
    content = openssl.security_object(manner.listed, hashes, version=manner.version)
    options = ["-signer", "signer.pem", "-inkey", "signer.key", "-md", manner.digest]
    signed = openssl.signed(content, "-econtent_type", manner.content_type, *options, *manner.sign)
    return {**GROUPS, Ef.SOD: tlv.encode(0x77, signed)}, AnchorSet.of([parse_certificate(root.der)])


def check(files: Mapping[Ef, bytes], trust: AnchorSet) -> PassiveAuthentication:
    return authenticate(files, trust, datetime.now(UTC))


GENUINE = {
    **{f"ECDSA, {name}": Manner(digest=name, listed=name) for name in ("sha1", "sha224", "sha256", "sha384", "sha512")},
    **{f"RSA, {name}": Manner(RSA_2048, digest=name, listed=name) for name in ("sha1", "sha224", "sha512")},
    "brainpoolP256r1, explicit parameters": Manner(BRAINPOOL_256),
    "brainpoolP320r1, explicit parameters": Manner(BRAINPOOL_320),
    "brainpoolP384r1, explicit parameters": Manner(BRAINPOOL_384, digest="sha384", listed="sha384"),
    "brainpoolP512r1, explicit parameters": Manner(BRAINPOOL_512, digest="sha512", certify=("-sha512",)),
    "P-256, explicit parameters": Manner(NIST_256_EXPLICIT),
    "P-521": Manner(NIST_521, digest="sha512"),
    "hashes by SHA-512, signed over SHA-256": Manner(listed="sha512"),
    "version 1 of the security object": Manner(version=1),
    "named by the key identifier": Manner(sign=("-keyid",)),
    "without signed attributes": Manner(sign=("-noattr",)),
    "without signed attributes, RSA": Manner(RSA_2048, sign=("-noattr",)),
    "BER of indefinite length": Manner(sign=("-stream",)),
    "BER of indefinite length without signed attributes": Manner(sign=("-stream", "-noattr", "-keyid")),
    "the root came along": Manner(sign=("-certfile", "root.pem")),
    "PSS": Manner(RSA_2048, certify=("-sha256", *CERTIFY_PSS), sign=SIGN_PSS),
    "PSS, longest salt": Manner(RSA_2048, sign=(*SIGN_PSS, "-keyopt", "rsa_pss_saltlen:-2")),
    "PSS without salt": Manner(RSA_2048, sign=(*SIGN_PSS, "-keyopt", "rsa_pss_saltlen:0")),
    "PSS with SHA-512 and a mask of SHA-256": Manner(
        RSA_2048, digest="sha512", sign=(*SIGN_PSS, "-keyopt", "rsa_mgf1_md:sha256")
    ),
    "PSS with every default": Manner(RSA_2048, digest="sha1", sign=(*SIGN_PSS, "-keyopt", "rsa_pss_saltlen:20")),
    "keys for PSS only": Manner(RSA_PSS, sign=SIGN_PSS),
    "RSA root, ECDSA signer": Manner(BRAINPOOL_256, root_key=RSA_2048),
    "brainpool root, RSA signer": Manner(RSA_2048, root_key=BRAINPOOL_384),
    "root without basic constraints": Manner(root_extensions=ROOT_EXTENSIONS[1:]),
    "no identifiers of keys at all": Manner(extensions=SIGNER_EXTENSIONS[:1], root_extensions=ROOT_EXTENSIONS[:2]),
    "issuer and serial number of the root named": Manner(
        extensions=(*SIGNER_EXTENSIONS[:2], "authorityKeyIdentifier=keyid,issuer:always")
    ),
    "may sign identity cards": Manner(
        extensions=(
            *SIGNER_EXTENSIONS,
            "2.23.136.1.1.6.2=ASN1:SEQUENCE:types",
            *("[types]", "version=INTEGER:0", "types=SET:letters", "[letters]", "one=PRINTABLESTRING:ID"),
        )
    ),
}


@pytest.mark.parametrize("manner", GENUINE.values(), ids=GENUINE.keys())
def test_genuine_under_its_root_intact_without_and_wrong_when_changed(tmp_path: Path, manner: Manner) -> None:
    files, trust = issued(Openssl(tmp_path), manner)

    outcome = check(files, trust)
    assert (outcome.state, outcome.authentic) == (State.CHAIN_TRUSTED, frozenset(GROUPS))
    assert check(files, AnchorSet()).state is State.SIGNATURE_OK_CHAIN_UNKNOWN
    assert check({**files, Ef.DG1: dg1(MRZ_A.replace("NGUYEN", "NGUYEM"))}, trust).state is State.HASH_MISMATCH


NOT_GENUINE: dict[str, tuple[Manner, State, str]] = {
    "signed as something else": (
        Manner(content_type="2.23.136.1.1.2"),
        State.SIGNATURE_BAD,
        "content-type-wrong",
    ),
    "the certificate did not come along": (
        Manner(sign=("-nocerts",)),
        State.NOT_DONE,
        "signer-certificate-missing",
    ),
    "signed by two": (
        Manner(sign=("-signer", "root.pem", "-inkey", "root.key")),
        State.SIGNATURE_BAD,
        "signer-count-wrong",
    ),
    "signed by the root itself": (
        Manner(extensions=(*ROOT_EXTENSIONS[:3], SIGNER_EXTENSIONS[2])),
        State.SIGNATURE_BAD,
        "signer-is-a-ca",
    ),
    "a certificate for master lists": (
        Manner(extensions=(*SIGNER_EXTENSIONS, "extendedKeyUsage=critical,2.23.136.1.1.3")),
        State.SIGNATURE_BAD,
        "signer-purpose-wrong",
    ),
    "a certificate for encryption": (
        Manner(extensions=("keyUsage=critical,keyEncipherment", *SIGNER_EXTENSIONS[1:])),
        State.SIGNATURE_BAD,
        "signer-key-usage-wrong",
    ),
    "a signer of another country": (
        Manner(signer_name="/C=LA/O=Other/CN=Document Signer Test 1"),
        State.SIGNATURE_BAD,
        "country-differs",
    ),
    "a root that is no CA": (
        Manner(root_extensions=("basicConstraints=critical,CA:false", *ROOT_EXTENSIONS[1:])),
        State.SIGNATURE_OK_CHAIN_UNKNOWN,
        "issuer-certificate-not-installed",
    ),
    "a root that may not certify": (
        Manner(root_extensions=(ROOT_EXTENSIONS[0], "keyUsage=critical,cRLSign", *ROOT_EXTENSIONS[2:])),
        State.SIGNATURE_OK_CHAIN_UNKNOWN,
        "issuer-certificate-not-installed",
    ),
    "a critical extension that nobody knows": (
        Manner(extensions=(*SIGNER_EXTENSIONS, "1.2.3.4.5=critical,ASN1:NULL")),
        State.SIGNATURE_OK_CHAIN_UNKNOWN,
        "extension-not-understood",
    ),
    "may sign passports only": (
        Manner(
            extensions=(
                *SIGNER_EXTENSIONS,
                "2.23.136.1.1.6.2=ASN1:SEQUENCE:types",
                *("[types]", "version=INTEGER:0", "types=SET:letters", "[letters]", "one=PRINTABLESTRING:P"),
            )
        ),
        State.SIGNATURE_BAD,
        "document-type-not-listed",
    ),
}


@pytest.mark.parametrize(("manner", "state", "reason"), NOT_GENUINE.values(), ids=NOT_GENUINE.keys())
def test_well_signed_and_yet_not_genuine(tmp_path: Path, manner: Manner, state: State, reason: str) -> None:
    files, trust = issued(Openssl(tmp_path), manner)

    outcome = check(files, trust)

    assert outcome.state is state
    assert reason in (outcome.sod_signature.reason, outcome.signer_chain.reason)


def test_an_algorithm_outside_the_standard_is_neither_right_nor_wrong(tmp_path: Path) -> None:
    files, trust = issued(Openssl(tmp_path), Manner(RSA_2048, digest="sha3-256"))

    outcome = check(files, trust)

    assert (outcome.state, outcome.sod_signature.reason) == (State.NOT_DONE, "algorithm-not-supported")


WEAK: dict[str, tuple[Manner, tuple[str, ...]]] = {
    "SHA-1 over the data groups": (Manner(listed="sha1"), ("SHA-1",)),
    "SHA-1 in the signature": (Manner(digest="sha1"), ("SHA-1",)),
    "SHA-1 in the certificates": (Manner(certify=("-sha1",)), ("SHA-1",)),
    "an RSA key of 1024 bits": (Manner(RSA_1024, root_key=RSA_2048), ("RSA-1024",)),
    "nothing": (Manner(), ()),
}


@pytest.mark.parametrize(("manner", "weak"), WEAK.values(), ids=WEAK.keys())
def test_what_is_weak_is_verified_and_named(tmp_path: Path, manner: Manner, weak: tuple[str, ...]) -> None:
    outcome = check(*issued(Openssl(tmp_path), manner))

    assert (outcome.state, outcome.weak) == (State.CHAIN_TRUSTED, weak)


Act = Callable[[Openssl], None]


def _impostor(openssl: Openssl) -> None:
    """Under a root that somebody made, of the real one's name."""
    openssl.key("impostor", *NIST_256)
    openssl.root("impostor", ROOT_NAME, "-sha256")
    openssl.certificate("signer", SIGNER_NAME, "impostor", "-sha256")


def _impostor_with_key_id(openssl: Openssl) -> None:
    """And with the real one's key identifier."""
    real = openssl.run("x509", "-in", "root.pem", "-noout", "-ext", "subjectKeyIdentifier").split()[-1].decode()
    openssl.key("impostor", *NIST_256)
    extensions = (*ROOT_EXTENSIONS[:2], f"subjectKeyIdentifier={real}")
    openssl.root("impostor", ROOT_NAME, "-sha256", extensions=extensions)
    openssl.certificate("signer", SIGNER_NAME, "impostor", "-sha256")


def _self_signed(openssl: Openssl) -> None:
    openssl.root("signer", ROOT_NAME, "-sha256", extensions=SIGNER_EXTENSIONS[:2])


FORGED: dict[str, tuple[Act, State]] = {
    "certified by another root of the same name": (_impostor, State.SIGNATURE_OK_CHAIN_UNKNOWN),
    "certified by another root of the same name and key identifier": (_impostor_with_key_id, State.SIGNATURE_BAD),
    "signed by itself under the root's name": (_self_signed, State.SIGNATURE_BAD),
}


@pytest.mark.parametrize(("forge", "state"), FORGED.values(), ids=FORGED.keys())
def test_another_key_under_the_same_name(tmp_path: Path, forge: Act, state: State) -> None:
    openssl = Openssl(tmp_path)
    files, trust = issued(openssl, Manner())
    forge(openssl)
    hashes = {number: hashlib.sha256(GROUPS[file]).digest() for file, number in NUMBERS.items()}
    content = openssl.security_object("sha256", hashes, version=0)
    signed = openssl.signed(
        content, "-econtent_type", LDS_SECURITY_OBJECT, "-signer", "signer.pem", "-inkey", "signer.key"
    )

    outcome = check({**files, Ef.SOD: tlv.encode(0x77, signed)}, trust)

    assert outcome.state is state
