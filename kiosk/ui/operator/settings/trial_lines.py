"""What a device under test shows, in lines of the staff screen."""

from __future__ import annotations

from kiosk.check.screens import Line, Tone
from kiosk.check.wording.words import HINTS
from kiosk.domain.desks.device_tests import CameraSighting, ReaderSighting
from kiosk.domain.face import FaceHint
from kiosk.domain.text import Text
from kiosk.ui.operator.settings import captions

FEWEST_PICTURES = 10.0
"""A second; with fewer, people see themselves jump and liveness takes longer (docs/biometrics.md)."""

DARK_BELOW, BRIGHT_ABOVE = 60.0, 200.0
"""Mean brightness of a picture, 0 to 255."""


def camera_lines(sighting: CameraSighting) -> tuple[Line, ...]:
    """Size and rate, light, and what a person before it would be told."""
    size, rate = f"{sighting.frame.width}×{sighting.frame.height}", round(sighting.fps)
    slow = 0.0 < sighting.fps < FEWEST_PICTURES
    lines = [
        Line(
            captions.PICTURE,
            captions.PICTURE_FACTS.filled(size=size, rate=rate) if rate else Text(size, size),
            Tone.ATTENTION if slow else Tone.SUCCESS,
            detail=captions.SLOW if slow else None,
        ),
        _light_line(sighting.luma),
    ]
    if sighting.turned:
        turned = captions.TURNED.filled(degrees=sighting.turned)
        lines.append(Line(captions.FACE, turned, Tone.ATTENTION))
    elif sighting.hint is not None:
        seen = captions.GOOD_FACE if sighting.hint is FaceHint.GOOD else HINTS[sighting.hint]
        lines.append(Line(captions.FACE, seen, Tone.SUCCESS if sighting.hint is FaceHint.GOOD else Tone.ATTENTION))
    return tuple(lines)


def reader_lines(sighting: ReaderSighting) -> tuple[Line, ...]:
    """The readers by name, and the card that lies on one of them."""
    names = ", ".join(sighting.readers)
    lines = [
        Line(captions.READERS, Text(names, names), Tone.SUCCESS)
        if names
        else Line(captions.READERS, captions.NO_READER, Tone.ATTENTION)
    ]
    if sighting.card is not None:
        told = captions.CARD_KINDS[sighting.card]
        lines.append(Line(captions.CARD_SEEN, told.text, told.tone, detail=told.remedy))
    elif names:
        lines.append(Line(captions.CARD, captions.LAY_A_CARD))
    if sighting.seen:
        lines.append(Line(captions.CARDS_SO_FAR, Text(str(sighting.seen), str(sighting.seen))))
    return (*lines, Line(captions.NOTE, captions.NOT_CHECKED))


def volume_lines(heard: bool) -> tuple[Line, ...]:
    """Whether anything could be heard."""
    if heard:
        return (Line(captions.SOUND, captions.PLAYED, Tone.SUCCESS),)
    return (Line(captions.SOUND, captions.NOT_PLAYED, Tone.ATTENTION),)


def _light_line(luma: float) -> Line:
    said, tone = captions.WELL_LIT, Tone.SUCCESS
    if luma < DARK_BELOW:
        said, tone = captions.DARK, Tone.ATTENTION
    elif luma > BRIGHT_ABOVE:
        said, tone = captions.BRIGHT, Tone.ATTENTION
    return Line(captions.LIGHT, said.filled(percent=round(luma / 2.55)), tone)
