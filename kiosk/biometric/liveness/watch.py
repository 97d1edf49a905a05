"""The liveness of one check: every part sees every frame, and together they make the report."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable

from kiosk.biometric.camera.pixels import pixels_of
from kiosk.biometric.liveness.challenge import ChallengeRun
from kiosk.biometric.liveness.depth import Depth
from kiosk.biometric.liveness.expression import Expression, ExpressionNetworks
from kiosk.biometric.liveness.gestures import Measured
from kiosk.biometric.liveness.injection import InjectionHints
from kiosk.biometric.liveness.look import Look
from kiosk.biometric.liveness.movement import Continuity, Movement
from kiosk.biometric.liveness.origin import PictureOrigin
from kiosk.biometric.liveness.passive import CERTAIN_AT, LIVE_AT, PassiveCheck, PictureNetworks
from kiosk.biometric.liveness.same_face import SameFace
from kiosk.biometric.liveness.shape import mean_points, narrowed, parallax
from kiosk.biometric.liveness.surroundings import Surroundings
from kiosk.biometric.networks.manifest import Points
from kiosk.biometric.networks.recognition import Template
from kiosk.biometric.quality import is_usable
from kiosk.domain.face import Frame
from kiosk.domain.liveness import (
    ChallengePrompt,
    LivenessPolicy,
    LivenessReport,
    LivenessRules,
)

STRAIGHT_YAW, STRAIGHT_ROLL = 0.18, 12.0
"""Of a face whose points say how this person looks straight on: a little wider than the gates of a good frame, because
only the difference counts."""

STRAIGHT_LOOKS = 3
"""Their mean takes much of the wavering out of the detector's points, and a slow camera has them within 1.5 s."""


class LivenessWatch:
    """What is known of the person before the camera; not thread-safe, one for each check."""

    def __init__(
        self,
        rules: LivenessRules,
        origin: PictureOrigin,
        same_face: Callable[[Template, Template], bool],
        pictures: PictureNetworks | None = None,
        expressions: ExpressionNetworks | None = None,
        chance: random.Random | None = None,
    ) -> None:
        """Without ``pictures`` the passive part is not done; without ``expressions`` nobody is asked for one.

        ``chance`` draws orders and pauses: the system's, which nobody can foresee whatever was seen of earlier ones.
        """
        self._rules = rules
        self._pictures = pictures
        self._expressions = expressions
        self._same = same_face
        self._chance = chance or random.SystemRandom()
        self._hints = InjectionHints(origin)
        self._person = 0
        self._challenged: Template | None = None
        self._asked = False
        self._at = 0.0
        self._begin()

    def _begin(self) -> None:
        """Nothing is known of the person who stands there from now on."""
        self._person += 1
        doubt_below = CERTAIN_AT if self._rules.policy is LivenessPolicy.PASSIVE_THEN_ACTIVE else LIVE_AT
        self._passive = PassiveCheck(self._pictures, doubt_below)
        self._movement, self._continuity, self._depth = Movement(), Continuity(), Depth()
        self._surroundings = Surroundings()
        self._face = SameFace(self._same, self._challenged)
        self._straight: deque[Points] = deque(maxlen=STRAIGHT_LOOKS)
        self._challenge = ChallengeRun(
            self._rules.active_seconds, self._chance, expressions=self._expressions is not None
        )
        if self._asked:
            self._challenge.start(self._at)

    @property
    def report(self) -> LivenessReport:
        """Everything found so far; empty where the site asks for nothing."""
        if self._rules.policy is LivenessPolicy.OFF:
            return LivenessReport()
        findings = (
            self._passive.finding,
            self._challenge.finding,
            self._face.finding,
            self._movement.finding,
            self._depth.finding,
            self._surroundings.finding,
            self._hints.finding,
        )
        return LivenessReport(findings, self._rules.policy, self._person)

    @property
    def prompt(self) -> ChallengePrompt | None:
        """What the person is asked to do now."""
        return self._challenge.prompt

    def see(self, frame: Frame) -> None:
        """Take note of a frame, before anything is looked for in it."""
        self._at = frame.captured_at
        if self._rules.policy is not LivenessPolicy.OFF:
            self._hints.see(pixels_of(frame), frame.captured_at)
            self._challenge.tick(frame.captured_at)

    def look(self, look: Look) -> None:
        """Take note of the person's face in the frame that was seen last; raises ``Fault(FACE_ENGINE_BROKEN)``."""
        if self._rules.policy is LivenessPolicy.OFF:
            return
        usable = is_usable(look.quality)
        if self._continuity.leapt(look.face, look.at):
            self._face.leapt()
            self._challenge.restart()
        same = self._face.look(look.template) if look.template is not None else None
        if same is False:
            return
        self._movement.look(look.face, look.at)
        self._surroundings.look(look.pixels, look.face, look.at)
        if usable:
            self._passive.look(look.pixels, look.face)
        self._turn(look, usable, same)

    def miss(self, at: float) -> None:
        """Take note that it is not clear whose face the frame seen last shows, or that it shows none."""
        self._continuity.forget()
        self._surroundings.forget()

    def new_person(self) -> None:
        """Somebody else stands there now: what was found is forgotten, and the challenge begins anew."""
        if self._challenge.running:
            self._challenged = self._face.first
        self._begin()

    def start_challenge(self) -> None:
        """Ask the person to move from the next frame on; asking twice changes nothing."""
        if self._rules.policy is not LivenessPolicy.OFF and not self._asked:
            self._asked = True
            self._challenge.start(self._at)

    def close(self) -> None:
        """Forget everything about the person."""
        self._challenged = None
        self._begin()

    def _turn(self, look: Look, usable: bool, same: bool | None) -> None:
        """Measure how the head has turned from how it looked straight on, and hold it against what is asked."""
        straight = abs(look.quality.yaw) <= STRAIGHT_YAW and abs(look.quality.roll) <= STRAIGHT_ROLL
        if straight and (not self._challenge.running or len(self._straight) < STRAIGHT_LOOKS):
            self._straight.append(look.face.points)
        if not self._straight:
            return
        usable = usable and len(self._straight) == STRAIGHT_LOOKS
        reference = mean_points(self._straight)
        try:
            turned = parallax(reference, look.face.points)
            self._depth.look(turned, narrowed(reference, look.face.points))
        except ValueError:
            # Points from which no head can be told: the frame counts for nothing.
            return
        if self._challenge.running:
            read = self._expression(look)
            self._challenge.look(
                Measured(
                    look.at, turned, usable, same, read.eyes_shut if read else None, read.mouth_open if read else None
                )
            )

    def _expression(self, look: Look) -> Expression | None:
        """The expression, where one is asked for or must be over again: it costs more than all the rest."""
        if self._expressions is None or not self._challenge.wants_expression:
            return None
        return self._expressions.read(look.pixels, look.face)
