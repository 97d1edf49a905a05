"""The person at the kiosk from frame to frame: who it is among the faces found, and when it is somebody else."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.biometric.framing import Zone, frame_person
from kiosk.domain.face import FaceHint

if TYPE_CHECKING:
    from kiosk.biometric.networks.detection import FaceFound

LOST_SECONDS = 1.0
"""Without the person for longer, whoever stands there is somebody else. A hand before the face, or a camera of two
frames a second, lasts less; nobody changes places with somebody in that time unseen by the template."""

BLIND_SECONDS = 3.0
"""Between two frames that both have a face where the person was: a machine that is busy for a second loses nobody."""

REACH = 0.5
SPEED = 2.0
"""A face is the one of the frame before when its middle moved by at most ``REACH`` of its width, and ``SPEED`` widths
more for each second between the frames: somebody who leans in at two frames a second moves by one."""

GROWTH = 1.7
"""And when it is larger or smaller by this factor at most."""


@dataclass(frozen=True, slots=True)
class Tracked:
    """What one frame shows of the person.

    ``person`` is ``None`` while nobody, or only somebody else, is seen. ``hint`` is ``GOOD`` when the person alone
    stands well. ``new_person``: it is not the one of the frames before, who is to be forgotten.
    """

    person: FaceFound | None
    hint: FaceHint
    new_person: bool = False


class Tracker:
    """Follows one face; one for each check, not thread-safe.

    The first person is the largest face in the zone. Whoever comes later takes that place only when the person has
    not had it for ``LOST_SECONDS``: a passer-by behind does not while the person looks away.
    """

    def __init__(self, zone: Zone) -> None:
        self._zone = zone
        self._last: FaceFound | None = None
        self._last_at = self._person_at = self._seen_at = -math.inf

    def update(self, faces: tuple[FaceFound, ...], width: int, height: int, at: float) -> Tracked:
        """The person among the faces of a frame, which come largest first; ``at`` in monotonic seconds."""
        framing = frame_person(faces, self._zone, width, height)
        missed = self._seen_at > self._person_at
        gone = at - self._person_at > (LOST_SECONDS if missed else BLIND_SECONDS)
        self._seen_at = at
        followed = None if gone else self._followed(faces, at)
        if followed is not None:
            self._last, self._last_at = followed, at
        if framing.person is None:
            return Tracked(None, FaceHint.NO_FACE)
        if framing.hint is FaceHint.SEVERAL_FACES:
            # Who is meant is open. The track goes on: once the other has stepped back it is the same person.
            self._person_at = at if followed is not None else self._person_at
            return Tracked(followed or framing.person, FaceHint.SEVERAL_FACES)
        if gone or followed is framing.person:
            new = gone and self._last is not None
            self._last, self._last_at, self._person_at = framing.person, at, at
            return Tracked(framing.person, framing.hint, new)
        # Somebody else stands where the person should: the person moved aside, or is hidden for a moment.
        return Tracked(followed, FaceHint.NO_FACE if followed is None else FaceHint.SEVERAL_FACES)

    def _followed(self, faces: tuple[FaceFound, ...], at: float) -> FaceFound | None:
        """The face that is where the person was, and as large; the nearest of several."""
        last = self._last
        if last is None:
            return None
        reach = last.width * (REACH + SPEED * max(0.0, at - self._last_at))
        near = [
            face
            for face in faces
            if math.dist(face.center, last.center) <= reach
            and last.eye_distance / GROWTH <= face.eye_distance <= last.eye_distance * GROWTH
        ]
        return min(near, key=lambda face: math.dist(face.center, last.center), default=None)
