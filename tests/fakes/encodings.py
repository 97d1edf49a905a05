"""Bytes in other clothes: PEM around DER, and inputs that are almost right."""

from __future__ import annotations

import base64

from hypothesis import strategies as st


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
