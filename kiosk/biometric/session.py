"""One check's watch of the person: found, followed, measured, embedded, and looked at for liveness, frame by frame."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import astuple, replace
from typing import Protocol

import numpy as np

from kiosk.biometric.camera.pixels import Pixels, pixels_of
from kiosk.biometric.camera.upright import UprightWatch
from kiosk.biometric.coverings import CoveringWatch
from kiosk.biometric.framing import Zone
from kiosk.biometric.liveness.expression import Expression
from kiosk.biometric.liveness.look import Look
from kiosk.biometric.networks.detection import FaceFound
from kiosk.biometric.networks.recognition import Template
from kiosk.biometric.occlusion import CoveringLook
from kiosk.biometric.quality import hint_for, is_badly_lit, is_usable
from kiosk.biometric.selection import Added, BestFaces
from kiosk.biometric.tracking import Tracker
from kiosk.domain.face import FaceHint, FaceQuality, Frame, LiveFace
from kiosk.domain.liveness import ChallengePrompt, FaceSighting, LivenessReport

BLACK_LUMA = 25
"""A frame whose median is below this is a covered lens or an unlit room, not an empty place."""

UNCLEAR = frozenset({FaceHint.SEVERAL_FACES, FaceHint.TO_THE_MIDDLE})
"""Framings in which the largest face need not be the person's."""

TEMPLATE_SECONDS = 0.25
"""Between two templates: frames in between are much alike, and a template costs ten times what finding a face does."""


EXPRESSIONS = 2
"""Readings of eyes and mouth that must agree before the person is asked for another expression."""


class Templates(Protocol):
    """What a session needs of an engine."""

    def faces(self, pixels: Pixels) -> tuple[FaceFound, ...]: ...

    def quality(self, pixels: Pixels, face: FaceFound) -> FaceQuality: ...

    def template(self, pixels: Pixels, face: FaceFound, luma: float) -> Template | None: ...

    def score(self, one: Template, other: Template) -> float: ...

    def average(self, templates: Sequence[Template]) -> Template: ...

    def covering_look(
        self, pixels: Pixels, face: FaceFound, luma: float, template: Template
    ) -> CoveringLook | None: ...


class Expressions(Protocol):
    """What reads eyes and mouth, where the model pack is installed."""

    def read(self, pixels: Pixels, face: FaceFound) -> Expression: ...


class Liveness(Protocol):
    """What a session tells the liveness check of each frame, and asks of it (``kiosk.biometric.liveness.watch``)."""

    @property
    def report(self) -> LivenessReport: ...

    @property
    def prompt(self) -> ChallengePrompt | None: ...

    def see(self, frame: Frame) -> None: ...

    def look(self, look: Look) -> None: ...

    def miss(self, at: float) -> None: ...

    def new_person(self) -> None: ...

    def start_challenge(self) -> None: ...

    def close(self) -> None: ...


