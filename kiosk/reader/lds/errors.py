"""The one error of the file parsers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from kiosk.reader.tlv import TlvError


class LdsError(ValueError):
    """A file of the chip is not well-formed; the text names file and place, never the contents."""


@contextmanager
def parsing(file: str) -> Iterator[None]:
    """Turn the errors of BER-TLV inside into ``LdsError`` of ``file``; serves as a decorator of a parser."""
    try:
        yield
    except TlvError as error:
        raise LdsError(f"{file}: {error}") from error
