"""Whether a living person stands before the camera: what a site asks, what the person is asked, what was found.

The vocabulary is that of ISO/IEC 30107 (presentation attack detection); no claim under ISO/IEC 30107-3 is made.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.authenticity import CheckStatus
from kiosk.domain.face import FaceHint, LiveFace


class LivenessPolicy(StrEnum):
    """How much a site asks. Nothing here ever refuses: what failed or was not done refers at most."""

    OFF = "off"
    PASSIVE = "passive"
    PASSIVE_THEN_ACTIVE = "passive_then_active"
    ACTIVE = "active"


ACTIVE_SECONDS_LIMITS = (5.0, 30.0)


@dataclass(frozen=True, slots=True)
class LivenessRules:
    """What a site asks for, and how many seconds a person has for the whole challenge."""

    policy: LivenessPolicy = LivenessPolicy.PASSIVE_THEN_ACTIVE
    active_seconds: float = 15.0


class Challenge(StrEnum):
    """What the person is asked to do; left and right are the person's own."""

    LOOK_STRAIGHT = "look_straight"
    TURN_LEFT = "turn_left"
    TURN_RIGHT = "turn_right"
    BLINK = "blink"
    OPEN_MOUTH = "open_mouth"


@dataclass(frozen=True, slots=True)
class ChallengePrompt:
    """One instruction at a time: ``step`` of ``steps`` (from 1), and the share (0–1) of its movement that was seen."""

    challenge: Challenge
    step: int
    steps: int
    share: float = 0.0


class LivenessPart(StrEnum):
    """The parts of the liveness check, in the order in which they are shown.

    ``MOVEMENT``: the picture is not a still one. ``DEPTH``: the nose stands before the plane of eyes and mouth.
    ``SURROUNDINGS``: what is beside the head stays where it is when the face moves; a doubt, never a failure.
    ``INJECTION``: hints that the pictures do not come from a camera; for staff, never more than that.
    """

    PASSIVE = "passive"
    CHALLENGE = "challenge"
    SAME_FACE = "same_face"
    MOVEMENT = "movement"
    DEPTH = "depth"
    SURROUNDINGS = "surroundings"
    INJECTION = "injection"


class LivenessReason(StrEnum):
    """Why a part is not passed; stable codes."""

    NO_MODELS = "no-models"
    TOO_FEW_FRAMES = "too-few-frames"
    IN_DOUBT = "in-doubt"
    LIKE_A_PICTURE = "like-a-picture"
    NOT_ASKED = "not-asked"
    UNDER_WAY = "under-way"
    TOO_LATE = "too-late"
    WRONG_MOVEMENT = "wrong-movement"
    STAFF_LOOKS = "staff-looks"
    ANOTHER_FACE = "another-face"
    FACE_JUMPED = "face-jumped"
    STILL_PICTURE = "still-picture"
    FLAT = "flat"
    NO_TURN_SEEN = "no-turn-seen"
    MOVES_ALONG = "moves-along"
    NOTHING_TO_COMPARE = "nothing-to-compare"
    REPEATED_FRAMES = "repeated-frames"
    IMPOSSIBLE_TIMING = "impossible-timing"
    VIRTUAL_CAMERA = "virtual-camera"
    NO_DEVICE = "no-device"


@dataclass(frozen=True, slots=True)
class LivenessFinding:
    """What one part found; ``reason`` is set unless it passed."""

    part: LivenessPart
    status: CheckStatus
    reason: LivenessReason | None = None


_SUFFICIENT: dict[LivenessPolicy, tuple[LivenessPart, ...]] = {
    LivenessPolicy.OFF: (),
    LivenessPolicy.PASSIVE: (LivenessPart.PASSIVE,),
    LivenessPolicy.PASSIVE_THEN_ACTIVE: (LivenessPart.PASSIVE, LivenessPart.CHALLENGE),
    LivenessPolicy.ACTIVE: (LivenessPart.CHALLENGE,),
}
"""For each policy the parts of which one must have passed."""

_HINTS = frozenset({LivenessPart.INJECTION})
"""Parts whose failure is a hint for staff and decides nothing."""


_PENDING = frozenset({LivenessReason.NOT_ASKED, LivenessReason.TOO_FEW_FRAMES, LivenessReason.UNDER_WAY})
"""Reasons that more frames can do away with."""


@dataclass(frozen=True, slots=True)
class LivenessReport:
    """The findings about one person before the camera, and the ``policy`` under which they were made.

    ``person`` counts, from 1, who stood before the camera in this check, as in ``LiveFace``.
    """

    findings: tuple[LivenessFinding, ...] = ()
    policy: LivenessPolicy = LivenessPolicy.OFF
    person: int = 1

    def of(self, part: LivenessPart) -> LivenessFinding:
        """The finding of this part; not done where there is none."""
        for finding in self.findings:
            if finding.part is part:
                return finding
        return LivenessFinding(part, CheckStatus.NOT_DONE, LivenessReason.NOT_ASKED)

    @property
    def status(self) -> CheckStatus:
        """Failed when any part failed that is more than a hint; passed when one passed that the policy accepts."""
        if self.policy is LivenessPolicy.OFF:
            return CheckStatus.NOT_DONE
        if any(one.status is CheckStatus.FAILED for one in self.findings if one.part not in _HINTS):
            return CheckStatus.FAILED
        passed = any(self.of(part).status is CheckStatus.PASSED for part in self._sufficient)
        return CheckStatus.PASSED if passed else CheckStatus.NOT_DONE

    @property
    def pending(self) -> bool:
        """Whether a part that would be sufficient may still come to its end."""
        if self.status is not CheckStatus.NOT_DONE:
            return False
        return any(self.of(part).reason in _PENDING for part in self._sufficient)

    @property
    def doubted(self) -> bool:
        """Whether the whole picture moves, as a print in a hand does: only the challenge tells a person from one."""
        return self.of(LivenessPart.SURROUNDINGS).reason is LivenessReason.MOVES_ALONG

    @property
    def _sufficient(self) -> tuple[LivenessPart, ...]:
        """Parts of which one must have passed; none that looks at single frames, where those are doubted."""
        parts = _SUFFICIENT[self.policy]
        return tuple(part for part in parts if part is not LivenessPart.PASSIVE) if self.doubted else parts

    @property
    def injection_suspected(self) -> bool:
        """Whether staff should look at where the pictures come from."""
        return self.of(LivenessPart.INJECTION).status is CheckStatus.FAILED

    @property
    def wants_challenge(self) -> bool:
        """Whether the policy asks for the challenge now: always, or because the passive part leaves a doubt."""
        if self.of(LivenessPart.CHALLENGE).reason is not LivenessReason.NOT_ASKED or self.status is CheckStatus.FAILED:
            return False
        if self.policy is LivenessPolicy.ACTIVE:
            return True
        unclear = self.of(LivenessPart.PASSIVE).reason in (LivenessReason.NO_MODELS, LivenessReason.IN_DOUBT)
        return self.policy is LivenessPolicy.PASSIVE_THEN_ACTIVE and (unclear or self.doubted)


@dataclass(frozen=True, slots=True)
class FaceSighting:
    """What a face session makes of one frame.

    ``live`` is a face that may be compared, ``prompt`` what the person is asked to do now, ``liveness`` everything
    found so far about the person before the camera. ``turn``: by how many quarters clockwise the camera's pictures must
    be turned for faces to stand upright; 0 unless faces are found in turned pictures only.
    """

    hint: FaceHint
    live: LiveFace | None = None
    prompt: ChallengePrompt | None = None
    liveness: LivenessReport = LivenessReport()
    turn: int = 0
