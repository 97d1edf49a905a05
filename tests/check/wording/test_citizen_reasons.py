"""Findings of a verdict -> what the person is told, and whether they are shown their place."""

from __future__ import annotations

import pytest

from kiosk.check.wording.citizen_reasons import ELSEWHERE, told_to_citizen
from kiosk.check.wording.words import CITIZEN_REASONS
from kiosk.domain.verdict import Decision, Finding, Reason, Verdict

ATTENTION, REFER, REFUSE = Verdict.ADMIT_WITH_ATTENTION, Verdict.REFER, Verdict.REFUSE


@pytest.mark.parametrize(
    ("findings", "told", "shows_place"),
    [
        pytest.param((), None, True, id="admitted"),
        pytest.param(((Reason.LIST_DIFFERS, ATTENTION),), None, True, id="admitted with attention"),
        pytest.param(((Reason.TOO_LATE, ATTENTION),), None, True, id="late, but let in"),
        pytest.param(((Reason.WRONG_ROOM, REFER),), Reason.WRONG_ROOM, True, id="another room: shown the right one"),
        pytest.param(((Reason.WRONG_DAY, REFUSE),), Reason.WRONG_DAY, True, id="another day"),
        pytest.param(((Reason.TOO_EARLY, REFER), (Reason.WRONG_ROOM, REFER)), Reason.TOO_EARLY, True, id="two of them"),
        pytest.param(
            ((Reason.WRONG_ROOM, REFER), (Reason.ISSUER_NOT_VERIFIED, ATTENTION)),
            Reason.WRONG_ROOM,
            True,
            id="what only calls for attention is no obstacle",
        ),
        pytest.param(
            ((Reason.FACE_DIFFERS, REFER), (Reason.WRONG_ROOM, REFER)), None, False, id="perhaps somebody else: no room"
        ),
        pytest.param(((Reason.CHIP_CLONED, REFUSE), (Reason.TOO_LATE, REFER)), None, False, id="a copied chip"),
        pytest.param(((Reason.NOT_LISTED, REFUSE),), None, False, id="not on the list"),
        pytest.param(
            ((Reason.CHIP_NOT_READ, REFER), (Reason.WRONG_ROOM, REFER)),
            Reason.CHIP_NOT_READ,
            False,
            id="what the person can mend is said before anything else",
        ),
    ],
)
def test_what_the_person_is_told(
    findings: tuple[tuple[Reason, Verdict], ...], told: Reason | None, shows_place: bool
) -> None:
    worst = max((verdict for _, verdict in findings), key=lambda verdict: verdict.severity, default=Verdict.ADMIT)
    decision = Decision(worst, tuple(Finding(reason, verdict) for reason, verdict in findings))
    assert told_to_citizen(decision) == (CITIZEN_REASONS[told] if told else None, shows_place)


def test_everything_elsewhere_has_a_sentence() -> None:
    assert set(CITIZEN_REASONS) >= ELSEWHERE
