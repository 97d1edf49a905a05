"""Fakes for every port of one check, each doing exactly what the test says."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime

from kiosk.domain.access_key import AccessKey
from kiosk.domain.chip_reading import ChipReading, ReadProgress
from kiosk.domain.clock import Deadline
from kiosk.domain.evidence import Inspection
from kiosk.domain.face import ChipFace, FaceComparison, FaceHint, Frame, LiveFace
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.hospital.insurance import InsuranceAnswer, InsuranceField, InsuranceQuestion
from kiosk.domain.identity import Identity
from kiosk.domain.issuer_answer import IssuerAnswer, IssuerQuestion
from kiosk.domain.liveness import FaceSighting, LivenessRules
from kiosk.domain.outbox import OutboxMessage
from kiosk.domain.ports import OnProgress
from kiosk.domain.record import CheckRecord
from kiosk.domain.site import ListingAnswer
from tests.fakes.findings import CONFIRMED, INSPECTED, INSURED, LISTED, MATCH, QUALITY, reading


class FakeChipReader:
    """Answers with a reading, or does what ``behave`` says."""

    def __init__(self, behave: Callable[[Deadline], ChipReading] = lambda _: reading()) -> None:
        self.behave = behave
        self.forgotten = threading.Event()

    def read(self, reader: str, keys: Sequence[AccessKey], deadline: Deadline, on_progress: OnProgress) -> ChipReading:
        on_progress(ReadProgress("DG1", 95, 15000))
        return self.behave(deadline)

    def forget(self) -> None:
        self.forgotten.set()


class FakeInspector:
    def __init__(self, behave: Callable[[], Inspection] = lambda: INSPECTED) -> None:
        self.behave = behave

    def inspect(self, reading: ChipReading, told: Identity | None, at: datetime) -> Inspection:
        return self.behave()


class FakeFeed:
    """A camera whose frames count upwards; ``fault`` is what opening or reading meets."""

    def __init__(self) -> None:
        self.fault: FaultCode | None = None
        self.running = False
        self.closed = threading.Event()
        self.quarters = 0
        self._sequence = 0

    def start(self) -> None:
        if self.fault:
            raise Fault(self.fault)
        self.running = True
        self.closed.clear()

    def stop(self) -> None:
        self.running = False
        self.closed.set()

    def latest(self) -> Frame | None:
        return Frame(2, 1, bytes(6), sequence=self._sequence) if self.running else None

    def wait_newer(self, sequence: int, timeout: float) -> Frame | None:
        if self.fault:
            raise Fault(self.fault)
        time.sleep(0.001)
        self._sequence += 1
        return Frame(2, 1, bytes(6), captured_at=time.monotonic(), sequence=self._sequence)

    def turn(self, quarters: int) -> None:
        self.quarters = (self.quarters + quarters) % 4


def sees_a_good_face(frame: Frame) -> FaceSighting:
    return FaceSighting(FaceHint.GOOD, LiveFace(frame, (1.0, 0.0), QUALITY))


class FakeSession:
    """Looks as it is told; remembers whether the challenge was started and whether it was closed."""

    def __init__(self, look: Callable[[Frame], FaceSighting] = sees_a_good_face) -> None:
        self._look = look
        self.challenged = threading.Event()
        self.closed = threading.Event()

    def look(self, frame: Frame) -> FaceSighting:
        return self._look(frame)

    def start_challenge(self) -> None:
        self.challenged.set()

    def close(self) -> None:
        self.closed.set()


class FakeEngine:
    """Sees a good face in every frame, unless told otherwise, and compares as it is told."""

    def __init__(
        self,
        compare: Callable[[], FaceComparison] = lambda: MATCH,
        look: Callable[[Frame], FaceSighting] = sees_a_good_face,
    ) -> None:
        self._compare = compare
        self._look = look

    @property
    def name(self) -> str:
        return "fake"

    def session(self, rules: LivenessRules) -> FakeSession:
        return FakeSession(self._look)

    def compare(self, live: LiveFace, chip: ChipFace) -> FaceComparison:
        return self._compare()


class FakeRoster:
    def __init__(self, behave: Callable[[], ListingAnswer] = lambda: LISTED) -> None:
        self.behave = behave

    def find(self, identity: Identity, at: datetime) -> ListingAnswer:
        return self.behave()


class FakeIssuer:
    """Keeps the questions and answers as it is told."""

    def __init__(self, behave: Callable[[Deadline], IssuerAnswer] = lambda _: CONFIRMED) -> None:
        self.behave = behave
        self.asked: list[IssuerQuestion] = []

    def ask(self, question: IssuerQuestion, deadline: Deadline) -> IssuerAnswer:
        self.asked.append(question)
        return self.behave(deadline)


class FakeInsurance:
    """Keeps the questions and answers as it is told."""

    def __init__(self, behave: Callable[[Deadline], InsuranceAnswer] = lambda _: INSURED) -> None:
        self.behave = behave
        self.asked: list[InsuranceQuestion] = []
        self.needs = frozenset(InsuranceField)

    def ask(self, question: InsuranceQuestion, deadline: Deadline) -> InsuranceAnswer:
        self.asked.append(question)
        return self.behave(deadline)


class FakeJournal:
    """Keeps records in a list; ``fault`` is what a commit meets."""

    def __init__(self) -> None:
        self.records: list[CheckRecord] = []
        self.outgoing: list[OutboxMessage] = []
        self.faults: list[FaultCode] = []
        self.fault: FaultCode | None = None
        self.admitted: datetime | None = None
        self.left: datetime | None = None
        self.written = threading.Event()

    def commit(self, record: CheckRecord, identity: Identity | None, outgoing: Sequence[OutboxMessage] = ()) -> None:
        if self.fault:
            raise Fault(self.fault)
        self.records.append(record)
        self.outgoing += outgoing
        self.written.set()

    def note_fault(self, fault: FaultCode) -> None:
        self.faults.append(fault)

    def last_admission(self, identity: Identity) -> datetime | None:
        return self.admitted

    def last_leaving(self, identity: Identity) -> datetime | None:
        return self.left
