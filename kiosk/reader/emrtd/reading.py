"""One reading of one chip: the ordered steps from power-up to the last byte of the photo.

EF.CardAccess, PACE or BAC, EF.SOD, DG1, DG13, DG14, Chip Authentication (proven by the read of DG15, which is due
anyway), Active Authentication, and DG2, the largest, last. EF.COM is not read: it is unsigned, the SOD tells what the
chip should hold, and asking for a file that is not there costs no more commands than EF.COM would.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from types import MappingProxyType

from kiosk.domain.access_key import AccessKey
from kiosk.domain.authenticity import CheckStatus
from kiosk.domain.chip_reading import ActiveAuthentication, ChipAuthentication, ChipReading, ElementaryFile
from kiosk.domain.clock import Clock, Deadline
from kiosk.domain.faults import Fault
from kiosk.domain.ports import OnProgress
from kiosk.reader.apdu import StatusWord
from kiosk.reader.channel import CardConnection, CardConnector, SupervisedChannel
from kiosk.reader.emrtd import active_auth, chip_auth
from kiosk.reader.emrtd.access import NO_ACCESS, OpenChip, open_chip
from kiosk.reader.emrtd.files import FileReader, ReadStrategy, Refused
from kiosk.reader.emrtd.key_agreement import RandomBytes
from kiosk.reader.emrtd.progress import CLONE_CHECK, OPENING, Progress
from kiosk.reader.emrtd.response_chaining import ResponseChainingChannel
from kiosk.reader.emrtd.secure_messaging import SecureMessagingChannel, SecureMessagingLost

FILES_BEFORE = (ElementaryFile.SOD, ElementaryFile.DG1, ElementaryFile.DG13, ElementaryFile.DG14)
PROVING_FILE = ElementaryFile.DG15
FILES_AFTER = (ElementaryFile.DG2,)

MAX_OPENINGS = 4
"""How often one reading opens the chip. Secure messaging is lost by a clone at its Chip Authentication, or by a block
that was too large, and then the read strategy asks for less."""

_NOT_GIVEN = {StatusWord.FILE_NOT_FOUND, StatusWord.SECURITY_STATUS, StatusWord.CONDITIONS_OF_USE}
"""Some chips say even this outside secure messaging: the session is gone, but the file was answered."""


class EmrtdReader:
    """Reads chips; implements ``kiosk.domain.ports.ChipReader``. One reading at a time, on the reader's thread.

    What one kind of card, known by its ATR, can do on one reader is remembered as long as this object lives, once a
    reading has gone through to its end: a dying card or a clone teaches nothing about its kind.
    """

    def __init__(self, connector: CardConnector, clock: Clock, random_bytes: RandomBytes = secrets.token_bytes) -> None:
        self._connector = connector
        self._clock = clock
        self._random_bytes = random_bytes
        self._strategies: dict[tuple[str, bytes], ReadStrategy] = {}

    def read(self, reader: str, keys: Sequence[AccessKey], deadline: Deadline, on_progress: OnProgress) -> ChipReading:
        """Open the chip with the first key that fits and read its files; ``fault`` says why it ended early."""
        try:
            connection = self._connector.connect(reader)
        except Fault as fault:
            return ChipReading(reader, b"", NO_ACCESS, MappingProxyType({}), fault=fault)
        kind = reader, connection.atr
        strategy = self._strategies.get(kind, ReadStrategy()).copy()
        reading = _Reading(self._connector, connection, strategy, keys, deadline, self._random_bytes, on_progress)
        started = self._clock.monotonic()
        ended_by = reading.run()
        if ended_by is None:
            self._strategies[kind] = strategy
        seconds = self._clock.monotonic() - started
        return ChipReading(
            reader=connection.reader,
            atr=connection.atr,
            access=reading.chip.access if reading.chip else NO_ACCESS,
            files=MappingProxyType(reading.files),
            absent=MappingProxyType(reading.absent),
            active_authentication=reading.active_authentication,
            chip_authentication=reading.chip_authentication,
            apdu_count=sum(channel.count for channel in reading.channels),
            seconds=seconds,
            fault=ended_by,
        )


class _Reading:
    """The state of one reading; whatever it has gathered stays when a fault ends it."""

    def __init__(
        self,
        connector: CardConnector,
        connection: CardConnection,
        strategy: ReadStrategy,
        keys: Sequence[AccessKey],
        deadline: Deadline,
        random_bytes: RandomBytes,
        on_progress: OnProgress,
    ) -> None:
        self._connector = connector
        self._connection = connection
        self._strategy = strategy
        self._keys = keys
        self._deadline = deadline
        self._random_bytes = random_bytes
        self._progress = Progress((*FILES_BEFORE, PROVING_FILE, *FILES_AFTER), on_progress)
        self._session: SecureMessagingChannel | None = None
        self.channels: list[SupervisedChannel] = []
        self.chip: OpenChip | None = None
        self.files: dict[ElementaryFile, bytes] = {}
        self.absent: dict[ElementaryFile, str] = {}
        self.active_authentication: ActiveAuthentication | None = None
        self.chip_authentication: ChipAuthentication | None = None

    def run(self) -> Fault | None:
        """All steps in their order; the fault that ended them early, if one did."""
        try:
            self._open()
            for file in FILES_BEFORE:
                self._read(file)
            self._authenticate_chip()
            self._read(PROVING_FILE)
            self._authenticate_actively()
            for file in FILES_AFTER:
                self._read(file)
        except Fault as fault:
            return fault
        finally:
            self._connection.close()
        return None

    def _open(self) -> SecureMessagingChannel:
        """Secure messaging as it is, or access taken anew after a power-up where it was lost."""
        if self._session is not None:
            return self._session
        self._progress.step(OPENING)
        if self.channels:
            self._connection.close()
            self._connection = self._connector.connect(self._connection.reader)
        self.channels.append(SupervisedChannel(self._connection, self._deadline))
        before = self.chip
        keys, card_access = (self._keys, None) if before is None else ([before.key], before.card_access)
        opened = open_chip(ResponseChainingChannel(self.channels[-1]), keys, self._random_bytes, card_access)
        self.chip, self._session = opened, opened.session
        if opened.card_access:
            self.files[ElementaryFile.CARD_ACCESS] = opened.card_access
        return opened.session

    def _read(self, file: ElementaryFile) -> None:
        """Read one file, if that was not done yet, through as many openings as are left."""
        while file not in self.files and file not in self.absent:
            try:
                self._keep(file, self._open(), self._strategy)
            except SecureMessagingLost as lost:
                if len(self.channels) >= MAX_OPENINGS:
                    raise
                self._session = None
                if lost.sw in _NOT_GIVEN:
                    self._absent(file, lost.sw)

    def _keep(self, file: ElementaryFile, session: SecureMessagingChannel, strategy: ReadStrategy) -> None:
        read = FileReader(session, strategy, session.short_answer).read(
            file, lambda done, total: self._progress.bytes_read(file, done, total)
        )
        if isinstance(read, Refused):
            self._absent(file, read.sw)
        else:
            self.files[file] = read

    def _absent(self, file: ElementaryFile, sw: int) -> None:
        self.absent[file] = f"{sw:04X}"
        self._progress.absent(file)

    def _authenticate_chip(self) -> None:
        dg14 = self.files.get(ElementaryFile.DG14)
        if dg14 is None:
            self.chip_authentication = ChipAuthentication(CheckStatus.NOT_SUPPORTED, reason="no-dg14")
            return
        ways = chip_auth.ways(dg14)
        if isinstance(ways, ChipAuthentication):
            self.chip_authentication = ways
            return
        self._progress.step(CLONE_CHECK)
        # What a clone answers under keys that it does not have tells nothing about lengths, and no probe may fail here.
        strategy = self._strategy.copy()
        strategy.extended = strategy.extended_proven
        self.chip_authentication, self._session = chip_auth.perform(
            self._open(), ways, self._random_bytes, lambda session: self._keep(PROVING_FILE, session, strategy)
        )

    def _authenticate_actively(self) -> None:
        dg15 = self.files.get(ElementaryFile.DG15)
        if dg15 is None:
            return
        self._progress.step(CLONE_CHECK)
        self.active_authentication, self._session = active_auth.perform(
            self._open(), dg15, self._random_bytes, extended=self._strategy.extended_proven
        )
