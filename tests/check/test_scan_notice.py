"""What was wrong with a scan: the person is told what it was, the staff what they can mend."""

from __future__ import annotations

import pytest

from kiosk.check.screens import citizen_screen, operator_screen
from kiosk.check.states import AwaitingKey, Idle, Phase
from kiosk.domain.faults import CODE_FAULTS, FAULTS, FaultCode
from tests.ui.situations import NOW, check, kiosk

ZONE_FAULTS = {
    FaultCode.ZONE_CUT_OFF,
    FaultCode.ZONE_TOO_SMALL,
    FaultCode.ZONE_GLARE,
    FaultCode.ZONE_ASLANT,
    FaultCode.ZONE_BLURRED,
}
"""Printed lines that are seen and cannot be read: what the person can change about it."""


def waiting(fault: FaultCode) -> list[Phase]:
    return [Idle(fault, NOW + 9), AwaitingKey(check(), NOW + 9, fault)]


@pytest.mark.parametrize("fault", sorted((CODE_FAULTS | ZONE_FAULTS) - {FaultCode.CODE_GARBLED}))
def test_the_person_is_told_what_was_scanned(fault: FaultCode) -> None:
    for phase in waiting(fault):
        assert citizen_screen(kiosk(phase), NOW).hint == FAULTS[fault].sentence


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (FaultCode.WRONG_ACCESS_KEY, "Số hoặc mã không khớp thẻ này"),
        (FaultCode.CODE_GARBLED, "Chưa đọc đúng mã – mời đưa mã QR vào camera"),
    ],
)
def test_what_staff_would_call_by_its_name_the_person_is_told_plainly(fault: FaultCode, told: str) -> None:
    for phase in waiting(fault):
        hint = citizen_screen(kiosk(phase), NOW).hint
        assert hint is not None
        assert hint.vi == told


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (FaultCode.CODE_GARBLED, True),
        (FaultCode.CODE_BOARDING_PASS, False),
        (FaultCode.CODE_MALFORMED, False),
        (FaultCode.CODE_NOT_A_CARD, False),
        *((fault, False) for fault in sorted(ZONE_FAULTS)),
    ],
)
def test_the_staff_are_told_what_they_can_mend(fault: FaultCode, told: bool) -> None:
    for phase in waiting(fault):
        lines = [(line.label, line.value) for line in operator_screen(kiosk(phase), NOW).trouble]
        assert lines == ([(FAULTS[fault].sentence, FAULTS[fault].remedy)] if told else [])
