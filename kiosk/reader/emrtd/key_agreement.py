"""Ephemeral keys of PACE and Chip Authentication, on curves and modulo primes (BSI TR-03111 §4.3, PKCS #3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic

from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader.domain_parameters import DomainParameters, Element, ElementError

RandomBytes = Callable[[int], bytes]
"""Gives that many random bytes; tests give recorded ones."""

_TRIES = 256
"""A draw misses the range at worst every second time; so many misses mean that the random source is broken."""


@dataclass(frozen=True, slots=True)
class EphemeralKey(Generic[Element]):
    """Our key pair for one step; ``generator`` is the mapped one where PACE asks for it."""

    parameters: DomainParameters[Element]
    scalar: int = field(repr=False)
    public: Element = field(repr=False)

    @classmethod
    def generate(
        cls, parameters: DomainParameters[Element], generator: Element, random_bytes: RandomBytes
    ) -> EphemeralKey[Element]:
        scalar = _random_scalar(parameters.n, random_bytes)
        return cls(parameters, scalar, parameters.multiply(scalar, generator))

    @property
    def encoded(self) -> bytes:
        """The public key as it travels."""
        return self.parameters.encode_point(self.public)

    def agree(self, other: Element) -> Element:
        """The shared element; raises ``ElementError`` when it is the neutral one."""
        return self.parameters.multiply(self.scalar, other)


def chip_key(parameters: DomainParameters[Element], encoded: bytes, step: str) -> Element:
    """The chip's public key; raises ``Fault(CARD_ANSWER_WRONG)`` when it is no element of the group."""
    try:
        return parameters.decode_point(encoded)
    except ElementError as error:
        raise Fault(FaultCode.CARD_ANSWER_WRONG, f"{step}: {error}") from error


def _random_scalar(order: int, random_bytes: RandomBytes) -> int:
    """Uniform in 1 … order - 1, by rejection."""
    bits = order.bit_length()
    size = (bits + 7) // 8
    for _ in range(_TRIES):
        scalar = int.from_bytes(random_bytes(size), "big") >> (8 * size - bits)
        if 0 < scalar < order:
            return scalar
    raise Fault(FaultCode.UNEXPECTED, "the random source gives no usable numbers")
