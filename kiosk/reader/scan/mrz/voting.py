"""Several frames of one document: what they agree on becomes a result, and what one shows beyond doubt."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

import numpy as np

from kiosk.domain.access_key import MrzKey
from kiosk.reader.codes.mrz import Mrz
from kiosk.reader.scan.mrz.layout import Floats, Reading, read_lines
from kiosk.reader.scan.mrz.recogniser import CHARACTERS
from kiosk.reader.scan.mrz.sighting import SURE_LETTER, MrzSighting

WINDOW_SECONDS = 3.0
"""Frames this far apart may show two people's cards."""

MOST_FRAMES = 6

TOGETHER = 3
"""So many frames, none of which can be relied on, may be read as one; two that can must agree."""

SHARE = 0.6
"""What each further frame counts: frames of one hand under one lamp err alike."""

FOREIGN_COST = 25.0
"""A frame in which the common text costs more than this shows another document, or nothing."""


@dataclass(frozen=True, slots=True)
class MrzResult:
    """A zone on whose lines several frames agree, or that one shows beyond doubt.

    ``lines`` are those of the last frame. ``name`` is the folded name, empty unless two frames have read the same: no
    check digit covers it. ``key`` opens the chip by BAC or PACE. Nothing here is verified: whoever has a printer can
    make an MRZ.
    """

    mrz: Mrz
    lines: tuple[str, ...] = field(repr=False)
    name: str = field(repr=False)
    frames: int

    @property
    def key(self) -> MrzKey:
        """Raises ``MrzError`` as ``Mrz.key`` does."""
        return self.mrz.key


@dataclass(frozen=True, slots=True)
class _Vote:
    at: float
    likelihoods: Floats = field(repr=False)
    reading: Reading | None = field(repr=False)

    @property
    def holds(self) -> bool:
        return self.reading is not None and self.reading.holds


class MrzVoter:
    """Counts the frames of one document; for one thread. ``forget`` it when the person goes."""

    def __init__(self) -> None:
        self._votes: deque[_Vote] = deque(maxlen=MOST_FRAMES)

    def forget(self) -> None:
        """Drop everything that was seen."""
        self._votes.clear()

    def add(self, sighting: MrzSighting, at: float) -> MrzResult | None:
        """Take in what a frame at ``at`` (monotonic seconds) showed; the result once frames agree.

        A frame that claims another document's number makes all earlier ones void, and is not believed alone.
        """
        if sighting.likelihoods is None:
            return None
        vote = _Vote(at, sighting.likelihoods.likelihoods, sighting.reading)
        recent = [one for one in self._votes if at - one.at <= WINDOW_SECONDS]
        rivals = vote.holds and any(one.holds and checked(one.reading) != checked(vote.reading) for one in recent)
        self._votes.clear()
        self._votes.extend([*(one for one in recent if _alike(one, vote) and not rivals), vote])
        return self._result(alone=not rivals)

    def _result(self, alone: bool) -> MrzResult | None:
        sure = [one.reading for one in self._votes if one.reading is not None and one.reading.holds]
        if len(sure) >= 2 or (alone and sure and sure[-1].certain):
            return MrzResult(sure[-1].mrz, sure[-1].lines, _name(sure), len(sure))
        if len(self._votes) < TOGETHER:
            return None
        pooled = _pooled([one.likelihoods for one in self._votes])
        reading = read_lines(pooled)
        if reading is None or not reading.holds:
            return None
        if sure and checked(sure[0]) != checked(reading):
            return None
        speaking = [one for one in self._votes if _cost(one.likelihoods, reading) <= FOREIGN_COST]
        if len(speaking) < TOGETHER:
            return None
        return MrzResult(reading.mrz, reading.lines, "", len(speaking))


def checked(reading: Reading | None) -> str:
    """The text without the name, which no check digit covers."""
    if reading is None:
        return ""
    lines = reading.lines
    return lines[0] + lines[1] if len(lines) == 3 else lines[0][:5] + lines[1]


def _alike(one: _Vote, other: _Vote) -> bool:
    return one.likelihoods.shape == other.likelihoods.shape


def _pooled(frames: list[Floats]) -> Floats:
    """The likelihoods of several frames as those of one, the first whole and each other by its share."""
    weight = (1 + SHARE * (len(frames) - 1)) / len(frames)
    summed = np.sum(frames, axis=0) * weight
    return np.asarray(summed - np.log(np.exp(summed).sum(axis=2, keepdims=True)), np.float32)


def _cost(likelihoods: Floats, reading: Reading) -> float:
    """What the checked lines of this reading cost in one frame's eyes."""
    rows, columns = likelihoods.shape[:2]
    at = np.array([CHARACTERS.index(char) for char in reading.text]).reshape(rows, columns)
    lost = likelihoods.max(axis=2) - np.take_along_axis(likelihoods, at[..., None], axis=2)[..., 0]
    if rows == 3:
        return float(lost[:2].sum())
    return float(lost[0, :5].sum() + lost[1].sum())


def _name(readings: list[Reading]) -> str:
    """The name that two frames have read alike, each of its letters sure; else none."""
    names = [one.mrz.name for one in readings if one.name_margin >= SURE_LETTER]
    return next((name for name in names if names.count(name) >= 2), "")
