"""A morning at a hospital's reception: appointments, queue numbers for each clinic, and who comes in which way.

Through list, rules, machine and journal as they run in the kiosk; card, camera and clock are the test's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.check import effects as fx
from kiosk.check import events as ev
from kiosk.check.limits import MAX_COMPARISONS
from kiosk.check.remembering import seen_before
from kiosk.check.screens import CitizenScreen, citizen_screen
from kiosk.check.states import Idle, Instant, Kiosk
from kiosk.domain.attendance import Station
from kiosk.domain.face import FaceComparison
from kiosk.domain.identity import Identity, Source
from kiosk.domain.liveness import LivenessPolicy, LivenessRules
from kiosk.domain.shift import ShiftOpening
from kiosk.domain.verdict import Reason, Verdict
from kiosk.domain.vietnam_time import VIETNAM
from kiosk.journal.journal import Journal
from kiosk.site.attendance import AttendingRoster
from kiosk.site.profile import load_site
from kiosk.site.store.installation import importing
from kiosk.site.store.installed import InstalledRoster
from kiosk.site.store.queue_numbers import KeptQueueNumbers
from tests.fakes.findings import INSPECTED, LIVE, MATCH, MISMATCH
from tests.fakes.walk import Walk

ROOT = Path(__file__).parents[2]
SITE = load_site(ROOT / "config" / "sites" / "hospital.toml")
DAY = date(2026, 6, 26)
HEADER = "Mã bệnh nhân,Số CCCD,Họ và tên,Ngày sinh,Ngày hẹn,Giờ hẹn,Phòng khám,Số thứ tự,Ưu tiên"
CLINICS = ("Nội tổng quát", "Mắt", "Tim mạch")
PATIENTS = 60
HAS_NUMBER, ELDERLY, EARLY, TOMORROW, TWO_CLINICS, ANOTHER, TWICE, ABSENT = 3, 7, 11, 15, 18, 22, 25, 29
ATTENTION, REFER = Verdict.ADMIT_WITH_ATTENTION, Verdict.REFER


@dataclass(frozen=True)
class Patient:
    """A fictitious person with an appointment."""

    index: int

    @property
    def key(self) -> str:
        return f"BN-{self.index:04}"

    @property
    def clinic(self) -> str:
        return CLINICS[self.index % 3]

    @property
    def card(self) -> Identity:
        born = date(1960, 1, 1) + timedelta(days=100 * self.index)
        return Identity(Source.CHIP, f"001060{self.index:06}", name="Nguyễn Văn An", birth_date=born)

    def rows(self) -> Iterator[str]:
        day = "27/06/2026" if self.index == TOMORROW else "26/06/2026"
        own = "99" if self.index == HAS_NUMBER else ""
        care = "Người cao tuổi" if self.index == ELDERLY else ""
        born = f"{self.card.birth_date:%d/%m/%Y}"
        yield f"{self.key},{self.card.number},Nguyễn Văn An,{born},{day},08:00,{self.clinic},{own},{care}"
        if self.index == TWO_CLINICS:
            yield f"{self.key},{self.card.number},Nguyễn Văn An,{born},{day},11:00,Tim mạch,,"


@dataclass(frozen=True)
class Arrival:
    at: str
    who: int
    verdict: Verdict = Verdict.ADMIT
    reasons: tuple[Reason, ...] = ()
    comparison: FaceComparison = MATCH


SPECIAL = (
    Arrival("07:00", HAS_NUMBER),
    Arrival("07:01", ELDERLY, ATTENTION, (Reason.NEEDS_CARE,)),
    Arrival("05:30", EARLY, ATTENTION, (Reason.TOO_EARLY,)),
    Arrival("07:02", TOMORROW, REFER, (Reason.WRONG_DAY,)),
    Arrival("07:03", TWO_CLINICS),
    Arrival("10:45", TWO_CLINICS),
    Arrival("07:04", ANOTHER, REFER, (Reason.FACE_DIFFERS,), MISMATCH),
    Arrival("07:05", TWICE),
    Arrival("07:40", TWICE, ATTENTION, (Reason.ALREADY_ADMITTED,)),
)
STRANGER = Arrival("07:06", 900, REFER, (Reason.NOT_LISTED,))
ORDINARY = tuple(
    Arrival(f"{6 + (40 + index) // 60:02}:{(40 + index) % 60:02}", index)
    for index in range(PATIENTS)
    if index not in {one.who for one in SPECIAL} | {ABSENT}
)


class HeldClock:
    def __init__(self) -> None:
        self.at = datetime(2026, 6, 26, 5, tzinfo=VIETNAM)

    def monotonic(self) -> float:
        return self.at.timestamp()

    def now(self) -> datetime:
        return self.at.astimezone(UTC)


class Reception:
    """One kiosk at the reception; it goes on after a restart in the middle of the morning."""

    def __init__(self, folder: Path) -> None:
        self.clock = HeldClock()
        self.folder = folder
        self.profile = replace(
            SITE.profile, liveness=LivenessRules(LivenessPolicy.OFF), insurance=None, health_records=None
        )
        self.roster = InstalledRoster(folder / "lists", SITE.columns)
        self.journal = Journal(folder / "journal.sqlite", self.profile.name, self.clock)
        self.journal.open_shift(ShiftOpening("binh", None))

    def check(self, one: Arrival) -> tuple[Walk, CitizenScreen]:
        hours, minutes = map(int, one.at.split(":"))
        self.clock.at = datetime(2026, 6, 26, hours, minutes, tzinfo=VIETNAM)
        card = Patient(one.who).card
        roster = AttendingRoster(self.roster, self.profile.attendance, Station(), VIETNAM)
        walk = Walk(Kiosk(self.profile, Idle()))
        walk.now = Instant(self.clock.monotonic(), self.clock.now())
        walk.code_then_card().send(ev.ConsentAnswered(True)).face_seen().chip_read()
        walk.send(ev.DocumentInspected(walk.id, replace(INSPECTED, identity=card)))
        answer = roster.find(card, self.clock.now())
        before, left = self.journal.last_admission(card), self.journal.last_leaving(card)
        walk.send(ev.ListAnswered(walk.id, seen_before(answer, before, self.clock.now(), self.profile, left)))
        for _ in range(MAX_COMPARISONS):
            if not walk.all(fx.CommitRecord):
                walk.send(ev.FaceCompared(walk.id, one.comparison, LIVE), ev.LiveFaceFound(walk.id, replace(LIVE)))
        (commit,) = walk.all(fx.CommitRecord)
        self.journal.commit(commit.record, commit.identity)
        assert self.profile.queue is not None
        numbers = KeptQueueNumbers(self.folder / "lists", self.profile.queue)
        number = numbers.issue(commit.queued, DAY) if commit.queued else None
        walk.send(ev.Recorded(walk.id, number))
        return walk, citizen_screen(walk.kiosk, walk.now.monotonic)


@pytest.fixture(scope="module")
def reception(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reception]:
    folder = tmp_path_factory.mktemp("hospital")
    file = folder / "list.csv"
    rows = [row for index in range(PATIENTS) for row in Patient(index).rows()]
    file.write_text("\n".join([HEADER, *rows]), "utf-8")
    with importing(folder / "lists", file, SITE.columns) as draft:
        assert draft.preview.draft.problems == ()
        draft.install(datetime(2026, 6, 25, tzinfo=UTC))
    made = Reception(folder)
    yield made
    made.journal.close()


def test_a_whole_morning_without_a_wrong_admission(reception: Reception) -> None:
    wrong = []
    given: dict[str, list[int]] = defaultdict(list)
    places: dict[int, list[str]] = defaultdict(list)
    for one in sorted([*ORDINARY, *SPECIAL, STRANGER], key=lambda one: one.at):
        walk, screen = reception.check(one)
        if (walk.decision.verdict, walk.decision.reasons) != (one.verdict, one.reasons):
            wrong.append((one, walk.decision))
        if walk.decision.verdict is REFER:
            assert screen.place is None or one.who == TOMORROW, "whoever is referred gets no number"
            assert screen.place is None or "Số thứ tự" not in screen.place.vi
            continue
        assert screen.place is not None
        places[one.who].append(screen.place.vi)
        clinic, _, number = screen.place.vi.partition(" · Số thứ tự ")
        given[clinic.removeprefix("Phòng khám ")].append(int(number))
    assert wrong == []

    assert places[HAS_NUMBER] == ["Phòng khám Nội tổng quát · Số thứ tự 99"]
    assert places[TWICE][0] == places[TWICE][1], "the same number when they come again"
    assert [place.partition(" · ")[0] for place in places[TWO_CLINICS]] == [
        "Phòng khám Nội tổng quát",
        "Phòng khám Tim mạch",
    ]
    for clinic, numbers in given.items():
        own = {99} if clinic == CLINICS[0] else set()
        once = sorted(set(numbers) - own)
        assert once == list(range(1, len(once) + 1)), f"{clinic}: no gap and no number twice"
    assert reception.journal.verify() is None
