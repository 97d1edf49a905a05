"""Fits paragraphs into a rectangle: wraps, then shrinks, and only then elides, so that no letter is ever cut off."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextLayout, QTextOption

from kiosk.ui.drawing.typeface import Weight, font, metrics
from kiosk.ui.drawing.word_pairs import NO_BREAK, with_pairs_bound

_SHRINK_STEP = 0.94
_ROUNDING = 1.0
"""Glyph widths are rounded here and there by up to a pixel."""

_CENTRED = 0.5
_FOR_A_PAUSE = 0.83
"""Centred letters rather shrink to this share than that a line ends in the middle of a clause."""
_PAUSE = re.compile(r"(?<=[,–·]) ")
_DASH = re.compile(r" ([–·]) ")
_NUMBER = re.compile(r"(?<=[^\W\d]) ([0-9]{1,4}\b)")
_WORDS = QTextOption.WrapMode.WordWrap
_ANYWHERE = QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere


class Align(Enum):
    """Where lines stand in their rectangle; they are always centred as a block from top to bottom, or at the top."""

    LEFT_TOP = (0.0, 0.0)
    LEFT_MIDDLE = (0.0, 0.5)
    CENTRE = (0.5, 0.5)
    RIGHT_MIDDLE = (1.0, 0.5)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One text in one size: ``pixels`` is wished for, shrinking takes all paragraphs of a rectangle together.

    A headline says ``most_lines``: it rather shrinks than goes on below them.
    """

    text: str
    pixels: float
    weight: Weight
    colour: str
    most_lines: int = 99


@dataclass(frozen=True, slots=True)
class SetLine:
    """One line as it will be drawn: ``rect`` holds its whole height, ascent to descent."""

    text: str
    font: QFont
    rect: QRectF
    baseline: float
    colour: str


def fitted(
    paragraphs: Sequence[Paragraph],
    room: QSizeF,
    align: Align = Align.CENTRE,
    *,
    smallest: float = 0.45,
    gap: float = 0.25,
) -> tuple[SetLine, ...]:
    """The paragraphs one below the other inside ``room`` (origin 0, 0).

    Words stay whole as long as shrinking down to the share ``smallest`` helps; then words are broken too, and what
    still finds no room is elided. ``gap`` between paragraphs is in sizes of the paragraph below.
    """
    said = _spoken(paragraphs)
    if not said or room.width() < 1 or room.height() < 1:
        return ()
    if align.value[0] == _CENTRED:
        said = _with_words_whole(said, smallest, room.width())
    scale = 1.0
    blocks = _blocks(said, scale, room.width())
    while scale > smallest and not _fits(said, scale, blocks, room, gap):
        scale = max(smallest, scale * _SHRINK_STEP)
        blocks = _blocks(said, scale, room.width())
    if align.value[0] == _CENTRED:
        paused = _scale_for_pauses(said, scale, blocks, room.width())
        if paused != scale:
            scale, blocks = paused, _blocks(said, paused, room.width())
    if any(block.too_wide for block in blocks) or _height(said, scale, blocks, gap) > room.height():
        while scale * said[0].pixels > 1.0 and _first_line(said[0], scale, room.width()).height > room.height():
            scale *= _SHRINK_STEP
        blocks = _cut(said, scale, room, gap)
    if align.value[0] == _CENTRED:
        blocks = [_balanced(one, scale, room.width(), block) for one, block in zip(said, blocks, strict=True)]
    return tuple(_placed(said, scale, blocks, room, align, gap))


Placed = tuple[QRectF, tuple[SetLine, ...]]
"""A rectangle of a widget, and the lines that stand in it. Every widget that paints letters lists them as
``letters``, which is what it draws and what tests measure."""


def placed(
    rect: QRectF,
    paragraphs: Sequence[Paragraph],
    align: Align = Align.CENTRE,
    *,
    smallest: float = 0.45,
    gap: float = 0.25,
) -> Placed:
    """The paragraphs fitted into ``rect``."""
    return rect, fitted(paragraphs, rect.size(), align, smallest=smallest, gap=gap)


