"""DG15 -> the key that a service takes, and its algorithm; anything else -> nothing."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from kiosk.reader import tlv
from kiosk.services.issuer.public_key import key_algorithm, public_key_info


def info(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


EC, RSA = info(ec.generate_private_key(ec.SECP256R1())), info(rsa.generate_private_key(65537, 2048))


@pytest.mark.parametrize(("key", "name"), [(EC, "EC"), (RSA, "RSA")], ids=["EC", "RSA"])
def test_a_key(key: bytes, name: str) -> None:
    assert public_key_info(tlv.encode(0x6F, key)) == key
    assert key_algorithm(key) == name


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(EC, id="no DG15 around it"),
        pytest.param(tlv.encode(0x6F, EC) + b"\x00", id="something behind it"),
        pytest.param(tlv.encode(0x6F, EC)[:-1], id="cut off"),
        pytest.param(tlv.encode(0x6F, EC + b"\x00"), id="something behind the key"),
        pytest.param(b"\x6f\x80" + EC + b"\x00\x00", id="no definite length"),
        pytest.param(b"\x6f\x85\x00\x00\x00\x00\x5b" + EC, id="a length of five bytes"),
        pytest.param(tlv.encode(0x6F, b"\x04\x01\x00"), id="no SEQUENCE inside"),
    ],
)
def test_what_is_no_dg15(data: bytes) -> None:
    assert public_key_info(data) == b""


@pytest.mark.parametrize(
    "key",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(bytes.fromhex("3007300506032B65700300"), id="Ed25519"),
        pytest.param(b"\x30\x02\x30\x05", id="an identifier that is longer than the key"),
    ],
)
def test_algorithms_without_a_name(key: bytes) -> None:
    assert key_algorithm(key) == ""


@given(st.binary(max_size=200))
def test_any_bytes_give_a_part_of_themselves_or_nothing(data: bytes) -> None:
    assert public_key_info(data) in data
    assert key_algorithm(data) in ("", "EC", "RSA")
