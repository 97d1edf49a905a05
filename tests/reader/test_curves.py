"""Curves and their arithmetic, against the library where it has them and the standard's worked examples."""

from __future__ import annotations

import hashlib

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.reader.curves import (
    STANDARDIZED_DOMAIN_PARAMETERS,
    Curve,
    Point,
    PointError,
    match_curve,
    named_curve,
    verify_ecdsa,
)
from tests.fakes.vectors import vectors

CURVES = list(STANDARDIZED_DOMAIN_PARAMETERS.values())
P256 = STANDARDIZED_DOMAIN_PARAMETERS[12]
BRAINPOOL256 = STANDARDIZED_DOMAIN_PARAMETERS[13]
IN_THE_LIBRARY: dict[str, ec.EllipticCurve] = {
    "secp192r1": ec.SECP192R1(),
    "secp224r1": ec.SECP224R1(),
    "secp256r1": ec.SECP256R1(),
    "secp384r1": ec.SECP384R1(),
    "secp521r1": ec.SECP521R1(),
    "brainpoolP256r1": ec.BrainpoolP256R1(),
    "brainpoolP384r1": ec.BrainpoolP384R1(),
    "brainpoolP512r1": ec.BrainpoolP512R1(),
}


def by_name(curve: Curve) -> str:
    return curve.name


def test_the_table_of_standardized_domain_parameters() -> None:
    assert {number: curve.name for number, curve in STANDARDIZED_DOMAIN_PARAMETERS.items()} == {
        8: "secp192r1",
        9: "brainpoolP192r1",
        10: "secp224r1",
        11: "brainpoolP224r1",
        12: "secp256r1",
        13: "brainpoolP256r1",
        14: "brainpoolP320r1",
        15: "secp384r1",
        16: "brainpoolP384r1",
        17: "brainpoolP512r1",
        18: "secp521r1",
    }


@pytest.mark.parametrize("curve", CURVES, ids=by_name)
def test_the_generator_has_the_order_of_the_curve(curve: Curve) -> None:
    assert curve.contains(curve.g)
    assert curve.h == 1
    last = curve.multiply(curve.n - 1, curve.g)
    assert last == Point(curve.g.x, curve.p - curve.g.y)
    for infinite in (0, curve.n):
        with pytest.raises(PointError):
            curve.multiply(infinite, curve.g)
    with pytest.raises(PointError):
        curve.add(curve.g, last)


@pytest.mark.parametrize("name", IN_THE_LIBRARY)
def test_public_keys_are_those_of_the_library(name: str) -> None:
    curve = next(curve for curve in CURVES if curve.name == name)
    for scalar in (1, 2, 3, 0xDEADBEEF, curve.n // 3, curve.n - 2):
        numbers = ec.derive_private_key(scalar, IN_THE_LIBRARY[name]).public_key().public_numbers()
        assert curve.multiply(scalar, curve.g) == Point(numbers.x, numbers.y)


def test_the_points_of_the_standards_pace_example() -> None:
    example = vectors("icao9303-11-G1-pace-ecdh-gm")
    curve = BRAINPOOL256

    def point(text: str) -> Point:
        return curve.decode_point(bytes.fromhex("04" + text))

    for step in ("map", "agree"):
        generator = curve.g if step == "map" else point(example["map"]["g_mapped"])
        for side in ("ifd", "ic"):
            public = curve.multiply(int(example[step][f"sk_{side}"], 16), generator)
            assert public == point(example[step][f"pk_{side}"])
    mapped = curve.add(curve.multiply(int(example["nonce_s"], 16), curve.g), point(example["map"]["h"]))
    assert mapped == point(example["map"]["g_mapped"])
    shared = curve.multiply(int(example["agree"]["sk_ifd"], 16), point(example["agree"]["pk_ic"]))
    assert curve.encode_x(shared).hex().upper() == example["agree"]["shared_secret"]


@settings(deadline=None, max_examples=30)
@given(st.sampled_from(CURVES), st.integers(1, 2**200), st.integers(1, 2**200))
def test_multiplication_distributes(curve: Curve, k: int, m: int) -> None:
    if (k + m) % curve.n and k % curve.n and m % curve.n:
        total = curve.add(curve.multiply(k, curve.g), curve.multiply(m, curve.g))
        assert total == curve.multiply(k + m, curve.g)


@settings(deadline=None, max_examples=30)
@given(st.sampled_from(CURVES), st.integers(1, 2**200))
def test_points_there_and_back(curve: Curve, k: int) -> None:
    point = curve.multiply(k % (curve.n - 1) + 1, curve.g)
    encoded = curve.encode_point(point)

    assert len(encoded) == 1 + 2 * curve.size
    assert curve.decode_point(encoded) == point
    assert curve.encode_x(point) == encoded[1 : 1 + curve.size]


GOOD = P256.encode_point(P256.g)


@pytest.mark.parametrize(
    "encoded",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\x00", id="infinity"),
        pytest.param(b"\x02" + GOOD[1:33], id="compressed"),
        pytest.param(b"\x06" + GOOD[1:], id="hybrid"),
        pytest.param(GOOD[:-1], id="cut"),
        pytest.param(GOOD + b"\x00", id="one byte too many"),
        pytest.param(GOOD[:-1] + b"\x00", id="off the curve"),
        pytest.param(b"\x04" + bytes(64), id="zeros"),
        pytest.param(b"\x04" + P256.p.to_bytes(32, "big") + GOOD[33:], id="coordinate as large as the field"),
        pytest.param(BRAINPOOL256.encode_point(BRAINPOOL256.g), id="point of another curve"),
    ],
)
def test_a_malformed_point_is_refused(encoded: bytes) -> None:
    with pytest.raises(PointError):
        P256.decode_point(encoded)


