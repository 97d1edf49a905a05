"""What the face watch, and staff before it, say while a check is busy with something else."""

from __future__ import annotations

from dataclasses import replace

from kiosk.check import events as ev
from kiosk.check.phases.turns import Step, to_phase, with_check, with_evidence
from kiosk.check.states import AwaitingKey, Check, Kiosk
from kiosk.check.weighing import next_challenge, with_live, with_liveness, with_staff_looking


def while_watching(kiosk: Kiosk, check: Check, event: ev.Event) -> Step:
    """The check with what the event says about the face; any other event leaves it as it is.

    Who still looks for the card's code is not asked to move yet.
    """
    told = told_about_face(check, event)
    if told is None:
        return kiosk, ()
    challenge = None if isinstance(kiosk.phase, AwaitingKey) else next_challenge(told)
    told = replace(told, challenged=told.challenged or challenge is not None)
    step = to_phase(kiosk, with_check(kiosk.phase, told))
    return (step[0], (challenge,)) if challenge else step


def told_about_face(check: Check, event: ev.Event) -> Check | None:
    """The check after an event about the face; ``None`` for an event about anything else."""
    match event:
        case ev.FaceHinted(hint=hint):
            return replace(check, hint=hint)
        case ev.LiveFaceFound(live=live):
            return with_live(check, live)
        case ev.LivenessFound(report=report):
            return with_liveness(check, report)
        case ev.ChallengePrompted(prompt=prompt):
            return replace(check, prompt=None if check.staff_look else prompt)
        case ev.StaffLooks():
            return with_staff_looking(check)
        case ev.FaceFailed(fault=fault):
            return with_evidence(replace(check, comparing=False, prompt=None), face_fault=fault)
    return None
