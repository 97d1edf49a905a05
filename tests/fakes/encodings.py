"""Bytes in other clothes: PEM around DER, parameters of RSASSA-PSS, and inputs that are almost right."""

from __future__ import annotations

import base64

from hypothesis import strategies as st

from kiosk.reader import oid, tlv


def pem(*ders: bytes, kind: str = "CERTIFICATE") -> bytes:
    return b"".join(
        f"-----BEGIN {kind}-----\n".encode() + base64.encodebytes(der) + f"-----END {kind}-----\n".encode()
        for der in ders
    )


def altered(data: bytes) -> st.SearchStrategy[bytes]:
    """The data with a few bytes changed, and perhaps cut."""
    changes = st.lists(st.tuples(st.integers(0, len(data) - 1), st.integers(0, 255)), max_size=4)

    def apply(change: tuple[list[tuple[int, int]], int]) -> bytes:
        result = bytearray(data)
        for at, value in change[0]:
            result[at] = value
        return bytes(result[: change[1]])

    return st.tuples(changes, st.integers(0, len(data)) | st.just(len(data))).map(apply)


def _algorithm(dotted: str, parameters: bytes = b"") -> bytes:
    return tlv.encode(0x30, tlv.encode(0x06, oid.encode(dotted)) + parameters)


def pss_parameters(
    digest: str = "",
    mask: str = "",
    salt: bytes = b"",
    trailer: bytes = b"",
    *,
    generator: str = "1.2.840.113549.1.1.8",
) -> bytes:
    """RSASSA-PSS-params; what is empty is left out."""
    return tlv.encode(
        0x30,
        (tlv.encode(0xA0, _algorithm(digest)) if digest else b"")
        + (tlv.encode(0xA1, _algorithm(generator, _algorithm(mask))) if mask else b"")
        + (tlv.encode(0xA2, tlv.encode(0x02, salt)) if salt else b"")
        + (tlv.encode(0xA3, tlv.encode(0x02, trailer)) if trailer else b""),
    )
