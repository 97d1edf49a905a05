"""What a key agreement computes in: the one face of elliptic curves and of groups modulo a prime."""

from __future__ import annotations

from typing import Protocol, TypeVar

Element = TypeVar("Element")


class ElementError(ValueError):
    """The bytes are no element of the group, or an operation reached the neutral element, where every protocol ends."""


class DomainParameters(Protocol[Element]):
    """A group of prime order ``n`` with generator ``g``, written additively whatever it is made of.

    Implemented by ``curves.Curve`` and ``dh_groups.DhGroup`` over the field of ``p`` elements, so that protocols are
    written once. Operations that reach the neutral element, and ``decode_point`` of what is no other element, raise
    ``ElementError``.
    """

    @property
    def name(self) -> str: ...

    @property
    def p(self) -> int: ...

    @property
    def n(self) -> int: ...

    @property
    def g(self) -> Element: ...

    def add(self, left: Element, right: Element) -> Element: ...

    def multiply(self, k: int, point: Element) -> Element: ...

    def encode_point(self, point: Element) -> bytes:
        """A public key as it travels."""
        ...

    def decode_point(self, encoded: bytes) -> Element: ...

    def embed(self, x: int) -> Element:
        """The element that PACE's integrated mapping makes of a field element, f_G (ICAO Doc 9303-11 §4.4.3.3.2)."""
        ...

    def encode_x(self, point: Element) -> bytes:
        """The shared secret of a key agreement as it enters the key derivation."""
        ...
