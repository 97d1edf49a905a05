"""A morning's shift with fictitious people, as the report gets it."""

from __future__ import annotations

from datetime import timedelta, timezone

from kiosk.domain.override import Outcome
from kiosk.domain.record import CheckId
from kiosk.domain.shift import (
    HourOfShift,
    OpenShift,
    OverrideLine,
    PartTested,
    PinnedList,
    ShiftClosing,
    ShiftFigures,
    ShiftOpening,
    ShiftReport,
)
from kiosk.domain.site import Listing
from kiosk.domain.text import Text
from kiosk.domain.verdict import Verdict
from tests.fakes.staff import START

HANOI = timezone(timedelta(hours=7))

ABSENT = (
    Listing("000104", name="Nguyễn Hoàng Ngọc Ánh", place=Text("Phòng 3, ghế 4", "Room 3, seat 4")),
    Listing("000105", name="Đặng Thị Quỳnh Như", place=Text("Phòng 3, ghế 5", "Room 3, seat 5")),
)

OVERRIDES = (
    OverrideLine(
        START + timedelta(minutes=31),
        CheckId("c-17"),
        "000117",
        Verdict.REFER,
        Outcome.ADMITTED,
        "face-compared-by-staff",
        "binh",
        "",
    ),
    OverrideLine(
        START + timedelta(minutes=44),
        CheckId("c-20"),
        "",
        Verdict.REFUSE,
        Outcome.ADMITTED,
        "list-is-wrong",
        "binh",
        "lan",
        "lan",
    ),
)


def morning(**changes: object) -> ShiftReport:
    """The report of a closed shift; ``changes`` replace fields of it."""
    fields: dict[str, object] = {
        "kiosk": "quay-3",
        "site": "Điểm thi Trường THPT Chu Văn An",
        "shift": OpenShift(
            812,
            START,
            ShiftOpening(
                "binh",
                PinnedList("phong-3.csv", 48, "9f" * 32),
                (PartTested("readers", "ok"), PartTested("camera", "ok"), PartTested("disk", "warn")),
            ),
        ),
        "closing": ShiftClosing("lan", START + timedelta(hours=4), 902, "0123456789abcdef" * 4),
        "figures": ShiftFigures(
            checks=50,
            verdicts=(
                (Verdict.ADMIT, 40),
                (Verdict.ADMIT_WITH_ATTENTION, 4),
                (Verdict.REFER, 4),
                (Verdict.REFUSE, 2),
            ),
            reasons=(("face-unsure", 3), ("issuer-not-verified", 2), ("not-listed", 2)),
            faults=(("reader-lost", 1),),
            overrides=OVERRIDES,
            hours=(HourOfShift(START, 30, 27), HourOfShift(START + timedelta(hours=1), 20, 17)),
            median_seconds=6.24,
            p95_seconds=14.9,
            admitted=46,
            attention_seen=3,
            attention_unseen=1,
        ),
        "made_at": (START + timedelta(hours=4)).astimezone(HANOI),
        "expected": 48,
        "absent": ABSENT,
    }
    return ShiftReport(**{**fields, **changes})  # type: ignore[arg-type]
