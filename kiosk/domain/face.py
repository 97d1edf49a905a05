"""The live face, the chip's face, and the comparison between them with its stated error."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.domain.numerals import whole
from kiosk.domain.text import Text


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture of a camera: ``height`` × ``width`` × 3 bytes, blue-green-red, rows from the top.

    ``captured_at`` is monotonic seconds; ``sequence`` counts the source's frames from 1.
    """

    width: int
    height: int
    bgr: memoryview | bytes = field(repr=False)
    captured_at: float = 0.0
    sequence: int = 0

    def __post_init__(self) -> None:
        if len(self.bgr) != self.width * self.height * 3:
            raise ValueError("a frame has width × height × 3 bytes")


class FaceHint(StrEnum):
    """What the person in front of the camera should do; one at a time, most helpful first.

    ``CAMERA_TURNED`` is for staff: faces stand upright in the turned picture only (``camera_rotation``).
    """

    CAMERA_TURNED = "camera_turned"
    NO_FACE = "no_face"
    SEVERAL_FACES = "several_faces"
    CLOSER = "closer"
    FARTHER = "farther"
    TO_THE_MIDDLE = "to_the_middle"
    REMOVE_MASK = "remove_mask"
    REMOVE_SUNGLASSES = "remove_sunglasses"
    REMOVE_HAT = "remove_hat"
    LOOK_STRAIGHT = "look_straight"
    MORE_LIGHT = "more_light"
    LESS_LIGHT = "less_light"
    HOLD_STILL = "hold_still"
    OPEN_EYES = "open_eyes"
    CLOSE_MOUTH = "close_mouth"
    GOOD = "good"


class Covering(StrEnum):
    """What a face wears that hides a part of it; noticed, never a reason to refuse anybody."""

    MASK = "mask"
    SUNGLASSES = "sunglasses"
    HAT = "hat"


@dataclass(frozen=True, slots=True)
class FaceQuality:
    """Measures of one face (ISO/IEC 29794-5 in spirit; gates in ``kiosk.biometric.quality``).

    ``eye_distance`` in pixels, ``luma`` median 0–255, ``sharpness`` variance of the Laplacian on the aligned
    face, ``roll`` in degrees, ``yaw`` as signed nose offset in eye distances, ``detection`` 0–1. ``dark`` and
    ``bright`` are the shares of the face below 30 and above 240, ``asymmetry`` is 0 for even light from both sides.
    ``coverings`` is what was noticed; empty too where nobody looked for it (``kiosk.biometric.occlusion``).
    ``eyes_shut`` and ``mouth_open`` are 0–1, and 0 where no network looked at them.
    """

    eye_distance: float
    luma: float
    sharpness: float
    roll: float
    yaw: float
    detection: float
    dark: float = 0.0
    bright: float = 0.0
    asymmetry: float = 0.0
    coverings: frozenset[Covering] = frozenset()
    eyes_shut: float = 0.0
    mouth_open: float = 0.0


@dataclass(frozen=True, slots=True)
class LiveFace:
    """The best face that the camera has seen in this check, with its template (a vector that only its engine reads).

    ``person`` counts, from 1, who stood before the camera in this check: liveness and comparison must be of one person.
    """

    frame: Frame
    template: tuple[float, ...] = field(repr=False)
    quality: FaceQuality = field()
    person: int = 1


class PhotoSource(StrEnum):
    """Where the picture comes from that a live face is compared with; only the chip's is signed by anybody."""

    CHIP = "chip"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class ChipFace:
    """The encoded portrait of DG2, bytes as read; ``encoding`` is ``jpeg``, ``jp2`` or ``j2k``.

    In place of a chip that cannot be read, the picture of registration stands in (``source``), also as ``png``.
    """

    image: bytes = field(repr=False)
    encoding: str
    source: PhotoSource = PhotoSource.CHIP


class FaceBand(StrEnum):
    """Where a score lies: accept, an operator looks, or no match."""

    MATCH = "match"
    UNSURE = "unsure"
    NO_MATCH = "no_match"


class Bound(StrEnum):
    """How a rate is meant: where nothing was measured, only that it lies beyond the last measured one."""

    ABOUT = "about"
    AT_MOST = "at_most"
    AT_LEAST = "at_least"


@dataclass(frozen=True, slots=True)
class FalseMatchEstimate:
    """The share of strangers, on the engine's calibration data, whose score is at least the one that was reached."""

    rate: float
    bound: Bound

    @property
    def text(self) -> Text:
        """In a few words beside a score, with two significant digits: more would claim more than was measured."""
        strangers = 1.0 / self.rate
        step = 10.0 ** max(0, math.floor(math.log10(strangers)) - 1)
        number = whole(round(strangers / step) * round(step))
        return _ESTIMATES[self.bound].filled(rate=number)


_ESTIMATES = {
    Bound.ABOUT: Text("người lạ đạt: khoảng 1/{rate}", "strangers reach it: about 1/{rate}"),
    Bound.AT_MOST: Text("người lạ đạt: không quá 1/{rate}", "strangers reach it: at most 1/{rate}"),
    Bound.AT_LEAST: Text("người lạ đạt: hơn 1/{rate}", "strangers reach it: more than 1/{rate}"),
}

DEFAULT_FALSE_MATCH_RATE = 1e-3

FALSE_MATCH_RATE_LIMITS = (1e-6, 1e-2)
"""What a site may ask for; whether an engine has a measured threshold for it is the engine's to say."""


@dataclass(frozen=True, slots=True)
class FaceRules:
    """What a site asks of the comparison: the false-match rate of one comparison at the accept threshold."""

    false_match_rate: float = DEFAULT_FALSE_MATCH_RATE

    def within_limits(self) -> FaceRules:
        """The same rules with the rate moved to the nearest one that a site may choose."""
        low, high = FALSE_MATCH_RATE_LIMITS
        return FaceRules(min(max(self.false_match_rate, low), high))


@dataclass(frozen=True, slots=True)
class FaceComparison:
    """One comparison of a live face with the chip's, or with the picture that ``against`` names in its place.

    ``score`` and both thresholds are on the scale of ``engine``; ``claimed_fmr`` is the false-match rate that
    ``accept_at`` was calibrated for, ``estimate`` what the calibration says of ``score`` itself. Whether the face
    was a living person's is another question (``kiosk.domain.liveness``).
    """

    score: float
    accept_at: float
    review_at: float
    claimed_fmr: float
    engine: str
    quality: FaceQuality
    estimate: FalseMatchEstimate | None = None
    against: PhotoSource = PhotoSource.CHIP

    @property
    def band(self) -> FaceBand:
        if self.score >= self.accept_at:
            return FaceBand.MATCH
        return FaceBand.UNSURE if self.score >= self.review_at else FaceBand.NO_MATCH
