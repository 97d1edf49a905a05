"""Carries out overriding at one staff screen: events come in, entries go to the journal, changes to whoever looks."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from kiosk.check.events import AttentionSeen, StaffDecided
from kiosk.check.overrides import steps as st
from kiosk.check.overrides.overriding import advance
from kiosk.check.referrals import referred
from kiosk.check.states import Instant, Kiosk, ShowingResult
from kiosk.domain.accident import told
from kiosk.domain.clock import Clock
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.override import Outcome, OverrideJournal, OverrideRules
from kiosk.domain.record import CheckId
from kiosk.domain.staff import StaffAct, StaffJournal, StaffNote

Observer = Callable[[st.Overriding], None]

_log = logging.getLogger(__name__)


class OverrideRunner:
    """``post`` and ``observe`` are safe from any thread until ``stop``; observers are called on the thread that brought
    the change, one at a time. Entries are written on a thread of its own."""

    def __init__(
        self,
        rules: OverrideRules,
        journal: OverrideJournal,
        clock: Clock,
        tell: Callable[[StaffDecided], None] = lambda decided: None,
        acts: StaffJournal | None = None,
        tell_seen: Callable[[AttentionSeen], None] = lambda seen: None,
    ) -> None:
        """``tell`` hears of every decision once it is written, so that the person's own screen can show it;
        ``tell_seen`` of every acknowledgement, which is written into ``acts``; without these none counts."""
        self._acts = acts
        self._tell_seen = tell_seen
        self._journal = journal
        self._tell = tell
        self._clock = clock
        self._state = st.Overriding(rules)
        self._lock = threading.RLock()
        self._observers: list[Observer] = []
        self._seen: CheckId | None = None
        self._writer = ThreadPoolExecutor(1, "overrides")

    @property
    def state(self) -> st.Overriding:
        """The newest state; an immutable value."""
        return self._state

    def subscribe(self, observer: Observer) -> None:
        """Call ``observer`` after every change; before the first event only."""
        self._observers.append(observer)

    def observe(self, kiosk: Kiosk) -> None:
        """To be subscribed to the check runner: takes in each verdict once, when it is shown."""
        match kiosk.phase:
            case ShowingResult(check=check, decision=decision) if check.id != self._seen:
                self._seen = check.id
                self.post(st.Decided(referred(check, decision, self._clock.monotonic())))

    def post(self, event: st.Event) -> None:
        with self._lock:
            before = self._state
            now = Instant(self._clock.monotonic(), self._clock.now())
            self._state, effects = advance(before, event, now)
            if self._state is not before:
                for observer in self._observers:
                    observer(self._state)
        for effect in effects:
            if isinstance(effect, st.WriteSeen):
                self._writer.submit(self._write_seen, effect)
            else:
                self._writer.submit(self._write, effect)

    def stop(self) -> None:
        """Wait for what is being written; then forget everybody."""
        self._writer.shutdown(wait=True)
        self.post(st.Wiped())

    def _write_seen(self, effect: st.WriteSeen) -> None:
        check_id = effect.check_id
        try:
            if self._acts is None:
                raise Fault(FaultCode.JOURNAL_FAILED, "no journal for acts of staff")
            self._acts.note_staff(StaffNote(StaffAct.ATTENTION_SEEN, effect.by, check_id=check_id))
        except Fault as fault:
            self.post(st.SeenNotWritten(check_id, fault.code))
        except Exception as error:
            _log.error("%s failed: %s", type(effect).__name__, told(error))
            self.post(st.SeenNotWritten(check_id, FaultCode.UNEXPECTED))
        else:
            self.post(st.SeenWritten(check_id))
            self._tell_seen(AttentionSeen(check_id))

    def _write(self, effect: st.WriteOverride | st.WriteUndo) -> None:
        try:
            match effect:
                case st.WriteOverride(override=override):
                    check_id, sequence = override.check_id, self._journal.note_override(override)
                    outcome: Outcome | None = override.outcome
                case st.WriteUndo(undo=undo):
                    check_id, sequence = undo.check_id, self._journal.note_undo(undo)
                    outcome = None
        except Fault as fault:
            self.post(st.NotWritten(_about(effect), fault.code))
        except Exception as error:
            _log.error("%s failed: %s", type(effect).__name__, told(error))
            self.post(st.NotWritten(_about(effect), FaultCode.UNEXPECTED))
        else:
            self.post(st.Written(check_id, sequence))
            self._tell(StaffDecided(check_id, outcome))


def _about(effect: st.WriteOverride | st.WriteUndo) -> CheckId:
    match effect:
        case st.WriteOverride(override=override):
            return override.check_id
        case st.WriteUndo(undo=undo):
            return undo.check_id
