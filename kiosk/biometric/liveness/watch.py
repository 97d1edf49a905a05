"""The liveness of one check: every part sees every frame, and together they make the report."""

from __future__ import annotations

from kiosk.biometric.liveness.look import Look
from kiosk.domain.authenticity import CheckStatus
from kiosk.domain.face import Frame
from kiosk.domain.liveness import (
    ChallengePrompt,
    LivenessFinding,
    LivenessPart,
    LivenessPolicy,
    LivenessReason,
    LivenessReport,
    LivenessRules,
)


class LivenessWatch:
    """What is known of the person before the camera; not thread-safe, one for each check."""

    def __init__(self, rules: LivenessRules) -> None:
        self._rules = rules

    @property
    def report(self) -> LivenessReport:
        """Everything found so far; empty where the site asks for nothing."""
        if self._rules.policy is LivenessPolicy.OFF:
            return LivenessReport()
        passive = LivenessFinding(LivenessPart.PASSIVE, CheckStatus.NOT_DONE, LivenessReason.NO_MODELS)
        return LivenessReport((passive,), self._rules.policy)

    @property
    def prompt(self) -> ChallengePrompt | None:
        """What the person is asked to do now."""
        return None

    def see(self, frame: Frame) -> None:
        """Take note of a frame, before anything is looked for in it."""

    def look(self, look: Look) -> None:
        """Take note of the person's face in the frame that was seen last."""

    def miss(self, at: float) -> None:
        """Take note that it is not clear whose face the frame seen last shows, or that it shows none."""

    def new_person(self) -> None:
        """Somebody else stands there now: what was found is forgotten, and the challenge begins anew."""

    def start_challenge(self) -> None:
        """Ask the person to move from the next frame on; asking twice changes nothing."""

    def close(self) -> None:
        """Forget everything about the person."""
