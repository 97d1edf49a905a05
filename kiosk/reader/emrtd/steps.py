"""The ordered steps of one reading of one chip, and what to do when access is lost between two of them.

EF.CardAccess, PACE or BAC, EF.SOD and the small files, Chip Authentication (proven by the read of DG15, which is due
anyway), Active Authentication, and the files with images, the largest, last.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kiosk.domain.access_key import AccessKey
from kiosk.domain.authenticity import CheckStatus
from kiosk.domain.chip_reading import ChipAuthentication, ElementaryFile
from kiosk.domain.clock import Clock, Deadline
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.ports import OnProgress
from kiosk.reader.apdu import StatusWord
from kiosk.reader.channel import CardConnection, CardConnector, Channel
from kiosk.reader.emrtd import active_auth, chip_auth
from kiosk.reader.emrtd.access import OpenChip, confirmed, open_chip, select_application
from kiosk.reader.emrtd.card_link import CardLink
from kiosk.reader.emrtd.chip_auth_ways import ways
from kiosk.reader.emrtd.files import ODD_FILE, FileReader, Refused
from kiosk.reader.emrtd.gathered import MALFORMED, Gathered
from kiosk.reader.emrtd.key_agreement import RandomBytes
from kiosk.reader.emrtd.master_file import read_master_file
from kiosk.reader.emrtd.progress import CLONE_CHECK, OPENING, Progress
from kiosk.reader.emrtd.read_strategy import KindOfCard, ReadStrategy
from kiosk.reader.emrtd.secure_messaging import OnClear, SecureMessagingChannel, SecureMessagingLost
from kiosk.reader.emrtd.wanted import KIOSK, PROVING, Plan, listed
from kiosk.reader.lds.catalogue import data_group_number

MAX_OPENINGS = 6
"""How often one reading opens a chip without learning of one more file that it has it or that it does not. Secure
messaging is lost by a clone at its Chip Authentication, or by a block that was too large, and then the read strategy
asks for less."""

_OTHER_ANNOUNCEMENT = {FaultCode.ACCESS_REFUSED, FaultCode.NOT_AN_ID_CARD, FaultCode.CARD_ANSWER_WRONG}

CLONE_FAILURES = 2
"""How often a chip must lose the session over a clone check for that to be held against it: once may be an accident,
and a genuine chip must not pass for a copy."""

_ABOUT_THE_SESSION = {None, StatusWord.SM_DATA_MISSING, StatusWord.SM_DATA_WRONG}
"""How a session ends without a word about the file; ``None``: by an answer that did not verify."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How readings are to be done; the same for every card."""

    plan: Plan
    allow_bac_fallback: bool
    random_bytes: RandomBytes
    pause: Callable[[float], None]
    clock: Clock
    on_clear: OnClear | None = None


class AnotherCardError(Exception):
    """The card that was opened is not the one that the reading began with."""


