"""What is looked for in the camera's frames, by the phase of the check: codes, and printed lines beside them."""

from __future__ import annotations

from kiosk.check.boarding import awaits_pass
from kiosk.check.states import AwaitingKey, Completing, Idle, Phase, Reading, ShowingResult


def looks_for_codes(phase: Phase) -> bool:
    match phase:
        case Reading(check=check) | Completing(check=check):
            return awaits_pass(check)
    return looks_for_zones(phase)


def looks_for_zones(phase: Phase) -> bool:
    """Whether a document's printed lines would be of use: not while a check waits for nothing but a boarding pass."""
    match phase:
        case Idle() | AwaitingKey():
            return True
        case ShowingResult(check=check):
            return not check.card_present
    return False
