from __future__ import annotations

from functools import cache

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kiosk.reader.curves import STANDARDIZED_DOMAIN_PARAMETERS
from kiosk.reader.public_keys import named_spki
from kiosk.reader.trust.certificate import parse_certificate
from kiosk.reader.trust.signatures import Scheme, SignatureAlgorithm
from kiosk.reader.trust.weakness import POLICY, StrengthPolicy
from tests.fakes.issuer import csca, ec_key, rsa_key, signer


@cache
def rsa_spki(bits: int) -> bytes:
    return spki(rsa.generate_private_key(65537, bits))


def spki(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def our_spki(number: int) -> bytes:
    """A key on a curve that the library lacks."""
    curve = STANDARDIZED_DOMAIN_PARAMETERS[number]
    return named_spki(curve, curve.encode_point(curve.g))


P256 = spki(ec_key())


@pytest.mark.parametrize(
    ("algorithm", "key", "weak"),
    [
        pytest.param(SignatureAlgorithm(Scheme.ECDSA, "sha256"), P256, [], id="nothing weak"),
        pytest.param(SignatureAlgorithm(Scheme.ECDSA, "sha1"), P256, ["SHA-1"], id="SHA-1"),
        pytest.param(SignatureAlgorithm(Scheme.ECDSA, "sha224"), P256, [], id="SHA-224"),
        pytest.param(SignatureAlgorithm(Scheme.RSA_PKCS1, "sha256"), rsa_spki(1024), ["RSA-1024"], id="RSA 1024"),
        pytest.param(SignatureAlgorithm(Scheme.RSA_PKCS1, "sha256"), spki(rsa_key()), [], id="RSA 2048"),
        pytest.param(
            SignatureAlgorithm(Scheme.RSA_PSS, "sha256", "sha1", 20), spki(rsa_key()), [], id="SHA-1 in the mask"
        ),
        pytest.param(SignatureAlgorithm(Scheme.ECDSA, "sha1"), our_spki(9), ["SHA-1", "EC-192"], id="192 bits, SHA-1"),
        pytest.param(SignatureAlgorithm(Scheme.ECDSA, "sha256"), our_spki(11), [], id="224 bits"),
        pytest.param(SignatureAlgorithm(Scheme.ECDSA, "sha256"), b"no key", [], id="no key has verified nothing"),
    ],
)
def test_what_is_weak(algorithm: SignatureAlgorithm, key: bytes, weak: list[str]) -> None:
    assert list(POLICY.of_signature(algorithm, key)) == weak


def test_another_policy() -> None:
    strict = StrengthPolicy(frozenset({"sha1", "sha224"}), least_rsa_bits=3072, least_curve_bits=384)
    assert list(strict.of_signature(SignatureAlgorithm(Scheme.ECDSA, "sha224"), P256)) == ["SHA-224", "EC-256"]
    assert list(strict.of_key(spki(rsa_key()))) == ["RSA-2048"]


def test_on_a_path_the_signatures_below_the_anchor_count() -> None:
    """The anchor was installed: with what it signed itself is no matter."""
    root = csca(key=ec_key("weak root", ec.SECP192R1))
    path = tuple(parse_certificate(one.der) for one in (signer(root), root))
    assert list(POLICY.of_path(path)) == ["EC-192"]
    assert list(POLICY.of_path(path[1:])) == []
