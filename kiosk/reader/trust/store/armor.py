"""PEM blocks with any text around them (RFC 7468), and files that are one bare run of base64."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_BEGIN, _END, _DASHES = b"-----BEGIN ", b"-----END ", b"-----"
_MAX_LABEL = 40
_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/= \t\r\n"
_HEADER_END = re.compile(rb"\n[ \t\r]*\n")


@dataclass(frozen=True, slots=True)
class Block:
    """One PEM block: its label (``CERTIFICATE``), and its bytes, ``None`` where they are no base64 or have no end."""

    label: str
    data: bytes | None = field(repr=False)


def is_armored(data: bytes) -> bool:
    return _BEGIN in data


def blocks(data: bytes) -> Iterator[Block]:
    """Every block in its order. A block that another one begins in is damaged, and the other one counts."""
    at = data.find(_BEGIN)
    while at >= 0:
        label_at = at + len(_BEGIN)
        body_at = data.find(_DASHES, label_at, label_at + _MAX_LABEL + len(_DASHES))
        following = data.find(_BEGIN, label_at)
        if body_at < 0:
            yield Block("", None)
        else:
            label = data[label_at:body_at]
            body_at += len(_DASHES)
            end = data.find(_END + label + _DASHES, body_at, len(data) if following < 0 else following)
            yield Block(label.decode("ascii", "replace"), None if end < 0 else _decoded(data[body_at:end]))
        at = following


def bare_base64(data: bytes) -> bytes | None:
    """The bytes of a file that is base64 and nothing else; ``None`` when it is not."""
    return None if data.translate(None, _BASE64) else decode_base64(data)


def decode_base64(text: bytes) -> bytes | None:
    """Strictly, but for white space; ``None`` for anything that is not base64."""
    try:
        return binascii.a2b_base64(b"".join(text.split()), strict_mode=True)
    except binascii.Error:
        return None


def _decoded(body: bytes) -> bytes | None:
    """Headers before an empty line (RFC 1421) are skipped."""
    if b":" in body:
        parted = _HEADER_END.search(body)
        body = body[parted.end() :] if parted else body
    return decode_base64(body)
