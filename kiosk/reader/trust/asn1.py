"""The guards around asn1crypto, and the structures that certificates, signed data and revocation lists share.

asn1crypto reads BER, also of indefinite length (some countries' EF.SOD), keeps the bytes as sent, and parses lazily:
all that is needed is taken out at once, so that nothing can fail later. Only this module and those that read one kind
of structure each touch it: ``certificate``, ``certificate_bag``, ``revocation_list`` and ``signed_data``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from asn1crypto import algos, pem

from kiosk.reader import oid, tlv
from kiosk.reader.trust.signatures import PssParameters, SignatureIdentifier

_PSS = "1.2.840.113549.1.1.10"
_SEQUENCE = 0x30

TROUBLE = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError)
"""What asn1crypto lets out on hostile bytes (seen by fuzzing)."""

MAX_SALT = 2048
"""Bytes of a modulus of 16,384 bits, which no salt is longer than; nobody could even print a length of kilobytes."""

_CONTINUED = bytes(byte >> 7 for byte in range(256))
_ENDLESS_NUMBER = b"\x01" * 2048
"""A tag or an identifier whose bytes all say that it goes on: asn1crypto adds these up in quadratic time, a second for
64 KiB. No key, digest, signature or name has such a row."""


class Asn1Error(ValueError):
    """The bytes are not the structure that was asked for; the text never holds any of them."""


@contextmanager
def structure(name: str, data: bytes) -> Iterator[None]:
    """Let nothing but ``Asn1Error`` out while ``data`` are read as the structure of that name."""
    try:
        if _ENDLESS_NUMBER in data.translate(_CONTINUED):
            raise Asn1Error(f"no {name}: a number without end")
        yield
    except Asn1Error:
        raise
    except TROUBLE as error:
        raise Asn1Error(f"no {name}") from error


def pem_blocks(data: bytes, kind: str) -> tuple[bytes, ...] | None:
    """The contents of all PEM blocks of one kind, ``None`` for a file that is no PEM.

    Raises ``Asn1Error`` for a PEM file without a block, or with one of another kind.
    """
    if b"-----BEGIN" not in data:
        return None
    with structure("PEM file", data):
        blocks = [(named, der) for named, _, der in pem.unarmor(data, multiple=True)]
    if not blocks or any(named != kind for named, _ in blocks):
        raise Asn1Error(f"the PEM file holds something else than {kind}")
    return tuple(der for _, der in blocks)


@dataclass(frozen=True, slots=True)
class Extension:
    """One extension (RFC 5280 §4.2); ``value`` is what its OCTET STRING holds."""

    critical: bool
    value: bytes = field(repr=False)


def extensions(contents: bytes) -> dict[str, Extension]:
    """The extensions by dotted identifier, from the contents of their SEQUENCE; a second one of a kind is refused.

    Their values are not looked at: some authorities put bytes there that are no ASN.1.
    """
    found: dict[str, Extension] = {}
    for item in tlv.iterate(contents):
        match list(tlv.iterate(item.value)) if item.tag == _SEQUENCE else []:
            case [tlv.Tlv(tag=0x06, value=name), tlv.Tlv(tag=0x04, value=value)]:
                extension = Extension(critical=False, value=value)
            case [tlv.Tlv(tag=0x06, value=name), tlv.Tlv(tag=0x01, value=flag), tlv.Tlv(tag=0x04, value=value)]:
                extension = Extension(critical=any(flag), value=value)
            case _:
                raise Asn1Error("no extension")
        dotted = oid.decode(name)
        if dotted in found:
            raise Asn1Error("an extension comes twice")
        found[dotted] = extension
    return found


def refuse_surplus(*structures: Any) -> None:
    """asn1crypto overlooks fields behind the last one: a second content, say, that another program would look at."""
    for one in structures:
        if len(one) != len(one._fields):
            raise Asn1Error("a structure has more fields than it may have")


def moment(value: Any) -> datetime:
    """A UTCTime or GeneralizedTime as a time that knows its zone."""
    native = value.native
    if not isinstance(native, datetime) or native.tzinfo is None:
        raise Asn1Error("a time that no calendar has")
    return native


def whole_bytes(bit_string: Any) -> bytes:
    """The bytes of a BIT STRING that has no unused bits, as signatures have none."""
    if bit_string.contents[:1] != b"\x00":
        raise Asn1Error("a signature that is not whole bytes")
    value: bytes = bit_string.native
    return value


def signature_identifier(identifier: Any) -> SignatureIdentifier:
    """The AlgorithmIdentifier of a signature; a missing parameter of RSASSA-PSS has its default (RFC 4055 §3.1)."""
    dotted: str = identifier["algorithm"].dotted
    if dotted != _PSS:
        return SignatureIdentifier(dotted)
    parameters = identifier["parameters"]
    if not isinstance(parameters, algos.RSASSAPSSParams):
        parameters = algos.RSASSAPSSParams()
    mask, trailer = parameters["mask_gen_algorithm"], parameters["trailer_field"].native
    salt_length: int = parameters["salt_length"].native
    if mask["algorithm"].native != "mgf1" or trailer != "trailer_field_bc" or abs(salt_length) > MAX_SALT:
        return SignatureIdentifier(dotted)
    return SignatureIdentifier(
        dotted,
        PssParameters(
            parameters["hash_algorithm"]["algorithm"].dotted,
            mask["parameters"]["algorithm"].dotted,
            salt_length,
        ),
    )