def flowing(at: QPointF, width: float, paragraphs: Sequence[Paragraph]) -> Placed:
    """The paragraphs at full size from ``at`` downwards, in a rectangle as high as they need.

    A word that is wider than ``width`` is broken.
    """
    said = _spoken(paragraphs)
    blocks = _blocks(said, 1.0, width)
    if any(block.too_wide for block in blocks):
        blocks = [_wrapped(paragraph, 1.0, width, _ANYWHERE) for paragraph in said]
    size = QSizeF(width, _height(said, 1.0, blocks, 0.0))
    return QRectF(at, size), tuple(_placed(said, 1.0, blocks, size, Align.LEFT_TOP, 0.0))


def draw(painter: QPainter, letters: Iterable[Placed]) -> None:
    for rect, lines in letters:
        for line in lines:
            painter.setFont(line.font)
            painter.setPen(QColor(line.colour))
            painter.drawText(rect.topLeft() + QPointF(line.rect.left(), line.baseline), line.text)


def _font(paragraph: Paragraph, scale: float) -> QFont:
    return font(paragraph.pixels * scale, paragraph.weight)


def _metrics(paragraph: Paragraph, scale: float) -> QFontMetricsF:
    return metrics(paragraph.pixels * scale, paragraph.weight)


@dataclass(frozen=True, slots=True)
class _Line:
    """One line with what it needs above and below its baseline: tones on capitals reach above the font's ascent.

    ``advance`` is its width where that was measured already, which costs as much as all the rest.
    """

    text: str
    above: float
    below: float
    advance: float | None = None

    @property
    def height(self) -> float:
        return self.above + self.below


@dataclass(frozen=True, slots=True)
class _Block:
    """The lines of one paragraph; ``too_wide`` when a word is wider than the rectangle."""

    lines: tuple[_Line, ...]
    too_wide: bool = False

    @property
    def height(self) -> float:
        return sum(line.height for line in self.lines)


