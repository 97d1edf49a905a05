"""The many like elements of a large XML part (rows, shared texts), read some at a time in constant memory.

An event for every tag takes longer than a minute for a sheet of a million rows, and the whole tree takes gigabytes. So
the part is cut before the start tags of these elements, and each piece is parsed by itself, between the start tags
that were open where it was cut and their end tags. A ``<`` can stand nowhere else in well-formed XML but in comments
and CDATA sections; a piece that was cut there is refused as malformed. A document type is refused, so no entities.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO
from xml.etree import ElementTree as Tree
from xml.parsers import expat
from xml.sax.saxutils import escape

_PIECE = 1 << 18
MAX_HEAD = 64 << 20
MAX_ELEMENT = 4 << 20
"""Bytes of one element: a row of 100 cells of 400 letters in UTF-8 is far below."""
_MAX_DEPTH = 50


class MalformedXmlError(Exception):
    """What is wrong with the XML; holds nothing of its content."""


class _FoundError(Exception):
    """Ends the search for the first element: the parser cannot be stopped in another way."""


class Elements:
    """The elements called ``name`` (local name) in the ``number``-th element called ``within``.

    They stand directly in it or in elements called one of ``wrappers``, which are looked through. Reading raises
    ``MalformedXmlError``, and what the stream raises.
    """

    def __init__(
        self, stream: IO[bytes], name: str, within: str, number: int = 1, wrappers: frozenset[str] = frozenset()
    ) -> None:
        self._stream = stream
        self._name = name
        self._wrapped = (
            re.compile(rb"</?(?:[\w.-]+:)?(?:" + "|".join(wrappers).encode() + rb")(?=[\s/>])[^>]*>")
            if wrappers
            else None
        )
        self._head = _Head(name, within, number, wrappers)
        self._opening = self._closing = b""

    def __iter__(self) -> Iterator[Tree.Element]:
        for piece in self.pieces():
            yield from self.parsed(piece)

    def pieces(self) -> Iterator[bytes]:
        """Whole elements as they are written, some at a time; only for ``parsed`` are they known to be well-formed."""
        buffer = self._head.skip(self._stream)
        if buffer is None:
            return
        self._opening, self._closing = self._head.frame()
        mark = b"</" + self._head.parent
        start, end = self.start_pattern(), re.compile(re.escape(mark) + rb"\s*>")
        while True:
            # Looked for as plain bytes first: that is ten times as fast, and most pieces do not hold it.
            ended = end.search(buffer) if mark in buffer else None
            cut = ended.start() if ended else self._last_start(buffer, start)
            if cut:
                piece = buffer[:cut]
                yield self._wrapped.sub(b"", piece) if self._wrapped else piece
                buffer = buffer[cut:]
            if ended:
                return
            if len(buffer) > MAX_ELEMENT:
                raise MalformedXmlError("an element is too large")
            more = self._stream.read(_PIECE)
            if not more:
                raise MalformedXmlError("ends too early")
            buffer += more

    def parsed(self, piece: bytes) -> Iterator[Tree.Element]:
        """The elements of a piece."""
        try:
            node = Tree.fromstring(self._opening + piece + self._closing)  # noqa: S314 - no document type is in here
        except Tree.ParseError:
            raise MalformedXmlError("not well-formed") from None
        for _ in range(self._head.depth - 1):
            node = node[0]
        return (child for child in node if child.tag.rpartition("}")[2] == self._name)

    def start_pattern(self) -> re.Pattern[bytes]:
        """How each of the elements begins."""
        return re.compile(rb"<" + re.escape(self._head.tag) + rb"(?=[\s/>])")

    def _last_start(self, buffer: bytes, start: re.Pattern[bytes]) -> int:
        """Where the last element begins; what stands before it is whole. 0 when it is the only one."""
        mark, at = b"<" + self._head.tag, len(buffer)
        while (at := buffer.rfind(mark, 0, at)) > 0:
            if start.match(buffer, at):
                return at
        return 0


class _Head:
    """What comes before the first element: which elements are open there, as their start tags were written."""

    def __init__(self, name: str, within: str, number: int, wrappers: frozenset[str]) -> None:
        self._name, self._within, self._number, self._wrappers = name, within, number, wrappers
        self._open: list[tuple[str, dict[str, str]]] = []
        self._begins = 0
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = _refuse_doctype
        self.tag = b""

    def skip(self, stream: IO[bytes]) -> bytes | None:
        """Read up to the first element; what was read of it. ``None`` when there is none."""
        passed, before, piece = 0, b"", b""
        try:
            while piece := stream.read(_PIECE):
                self._parser.Parse(piece, False)
                passed += len(piece)
                before = piece
                if passed > MAX_HEAD and self._number == 1:
                    raise MalformedXmlError("no rows")
            self._parser.Parse(b"", True)
        except _FoundError:
            # The start tag may begin in the piece before.
            begins = self._begins - passed + len(before)
            if begins < 0:
                raise MalformedXmlError("a start tag is too long") from None
            return (before + piece)[begins:] if self.tag else None
        except expat.ExpatError as error:
            raise MalformedXmlError(f"not well-formed, line {error.lineno}") from None
        return None

    @property
    def depth(self) -> int:
        return len(self._open)

    @property
    def parent(self) -> bytes:
        """The element that ends behind the last of the elements, as it is written."""
        return self._open[-1][0].encode()

    def frame(self) -> tuple[bytes, bytes]:
        """The start tags and the end tags of what is open."""
        starts = (
            f"<{tag}{''.join(f' {key}={_quoted(value)}' for key, value in attributes.items())}>"
            for tag, attributes in self._open
        )
        return "".join(starts).encode(), "".join(f"</{tag}>" for tag, _ in reversed(self._open)).encode()

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        local = _local(tag)
        if local == self._within:
            self._number -= 1
        if local == self._name and self._number == 0 and self._open and _local(self._open[-1][0]) == self._within:
            self.tag, self._begins = tag.encode(), self._parser.CurrentByteIndex
            raise _FoundError
        if local in self._wrappers:
            return
        if len(self._open) == _MAX_DEPTH:
            raise MalformedXmlError("nested too deeply")
        self._open.append((tag, attributes))

    def _end(self, tag: str) -> None:
        if _local(tag) in self._wrappers:
            return
        self._open.pop()
        if self._number == 0 and _local(tag) == self._within:
            raise _FoundError


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]


def _quoted(value: str) -> str:
    return f'"{escape(value, {chr(34): "&quot;"})}"'


def _refuse_doctype(*_: object) -> None:
    raise MalformedXmlError("has a document type")
