"""ISO/IEC 9796-2 against ICAO Doc 9303-11 Appendix F, recorded trailers, and signatures made here."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.reader.emrtd.message_recovery import recovered_holds, verify_recovering
from tests.fakes.vectors import vectors

CHALLENGE = bytes.fromhex("0102030405060708")


def test_the_worked_example_of_the_standard() -> None:
    example = vectors("icao9303-11-F-aa-rsa")

    assert recovered_holds(bytes.fromhex(example["f"]), bytes.fromhex(example["rnd_ifd"]))
    assert not recovered_holds(bytes.fromhex(example["f"]), CHALLENGE)


def test_every_recorded_trailer() -> None:
    for case in vectors("gmrtd-iso9796-2-trailers")["cases"]:
        representative, challenge = bytes.fromhex(case["f"]), bytes.fromhex(case["rnd_ifd"])
        assert recovered_holds(representative, challenge), case["hash"]
        assert not recovered_holds(representative, challenge[::-1]), case["hash"]


TRAILERS = {"sha1": "BC", "sha224": "38CC", "sha256": "34CC", "sha384": "36CC", "sha512": "35CC"}


def representative(name: str, size: int, trailer: str, challenge: bytes = CHALLENGE, header: str = "6A") -> bytes:
    """An opened signature of ``size`` bytes, its recoverable part filled up."""
    start, end = bytes.fromhex(header), bytes.fromhex(trailer)
    message = bytes(range(1, 200))[: size - len(start) - len(end) - hashlib.new(name).digest_size]
    return start + message + hashlib.new(name, message + challenge).digest() + end


@pytest.mark.parametrize(("name", "trailer"), TRAILERS.items(), ids=TRAILERS.keys())
def test_a_trailer_stands_for_its_hash_and_no_other(name: str, trailer: str) -> None:
    assert recovered_holds(representative(name, 128, trailer), CHALLENGE)
    for other in set(TRAILERS.values()) - {trailer}:
        assert not recovered_holds(representative(name, 128, other), CHALLENGE)


@pytest.mark.parametrize(
    ("opened", "holds"),
    [
        pytest.param(representative("sha1", 128, "33CC"), True, id="SHA-1 in the long trailer"),
        pytest.param(representative("sha256", 128, "34CC", header="6BBBBA"), True, id="padding before the message"),
        pytest.param(representative("sha256", 128, "34CC", header="4A"), False, id="total recovery"),
        pytest.param(representative("sha256", 128, "34CC", header="6C"), False, id="no end of padding"),
        pytest.param(representative("sha256", 128, "34CC", header="6BBBBC"), False, id="broken padding"),
        pytest.param(representative("sha256", 128, "34CC", header="EA"), False, id="first bit set"),
        pytest.param(representative("sha256", 128, "31CC"), False, id="hash that the standard does not allow"),
        pytest.param(representative("sha256", 128, "34CD"), False, id="no trailer"),
        pytest.param(bytes.fromhex("6A34CC"), False, id="too short for its digest"),
        pytest.param(bytes.fromhex("CC"), False, id="one byte"),
        pytest.param(b"", False, id="empty"),
        pytest.param(b"\x6b" + b"\xbb" * 100 + b"\xbc", False, id="padding without end"),
    ],
)
def test_what_an_opened_signature_must_look_like(opened: bytes, holds: bool) -> None:
    assert recovered_holds(opened, CHALLENGE) is holds


# A key of 1024 bits that was made for these tests and is used nowhere else.
P = 2**521 - 1
Q = 2**607 - 1
MODULUS, EXPONENT = P * Q, 65537
PRIVATE = pow(EXPONENT, -1, (P - 1) * (Q - 1))
SIZE = (MODULUS.bit_length() + 7) // 8


def signed(opened: bytes) -> bytes:
    return pow(int.from_bytes(opened, "big"), PRIVATE, MODULUS).to_bytes(SIZE, "big")


OPENED = representative("sha256", SIZE, "34CC")


def test_a_signature_opens() -> None:
    assert verify_recovering(MODULUS, EXPONENT, signed(OPENED), CHALLENGE)


def test_the_smaller_of_the_two_roots_opens_too() -> None:
    other = (MODULUS - int.from_bytes(signed(OPENED), "big")).to_bytes(SIZE, "big")

    assert verify_recovering(MODULUS, EXPONENT, other, CHALLENGE)


@pytest.mark.parametrize(
    "signature",
    [
        pytest.param(b"", id="empty"),
        pytest.param(bytes(SIZE), id="zero"),
        pytest.param(MODULUS.to_bytes(SIZE, "big"), id="the modulus"),
        pytest.param(b"\x01" + signed(OPENED), id="larger than the modulus"),
        pytest.param(signed(OPENED)[:-1], id="cut"),
        pytest.param(signed(representative("sha256", SIZE, "34CC", b"another challenge")), id="another challenge"),
    ],
)
def test_a_wrong_signature_does_not(signature: bytes) -> None:
    assert not verify_recovering(MODULUS, EXPONENT, signature, CHALLENGE)


@settings(deadline=None)
@given(st.binary(max_size=300), st.binary(max_size=8))
def test_anything_else_is_refused_without_an_error(opened: bytes, challenge: bytes) -> None:
    assert not recovered_holds(opened, challenge)
