from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kiosk.reader import oid, tlv
from kiosk.reader.curves import STANDARDIZED_DOMAIN_PARAMETERS, Curve
from kiosk.reader.public_keys import named_spki
from kiosk.reader.trust.signatures import (
    KeyMalformedError,
    PssParameters,
    Scheme,
    SignatureAlgorithm,
    SignatureIdentifier,
    UnsupportedSignatureError,
    digest_name,
    key_size,
    resolve,
    verify,
)
from tests.fakes.issuer import DIGESTS, Key, ec_key, rsa_key

MESSAGE = b"what was signed"
Number = Callable[[int, int], int]
"""A number out of a good one and the order of the curve."""
PSS_OID = "1.2.840.113549.1.1.10"


def spki(key: Key) -> bytes:
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def plain(der: bytes, size: int) -> bytes:
    return b"".join(number.to_bytes(size, "big") for number in decode_dss_signature(der))


@pytest.mark.parametrize("digest", DIGESTS)
@pytest.mark.parametrize("scheme", Scheme)
def test_a_signature_holds_over_its_message_only(scheme: Scheme, digest: str) -> None:
    algorithm = DIGESTS[digest][1]
    key: Key
    match scheme:
        case Scheme.RSA_PKCS1:
            key, signature = rsa_key(), rsa_key().sign(MESSAGE, padding.PKCS1v15(), algorithm)
        case Scheme.RSA_PSS:
            pss = padding.PSS(padding.MGF1(algorithm), algorithm.digest_size)
            key, signature = rsa_key(), rsa_key().sign(MESSAGE, pss, algorithm)
        case _:
            key, signature = ec_key(), ec_key().sign(MESSAGE, ec.ECDSA(algorithm))
            signature = plain(signature, 32) if scheme is Scheme.ECDSA_PLAIN else signature
    named = SignatureAlgorithm(scheme, digest, digest, algorithm.digest_size)
    assert verify(spki(key), named, signature, MESSAGE)
    assert not verify(spki(key), named, signature, MESSAGE + b".")
    assert not verify(spki(key), named, signature[:-1] + bytes((signature[-1] ^ 1,)), MESSAGE)


@pytest.mark.parametrize(
    "curve", [ec.SECP256R1, ec.SECP384R1, ec.SECP521R1, ec.BrainpoolP256R1, ec.BrainpoolP384R1, ec.BrainpoolP512R1]
)
def test_curves(curve: type[ec.EllipticCurve]) -> None:
    key = ec_key("curve", curve)
    signature = key.sign(MESSAGE, ec.ECDSA(hashes.SHA256()))
    assert verify(spki(key), SignatureAlgorithm(Scheme.ECDSA, "sha256"), signature, MESSAGE)


def own_signature(curve: Curve, private: int, name: str) -> tuple[int, int]:
    """ECDSA as BSI TR-03111 §4.2.1.1 has it, for curves that the library lacks."""
    k = 0xDEADBEEF
    r = curve.multiply(k, curve.g).x % curve.n
    hashed = hashlib.new(name, MESSAGE).digest()
    e = int.from_bytes(hashed, "big") >> max(0, 8 * len(hashed) - curve.n.bit_length())
    return r, pow(k, -1, curve.n) * (e + r * private) % curve.n


@pytest.mark.parametrize("number", [9, 11, 14, 13], ids=["192", "224", "320", "256 for comparison"])
@pytest.mark.parametrize("name", DIGESTS)
def test_brainpool_curves_that_the_library_lacks(number: int, name: str) -> None:
    curve = STANDARDIZED_DOMAIN_PARAMETERS[number]
    key = named_spki(curve, curve.encode_point(curve.multiply(7, curve.g)))
    r, s = own_signature(curve, 7, name)
    size = (curve.n.bit_length() + 7) // 8
    halves = r.to_bytes(size, "big") + s.to_bytes(size, "big")
    der, of_halves = SignatureAlgorithm(Scheme.ECDSA, name), SignatureAlgorithm(Scheme.ECDSA_PLAIN, name)

    assert verify(key, der, encode_dss_signature(r, s), MESSAGE)
    assert verify(key, of_halves, halves, MESSAGE)
    assert not verify(key, der, encode_dss_signature(r, s), MESSAGE + b".")
    assert not verify(key, der, encode_dss_signature(r, s + curve.n), MESSAGE)
    assert not verify(key, der, halves, MESSAGE)
    assert not verify(key, of_halves, halves + b"\x00", MESSAGE)
    assert not verify(key, SignatureAlgorithm(Scheme.RSA_PKCS1, name), halves, MESSAGE)


