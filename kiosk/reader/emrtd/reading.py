"""The reader of chips that the rest of the program knows: what it remembers from one reading to the next.

EF.COM is not read unless it is wanted: it is unsigned, the SOD tells what the chip should hold, and asking for a file
that is not there costs no more commands than EF.COM would.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterable, Sequence
from types import MappingProxyType

from kiosk.domain.access_key import AccessKey
from kiosk.domain.chip_reading import ChipReading, ElementaryFile
from kiosk.domain.clock import Clock, Deadline
from kiosk.domain.faults import Fault
from kiosk.domain.ports import OnProgress
from kiosk.reader.channel import CardConnection, CardConnector
from kiosk.reader.emrtd.access import confirmed
from kiosk.reader.emrtd.capabilities import capabilities
from kiosk.reader.emrtd.gathered import NO_ACCESS, Gathered, ResumeMemory, Unfinished
from kiosk.reader.emrtd.key_agreement import RandomBytes
from kiosk.reader.emrtd.read_strategy import KindOfCard
from kiosk.reader.emrtd.secure_messaging import OnClear
from kiosk.reader.emrtd.steps import Reading, Terms
from kiosk.reader.emrtd.wanted import KIOSK, Plan

Limits = Callable[[CardConnection], bool | None]
"""Whether the reader behind a connection passes commands of extended length; ``None`` where only a try can tell."""


class EmrtdReader:
    """Reads chips; implements ``kiosk.domain.ports.ChipReader``. One reading at a time, on the reader's thread.

    ``wanted`` are the files to read, beside those that document checks need. ``allow_bac_fallback`` says whether a chip
    that announces PACE may be opened by BAC when PACE does not work; ``ChipReading.access`` tells that it was.
    ``on_clear`` hears what passes inside secure messaging, personal data included, on the reader's thread.

    What one kind of card, known by its ATR, can do on one reader is remembered as long as this object lives, once a
    reading has gone through to its end: a dying card or a clone teaches nothing about its kind.

    A reading that lost its card goes on where it stopped when the next one is given the key that opened it, within
    ``RESUME_SECONDS``, and EF.SOD is the same. Until then this object holds what was read; ``forget`` wipes it.
    """

    def __init__(
        self,
        connector: CardConnector,
        clock: Clock,
        random_bytes: RandomBytes = secrets.token_bytes,
        *,
        wanted: Iterable[ElementaryFile] = KIOSK,
        allow_bac_fallback: bool = True,
        limits: Limits = lambda connection: None,
        pause: Callable[[float], None] = time.sleep,
        on_clear: OnClear | None = None,
    ) -> None:
        self._connector = connector
        self._clock = clock
        self._terms = Terms(Plan(wanted), allow_bac_fallback, random_bytes, pause, clock, on_clear)
        self._limits = limits
        self._kinds: dict[tuple[str, bytes], KindOfCard] = {}
        self._passes_extended: dict[str, bool | None] = {}
        self._unfinished = ResumeMemory()

    def forget(self) -> None:
        """Wipe what an unfinished reading has left; on the reader's thread, when its check is over."""
        self._unfinished.forget()

    def read(self, reader: str, keys: Sequence[AccessKey], deadline: Deadline, on_progress: OnProgress) -> ChipReading:
        """Open the chip with the first key that fits and read its files; ``fault`` says why it ended early."""
        started = self._clock.monotonic()
        unfinished = self._unfinished.take(keys, started)
        try:
            connection = self._connector.connect(reader)
        except Fault as fault:
            if unfinished is not None:
                self._unfinished.keep(unfinished, fault.code, started)
            return ChipReading(reader, b"", NO_ACCESS, MappingProxyType({}), fault=fault)
        name = connection.reader, connection.atr
        if unfinished is not None and unfinished.reader == connection.reader:
            kind = unfinished.kind
        else:
            kind = self._kind(connection)
        gathered = unfinished.gathered if unfinished is not None else Gathered()
        reading = Reading(self._connector, connection, kind, keys, deadline, on_progress, self._terms, gathered)
        ended_by = reading.run()
        gathered, now = reading.gathered, self._clock.monotonic()
        if ended_by is None:
            self._kinds[name] = kind
        else:
            self._unfinished.keep(Unfinished(gathered, connection.reader, kind), ended_by.code, now)
        return ChipReading(
            reader=name[0],
            atr=name[1],
            access=confirmed(gathered.access, gathered.card_access or b"", gathered.files.get(ElementaryFile.DG14)),
            files=MappingProxyType(dict(gathered.files)),
            absent=MappingProxyType(dict(gathered.absent)),
            active_authentication=gathered.active_authentication,
            chip_authentication=gathered.chip_authentication,
            pace_cam=gathered.pace_cam,
            apdu_count=reading.apdu_count,
            seconds=now - started,
            fault=ended_by,
        )

    def _kind(self, connection: CardConnection) -> KindOfCard:
        """What is known of this kind of card on this reader, to be changed by one reading."""
        known = self._kinds.get((connection.reader, connection.atr))
        if known is not None:
            return known.copy()
        if connection.reader not in self._passes_extended:
            self._passes_extended[connection.reader] = self._limits(connection)
        passes = self._passes_extended[connection.reader] is not False
        return KindOfCard.unknown(capabilities(connection.atr), extended=passes)
