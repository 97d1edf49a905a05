"""Public keys by kind, size and form of their parameters, and not a byte of the key itself."""

from __future__ import annotations

from typing import Any

import pytest
from asn1crypto import keys as asn1
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from kiosk.reader import oid, tlv
from kiosk.reader.curves import named_curve
from kiosk.reader.diagnosis.keys import describe_key

EC, RSA, DH, X942, STANDARDIZED = (
    "1.2.840.10045.2.1",
    "1.2.840.113549.1.1.1",
    "1.2.840.113549.1.3.1",
    "1.2.840.10046.2.1",
    "0.4.0.127.0.7.1.2",
)
PRIME = (1 << 2047 | 1).to_bytes(257, "big")


def der(key: Any) -> bytes:
    return bytes(key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))


def spki(algorithm: str, parameters: bytes, key: bytes = b"\x04\x01\x02") -> bytes:
    identifier = tlv.encode(0x30, tlv.encode(0x06, oid.encode(algorithm)) + parameters)
    return tlv.encode(0x30, identifier + tlv.encode(0x03, b"\x00" + key))


def explicit(key: ec.EllipticCurvePrivateKey) -> bytes:
    """The key with its curve spelled out."""
    numbers = key.public_key().public_numbers()
    curve = named_curve(asn1.PublicKeyInfo.load(der(key))["algorithm"]["parameters"].chosen.dotted)
    assert curve is not None
    integer = lambda value: tlv.encode(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big"))  # noqa: E731
    octets = lambda value: tlv.encode(0x04, value.to_bytes(curve.size, "big"))  # noqa: E731
    field = tlv.encode(0x30, tlv.encode(0x06, oid.encode("1.2.840.10045.1.1")) + integer(curve.p))
    body = integer(1) + field + tlv.encode(0x30, octets(curve.a) + octets(curve.b))
    body += tlv.encode(0x04, curve.encode_point(curve.g)) + integer(curve.n)
    point = b"\x04" + numbers.x.to_bytes(curve.size, "big") + numbers.y.to_bytes(curve.size, "big")
    return spki(EC, tlv.encode(0x30, body), point)


P256, BRAINPOOL = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.BrainpoolP384R1())


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        pytest.param(der(P256), {"type": "EC", "parameters": "named", "bits": 256}, id="EC named"),
        pytest.param(explicit(BRAINPOOL), {"type": "EC", "parameters": "explicit", "bits": 384}, id="EC explicit"),
        pytest.param(
            spki(STANDARDIZED, b"\x02\x01\x0d", b"\x04" + bytes(64)),
            {"type": "EC", "parameters": "standardized", "problem": "malformed"},
            id="a point that is none",
        ),
        pytest.param(
            spki(EC, tlv.encode(0x06, oid.encode("1.3.132.0.1"))),
            {"type": "EC", "parameters": "named", "problem": "none of the standardized curves"},
            id="another curve",
        ),
        pytest.param(
            der(rsa.generate_private_key(65537, 2048)), {"type": "RSA", "parameters": "none", "bits": 2048}, id="RSA"
        ),
        pytest.param(spki(RSA, b"\x05\x00"), {"type": "RSA", "problem": "malformed"}, id="RSA without a key"),
        pytest.param(
            spki(DH, tlv.encode(0x30, tlv.encode(0x02, PRIME) + b"\x02\x01\x02")),
            {"type": "DH", "parameters": "explicit", "bits": 2048},
            id="DH of PKCS 3",
        ),
        pytest.param(
            spki(X942, tlv.encode(0x30, tlv.encode(0x02, PRIME) + b"\x02\x01\x02\x02\x01\x03")),
            {"type": "DH", "parameters": "explicit", "bits": 2048},
            id="DH of X9.42",
        ),
        pytest.param(spki(STANDARDIZED, b"\x02\x01\x00"), {"type": "DH", "bits": 1024}, id="DH by its number"),
        pytest.param(spki(DH, b""), {"type": "DH", "parameters": "none", "problem": "malformed"}, id="DH without"),
        pytest.param(
            der(ed25519.Ed25519PrivateKey.generate()),
            {"type": "unknown", "algorithm": "1.3.101.112"},
            id="another kind",
        ),
        pytest.param(b"\x30\x00", {"type": "unknown", "problem": "no SubjectPublicKeyInfo"}, id="no key"),
    ],
)
def test_a_key(key: bytes, expected: dict[str, Any]) -> None:
    assert describe_key(key).items() >= expected.items()


@given(st.binary(max_size=120))
def test_anything_is_described(data: bytes) -> None:
    assert describe_key(data)["type"] in {"EC", "RSA", "DH", "unknown"}
    assert describe_key(spki(EC, data))["type"] in {"EC", "unknown"}
