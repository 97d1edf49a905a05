"""Readers without PC/SC: the virtual card inside this process, with the events and the faults of the real path."""

from __future__ import annotations

import contextlib
import functools
import logging
import queue
import threading
from collections.abc import Callable, Sequence

from kiosk.domain.accident import told
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.presence import CardGone, CardSeen, PresenceEvent, ReadersChanged
from kiosk.reader.apdu import Command, Response
from kiosk.simulator.slot.card_port import CardMute, CardTorn, SimulatedCard
from kiosk.simulator.slot.slot import MUTE_SECONDS, CardSlot

log = logging.getLogger(__name__)

DEFAULT_NAME = "Kiosk In-Process Reader"
STOP_SECONDS = 1.0


class InProcessReader:
    """One reader and the hand that lays cards on it; ``insert`` and ``remove`` may come from any thread."""

    def __init__(
        self, name: str = DEFAULT_NAME, *, max_apdu: int | None = None, mute_seconds: float = MUTE_SECONDS
    ) -> None:
        self.name = name
        self.max_apdu = max_apdu
        self.slot = CardSlot(mute_seconds=mute_seconds, on_change=self._announce)
        self.in_use = threading.Lock()  # held by the one connection
        self._listeners: list[Callable[[], None]] = []

    def insert(self, card: SimulatedCard) -> None:
        self.slot.insert(card)

    def remove(self) -> None:
        self.slot.remove()

    def listen(self, listener: Callable[[], None]) -> None:
        """Have ``listener`` called after every change, on the thread that caused it."""
        self._listeners.append(listener)

    def _announce(self) -> None:
        for listener in self._listeners:
            listener()


class InProcessPresence:
    """``CardPresence`` over in-process readers; one instance per set of readers."""

    def __init__(self, readers: Sequence[InProcessReader]) -> None:
        self._readers = tuple(readers)
        self._changes: queue.SimpleQueue[InProcessReader | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._stopped = threading.Event()

    def start(self, on_event: Callable[[PresenceEvent], None]) -> None:
        """See ``CardPresence``. Raises ``RuntimeError`` when called twice."""
        if self._thread is not None:
            raise RuntimeError("presence was started before")
        for reader in self._readers:
            reader.listen(functools.partial(self._changes.put, reader))
            self._changes.put(reader)
        self._thread = threading.Thread(target=self._run, args=(on_event,), name="presence", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._changes.put(None)
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(STOP_SECONDS)

    def _run(self, on_event: Callable[[PresenceEvent], None]) -> None:
        def emit(event: PresenceEvent) -> None:
            if self._stopped.is_set():
                return
            try:
                on_event(event)
            except Exception as error:
                log.error("a listener failed on a presence event: %s", told(error))

        emit(ReadersChanged(tuple(reader.name for reader in self._readers)))
        seen: dict[str, int] = {}  # by reader: the number of the card that was announced
        while (reader := self._changes.get()) is not None:
            arrival = reader.slot.arrival
            if reader.name in seen and seen[reader.name] != arrival:
                del seen[reader.name]
                emit(CardGone(reader.name))
            if arrival is not None and reader.name not in seen:
                try:
                    atr = reader.slot.atr or reader.slot.power_up(arrival)
                except CardTorn:
                    continue  # gone again; its own change is in the queue
                except CardMute:
                    atr = b""
                seen[reader.name] = arrival
                emit(CardSeen(reader.name, atr))


class InProcessConnector:
    """``CardConnector`` over in-process readers."""

    def __init__(self, readers: Sequence[InProcessReader]) -> None:
        self._readers = {reader.name: reader for reader in readers}

    def connect(self, reader: str) -> InProcessConnection:
        """Raises ``Fault(READER_LOST | READER_REFUSED | CARD_REMOVED | CARD_MUTE)``."""
        found = self._readers.get(reader)
        if found is None:
            raise Fault(FaultCode.READER_LOST, "no in-process reader of this name")
        return InProcessConnection(found)


class InProcessConnection:
    """``CardConnection`` to the card in the slot, the only one at a time; used by one thread."""

    def __init__(self, reader: InProcessReader) -> None:
        if not reader.in_use.acquire(blocking=False):
            raise Fault(FaultCode.READER_REFUSED, "the card is in use")
        self._reader = reader
        self._open = True
        try:
            self._arrival = reader.slot.arrival
            self._atr = reader.slot.atr or reader.slot.power_up(self._arrival)
        except CardTorn:
            reader.in_use.release()
            raise Fault(FaultCode.CARD_REMOVED, "no card in the slot") from None
        except CardMute:
            reader.in_use.release()
            raise Fault(FaultCode.CARD_MUTE, "no answer to reset") from None

    @property
    def reader(self) -> str:
        return self._reader.name

    @property
    def atr(self) -> bytes:
        return self._atr

    def transmit(self, command: Command) -> Response:
        if not self._open:
            raise Fault(FaultCode.CARD_REMOVED, "the connection is closed")
        raw = command.encode()
        if self._reader.max_apdu is not None and len(raw) > self._reader.max_apdu:
            raise Fault(FaultCode.READER_REFUSED, "the reader knows short APDUs only")
        try:
            return Response.decode(self._reader.slot.transmit(raw, self._arrival))
        except CardTorn:
            raise Fault(FaultCode.CARD_REMOVED) from None
        except CardMute:
            raise Fault(FaultCode.CARD_MUTE) from None
        except ValueError:
            raise Fault(FaultCode.CARD_ANSWER_WRONG, "an answer without status word") from None

    def close(self) -> None:
        """Reset the card, as the PC/SC connection does, and let it go."""
        if not self._open:
            return
        self._open = False
        with contextlib.suppress(CardTorn, CardMute):
            self._reader.slot.power_up(self._arrival)
        self._reader.in_use.release()
