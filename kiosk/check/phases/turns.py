"""What every phase does with a step: go to a phase, add effects, exchange the check; pure."""

from __future__ import annotations

from dataclasses import replace

from kiosk.check import effects as fx
from kiosk.check.states import (
    AwaitingConsent,
    AwaitingKey,
    Check,
    CheckingByHand,
    Completing,
    Kiosk,
    Phase,
    Reading,
    Recording,
    Repositioning,
    ShowingResult,
)

Step = tuple[Kiosk, tuple[fx.Effect, ...]]


def to_phase(kiosk: Kiosk, phase: Phase) -> Step:
    """The kiosk in this phase, with nothing to be done."""
    return replace(kiosk, phase=phase), ()


def then(step: Step, more: tuple[fx.Effect, ...], *, first: bool = False) -> Step:
    """The step with more effects, after its own or before them."""
    kiosk, effects = step
    return kiosk, (*more, *effects) if first else (*effects, *more)


def with_evidence(check: Check, **findings: object) -> Check:
    """The check with these findings in its evidence."""
    return replace(check, evidence=replace(check.evidence, **findings))  # type: ignore[arg-type]


def with_check(phase: Phase, check: Check) -> Phase:
    """The phase with this check in place of its own; a phase without one as it is."""
    match phase:
        case (
            AwaitingConsent()
            | AwaitingKey()
            | CheckingByHand()
            | Reading()
            | Repositioning()
            | Completing()
            | Recording()
            | ShowingResult()
        ):
            return replace(phase, check=check)
    return phase
