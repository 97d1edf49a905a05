"""The port ``LocalDesk`` over a running kiosk: it watches the check from outside, and keeps a verdict for a while."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from kiosk.check import events as ev
from kiosk.check.phases.take_over import is_held_back
from kiosk.check.recording import record_of
from kiosk.check.states import (
    AwaitingCard,
    AwaitingConsent,
    AwaitingKey,
    Check,
    Idle,
    Instant,
    Kiosk,
    ShowingResult,
    Starting,
)
from kiosk.domain.access_key import AccessKey
from kiosk.domain.accident import told
from kiosk.domain.clock import Clock
from kiosk.domain.delivery import OutputHealth
from kiosk.domain.desks.local_desk import Declined, KioskStatus, ToldVerdict
from kiosk.domain.desks.releasing import released
from kiosk.domain.outputs import Fields

_CLOSED_BY_HAND = (AwaitingConsent, AwaitingKey, ShowingResult)
_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])")

_log = logging.getLogger(__name__)


class KioskLocalDesk:
    """``observe`` is called on the check's thread, everything else from any; the check never waits.

    The fields of a verdict are dropped ``keep_seconds`` after it was made, whether somebody asked or not.
    """

    def __init__(
        self,
        name: str,
        fields: Fields,
        post: Callable[[ev.Event], None],
        clock: Clock,
        keep_seconds: float,
        healths: Callable[[], tuple[OutputHealth, ...]],
    ) -> None:
        self._name = name
        self._fields = fields
        self._post = post
        self._clock = clock
        self._keep_seconds = keep_seconds
        self._healths = healths
        self._lock = threading.Lock()
        self._kiosk: Kiosk | None = None
        self._latest: ToldVerdict | None = None
        self._forgetting: threading.Timer | None = None
        self._listeners: list[Callable[[], None]] = []

    def observe(self, kiosk: Kiosk) -> None:
        """Take note of the newest state. Nothing that goes wrong here reaches the check."""
        try:
            self._kiosk = kiosk
            if isinstance(kiosk.phase, ShowingResult):
                self._take(kiosk, kiosk.phase)
        except Exception as error:
            _log.error("the local API was not told of a verdict: %s", told(error))

    def status(self) -> KioskStatus:
        kiosk = self._kiosk
        check = kiosk.check if kiosk else None
        return KioskStatus(
            kiosk=self._name,
            site=kiosk.profile.name if kiosk else "",
            phase=_WORD.sub("-", type(kiosk.phase if kiosk else Starting()).__name__).lower(),
            check_id=check.id if check else "",
            faults=tuple(sorted(fault.value for fault in kiosk.faults)) if kiosk else (),
            outputs=self._healths(),
        )

    def latest(self) -> ToldVerdict | None:
        return self._latest

    @contextmanager
    def listening(self, changed: Callable[[], None]) -> Iterator[None]:
        with self._lock:
            self._listeners.append(changed)
        try:
            yield
        finally:
            with self._lock:
                self._listeners.remove(changed)

    def type_key(self, keys: Sequence[AccessKey]) -> Declined | None:
        typed = ev.KeyTyped(tuple(keys))
        why = _declined(self._kiosk, typed)
        if why is None:
            self._post(typed)
        return why

    def dismiss(self, check_id: str) -> Declined | None:
        kiosk = self._kiosk
        check = kiosk.check if kiosk else None
        if kiosk is None or check is None or check.id != check_id or not isinstance(kiosk.phase, _CLOSED_BY_HAND):
            return Declined.NOT_NOW
        self._post(ev.Dismissed(check.id))
        return None

    def close(self) -> None:
        """Forget everything about everybody."""
        with self._lock:
            if self._forgetting is not None:
                self._forgetting.cancel()
            self._latest = None

    def _take(self, kiosk: Kiosk, result: ShowingResult) -> None:
        check = result.check
        if self._latest is not None and self._latest.check_id == check.id:
            return
        record = record_of(check, result.decision, kiosk.profile.name, Instant(result.since, self._clock.now()))
        verdict = ToldVerdict(
            check.id, record.site, record.decided_at, record.verdict, released(record, check.evidence, self._fields)
        )
        forgetting = threading.Timer(self._keep_seconds, self._forget, [verdict])
        forgetting.daemon = True
        with self._lock:
            if self._forgetting is not None:
                self._forgetting.cancel()
            self._latest, self._forgetting = verdict, forgetting
            listeners = tuple(self._listeners)
        forgetting.start()
        for changed in listeners:
            try:
                changed()
            except Exception as error:
                # A loop that is closing: who waited on it has gone.
                _log.info("somebody who waited for a verdict has gone: %s", told(error))

    def _forget(self, verdict: ToldVerdict) -> None:
        with self._lock:
            if self._latest is verdict:
                self._latest = replace(verdict, released={}, forgotten=True)


def _declined(kiosk: Kiosk | None, typed: ev.KeyTyped) -> Declined | None:
    """Why the machine would drop a key now: whoever asks is told instead of waiting for a check that never begins."""
    match kiosk:
        case None:
            return Declined.NOT_NOW
        case Kiosk() if is_held_back(kiosk, typed):
            return Declined.TAKEN_OVER
        case Kiosk(phase=AwaitingConsent(check=Check(reader=""))):
            return Declined.NO_CARD
        case Kiosk(phase=Idle() | AwaitingCard() | AwaitingConsent() | AwaitingKey()):
            return None
    return Declined.NOT_NOW
