"""SubjectPublicKeyInfo in every form that chips and certificates use, and in none that they must not."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from kiosk.reader import oid, tlv
from kiosk.reader.curves import STANDARDIZED_DOMAIN_PARAMETERS, Curve
from kiosk.reader.dh_groups import DH_GROUPS, DhGroup
from kiosk.reader.lds.dg14 import parse_dg14
from kiosk.reader.public_keys import (
    DH_KEY_AGREEMENT,
    DH_PUBLIC_NUMBER,
    EC_DH,
    EC_PUBLIC_KEY,
    PRIME_FIELD,
    STANDARDIZED,
    DhPublicKey,
    EcPublicKey,
    PublicKeyError,
    UnknownCurveError,
    algorithm_of,
    domain_parameters,
    load_dh,
    load_ec,
    load_key_agreement_key,
    load_spki,
)
from tests.fakes.vectors import vectors

CURVES = list(STANDARDIZED_DOMAIN_PARAMETERS.values())
P256 = STANDARDIZED_DOMAIN_PARAMETERS[12]
BRAINPOOL256 = STANDARDIZED_DOMAIN_PARAMETERS[13]
NOT_IN_THE_LIBRARY = ("brainpoolP192r1", "brainpoolP224r1", "brainpoolP320r1")


def sequence(*parts: bytes) -> bytes:
    return tlv.encode(0x30, b"".join(parts))


def integer(value: int) -> bytes:
    return tlv.encode(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def octets(value: int, size: int) -> bytes:
    return tlv.encode(0x04, value.to_bytes(size, "big"))


def name(dotted: str) -> bytes:
    return tlv.encode(0x06, oid.encode(dotted))


def explicit(curve: Curve, **changes: bytes) -> bytes:
    """ECParameters with all optional parts, as openssl writes them."""
    parts = {
        "version": integer(1),
        "field": sequence(name(PRIME_FIELD), integer(curve.p)),
        "coefficients": sequence(octets(curve.a, curve.size), octets(curve.b, curve.size)),
        "base": tlv.encode(0x04, curve.encode_point(curve.g)),
        "order": integer(curve.n),
        "cofactor": integer(1),
    } | changes
    return sequence(*parts.values())


def spki(curve: Curve, parameters: bytes, algorithm: str = EC_PUBLIC_KEY) -> bytes:
    point = b"\x00" + curve.encode_point(curve.multiply(7, curve.g))
    return sequence(sequence(name(algorithm), parameters), tlv.encode(0x03, point))


def compressed(curve: Curve) -> bytes:
    return tlv.encode(0x04, bytes((2 + (curve.g.y & 1),)) + curve.encode_x(curve.g))


FORMS = {
    "named": lambda curve: spki(curve, name(curve.oid)),
    "explicit": lambda curve: spki(curve, explicit(curve)),
    "explicit without cofactor": lambda curve: spki(curve, explicit(curve, cofactor=b"")),
    "explicit with compressed generator": lambda curve: spki(curve, explicit(curve, base=compressed(curve))),
    "explicit with seed": lambda curve: spki(
        curve,
        explicit(
            curve,
            coefficients=sequence(
                octets(curve.a, curve.size), octets(curve.b, curve.size), tlv.encode(0x03, b"\x00" + bytes(20))
            ),
        ),
    ),
    "algorithm ecDH": lambda curve: spki(curve, name(curve.oid), EC_DH),
}


@pytest.mark.parametrize("curve", CURVES, ids=lambda curve: curve.name)
@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_every_curve(form: str, curve: Curve) -> None:
    der = FORMS[form](curve)
    point = curve.multiply(7, curve.g)

    assert load_ec(der) == EcPublicKey(curve, point)
    if curve.name in NOT_IN_THE_LIBRARY:
        with pytest.raises(UnknownCurveError):
            load_spki(der)
    else:
        key = load_spki(der)
        assert isinstance(key, ec.EllipticCurvePublicKey)
        assert (key.public_numbers().x, key.public_numbers().y) == (point.x, point.y)


def test_a_key_by_the_number_of_its_domain_parameters() -> None:
    example = vectors("icao9303-11-I-pace-cam")["cam"]
    info = parse_dg14(tlv.encode(0x6E, tlv.encode(0x31, bytes.fromhex(example["chip_authentication_public_key_info"]))))

    key = load_ec(info.chip_authentication_keys[0].spki)

    assert key.curve is BRAINPOOL256
    assert key.curve.encode_point(key.point)[1:].hex().upper() == example["pk_ic_static"]
    assert isinstance(load_spki(info.chip_authentication_keys[0].spki), ec.EllipticCurvePublicKey)


@pytest.mark.parametrize(
    ("vector", "curve"), [("gmrtd-chip-authentication-at", BRAINPOOL256), ("gmrtd-chip-authentication-fr", P256)]
)
def test_recorded_keys_with_explicit_parameters(vector: str, curve: Curve) -> None:
    infos = parse_dg14(bytes.fromhex(vectors(vector)["dg14"]))

    assert load_ec(infos.chip_authentication_keys[0].spki).curve is curve


def test_an_rsa_key() -> None:
    key = rsa.RSAPublicNumbers(65537, (1 << 2047) + 3).public_key()
    der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

    assert load_spki(der) == key
    assert algorithm_of(der) == "1.2.840.113549.1.1.1"
    with pytest.raises(PublicKeyError):
        load_ec(der)


def test_a_key_on_a_named_curve_that_only_the_library_has() -> None:
    key = ec.derive_private_key(7, ec.SECP256K1()).public_key()
    der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

    assert load_spki(der) == key
    with pytest.raises(UnknownCurveError):
        load_ec(der)


@pytest.mark.parametrize(
    "parameters",
    [
        pytest.param(explicit(P256, order=integer(P256.n - 2)), id="another order"),
        pytest.param(explicit(P256, field=sequence(name(PRIME_FIELD), integer(P256.p + 2))), id="another field"),
        pytest.param(
            explicit(P256, coefficients=sequence(octets(P256.a, 32), octets(P256.b + 1, 32))), id="another curve"
        ),
        pytest.param(
            explicit(P256, base=tlv.encode(0x04, P256.encode_point(P256.multiply(2, P256.g)))), id="another generator"
        ),
        pytest.param(explicit(P256, base=tlv.encode(0x04, b"\x00")), id="generator at infinity"),
        pytest.param(
            explicit(P256, base=tlv.encode(0x04, bytes((3 - (P256.g.y & 1),)) + P256.encode_x(P256.g))),
            id="compressed generator with the other sign",
        ),
        pytest.param(name("1.3.132.0.10"), id="a name that is none of ours"),
        pytest.param(tlv.encode(0x05, b""), id="parameters of somebody else"),
        pytest.param(b"", id="no parameters"),
    ],
)
def test_an_unknown_curve_is_refused(parameters: bytes) -> None:
    with pytest.raises(UnknownCurveError):
        load_ec(spki(P256, parameters))


@pytest.mark.parametrize(
    "parameters",
    [
        pytest.param(sequence(), id="empty"),
        pytest.param(sequence(integer(1)), id="version only"),
        pytest.param(explicit(P256, field=sequence(name("1.2.840.10045.1.2"), integer(5))), id="binary field"),
        pytest.param(explicit(P256, field=sequence(name(PRIME_FIELD))), id="no prime"),
        pytest.param(explicit(P256, coefficients=sequence(octets(P256.a, 32))), id="one coefficient"),
        pytest.param(explicit(P256, order=integer(1 << 2000)), id="an order of 2000 bits"),
        pytest.param(explicit(P256, field=b"\x30\x05\x06"), id="cut off"),
        pytest.param(tlv.encode(0x06, b"\x2a\x80"), id="name cut off"),
    ],
)
def test_malformed_parameters_are_refused(parameters: bytes) -> None:
    with pytest.raises(PublicKeyError):
        load_ec(spki(P256, parameters))


NAMED = spki(P256, name(P256.oid))
ALGORITHM = sequence(name(EC_PUBLIC_KEY), name(P256.oid))


@pytest.mark.parametrize(
    "der",
    [
        pytest.param(b"", id="empty"),
        pytest.param(NAMED[:-1], id="cut"),
        pytest.param(NAMED + b"\x00", id="a byte behind it"),
        pytest.param(sequence(ALGORITHM), id="no key"),
        pytest.param(sequence(ALGORITHM, tlv.encode(0x03, b"\x00\x04" + bytes(64))), id="point off the curve"),
        pytest.param(sequence(ALGORITHM, tlv.encode(0x03, b"\x01\x04" + bytes(64))), id="bits that do not fill bytes"),
        pytest.param(sequence(ALGORITHM, tlv.encode(0x04, P256.encode_point(P256.g))), id="octets instead of bits"),
        pytest.param(sequence(integer(1), tlv.encode(0x03, b"\x00")), id="no algorithm"),
        pytest.param(sequence(sequence(), tlv.encode(0x03, b"\x00")), id="empty algorithm"),
    ],
)
def test_what_is_no_key_is_refused(der: bytes) -> None:
    with pytest.raises(PublicKeyError):
        load_ec(der)
    with pytest.raises(PublicKeyError):
        load_spki(der)


GROUP = DH_GROUPS[0]
SAFE_PRIME = int(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
    "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
    "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE65381FFFFFFFFFFFFFFFF",
    16,
)
"""The second Oakley group (RFC 2409 §6.2): none of ICAO's, but one that an issuer may have taken."""