class Reading:
    """The state of one reading; whatever it has gathered stays when a fault ends it. Used once, by ``run``."""

    def __init__(
        self,
        connector: CardConnector,
        connection: CardConnection,
        kind: KindOfCard,
        keys: Sequence[AccessKey],
        deadline: Deadline,
        on_progress: OnProgress,
        terms: Terms,
        gathered: Gathered,
    ) -> None:
        self._link = CardLink(connector, connection, deadline, terms.pause)
        self._kind = kind
        self._keys = tuple(keys)
        self._terms = terms
        self._progress = Progress(terms.plan.files, on_progress, terms.clock)
        self._session: SecureMessagingChannel | None = None
        self._fitting = gathered.key
        self._fruitless = self._settled = 0
        self._ended_session: set[ElementaryFile] = set()
        self.gathered = gathered

    @property
    def apdu_count(self) -> int:
        return self._link.apdu_count

    def run(self) -> Fault | None:
        """All steps in their order; the fault that ended them early, if one did."""
        try:
            while True:
                try:
                    self._steps()
                except AnotherCardError:
                    fault = Fault(FaultCode.CARD_REMOVED, "cards come and go")
                except SecureMessagingLost as lost:
                    fault = lost
                except Fault as ended:
                    if ended.code is not FaultCode.CARD_RESET:
                        return ended
                    fault = ended
                else:
                    return None
                if self._fruitless >= MAX_OPENINGS:
                    return fault
                self._session = None
        finally:
            self._link.close()

    def _steps(self) -> None:
        """Whatever is not done yet."""
        plan = self._terms.plan
        for file in plan.before_proof:
            self._read(file)
        self._forbid_hidden_downgrade()
        self._authenticate_chip()
        self._read(PROVING)
        self._authenticate_actively()
        for file in plan.after_proof:
            self._read(file)

    def _forbid_hidden_downgrade(self) -> None:
        """Go no further by BAC where that is not allowed and DG14 tells that the chip could have done PACE."""
        gathered = self.gathered
        access = confirmed(gathered.access, gathered.card_access or b"", gathered.files.get(ElementaryFile.DG14))
        if access.downgraded and not self._terms.allow_bac_fallback:
            raise Fault(FaultCode.ACCESS_REFUSED, f"{access.note}, and BAC is not allowed")

    def _open(self) -> SecureMessagingChannel:
        """Secure messaging as it is, or access taken after a power-up, anew where it was lost.

        Raises ``AnotherCardError`` when the card is not the one that the reading began with; then nothing is kept.
        """
        if self._session is not None:
            return self._session
        self._progress.step(OPENING)
        wire = self._link.power_up()
        if self.gathered.witness is None:
            self.gathered = Gathered(absent=self.gathered.absent)
        self._count_opening()
        chip = self._unlock(wire)
        chip.session.on_clear = self._terms.on_clear
        if not chip.in_application:
            self._read_card_security(chip)
            select_application(chip.session)
        self._compare(chip.session)
        self.gathered.key = self._fitting = chip.key
        self.gathered.access = chip.access
        self.gathered.pace_cam = chip.cam or self.gathered.pace_cam
        self._session = chip.session
        return chip.session

    def _count_opening(self) -> None:
        settled = len(self.gathered.files) + len(self.gathered.absent)
        self._fruitless = 0 if settled > self._settled else self._fruitless + 1
        self._settled = max(settled, self._settled)

    def _unlock(self, wire: Channel) -> OpenChip:
        """Open the chip, first by the key that fitted before."""
        known = self.gathered.card_access
        card_access = self._read_master_file(wire) if known is None else known
        keys = sorted(self._keys, key=lambda key: key != self._fitting)
        try:
            return open_chip(
                wire, keys, self._terms.random_bytes, card_access, allow_bac_fallback=self._terms.allow_bac_fallback
            )
        except Fault as fault:
            if known is None or fault.code not in _OTHER_ANNOUNCEMENT:
                raise
            self.gathered = Gathered()
            raise AnotherCardError from fault

    def _compare(self, session: SecureMessagingChannel) -> None:
        """Look again at the file that tells cards apart, if there is one from before."""
        gathered = self.gathered
        witness = gathered.witness
        if witness is None:
            return
        if not self._file_reader(session).matches(witness, gathered.files[witness]):
            self.gathered = Gathered()
            raise AnotherCardError
        for file, data in gathered.files.items():
            self._progress.known(file, len(data), len(data))
        for file, begun in gathered.begun.items():
            self._progress.known(file, len(begun))
        for file in gathered.absent:
            self._progress.absent(file)

    def _read_master_file(self, wire: Channel) -> bytes:
        """EF.CardAccess, empty where the chip does not give it, and the other files that are free to read."""
        for file, read in read_master_file(wire, self._kind, self._terms.plan.before_access).items():
            if isinstance(read, str):
                self._note_absent(file, read)
            else:
                self._keep(file, read)
        self.gathered.card_access = self.gathered.files.get(ElementaryFile.CARD_ACCESS, b"")
        return self.gathered.card_access

    def _read_card_security(self, chip: OpenChip) -> None:
        """EF.CardSecurity, where it is wanted or holds the key of chip authentication mapping."""
        file = ElementaryFile.CARD_SECURITY
        if not self._is_due(file) or not (self._terms.plan.card_security or chip.cam is not None):
            return
        try:
            self._keep(file, self._file_reader(chip.session).read(file))
        except SecureMessagingLost as lost:
            self._note_ended_session(file, lost)
            raise
        except Fault as fault:
            if fault.code not in ODD_FILE:
                raise
            self._note_absent(file, MALFORMED)

    def _read(self, file: ElementaryFile) -> None:
        """Read one file, if that was not done yet."""
        if not self._is_due(file):
            return
        session = self._open()
        if not self._is_due(file):
            return
        try:
            self._read_over(session, file, self._kind.secured)
        except SecureMessagingLost as lost:
            self._note_ended_session(file, lost)
            raise
        except Fault as fault:
            if fault.code not in ODD_FILE or file in KIOSK:
                raise
            self._note_absent(file, MALFORMED)

    def _note_ended_session(self, file: ElementaryFile, lost: SecureMessagingLost) -> None:
        """A session ended over this file. Some chips refuse a file by a bare status word, and that ends it.

        6A82 is an answer about the file. Other words are also what chips say that have lost the session by accident,
        and are believed when they come a second time for a file of which nothing was read. Those about secure
        messaging are never about the file.
        """
        if lost.sw in _ABOUT_THE_SESSION or self.gathered.begun.get(file):
            return
        if lost.sw == StatusWord.FILE_NOT_FOUND or file in self._ended_session:
            self._note_absent(file, f"{lost.sw:04X}")
        self._ended_session.add(file)

    def _read_over(self, session: SecureMessagingChannel, file: ElementaryFile, strategy: ReadStrategy) -> None:
        begun = self.gathered.begun.setdefault(file, bytearray())
        read = FileReader(session, strategy, session.short_answer).read(
            file, lambda done, total: self._progress.bytes_read(file, done, total), begun
        )
        self._keep(file, read)

    def _file_reader(self, session: SecureMessagingChannel) -> FileReader:
        return FileReader(session, self._kind.secured, session.short_answer)

    def _is_due(self, file: ElementaryFile) -> bool:
        """Whether a file is still to be asked for."""
        gathered = self.gathered
        if file in gathered.files or file in gathered.absent:
            return False
        unlisted = data_group_number(file) is not None and gathered.listed is not None and file not in gathered.listed
        if unlisted and not self._terms.plan.ask_unlisted:
            self._progress.absent(file)
            return False
        return True

    def _keep(self, file: ElementaryFile, read: bytes | Refused) -> None:
        if isinstance(read, Refused):
            self._note_absent(file, f"{read.sw:04X}")
        else:
            self.gathered.files[file] = read
            self.gathered.begun.pop(file, None)
            if file is ElementaryFile.SOD:
                self.gathered.listed = listed(read)

    def _note_absent(self, file: ElementaryFile, how: str) -> None:
        self.gathered.absent[file] = how
        self.gathered.begun.pop(file, None)
        self._progress.absent(file)

    def _authenticate_chip(self) -> None:
        if self.gathered.chip_authentication is not None:
            return
        dg14 = self.gathered.files.get(ElementaryFile.DG14)
        if dg14 is None:
            self.gathered.chip_authentication = ChipAuthentication(CheckStatus.NOT_SUPPORTED, reason="no-dg14")
            return
        candidates = ways(dg14)
        if isinstance(candidates, ChipAuthentication):
            self.gathered.chip_authentication = candidates
            return
        # What a clone answers under keys that it does not have tells nothing about lengths, and no probe may fail here.
        secured = self._kind.secured
        strategy = secured.copy()
        strategy.extended = secured.extended_proven
        failed = 0
        while True:
            session = self._open()
            self._progress.step(CLONE_CHECK)
            performed = chip_auth.perform(
                session,
                candidates,
                self._terms.random_bytes,
                lambda session: self._prove(session, strategy),
                extended=secured.long_commands,
            )
            if performed.outcome.status is CheckStatus.PASSED and secured.extended_proven:
                secured.assign(strategy)
            self._session = performed.session
            if performed.outcome.status is CheckStatus.FAILED:
                failed += 1
                if failed < CLONE_FAILURES:
                    continue
            candidates = performed.untried
            if performed.session is not None or not candidates or self._fruitless >= MAX_OPENINGS - 1:
                self.gathered.chip_authentication = performed.outcome
                if performed.fault is not None:
                    raise performed.fault
                return

    def _prove(self, session: SecureMessagingChannel, strategy: ReadStrategy) -> None:
        """Read what is due next; DG14 again where nothing is left."""
        for file in (PROVING, *self._terms.plan.after_proof):
            if self._is_due(file):
                self._read_over(session, file, strategy)
                return
        FileReader(session, strategy, session.short_answer).read(ElementaryFile.DG14)

    def _authenticate_actively(self) -> None:
        dg15 = self.gathered.files.get(ElementaryFile.DG15)
        if dg15 is None or self.gathered.active_authentication_done:
            return
        for _ in range(CLONE_FAILURES):
            session = self._open()
            self._progress.step(CLONE_CHECK)
            self.gathered.active_authentication, self._session = active_auth.perform(
                session, dg15, self._terms.random_bytes, extended=self._kind.secured.long_commands
            )
            if self._session is not None:
                break
        self.gathered.active_authentication_done = True
