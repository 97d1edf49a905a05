"""Carries out what the machine asks for: one queue of events inwards, one owner thread a device outwards."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial

from kiosk.check import effects as fx
from kiosk.check import events as ev
from kiosk.check.face_watch import FaceWatch
from kiosk.check.machine import advance
from kiosk.check.remembering import ask_list
from kiosk.check.states import Instant, Kiosk, OutOfService
from kiosk.domain.accident import told
from kiosk.domain.clock import Clock, Deadline
from kiosk.domain.faults import Device, Fault, FaultCode
from kiosk.domain.hospital.insurance import InsuranceLookup
from kiosk.domain.ports import (
    ChipReader,
    DocumentInspector,
    FaceEngine,
    FrameFeed,
    IssuerVerification,
    Journal,
    QueueNumbers,
    Roster,
)
from kiosk.domain.record import CheckId
from kiosk.domain.site import SiteProfile
from kiosk.domain.staff import StaffJournal, StaffNote
from kiosk.domain.vietnam_time import VIETNAM

TICK_SECONDS = 0.1

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ports:
    """The world as one check needs it. Without ``issuer`` the site's profile releases nothing (``issuer_release``), and
    without ``insurance`` it has no rules for one.

    Without ``staff_journal`` nobody sits at a staff screen who could take the citizen's over.
    """

    chip_reader: ChipReader
    inspector: DocumentInspector
    feed: FrameFeed
    make_engine: Callable[[], FaceEngine]
    roster: Roster
    journal: Journal
    issuer: IssuerVerification | None = None
    staff_journal: StaffJournal | None = None
    insurance: InsuranceLookup | None = None
    queue: QueueNumbers | None = None


Observer = Callable[[Kiosk], None]


class CheckRunner:
    """Runs one kiosk. ``post`` is safe from any thread; observers are called on the runner's own thread.

    Threads: «check» (the machine), «reader» (chip and document checks), «records» (list and journal), «face», and
    «issuer» and «insurance», which start with the first question to an outside service.
    """

    def __init__(self, profile: SiteProfile, ports: Ports, clock: Clock, *, camera_stays_open: bool = False) -> None:
        self._ports = ports
        self._clock = clock
        awaited = frozenset({Device.READER, Device.CAMERA, Device.LIST, Device.JOURNAL})
        self._kiosk = Kiosk(profile, awaited=awaited)
        self._events: queue.SimpleQueue[ev.Event | None] = queue.SimpleQueue()
        self._observers: list[Observer] = []
        self._reader = ThreadPoolExecutor(1, "reader")
        self._records = ThreadPoolExecutor(1, "records")
        self._issuer = ThreadPoolExecutor(1, "issuer")
        self._insurance = ThreadPoolExecutor(1, "insurance")
        self._face = FaceWatch(
            ports.feed, ports.make_engine, self.post, clock, profile.liveness, keep_open=camera_stays_open
        )
        self._deadlines: dict[CheckId, Deadline] = {}
        self._thread = threading.Thread(target=self._run, name="check", daemon=True)

    @property
    def kiosk(self) -> Kiosk:
        """The newest state; an immutable value, safe from any thread."""
        return self._kiosk

    def subscribe(self, observer: Observer) -> None:
        """Call ``observer`` after every change; before ``start`` only."""
        self._observers.append(observer)

    def post(self, event: ev.Event) -> None:
        self._events.put(event)

    def start(self) -> None:
        self._thread.start()
        self._face.start()

    def stop(self) -> None:
        """End all threads; a reading under way stops at its next command."""
        self._events.put(None)
        self._thread.join(timeout=5.0)
        for deadline in self._deadlines.values():
            deadline.cancel()
        self._face.stop()
        self._reader.shutdown(wait=True, cancel_futures=True)
        self._issuer.shutdown(wait=True, cancel_futures=True)
        self._insurance.shutdown(wait=True, cancel_futures=True)
        self._records.shutdown(wait=True)

    def _run(self) -> None:
        next_tick = self._clock.monotonic() + TICK_SECONDS
        while True:
            event = self._next(next_tick)
            if event is None:
                return
            before = self._kiosk
            try:
                self._step(event)
            except Exception as error:
                # The one place where an error of ours is met: it stops the kiosk with a sentence, not a traceback.
                _log.error("the check machine failed at %s: %s", type(event).__name__, told(error))
                self._give_up(before)
            if isinstance(event, ev.Tick):
                next_tick = self._clock.monotonic() + TICK_SECONDS

    def _next(self, next_tick: float) -> ev.Event | None:
        """The next event; the tick that is due goes before others, or a flood of them would end nobody's time."""
        left = next_tick - self._clock.monotonic()
        if left <= 0.0:
            return ev.Tick()
        try:
            return self._events.get(timeout=left)
        except queue.Empty:
            return ev.Tick()

    def _give_up(self, before: Kiosk) -> None:
        """Out of service until the program is started anew; whoever was there is forgotten all the same."""
        checks = {kiosk.check.id for kiosk in (before, self._kiosk) if kiosk.check is not None}
        faults = self._kiosk.faults | {FaultCode.UNEXPECTED}
        self._kiosk = replace(self._kiosk, phase=OutOfService(), faults=faults)
        for check_id in checks:
            for effect in (fx.StopFace(check_id), fx.Wipe(check_id)):
                _error_of(partial(self._perform, effect))
        _error_of(self._publish)

    def _step(self, event: ev.Event) -> None:
        before = self._kiosk
        now = Instant(self._clock.monotonic(), self._clock.now())
        self._kiosk, effects = advance(before, event, now)
        for effect in effects:
            self._perform(effect)
        if self._kiosk is not before:
            self._publish()

    def _publish(self) -> None:
        """Tell everybody, whoever of them fails at it; the failure is raised afterwards."""
        errors = [error for observer in self._observers if (error := _error_of(partial(observer, self._kiosk)))]
        if errors:
            raise errors[0]

    def _perform(self, effect: fx.Effect) -> None:
        match effect:
            case fx.StartFace(check_id=check_id):
                self._face.watch(check_id)
            case fx.StopFace(check_id=check_id):
                self._face.leave(check_id)
            case fx.StartChallenge(check_id=check_id):
                self._face.challenge(check_id)
            case fx.CompareFaces():
                self._face.compare(effect)
            case fx.ReadChip():
                deadline = Deadline(self._clock, effect.seconds)
                self._deadlines[effect.check_id] = deadline
                self._submit(self._reader, lambda: self._read_chip(effect, deadline), effect)
            case fx.StopChip(check_id=check_id):
                self._cancel(check_id)
            case fx.InspectDocument():
                self._submit(self._reader, lambda: self._inspect(effect), effect)
            case fx.AskList():
                self._submit(self._records, lambda: self._ask_list(effect), effect)
            case fx.AskIssuer():
                deadline = self._deadlines[effect.check_id]
                self._submit(self._issuer, lambda: self._ask_issuer(effect, deadline), effect)
            case fx.AskInsurance():
                deadline = self._deadline_to_ask(effect)
                self._submit(self._insurance, lambda: self._ask_insurance(effect, deadline), effect)
            case fx.CommitRecord():
                self._submit(self._records, lambda: self._commit(effect), effect)
            case fx.NoteFault(fault=fault):
                self._submit(self._records, lambda: self._note(fault), effect)
            case fx.NoteStaff(note=note):
                self._submit(self._records, lambda: self._note_staff(note), effect)
            case fx.Wipe(check_id=check_id):
                self._cancel(check_id)
                self._deadlines.pop(check_id, None)
                self._submit(self._reader, self._ports.chip_reader.forget, effect)

    def _submit(self, owner: ThreadPoolExecutor, work: Callable[[], None], effect: fx.Effect) -> None:
        """Work on its owner's thread; an accident becomes an event here, and nowhere else."""

        def guarded() -> None:
            try:
                work()
            except Fault as fault:
                self.post(_failure(effect, fault.code))
            except Exception as error:
                _log.error("%s failed: %s", type(effect).__name__, told(error))
                self.post(_failure(effect, FaultCode.UNEXPECTED))

        owner.submit(guarded)

    def _deadline_to_ask(self, effect: fx.AskInsurance) -> Deadline:
        """The check's own; a code alone has none yet, and that of a card that was taken away was called off."""
        known = self._deadlines.get(effect.check_id)
        if known is not None and not known.cancelled:
            return known
        self._deadlines[effect.check_id] = deadline = Deadline(self._clock, effect.seconds)
        return deadline

    def _cancel(self, check_id: CheckId) -> None:
        deadline = self._deadlines.get(check_id)
        if deadline:
            deadline.cancel()

    # On the reader's thread

    def _read_chip(self, effect: fx.ReadChip, deadline: Deadline) -> None:
        check_id, attempt = effect.check_id, effect.attempt
        reading = self._ports.chip_reader.read(
            effect.reader,
            effect.keys,
            deadline,
            lambda progress: self.post(ev.ChipProgressed(check_id, attempt, progress)),
        )
        self.post(ev.ChipRead(check_id, attempt, reading))

    def _inspect(self, effect: fx.InspectDocument) -> None:
        inspection = self._ports.inspector.inspect(effect.reading, effect.told, self._clock.now())
        self.post(ev.DocumentInspected(effect.check_id, inspection, effect.reading))

    # On the thread of the issuer's service

    def _ask_issuer(self, effect: fx.AskIssuer, deadline: Deadline) -> None:
        if self._ports.issuer is None:
            raise Fault(FaultCode.UNEXPECTED, "a question, but no service")
        self.post(ev.IssuerAnswered(effect.check_id, self._ports.issuer.ask(effect.question, deadline)))

    # On the thread of the insurance service

    def _ask_insurance(self, effect: fx.AskInsurance, deadline: Deadline) -> None:
        if self._ports.insurance is None:
            raise Fault(FaultCode.UNEXPECTED, "a question, but no service")
        self.post(ev.InsuranceAnswered(effect.check_id, self._ports.insurance.ask(effect.question, deadline)))

    # On the records' thread

    def _ask_list(self, effect: fx.AskList) -> None:
        ports, now = self._ports, self._clock.now()
        answer = ask_list(ports.roster, ports.journal, effect.identity, now, self._kiosk.profile)
        self.post(ev.ListAnswered(effect.check_id, answer))

    def _commit(self, effect: fx.CommitRecord) -> None:
        self._ports.journal.commit(effect.record, effect.identity, effect.outgoing)
        self.post(ev.Recorded(effect.check_id, self._queue_number(effect)))

    def _queue_number(self, effect: fx.CommitRecord) -> int | None:
        if effect.queued is None or self._ports.queue is None:
            return None
        try:
            return self._ports.queue.issue(effect.queued, effect.record.decided_at.astimezone(VIETNAM).date())
        except Exception as error:
            # The verdict is written, whatever happens now: reception gives the number, and nobody waits for it.
            _log.warning("no queue number was given out: %s", error if isinstance(error, Fault) else told(error))
            return None

    def _note_staff(self, note: StaffNote) -> None:
        if self._ports.staff_journal is not None:
            self._ports.staff_journal.note_staff(note)

    def _note(self, fault: FaultCode) -> None:
        self._ports.journal.note_fault(fault)


def _error_of(work: Callable[[], object]) -> Exception | None:
    try:
        work()
    except Exception as error:
        return error
    return None


def _failure(effect: fx.Effect, fault: FaultCode) -> ev.Event:
    """The event that says that this effect could not be carried out."""
    match effect:
        case fx.ReadChip(check_id=check_id, attempt=attempt):
            return ev.ChipFailed(check_id, attempt, fault)
        case fx.InspectDocument(check_id=check_id):
            return ev.InspectionFailed(check_id, fault)
        case fx.AskList(check_id=check_id):
            return ev.ListFailed(check_id, fault)
        case fx.AskIssuer(check_id=check_id):
            return ev.IssuerFailed(check_id, fault)
        case fx.AskInsurance(check_id=check_id):
            return ev.InsuranceFailed(check_id, fault)
        case fx.CommitRecord(check_id=check_id):
            return ev.RecordFailed(check_id, fault)
        case _:
            return ev.DeviceFailed(fault)