def dh(algorithm: str, *parameters: int, value: int = GROUP.multiply(7, GROUP.g)) -> bytes:
    identifier = sequence(name(algorithm), sequence(*map(integer, parameters)))
    return sequence(identifier, tlv.encode(0x03, b"\x00" + integer(value)))


@pytest.mark.parametrize(
    "group",
    [pytest.param(group, id=group.name) for group in DH_GROUPS.values()],
)
def test_every_form_of_a_key_in_a_standardized_group(group: DhGroup) -> None:
    value = group.multiply(7, group.g)
    number = next(number for number, other in DH_GROUPS.items() if other is group)
    by_number = sequence(sequence(name(STANDARDIZED), integer(number)), tlv.encode(0x03, b"\x00" + integer(value)))
    for der in (
        dh(DH_KEY_AGREEMENT, group.p, group.g, value=value),
        dh(DH_KEY_AGREEMENT, group.p, group.g, 256, value=value),
        dh(DH_PUBLIC_NUMBER, group.p, group.g, group.q, value=value),
        dh(DH_PUBLIC_NUMBER, group.p, group.g, group.q, group.cofactor, value=value),
        by_number,
    ):
        assert load_key_agreement_key(der) == DhPublicKey(group, value)


def test_a_group_of_the_issuers_own_is_taken_as_it_is() -> None:
    told = load_dh(dh(DH_PUBLIC_NUMBER, SAFE_PRIME, 4, SAFE_PRIME // 2, value=16))
    untold = load_dh(dh(DH_KEY_AGREEMENT, SAFE_PRIME, 2, value=8))

    assert (told.group.q, untold.group.q) == (SAFE_PRIME // 2, SAFE_PRIME - 1)
    assert told.group.multiply(told.group.q - 1, told.value) == pow(16, -1, SAFE_PRIME)


def test_an_elliptic_key_is_told_from_one_modulo_a_prime() -> None:
    assert load_key_agreement_key(NAMED) == load_ec(NAMED)
    with pytest.raises(PublicKeyError):
        load_dh(NAMED)
    with pytest.raises(PublicKeyError):
        load_ec(dh(DH_KEY_AGREEMENT, GROUP.p, GROUP.g))


@pytest.mark.parametrize(
    "der",
    [
        pytest.param(dh(DH_KEY_AGREEMENT), id="no numbers"),
        pytest.param(dh(DH_KEY_AGREEMENT, GROUP.p), id="no generator"),
        pytest.param(dh(DH_PUBLIC_NUMBER, GROUP.p, GROUP.g), id="X9.42 without order"),
        pytest.param(dh(DH_KEY_AGREEMENT, 23, 4, value=16), id="a group of five bits"),
        pytest.param(dh(DH_KEY_AGREEMENT, (1 << 5000) + 1, 4, value=16), id="a group of 5000 bits"),
        pytest.param(dh(DH_KEY_AGREEMENT, SAFE_PRIME + 1, 4, value=16), id="an even modulus"),
        pytest.param(dh(DH_KEY_AGREEMENT, SAFE_PRIME, 1, value=16), id="generator 1"),
        pytest.param(dh(DH_PUBLIC_NUMBER, SAFE_PRIME, 4, 0, value=16), id="order 0"),
        pytest.param(dh(DH_PUBLIC_NUMBER, GROUP.p, GROUP.g, GROUP.q - 2), id="another order"),
        pytest.param(dh(DH_KEY_AGREEMENT, GROUP.p, GROUP.g, value=1), id="the neutral element"),
        pytest.param(dh(DH_KEY_AGREEMENT, GROUP.p, GROUP.g, value=2), id="outside the subgroup"),
        pytest.param(
            sequence(sequence(name(DH_KEY_AGREEMENT)), tlv.encode(0x03, b"\x00\x02\x01\x04")), id="no parameters"
        ),
        pytest.param(
            sequence(sequence(name(STANDARDIZED), integer(1)), tlv.encode(0x03, b"\x00\x04\x01\x04")), id="no integer"
        ),
    ],
)
def test_what_is_no_diffie_hellman_key_is_refused(der: bytes) -> None:
    with pytest.raises(PublicKeyError):
        load_key_agreement_key(der)


@pytest.mark.parametrize(
    ("algorithm", "curve"),
    [
        pytest.param(sequence(name(STANDARDIZED), integer(2)), DH_GROUPS[2], id="a group by number"),
        pytest.param(
            sequence(name(DH_PUBLIC_NUMBER), sequence(*map(integer, (GROUP.p, GROUP.g, GROUP.q)))), GROUP, id="a group"
        ),
        pytest.param(
            sequence(name(DH_PUBLIC_NUMBER), sequence(*map(integer, (SAFE_PRIME, 4, SAFE_PRIME // 2)))),
            None,
            id="a group that nobody vouches for",
        ),
        pytest.param(sequence(name(STANDARDIZED), integer(13)), BRAINPOOL256, id="by number"),
        pytest.param(sequence(name(EC_PUBLIC_KEY), explicit(P256)), P256, id="explicit"),
        pytest.param(sequence(name(EC_PUBLIC_KEY), name(P256.oid)), P256, id="by name"),
        pytest.param(sequence(name(STANDARDIZED), integer(200)), None, id="by a number without meaning"),
        pytest.param(sequence(name(STANDARDIZED)), None, id="without number"),
        pytest.param(b"\x30\x80", None, id="malformed"),
    ],
)
def test_domain_parameters_of_an_algorithm_identifier(algorithm: bytes, curve: Curve | DhGroup | None) -> None:
    if curve is None:
        with pytest.raises(PublicKeyError):
            domain_parameters(algorithm)
    else:
        assert domain_parameters(algorithm) is curve


def altered(der: bytes) -> st.SearchStrategy[bytes]:
    return st.builds(
        lambda at, byte: der[:at] + bytes((byte,)) + der[at + 1 :], st.integers(0, len(der) - 1), st.integers(0, 255)
    )


@given(st.binary(max_size=100) | altered(NAMED) | altered(dh(DH_PUBLIC_NUMBER, GROUP.p, GROUP.g, GROUP.q)))
def test_any_bytes_are_a_key_or_refused(der: bytes) -> None:
    for load in (load_ec, load_spki, load_dh, load_key_agreement_key):
        try:
            load(der)
        except PublicKeyError:
            continue
