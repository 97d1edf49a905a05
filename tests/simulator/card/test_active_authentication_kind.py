from __future__ import annotations

import pytest

from kiosk.simulator.card.active_authentication_kind import active_authentication_kind


@pytest.mark.parametrize(
    ("name", "bits", "digest", "b4"),
    [
        ("rsa-1024", 1024, "sha256", False),
        ("rsa-1024-sha1", 1024, "sha1", False),
        ("rsa-1848-sha384", 1848, "sha384", False),
        ("rsa-4096-sha512-b4", 4096, "sha512", True),
        ("rsa-2048-b4", 2048, "sha256", True),
    ],
)
def test_kinds_of_rsa(name: str, bits: int, digest: str, b4: bool) -> None:
    kind = active_authentication_kind(name)
    assert (kind.curve, kind.rsa_bits, kind.digest, kind.b4, kind.der) == (None, bits, digest, b4, False)


@pytest.mark.parametrize(
    ("name", "curve", "digest", "der"),
    [
        ("ecdsa-p192", "secp192r1", "sha224", False),
        ("ecdsa-p224", "secp224r1", "sha224", False),
        ("ecdsa-p256", "secp256r1", "sha256", False),
        ("ecdsa-secp384r1", "secp384r1", "sha384", False),
        ("ecdsa-p521", "secp521r1", "sha512", False),
        ("ecdsa-brainpoolP320r1", "brainpoolP320r1", "sha256", False),
        ("ecdsa-brainpoolP512r1-sha1-der", "brainpoolP512r1", "sha1", True),
    ],
)
def test_kinds_of_ecdsa(name: str, curve: str, digest: str, der: bool) -> None:
    kind = active_authentication_kind(name)
    assert kind.curve is not None
    assert (kind.curve.name, kind.rsa_bits, kind.digest, kind.der) == (curve, 0, digest, der)


@pytest.mark.parametrize(
    "name",
    [
        "", "rsa", "rsa-512", "rsa-1023", "rsa-1028", "rsa-4104", "rsa-16384", "rsa-1024-md5", "rsa-1024-sha3",
        "rsa-1024-sha1-der", "rsa-١٠٢٤", "ecdsa", "ecdsa-p257", "ecdsa-p256-sha2", "ecdsa-p256-b4",
        "ecdsa-p256-der-sha256",
    ],
)  # fmt: skip
def test_other_names_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="no kind of Active Authentication key"):
        active_authentication_kind(name)
