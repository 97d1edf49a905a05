"""What the face watch says while a check is busy with something else."""

from __future__ import annotations

from dataclasses import replace

from kiosk.check import events as ev
from kiosk.check.phases.turns import Step, to_phase, with_check, with_evidence
from kiosk.check.states import Check, Kiosk


def while_watching(kiosk: Kiosk, check: Check, event: ev.Event) -> Step:
    """What the face watch says while the check is busy with something else."""
    match event:
        case ev.FaceHinted(hint=hint):
            return to_phase(kiosk, with_check(kiosk.phase, replace(check, hint=hint)))
        case ev.LiveFaceFound(live=live):
            return to_phase(kiosk, with_check(kiosk.phase, replace(check, live=live)))
        case ev.FaceFailed(fault=fault):
            return to_phase(kiosk, with_check(kiosk.phase, with_evidence(check, face_fault=fault)))
    return kiosk, ()