def _spoken(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs that say something, their white space made plain."""
    said = []
    for paragraph in paragraphs:
        plain = " ".join(paragraph.text.split())
        if plain:
            said.append(paragraph if plain == paragraph.text else replace(paragraph, text=plain))
    return said


def _bound(text: str) -> str:
    """The text with no-break spaces where a line must not begin: before a dash, and between a word and its number."""
    return _NUMBER.sub(f"{NO_BREAK}\\1", _DASH.sub(f"{NO_BREAK}\\1 ", text))


def _with_words_whole(said: list[Paragraph], smallest: float, width: float) -> list[Paragraph]:
    """Words of two syllables are parted between them only where even the smallest letters leave them no room."""
    bound = [replace(one, text=text) if (text := with_pairs_bound(one.text)) != one.text else one for one in said]
    return said if any(block.too_wide for block in _blocks(bound, smallest, width)) else bound


def _measured(text: str, measured: QFontMetricsF, advance: float | None = None) -> _Line:
    text = text.replace(NO_BREAK, " ")  # its work is done
    if text.isascii():
        return _Line(text, measured.ascent(), measured.descent(), advance)
    ink = measured.tightBoundingRect(text)
    return _Line(text, max(measured.ascent(), -ink.top()), max(measured.descent(), ink.bottom()), advance)


def _wrapped(paragraph: Paragraph, scale: float, width: float, mode: QTextOption.WrapMode = _WORDS) -> _Block:
    measured = _metrics(paragraph, scale)
    advance = measured.horizontalAdvance(paragraph.text)
    if advance <= width - _ROUNDING:
        return _Block((_measured(paragraph.text, measured, advance),))
    option = QTextOption()
    option.setTextDirection(Qt.LayoutDirection.LeftToRight)
    option.setWrapMode(mode)
    text = _bound(paragraph.text)
    layout = QTextLayout(text, _font(paragraph, scale))
    layout.setTextOption(option)
    units = text.encode("utf-16-le", "surrogatepass")  # Qt counts in UTF-16, Python in letters
    lines: list[_Line] = []
    too_wide = False
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(1.0, width - _ROUNDING))
        too_wide = too_wide or line.naturalTextWidth() > width
        start, length = line.textStart(), line.textLength()
        said = units[2 * start : 2 * (start + length)].decode("utf-16-le", "replace").rstrip()
        lines.append(_measured(said, measured))
    layout.endLayout()
    return _Block(tuple(lines), too_wide)


def _blocks(said: Sequence[Paragraph], scale: float, width: float) -> list[_Block]:
    return [_wrapped(paragraph, scale, width) for paragraph in said]


def _fits(said: Sequence[Paragraph], scale: float, blocks: Sequence[_Block], room: QSizeF, gap: float) -> bool:
    calm = all(
        not block.too_wide and len(block.lines) <= paragraph.most_lines
        for paragraph, block in zip(said, blocks, strict=True)
    )
    return calm and _height(said, scale, blocks, gap) <= room.height()


def _paused(paragraph: Paragraph, scale: float, width: float) -> _Block | None:
    """The lines that end where the sentence pauses, where each of them has room."""
    measured = _metrics(paragraph, scale)
    lines = tuple(_measured(part, measured) for part in _PAUSE.split(paragraph.text))
    fits = all(measured.horizontalAdvance(line.text) < width - _ROUNDING for line in lines)
    return _Block(lines) if fits else None


def _scale_for_pauses(said: Sequence[Paragraph], scale: float, blocks: Sequence[_Block], width: float) -> float:
    """As large as the headline may be to end its lines where it pauses; as it was where that would be too small."""
    headline, count = said[0], len(blocks[0].lines)
    pauses = len(_PAUSE.split(headline.text))
    if count == 1 or pauses != count:
        return scale
    tried = scale
    while tried >= scale * _FOR_A_PAUSE:
        if _paused(headline, tried, width) is not None:
            return tried
        tried *= _SHRINK_STEP
    return scale


def _balanced(paragraph: Paragraph, scale: float, width: float, block: _Block) -> _Block:
    """Centred lines are calmest when they end where the sentence pauses, else when they are of about equal length.

    Never more lines than before and never higher ones.
    """
    if len(block.lines) == 1:
        return block
    paused = _paused(paragraph, scale, width)
    if paused is not None and len(paused.lines) == len(block.lines) and paused.height <= block.height:
        return paused
    best = block
    narrow, wide = width / 2, width
    for _ in range(6):
        middle = (narrow + wide) / 2
        tried = _wrapped(paragraph, scale, middle)
        calm = not tried.too_wide and len(tried.lines) == len(block.lines) and tried.height <= block.height
        if calm and _letters(tried) == _letters(block):
            best, wide = tried, middle
        else:
            narrow = middle
    return best


def _letters(block: _Block) -> str:
    return "".join(line.text for line in block.lines).replace(" ", "")


def _height(said: Sequence[Paragraph], scale: float, blocks: Sequence[_Block], gap: float) -> float:
    gaps = sum(gap * paragraph.pixels * scale for paragraph in said[1:])
    return gaps + sum(block.height for block in blocks)


def _first_line(paragraph: Paragraph, scale: float, width: float) -> _Line:
    return _wrapped(paragraph, scale, width, _ANYWHERE).lines[0]


def _cut(said: Sequence[Paragraph], scale: float, room: QSizeF, gap: float) -> list[_Block]:
    """As many lines as there is room for; the last one says by «…» that there was more."""
    blocks: list[_Block] = []
    left = room.height()
    for at, paragraph in enumerate(said):
        left -= gap * paragraph.pixels * scale if at else 0.0
        whole = _wrapped(paragraph, scale, room.width(), _ANYWHERE)
        block, count = whole, len(whole.lines)
        while block.height > max(0.0, left):
            count -= 1
            block = _shortened(whole, count, _metrics(paragraph, scale), room.width())
        blocks.append(block)
        left -= block.height
    return blocks


def _shortened(whole: _Block, count: int, measured: QFontMetricsF, width: float) -> _Block:
    """The first ``count`` lines, what follows elided in the last of them."""
    if count <= 0:
        return _Block(())
    rest = " ".join(line.text for line in whole.lines[count - 1 :])
    last = measured.elidedText(rest, Qt.TextElideMode.ElideRight, width)
    return _Block((*whole.lines[: count - 1], _measured(last, measured)))


def _placed(
    said: Sequence[Paragraph], scale: float, blocks: Sequence[_Block], room: QSizeF, align: Align, gap: float
) -> Iterator[SetLine]:
    across, down = align.value
    top = max(0.0, (room.height() - _height(said, scale, blocks, gap)) * down)
    for at, (paragraph, block) in enumerate(zip(said, blocks, strict=True)):
        used, measured = _font(paragraph, scale), _metrics(paragraph, scale)
        top += gap * paragraph.pixels * scale if at else 0.0
        for line in block.lines:
            width = measured.horizontalAdvance(line.text) if line.advance is None else line.advance
            rect = QRectF((room.width() - width) * across, top, width, line.height)
            yield SetLine(line.text, used, rect, top + line.above, paragraph.colour)
            top += line.height