@given(st.binary(max_size=70))
def test_any_bytes_are_a_point_or_refused(encoded: bytes) -> None:
    try:
        point = P256.decode_point(encoded)
    except PointError:
        return
    assert P256.contains(point)


@pytest.mark.parametrize("curve", CURVES, ids=by_name)
def test_explicit_parameters_match_only_as_a_whole(curve: Curve) -> None:
    assert match_curve(curve.p, curve.a, curve.b, curve.g, curve.n) is curve
    assert match_curve(curve.p, curve.a, curve.b + 1, curve.g, curve.n) is None
    assert match_curve(curve.p, curve.a, curve.b, curve.multiply(2, curve.g), curve.n) is None
    assert match_curve(curve.p, curve.a, curve.b, curve.g, curve.n - 1) is None
    assert named_curve(curve.oid) is curve


def test_an_unknown_name_is_no_curve() -> None:
    assert named_curve("1.3.132.0.10") is None


@pytest.mark.parametrize("name", IN_THE_LIBRARY)
@pytest.mark.parametrize(
    "algorithm", [hashes.SHA1(), hashes.SHA256(), hashes.SHA512()], ids=["SHA-1", "SHA-256", "SHA-512"]
)
def test_signatures_of_the_library_verify(name: str, algorithm: hashes.HashAlgorithm) -> None:
    curve = next(curve for curve in CURVES if curve.name == name)
    private = ec.derive_private_key(curve.n // 5, IN_THE_LIBRARY[name])
    r, s = decode_dss_signature(private.sign(b"challenge", ec.ECDSA(algorithm)))
    digest = hashlib.new(algorithm.name, b"challenge").digest()
    public = curve.multiply(curve.n // 5, curve.g)

    assert verify_ecdsa(curve, public, digest, r, s)
    assert not verify_ecdsa(curve, public, digest[::-1], r, s)
    assert not verify_ecdsa(curve, curve.g, digest, r, s)
    assert not verify_ecdsa(curve, public, digest, r, s + 1)


@pytest.mark.parametrize("curve", CURVES, ids=by_name)
def test_signatures_verify_on_every_curve(curve: Curve) -> None:
    private, nonce = curve.n // 7, curve.n // 11
    digest = hashlib.sha256(b"challenge").digest()
    e = int.from_bytes(digest, "big") >> max(0, 256 - curve.n.bit_length())
    r = curve.multiply(nonce, curve.g).x % curve.n
    s = pow(nonce, -1, curve.n) * (e + r * private) % curve.n

    assert verify_ecdsa(curve, curve.multiply(private, curve.g), digest, r, s)


@pytest.mark.parametrize(("r", "s"), [(0, 1), (1, 0), (P256.n, 1), (1, P256.n), (-1, 1)])
def test_numbers_out_of_range_sign_nothing(r: int, s: int) -> None:
    assert not verify_ecdsa(P256, P256.g, b"digest", r, s)


def test_a_digest_of_zero_and_a_key_off_the_curve_sign_nothing() -> None:
    assert not verify_ecdsa(P256, P256.g, bytes(32), 1, 1)
    assert not verify_ecdsa(P256, Point(1, 1), b"digest", 1, 1)


def test_a_point_does_not_show_itself() -> None:
    assert str(P256.g.x) not in repr(P256.g)


@pytest.mark.parametrize("curve", CURVES, ids=by_name)
def test_field_elements_become_points_where_the_mapping_works(curve: Curve) -> None:
    assert curve.embeds == (curve.name != "secp224r1")
    for element in (2, 3, 0xDEADBEEF, curve.p // 3, curve.p - 2):
        if curve.embeds:
            assert curve.contains(curve.embed(element))
        else:
            with pytest.raises(PointError):
                curve.embed(element)


def test_the_worked_example_of_a_mapped_point() -> None:
    example = vectors("icao9303-11-H1-pace-ecdh-im")

    point = BRAINPOOL256.embed(int(example["rp"], 16))

    assert (f"{point.x:X}", f"{point.y:X}") == (example["g_mapped_x"], example["g_mapped_y"])
    with pytest.raises(PointError):
        BRAINPOOL256.embed(0)
