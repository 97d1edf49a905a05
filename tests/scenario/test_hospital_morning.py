"""A morning at a hospital's reception: appointments, queue numbers for each clinic, and who comes in which way.

Through list, rules, machine and journal as they run in the kiosk; card, camera and clock are the test's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.app.hospital.arrived import ArrivedPatients
from kiosk.app.hospital.clinics import Clinics, QueueClinics, ServiceClinics
from kiosk.app.hospital.registration_desk import KioskRegistrationDesk
from kiosk.check import events as ev
from kiosk.check.screens import CitizenScreen, citizen_screen
from kiosk.domain.desks.registration import ClinicChoice, RegistrationAnswer
from kiosk.domain.face import FaceComparison
from kiosk.domain.hospital.registration import HospitalReply, Registered
from kiosk.domain.identity import Identity, Source
from kiosk.domain.record import CheckId
from kiosk.domain.service_trouble import ServiceTrouble
from kiosk.domain.text import Text
from kiosk.domain.verdict import Reason, Verdict
from kiosk.domain.vietnam_time import VIETNAM
from kiosk.site.profile import load_site
from kiosk.site.store.queue_numbers import KeptQueueNumbers
from tests.fakes.findings import MATCH, MISMATCH
from tests.fakes.registration import REGISTERED, FakeSystem
from tests.fakes.walk import Walk
from tests.scenario.morning import Desk, install_list

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


class Reception(Desk):
    """One kiosk at the reception; it goes on after a restart in the middle of the morning."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, SITE, datetime(2026, 6, 26, 5, tzinfo=VIETNAM), insurance=None, health_records=None)
        assert self.profile.queue is not None
        self.numbers = KeptQueueNumbers(self.lists, self.profile.queue)
        self.patients = ArrivedPatients(self.clock)
        self.told: list[tuple[CheckId | None, str]] = []
        queues = QueueClinics(self.numbers, self.profile.queue, self.roster.current().listings, self.clock)
        self.registration = self.registering_at(queues)

    def registering_at(self, clinics: Clinics) -> KioskRegistrationDesk:
        def tell(about: CheckId | None, place: Text) -> bool:
            self.told.append((about, place.vi))
            return True

        return KioskRegistrationDesk(self.patients, clinics, self.journal, self.clock, tell)

    def register(self, desk: KioskRegistrationDesk, clinic: str) -> RegistrationAnswer:
        """Whoever came in last is registered for this clinic, or for whatever has this code."""
        catalogues = desk.offers().catalogues
        chosen = tuple(
            (kind, next((entry for entry in entries if entry.code == clinic), entries[0]))
            for kind, entries in catalogues
        )
        answer = desk.register(desk.waiting()[0].visit, ClinicChoice(chosen), "binh")
        assert answer is not None
        return answer

    def check(self, one: Arrival) -> tuple[Walk, CitizenScreen]:
        hours, minutes = map(int, one.at.split(":"))
        at = datetime(2026, 6, 26, hours, minutes, tzinfo=VIETNAM)
        walk, commit = self.checked(Patient(one.who).card, one.comparison, at)
        number = self.numbers.issue(commit.queued, DAY) if commit.queued else None
        walk.send(ev.Recorded(walk.id, number))
        self.patients.observe(walk.kiosk)
        return walk, citizen_screen(walk.kiosk, walk.now.monotonic)


@pytest.fixture
def reception(tmp_path: Path) -> Iterator[Reception]:
    rows = [row for index in range(PATIENTS) for row in Patient(index).rows()]
    assert install_list(tmp_path, SITE, [HEADER, *rows]) == ()
    made = Reception(tmp_path)
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
            assert walk.id not in {patient.visit for patient in reception.registration.waiting()}
            continue
        assert screen.place is not None
        places[one.who].append(screen.place.vi)
        clinic, _, number = screen.place.vi.partition(" · Số thứ tự ")
        clinic = clinic.removeprefix("Phòng khám ")
        given[clinic].append(int(number))
        registered = reception.register(reception.registration, clinic).registered
        assert registered == Registered("", number, clinic), "at the desk it is the number that came with the verdict"
        assert reception.told[-1] == (walk.id, f"{clinic} · Số thứ tự {number}")
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


def test_the_same_morning_with_the_hospitals_own_system(reception: Reception) -> None:
    """Every admitted patient once, whatever answers are lost on the way; nobody else at all."""
    system = FakeSystem()
    desk = reception.registering_at(ServiceClinics(system, frozenset(), reception.clock, lambda image: image))
    admitted = []
    for at, one in enumerate(sorted([*ORDINARY, *SPECIAL, STRANGER], key=lambda one: one.at)):
        walk, _ = reception.check(one)
        if walk.decision.verdict is REFER:
            continue
        admitted.append(Patient(one.who).card.number)
        if at % 7 == 0:
            system.fails = HospitalReply(trouble=ServiceTrouble.TOO_LATE)
            assert reception.register(desk, "K02").uncertain
            system.fails = None
        assert reception.register(desk, "K02").registered == REGISTERED
    requests = {order.request: order for order in system.orders}
    assert [order.identity.number for order in requests.values()] == admitted
    assert {(order.department, order.identity.name) for order in requests.values()} == {("K02", "")}
    assert len(system.orders) > len(requests), "lost answers were asked for again, under the same name"
    assert len(reception.told) == len(admitted)
    assert reception.journal.verify() is None
