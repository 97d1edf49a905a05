"""One check's watch of the person: found, framed, measured, embedded, and looked at for liveness, frame by frame."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from kiosk.biometric.detection import FaceFound
from kiosk.biometric.framing import Zone, frame_person
from kiosk.biometric.liveness.look import Look
from kiosk.biometric.liveness.watch import LivenessWatch
from kiosk.biometric.pixels import Pixels, pixels_of
from kiosk.biometric.quality import hint_for, is_usable
from kiosk.biometric.recognition import Template
from kiosk.domain.face import FaceHint, FaceQuality, Frame, LiveFace
from kiosk.domain.liveness import FaceSighting

BLACK_LUMA = 25
"""A frame whose median is below this is a covered lens or an unlit room, not an empty place."""

UNCLEAR = frozenset({FaceHint.SEVERAL_FACES, FaceHint.TO_THE_MIDDLE})
"""Framings in which the largest face need not be the person's."""


class Templates(Protocol):
    """What a session needs of an engine."""

    def faces(self, pixels: Pixels) -> tuple[FaceFound, ...]: ...

    def quality(self, pixels: Pixels, face: FaceFound) -> FaceQuality: ...

    def template(self, pixels: Pixels, face: FaceFound, luma: float) -> Template | None: ...


class PersonSession:
    """The port ``FaceSession``; not thread-safe, lives on its engine's thread."""

    def __init__(self, templates: Templates, zone: Zone, liveness: LivenessWatch) -> None:
        self._templates = templates
        self._zone = zone
        self._liveness = liveness
        self._person = 1

    def look(self, frame: Frame) -> FaceSighting:
        """The hint for this frame, and its face when that may be compared.

        A face can come with a hint other than ``GOOD``: good enough to compare, and the person can do better.
        Raises ``Fault(FACE_ENGINE_BROKEN)``.
        """
        self._liveness.see(frame)
        hint, live = self._seen(frame)
        return FaceSighting(hint, live, self._liveness.prompt, self._liveness.report)

    def start_challenge(self) -> None:
        self._liveness.start_challenge()

    def close(self) -> None:
        self._liveness.close()

    def _seen(self, frame: Frame) -> tuple[FaceHint, LiveFace | None]:
        pixels = pixels_of(frame)
        framing = frame_person(self._templates.faces(pixels), self._zone, frame.width, frame.height)
        person = framing.person
        if person is None:
            self._liveness.miss(frame.captured_at)
            return (FaceHint.MORE_LIGHT if np.median(pixels[::8, ::8]) < BLACK_LUMA else framing.hint), None
        quality = self._templates.quality(pixels, person)
        hint = min(framing.hint, hint_for(quality), key=list(FaceHint).index)
        if framing.hint in UNCLEAR:
            self._liveness.miss(frame.captured_at)
            return hint, None
        template = self._templates.template(pixels, person, quality.luma) if is_usable(quality) else None
        self._liveness.look(Look(pixels, person, quality, template, frame.captured_at))
        if template is None:
            # Of usable faces only dlib's detector misses some: mostly those that are turned away.
            return (FaceHint.LOOK_STRAIGHT if hint is FaceHint.GOOD else hint), None
        return hint, LiveFace(frame, template, quality, self._person)