def test_a_curve_that_nobody_knows_leaves_the_question_open() -> None:
    unknown = ec.derive_private_key(7, ec.SECP256K1()).public_key()
    der = unknown.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    # The library knows this one by name, but explicit parameters only as one of ours.
    assert not verify(der, SignatureAlgorithm(Scheme.ECDSA, "sha256"), encode_dss_signature(1, 1), MESSAGE)
    with pytest.raises(UnsupportedSignatureError):
        verify(der.replace(oid.encode("1.3.132.0.10"), oid.encode("1.3.132.0.99")), EITHER, b"", MESSAGE)


EITHER = SignatureAlgorithm(Scheme.ECDSA, "sha256")
OURS, THEIRS = STANDARDIZED_DOMAIN_PARAMETERS[14], STANDARDIZED_DOMAIN_PARAMETERS[12]


def der_pair(r: bytes, s: bytes, *, behind: bytes = b"") -> bytes:
    """Ecdsa-Sig-Value of two INTEGERs that are given as bytes, well formed or not."""
    return tlv.encode(0x30, tlv.encode(0x02, r) + tlv.encode(0x02, s) + behind)


def signed_integer(value: int) -> bytes:
    return value.to_bytes(value.bit_length() // 8 + 1, "big", signed=True)


@pytest.mark.parametrize("curve", [pytest.param(THEIRS, id="the library's curve"), pytest.param(OURS, id="our curve")])
@pytest.mark.parametrize(
    ("r", "s"),
    [
        pytest.param(lambda r, n: 0, lambda s, n: 0, id="both zero"),
        pytest.param(lambda r, n: 0, lambda s, n: s, id="r is zero"),
        pytest.param(lambda r, n: r, lambda s, n: 0, id="s is zero"),
        pytest.param(lambda r, n: n, lambda s, n: n, id="both the order"),
        pytest.param(lambda r, n: n, lambda s, n: s, id="r is the order"),
        pytest.param(lambda r, n: r, lambda s, n: n, id="s is the order"),
        pytest.param(lambda r, n: r + n, lambda s, n: s, id="r beyond the order"),
        pytest.param(lambda r, n: r, lambda s, n: s + n, id="s beyond the order"),
        pytest.param(lambda r, n: r - n, lambda s, n: s, id="r negative"),
        pytest.param(lambda r, n: r, lambda s, n: s - n, id="s negative"),
    ],
)
def test_ecdsa_numbers_out_of_range_never_hold(curve: Curve, r: Number, s: Number) -> None:
    """All are the same numbers as a good signature's, or zero, modulo the order."""
    key = named_spki(curve, curve.encode_point(curve.multiply(7, curve.g)))
    good_r, good_s = own_signature(curve, 7, "sha256")
    assert verify(key, EITHER, der_pair(signed_integer(good_r), signed_integer(good_s)), MESSAGE)
    bad_r, bad_s = r(good_r, curve.n), s(good_s, curve.n)
    assert not verify(key, EITHER, der_pair(signed_integer(bad_r), signed_integer(bad_s)), MESSAGE)
    size = (curve.n.bit_length() + 7) // 8
    if min(bad_r, bad_s) >= 0 and max(bad_r, bad_s) < 1 << 8 * size:
        halves = bad_r.to_bytes(size, "big") + bad_s.to_bytes(size, "big")
        assert not verify(key, SignatureAlgorithm(Scheme.ECDSA_PLAIN, "sha256"), halves, MESSAGE)


@pytest.mark.parametrize("curve", [pytest.param(THEIRS, id="the library's curve"), pytest.param(OURS, id="our curve")])
def test_an_ecdsa_signature_has_one_encoding(curve: Curve) -> None:
    key = named_spki(curve, curve.encode_point(curve.multiply(7, curve.g)))
    r, s = map(signed_integer, own_signature(curve, 7, "sha256"))
    assert verify(key, EITHER, der_pair(r, s), MESSAGE)
    others = [
        der_pair(b"\x00" + r, s),
        der_pair(r, s, behind=b"\x05\x00"),
        der_pair(r, s) + b"\x00",
        b"\x30\x81" + der_pair(r, s)[1:],
        der_pair(r, b""),
    ]
    assert [verify(key, EITHER, other, MESSAGE) for other in others] == [False] * len(others)


def test_a_plain_signature_has_one_length() -> None:
    halves = plain(ec_key().sign(MESSAGE, ec.ECDSA(hashes.SHA256())), 32)
    named = SignatureAlgorithm(Scheme.ECDSA_PLAIN, "sha256")
    assert verify(spki(ec_key()), named, halves, MESSAGE)
    assert not verify(spki(ec_key()), named, halves[:32] + b"\x00" + halves[32:], MESSAGE)


@pytest.mark.parametrize(
    ("key", "scheme"),
    [
        pytest.param(rsa_key(), Scheme.ECDSA, id="RSA key, ECDSA"),
        pytest.param(ec_key(), Scheme.RSA_PKCS1, id="EC key, RSA"),
        pytest.param(ec_key(), Scheme.RSA_PSS, id="EC key, PSS"),
    ],
)
def test_a_key_of_another_kind_verifies_nothing(key: Key, scheme: Scheme) -> None:
    assert not verify(spki(key), SignatureAlgorithm(scheme, "sha256", "sha256", 32), bytes(64), MESSAGE)


def test_a_pkcs1_block_with_garbage_behind_the_digest_does_not_hold() -> None:
    """The forgery that works on verifiers that read the block from the left (Bleichenbacher 2006)."""
    prefix = bytes.fromhex("3031300d060960864801650304020105000420")
    block = b"\x00\x01" + b"\xff" * 8 + b"\x00" + prefix + hashlib.sha256(MESSAGE).digest()
    numbers = rsa_key().private_numbers()
    n = numbers.public_numbers.n
    forged = pow(int.from_bytes(block.ljust(256, b"\x00"), "big"), numbers.d, n).to_bytes(256, "big")
    assert not verify(spki(rsa_key()), SignatureAlgorithm(Scheme.RSA_PKCS1, "sha256"), forged, MESSAGE)


def test_a_cube_root_is_no_signature_under_an_exponent_of_three() -> None:
    """No private key is needed for it: the cube begins with the right block, and garbage follows."""
    key = rsa.generate_private_key(3, 2048).public_key()
    prefix = bytes.fromhex("3031300d060960864801650304020105000420")
    block = b"\x00\x01" + b"\xff" * 8 + b"\x00" + prefix + hashlib.sha256(MESSAGE).digest()
    root = cube_root(int.from_bytes(block.ljust(256, b"\xff"), "big"))
    assert pow(root, 3).to_bytes(256, "big").startswith(block)
    named, encoded = SignatureAlgorithm(Scheme.RSA_PKCS1, "sha256"), Encoding.DER
    der = key.public_bytes(encoded, PublicFormat.SubjectPublicKeyInfo)
    assert not verify(der, named, root.to_bytes(256, "big"), MESSAGE)


def cube_root(number: int) -> int:
    """The greatest integer whose cube is not greater."""
    low, high = 0, 1 << (number.bit_length() // 3 + 1)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if middle**3 <= number else (low, middle - 1)
    return low


def test_a_key_that_is_labelled_for_pss_verifies_both_schemes() -> None:
    """Cards of one country are signed by PKCS #1 under such a key, against RFC 4055 §1.2."""
    key = tlv.parse_one(spki(rsa_key())).value
    _, bits = tlv.iterate(key)
    pss_only = tlv.encode(0x30, tlv.encode(0x30, tlv.encode(0x06, oid.encode(PSS_OID))) + bits.encode())
    pss = padding.PSS(padding.MGF1(hashes.SHA256()), 32)
    signature = rsa_key().sign(MESSAGE, pss, hashes.SHA256())
    other = rsa_key().sign(MESSAGE, padding.PKCS1v15(), hashes.SHA256())
    assert verify(pss_only, SignatureAlgorithm(Scheme.RSA_PSS, "sha256", "sha256", 32), signature, MESSAGE)
    assert verify(pss_only, SignatureAlgorithm(Scheme.RSA_PKCS1, "sha256"), other, MESSAGE)
    assert not verify(pss_only, SignatureAlgorithm(Scheme.RSA_PKCS1, "sha256"), signature, MESSAGE)


@pytest.mark.parametrize("salt", [-1, 223, 1 << 31, 1 << 80])
def test_a_salt_that_no_key_has_room_for_does_not_hold(salt: int) -> None:
    named = SignatureAlgorithm(Scheme.RSA_PSS, "sha256", "sha256", salt)
    assert not verify(spki(rsa_key()), named, bytes(255) + b"\x01", MESSAGE)


@pytest.mark.parametrize(
    ("key", "size"),
    [
        pytest.param(spki(rsa_key()), ("RSA", 2048), id="RSA"),
        pytest.param(spki(ec_key("p521", ec.SECP521R1)), ("EC", 521), id="the library's curve"),
        pytest.param(named_spki(OURS, OURS.encode_point(OURS.g)), ("EC", 320), id="our curve"),
    ],
)
def test_sizes_of_keys(key: bytes, size: tuple[str, int]) -> None:
    assert key_size(key) == size


def test_keys_without_a_size() -> None:
    with pytest.raises(KeyMalformedError):
        key_size(b"\x30\x00")
    ed25519 = Ed25519PrivateKey.generate().public_key()
    with pytest.raises(UnsupportedSignatureError):
        key_size(ed25519.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))


def test_pss_with_another_salt_length_does_not_hold() -> None:
    signature = rsa_key().sign(MESSAGE, padding.PSS(padding.MGF1(hashes.SHA256()), 20), hashes.SHA256())
    assert verify(spki(rsa_key()), SignatureAlgorithm(Scheme.RSA_PSS, "sha256", "sha256", 20), signature, MESSAGE)
    assert not verify(spki(rsa_key()), SignatureAlgorithm(Scheme.RSA_PSS, "sha256", "sha256", 32), signature, MESSAGE)


@pytest.mark.parametrize(
    ("oid", "expected"),
    [
        ("1.2.840.113549.1.1.5", (Scheme.RSA_PKCS1, "sha1")),
        ("1.2.840.113549.1.1.11", (Scheme.RSA_PKCS1, "sha256")),
        ("1.2.840.113549.1.1.1", (Scheme.RSA_PKCS1, "sha384")),
        ("1.2.840.10045.4.1", (Scheme.ECDSA, "sha1")),
        ("1.2.840.10045.4.3.3", (Scheme.ECDSA, "sha384")),
        ("1.2.840.10045.4.3.4", (Scheme.ECDSA, "sha512")),
        ("1.2.840.10045.2.1", (Scheme.ECDSA, "sha384")),
        ("0.4.0.127.0.7.1.1.4.1.3", (Scheme.ECDSA_PLAIN, "sha256")),
    ],
)
def test_identifiers(oid: str, expected: tuple[Scheme, str]) -> None:
    algorithm = resolve(SignatureIdentifier(oid), named_beside="sha384")
    assert (algorithm.scheme, algorithm.digest) == expected


def test_pss_takes_its_own_parameters() -> None:
    parameters = PssParameters(DIGESTS["sha512"][0], DIGESTS["sha256"][0], 17)
    assert resolve(SignatureIdentifier(PSS_OID, parameters), named_beside="sha1") == SignatureAlgorithm(
        Scheme.RSA_PSS, "sha512", "sha256", 17
    )


@pytest.mark.parametrize(
    "identifier",
    [
        pytest.param(SignatureIdentifier("1.2.840.113549.1.1.4"), id="MD5 with RSA"),
        pytest.param(SignatureIdentifier("1.3.101.112"), id="Ed25519"),
        pytest.param(SignatureIdentifier("1.2.840.113549.1.1.1"), id="no digest named anywhere"),
        pytest.param(SignatureIdentifier(PSS_OID), id="PSS with an unknown mask"),
        pytest.param(
            SignatureIdentifier(PSS_OID, PssParameters("1.2.3", "1.2.3", 20)), id="PSS with an unknown digest"
        ),
    ],
)
def test_unknown_algorithms_are_neither_right_nor_wrong(identifier: SignatureIdentifier) -> None:
    with pytest.raises(UnsupportedSignatureError):
        resolve(identifier)


def test_unknown_digest() -> None:
    with pytest.raises(UnsupportedSignatureError):
        digest_name("1.2.840.113549.2.5")


def test_no_key_is_told_from_a_wrong_signature() -> None:
    with pytest.raises(KeyMalformedError):
        verify(b"\x30\x00", SignatureAlgorithm(Scheme.ECDSA, "sha256"), b"", MESSAGE)
