"""Who of the people in the picture is the person at the kiosk, and how that person stands in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.domain.face import FaceHint

if TYPE_CHECKING:
    from kiosk.biometric.networks.detection import FaceFound

SAME_SIZE = 0.5
"""Somebody whose eye distance is at least this share of the person's stands beside, not behind."""

TOO_CLOSE = 0.75
"""Of the picture's height: a face box this high leaves no room for the chin and blurs on most webcams."""


@dataclass(frozen=True, slots=True)
class Zone:
    """The part of the picture in which the person stands, as shares of its width and height."""

    left: float = 0.2
    top: float = 0.1
    right: float = 0.8
    bottom: float = 0.9

    def holds(self, face: FaceFound, width: int, height: int) -> bool:
        """Whether the middle of the face lies in the zone of a picture of this size."""
        across, down = face.center
        return self.left * width <= across <= self.right * width and self.top * height <= down <= self.bottom * height


@dataclass(frozen=True, slots=True)
class Framing:
    """``person`` is ``None`` when nobody is there; ``hint`` is ``GOOD`` when the person alone stands well."""

    person: FaceFound | None
    hint: FaceHint


def frame_person(faces: tuple[FaceFound, ...], zone: Zone, width: int, height: int) -> Framing:
    """Choose the person among faces that come largest first.

    The largest face in the zone is the person; another of like size in the zone makes it unclear who is meant, and
    people behind or at the side do not matter. With an empty zone the largest face anywhere is asked to the middle.
    """
    inside = [face for face in faces if zone.holds(face, width, height)]
    if not inside:
        return Framing(faces[0], FaceHint.TO_THE_MIDDLE) if faces else Framing(None, FaceHint.NO_FACE)
    person, others = inside[0], inside[1:]
    if others and others[0].eye_distance >= SAME_SIZE * person.eye_distance:
        return Framing(person, FaceHint.SEVERAL_FACES)
    if person.height > TOO_CLOSE * height:
        return Framing(person, FaceHint.FARTHER)
    return Framing(person, FaceHint.GOOD)