class PersonSession:
    """The port ``FaceSession``; not thread-safe, lives on its engine's thread.

    Every frame is searched and measured; templates are made a few times a second, of faces that may be compared, and
    what covers the face is looked at in the frames between. ``same_person_at`` is the engine's score below which two
    templates of one session are two people's.
    """

    def __init__(
        self,
        templates: Templates,
        zone: Zone,
        liveness: Liveness,
        same_person_at: float,
        expressions: Expressions | None = None,
    ) -> None:
        self._templates = templates
        self._tracker = Tracker(zone)
        self._liveness = liveness
        self._best = BestFaces(templates.average, lambda one, other: templates.score(one, other) >= same_person_at)
        self._expressions = expressions
        self._expression: deque[Expression] = deque(maxlen=EXPRESSIONS)
        self._coverings = CoveringWatch()
        self._upright = UprightWatch()
        self._person = 1
        self._embedded_at = self._looked_at = -math.inf

    def look(self, frame: Frame) -> FaceSighting:
        """The hint for this frame, and the person's best faces as one, when this frame had something to add to them.

        A face can come with a hint other than ``GOOD``: good enough to compare, and the person can do better.
        Raises ``Fault(FACE_ENGINE_BROKEN)``.
        """
        self._liveness.see(frame)
        hint, live = self._seen(frame)
        return FaceSighting(hint, live, self._liveness.prompt, self._liveness.report, self._turn_wanted())

    def start_challenge(self) -> None:
        self._liveness.start_challenge()

    def close(self) -> None:
        self._forget()
        self._liveness.close()

    def _seen(self, frame: Frame) -> tuple[FaceHint, LiveFace | None]:
        pixels, at = pixels_of(frame), frame.captured_at
        faces = self._templates.faces(pixels)
        tracked = self._tracker.update(faces, frame.width, frame.height, at)
        if tracked.new_person:
            self._next_person()
        self._upright.look(pixels, faces, at, self._templates.faces)
        person = None if self._upright.suspected else tracked.person
        if person is None:
            self._liveness.miss(at)
            return self._hint_for_nobody(tracked.hint, pixels), None
        quality = replace(self._templates.quality(pixels, person), coverings=self._coverings.worn)
        hint = min(tracked.hint, hint_for(self._steady(quality)), key=list(FaceHint).index)
        if tracked.hint in UNCLEAR:
            self._liveness.miss(at)
            return hint, None
        return self._followed(frame, person, quality, hint)

    def _turn_wanted(self) -> int:
        """By how much pictures are to be turned, told once: whatever was seen in them so far counts for nothing."""
        quarters = self._upright.quarters
        if quarters:
            self._upright = UprightWatch()
            self._next_person()
        return quarters

    def _hint_for_nobody(self, hint: FaceHint, pixels: Pixels) -> FaceHint:
        """Why there is nobody to be looked at in this picture, in which the tracker said ``hint``."""
        if self._upright.suspected:
            return FaceHint.CAMERA_TURNED if self._upright.turned else FaceHint.NO_FACE
        return FaceHint.MORE_LIGHT if np.median(pixels[::8, ::8]) < BLACK_LUMA else hint

    def _followed(
        self, frame: Frame, person: FaceFound, quality: FaceQuality, hint: FaceHint
    ) -> tuple[FaceHint, LiveFace | None]:
        """What the person's face in this frame adds to what is known of them."""
        pixels, at = pixels_of(frame), frame.captured_at
        usable = is_usable(quality)
        wanted = at - self._embedded_at >= TEMPLATE_SECONDS if usable else self._may_hide_a_mask(quality, at)
        if wanted:
            quality = self._with_expression(pixels, person, quality)
        template = self._templates.template(pixels, person, quality.luma) if wanted else None
        added = None
        if template is not None:
            self._embedded_at = at
            added = self._add(frame, quality, template) if usable else None
            if self._coverings.due(at):
                self._coverings.begin(self._templates.covering_look(pixels, person, quality.luma, template), at)
        self._look_for_coverings(at, spare=template is None)
        self._liveness.look(Look(pixels, person, quality, template if usable else None, at))
        if usable and wanted and template is None and hint is FaceHint.GOOD:
            # Of usable faces only dlib's detector misses some: mostly those that are turned away.
            return FaceHint.LOOK_STRAIGHT, None
        return hint, None if added in (None, Added.SET_ASIDE) else self._live_face()

    def _with_expression(self, pixels: Pixels, person: FaceFound, quality: FaceQuality) -> FaceQuality:
        if self._expressions is None:
            return quality
        read = self._expressions.read(pixels, person)
        self._expression.append(read)
        return replace(quality, eyes_shut=read.eyes_shut, mouth_open=read.mouth_open)

    def _may_hide_a_mask(self, quality: FaceQuality, at: float) -> bool:
        """Whether to look at a face that is not compared: what makes it too dark may be a black mask."""
        return is_badly_lit(quality) and self._coverings.due(at)

    def _live_face(self) -> LiveFace | None:
        live = self._best.face(self._person)
        if live is None:
            return None
        return replace(live, quality=replace(live.quality, coverings=self._coverings.suspected))

    def _steady(self, quality: FaceQuality) -> FaceQuality:
        """The quality with the expression that the last two readings share: nobody is asked to open blinking eyes.

        While a challenge is under way, which may ask for either, nobody is asked for the opposite.
        """
        if len(self._expression) < EXPRESSIONS or self._liveness.prompt is not None:
            return quality
        eyes, mouth = (min(read) for read in zip(*map(astuple, self._expression), strict=True))
        return replace(quality, eyes_shut=eyes, mouth_open=mouth)

    def _add(self, frame: Frame, quality: FaceQuality, template: Template) -> Added:
        """Show a template to the best faces; one of somebody else starts everything anew, with it as the first."""
        added = self._best.add(frame, quality, template)
        if added is Added.ANOTHER_PERSON:
            self._person += 1
            self._coverings.forget()
            self._liveness.new_person()
        return added

    def _look_for_coverings(self, at: float, *, spare: bool) -> None:
        """Go on with a look where no template was made; at once to its end where frames come that seldom."""
        slow = at - self._looked_at >= TEMPLATE_SECONDS
        self._looked_at = at
        while self._coverings.looking and (spare or slow):
            if self._coverings.go_on():
                # Bare and covered faces make no average together, and those before were taken for the other kind.
                self._best.clear()
            if not slow:
                break

    def _next_person(self) -> None:
        self._person += 1
        self._forget()
        self._liveness.new_person()

    def _forget(self) -> None:
        self._expression.clear()
        self._best.clear()
        self._coverings.forget()
        self._embedded_at = -math.inf
