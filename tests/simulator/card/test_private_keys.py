from __future__ import annotations

import shutil
import subprocess

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import load_der_private_key

from kiosk.reader.public_keys import load_ec
from kiosk.simulator import der
from kiosk.simulator.card.private_keys import (
    DhPrivateKey,
    EcPrivateKey,
    encode_private_key,
    load_private_key,
    new_agreement_key,
    parameter_id_of,
    parameters_of,
)
from kiosk.simulator.card.public_key_info import KeyEncoding, public_key_info, with_explicit_parameters

IDS = [0, 1, 2, *range(8, 19)]


@pytest.mark.parametrize("number", IDS)
def test_every_standardized_group_has_keys_that_come_back(number: int) -> None:
    key = new_agreement_key(parameters_of(number))
    assert load_private_key(encode_private_key(key)) == key
    assert parameter_id_of(parameters_of(number)) == number


@pytest.mark.parametrize("number", [3, 7, 19, -1])
def test_other_numbers_are_no_groups(number: int) -> None:
    with pytest.raises(ValueError, match="no id of standardized domain parameters"):
        parameters_of(number)


@pytest.mark.parametrize("number", [8, 10, 12, 13, 15, 16, 17, 18])
def test_another_library_reads_the_same_key(number: int) -> None:
    key = new_agreement_key(parameters_of(number))
    assert isinstance(key, EcPrivateKey)
    loaded = load_der_private_key(encode_private_key(key), password=None)
    assert isinstance(loaded, ec.EllipticCurvePrivateKey)
    public = loaded.public_key().public_numbers()
    assert (public.x, public.y) == (key.public.x, key.public.y)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
@pytest.mark.parametrize("number", [0, 2, 9, 11, 14])
def test_openssl_reads_the_keys_that_the_library_does_not_have(number: int) -> None:
    pkcs8 = encode_private_key(new_agreement_key(parameters_of(number)))
    command = ["openssl", "pkey", "-inform", "DER", "-check", "-noout"]
    assert subprocess.run(command, input=pkcs8, check=False, capture_output=True).returncode == 0


def test_rsa_keys_are_the_librarys() -> None:
    key = rsa.generate_private_key(65537, 1024)
    loaded = load_private_key(encode_private_key(key))
    assert isinstance(loaded, rsa.RSAPrivateKey)
    assert loaded.private_numbers() == key.private_numbers()


def _ec(curve: bytes, scalar: int) -> bytes:
    algorithm = der.sequence(der.object_identifier("1.2.840.10045.2.1"), curve)
    private = der.sequence(der.integer(1), der.octet_string(scalar.to_bytes(32, "big")))
    return der.sequence(der.integer(0), algorithm, der.octet_string(private))


P256 = der.object_identifier("1.2.840.10045.3.1.7")


@pytest.mark.parametrize(
    ("pkcs8", "complaint"),
    [
        (b"", "does not load"),
        (b"\x30\x00", "does not load"),
        (der.sequence(der.integer(0), der.null(), der.octet_string(b"")), "does not load"),
        (_ec(P256, 0), "out of range"),
        (_ec(P256, (1 << 256) - 1), "out of range"),
        (_ec(der.object_identifier("1.3.132.0.10"), 5), "curve that is not standardized"),
        (_ec(der.null(), 5), "curve that is not standardized"),
        (encode_private_key(DhPrivateKey(parameters_of(0), 5)).replace(b"\xb1\x0b\x8f", b"\xb1\x0b\x8e"), "group"),  # type: ignore[arg-type]
    ],
    ids=["nothing", "empty", "no algorithm", "zero", "beyond the order", "another curve", "no curve", "another group"],
)
def test_what_is_no_key_of_a_chip(pkcs8: bytes, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        load_private_key(pkcs8)


@pytest.mark.parametrize("encoding", KeyEncoding)
@pytest.mark.parametrize("number", range(8, 19))
def test_an_elliptic_key_is_published_in_three_ways(number: int, encoding: KeyEncoding) -> None:
    key = new_agreement_key(parameters_of(number))
    assert isinstance(key, EcPrivateKey)
    spki = public_key_info(encode_private_key(key), encoding)
    published = load_ec(spki)
    assert (published.curve, published.point) == (key.curve, key.public)
    if encoding is KeyEncoding.NAMED:
        explicit = public_key_info(encode_private_key(key), KeyEncoding.EXPLICIT)
        assert with_explicit_parameters(spki) == explicit != spki


@pytest.mark.parametrize(
    ("encoding", "start"),
    [
        (KeyEncoding.NAMED, "06092A864886F70D010301"),
        (KeyEncoding.EXPLICIT, "06072A8648CE3E0201"),
        (KeyEncoding.STANDARDIZED, "060704007F00070102020100"),
    ],
    ids=["PKCS #3", "X9.42", "standardized"],
)
def test_a_key_modulo_a_prime_is_published_in_three_ways(encoding: KeyEncoding, start: str) -> None:
    key = new_agreement_key(parameters_of(0))
    assert isinstance(key, DhPrivateKey)
    spki = public_key_info(encode_private_key(key), encoding).hex().upper()
    assert start in spki[:40]
    assert spki.endswith(der.bit_string(der.integer(key.public)).hex().upper())


def test_a_private_key_does_not_show_in_a_repr() -> None:
    key = new_agreement_key(parameters_of(12))
    assert isinstance(key, EcPrivateKey)
    assert str(key.scalar) not in repr(key)
