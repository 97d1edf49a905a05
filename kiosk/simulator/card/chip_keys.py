"""The chip's own key pairs for Active and for Chip Authentication: what kind a card has, and the private halves."""

from __future__ import annotations

from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric import rsa

from kiosk.simulator.card.active_authentication_kind import ActiveAuthenticationKind, active_authentication_kind
from kiosk.simulator.card.card_profile import StaticKey
from kiosk.simulator.card.private_keys import (
    AgreementKey,
    DhPrivateKey,
    EcPrivateKey,
    encode_private_key,
    load_private_key,
    new_agreement_key,
    parameters_of,
)


@dataclass(frozen=True, slots=True)
class ActiveAuthenticationKey:
    """A signing key; ``pkcs8`` is the private half in DER, not encrypted: it is a test key."""

    kind: ActiveAuthenticationKind
    pkcs8: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class ChipAuthenticationKey:
    """A static key for key agreement; ``pkcs8`` as for ``ActiveAuthenticationKey``."""

    plan: StaticKey
    pkcs8: bytes = field(repr=False)


def new_active_authentication_key(name: str) -> ActiveAuthenticationKey:
    """A fresh key of the kind with this name; raises ``ValueError`` for an unknown one."""
    kind = active_authentication_kind(name)
    key = new_agreement_key(kind.curve) if kind.curve else rsa.generate_private_key(65537, kind.rsa_bits)
    return ActiveAuthenticationKey(kind, encode_private_key(key))


def new_chip_authentication_key(plan: StaticKey) -> ChipAuthenticationKey:
    """A fresh key in the group that the plan names."""
    return ChipAuthenticationKey(plan, encode_private_key(new_agreement_key(parameters_of(plan.parameter_id))))


def load_active_authentication_key(kind: ActiveAuthenticationKind, pkcs8: bytes) -> ActiveAuthenticationKey:
    """The key of a card folder; raises ``ValueError`` unless it is of this kind."""
    key = load_private_key(pkcs8)
    curve = key.curve if isinstance(key, EcPrivateKey) else None
    bits = key.key_size if isinstance(key, rsa.RSAPrivateKey) else 0
    if (curve, bits) != (kind.curve, kind.rsa_bits):
        raise ValueError(f"the private key is not of the kind {kind.name}")
    return ActiveAuthenticationKey(kind, pkcs8)


def load_chip_authentication_key(plan: StaticKey, pkcs8: bytes) -> ChipAuthenticationKey:
    """The key of a card folder; raises ``ValueError`` unless it is in the group of the plan."""
    key = ChipAuthenticationKey(plan, pkcs8)
    agreement_key(key)
    return key


def agreement_key(key: ChipAuthenticationKey) -> AgreementKey:
    """The private half to compute with; raises ``ValueError`` unless it is in the group of the plan."""
    private = load_private_key(key.pkcs8)
    group = parameters_of(key.plan.parameter_id)
    if isinstance(private, EcPrivateKey) and private.curve == group:
        return private
    if isinstance(private, DhPrivateKey) and private.group == group:
        return private
    raise ValueError("the private key is in another group than its plan says")
