"""What the chip does with each plain command: selection, reading, and the steps of the access and clone checks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from kiosk.domain.chip_reading import ElementaryFile
from kiosk.reader import tlv
from kiosk.reader.apdu import MAX_EXTENDED, MAX_SHORT_RESPONSE, Command, Response, StatusWord
from kiosk.reader.lds.catalogue import LDS1_AID
from kiosk.simulator.card import VirtualCard
from kiosk.simulator.chip_active_authentication import CHALLENGE_SIZE, ActiveAuthentication
from kiosk.simulator.chip_authentication import ChipAuthentication
from kiosk.simulator.chip_bac import BasicAccessControl
from kiosk.simulator.chip_files import DO_DISCRETIONARY, FileSystem, ReadRequest, Refused, StoredFile, cut, read_request
from kiosk.simulator.chip_mishaps import Mishaps
from kiosk.simulator.chip_pace import Pace, PacePasswords, Rng, choose
from kiosk.simulator.chip_secure_messaging import SecureMessaging
from kiosk.simulator.faults import CardFault, NoBac, NoPace
from kiosk.simulator.link import Operation

CHAINED = 0x10
"""The bit of CLA that says: more commands of this chain follow."""

MASTER_FILE = bytes.fromhex("3F00")
LAST_OF_CHAIN_EXPECTED, CHAINING_NOT_SUPPORTED = 0x6883, 0x6884
NO_CURRENT_FILE = 0x6986


@dataclass(slots=True)
class Session:
    """Everything that a reset forgets. ``successor`` takes the place of ``messaging`` after the current answer."""

    application: bool = False
    current: StoredFile | None = None
    opened: bool = False
    messaging: SecureMessaging | None = None
    successor: SecureMessaging | None = None
    bac: BasicAccessControl | None = None
    pace: Pace | None = None
    chip_authentication: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """A plain answer, the work that it took, and how many wrong keys before it make the chip hesitate."""

    response: Response = field(repr=False)
    operation: Operation = Operation.OTHER
    failures: int = 0


class ChipCommands:
    """One chip without its transport. ``session`` is volatile; the count of wrong access keys outlives a reset."""

    def __init__(self, card: VirtualCard, faults: tuple[CardFault, ...], mishaps: Mishaps, rng: Rng) -> None:
        files = dict(card.files)
        if NoPace() in faults:
            files.pop(ElementaryFile.CARD_ACCESS, None)
        self._files = FileSystem(files)
        self._offers = () if NoPace() in faults else card.profile.pace
        self._bac = card.profile.bac and NoBac() not in faults
        self._max_response = card.profile.max_response
        self._passwords = PacePasswords(card.can, card.mrz_information)
        self._mrz_information = card.mrz_information
        active, chip = card.active_authentication, card.chip_authentication
        self._active_authentication = None if active is None else ActiveAuthentication(active, rng)
        self._chip_authentication = None if chip is None else ChipAuthentication.from_key(chip)
        self._mishaps = mishaps
        self._rng = rng
        self._failures = 0
        self.session = Session()
        self._instructions: dict[int, Callable[[Command, int], Answer]] = {
            0x22: self._manage_security_environment,
            0x82: self._external_authenticate,
            0x84: self._get_challenge,
            0x86: self._general_authenticate,
            0x88: self._internal_authenticate,
            0xA4: self._select,
            0xB0: self._read_binary,
            0xB1: self._read_binary,
        }

    def reset(self) -> None:
        """Power or reset: selection, keys and half-done protocols are forgotten."""
        self.session = Session()

    def close_session(self) -> None:
        """The end of secure messaging: the keys and the right to read are gone, the selection stays."""
        self.session = Session(application=self.session.application)

    def process(self, command: Command, limit: int) -> Answer:
        """Answer one plain command; ``limit`` bounds the data of the answer on the wire, protection included."""
        instruction = self._instructions.get(command.ins)
        if command.cla not in (0x00, CHAINED):
            return _refusal(StatusWord.CLA_NOT_SUPPORTED)
        if instruction is None:
            return _refusal(StatusWord.INS_NOT_SUPPORTED)
        if command.cla == CHAINED and command.ins != 0x86:
            return _refusal(CHAINING_NOT_SUPPORTED)
        try:
            return instruction(command, limit)
        except Refused as refused:
            return _refusal(refused.sw)

    # Files

    def _select(self, command: Command, limit: int) -> Answer:
        match command.p1, command.p2 & 0xF3:
            case 0x04, 0x00:
                if command.data != LDS1_AID:
                    raise Refused(StatusWord.FILE_NOT_FOUND)
                self.session.application, self.session.current = True, None
            case 0x02, 0x00 if len(command.data) == 2:
                self.session.current = self._reachable(int.from_bytes(command.data, "big"))
            case 0x00, 0x00 if command.data in (b"", MASTER_FILE):
                # Cards in the field answer so: once the application is selected, there is no way back.
                if self.session.application:
                    raise Refused(StatusWord.INS_NOT_SUPPORTED)
                self.session.current = None
            case _:
                raise Refused(StatusWord.WRONG_P1P2)
        return _ok(b"", Operation.SELECT)

    def _reachable(self, fid: int) -> StoredFile:
        """A file that the reader may have; in the application that takes an open chip, and DG3 is never given."""
        inside = self.session.application
        if inside and not self.session.opened:
            raise Refused(StatusWord.SECURITY_STATUS)
        stored = self._files.by_fid(fid, in_application=inside)
        if stored.sealed:
            raise Refused(StatusWord.SECURITY_STATUS)
        return stored

    def _read_binary(self, command: Command, limit: int) -> Answer:
        request = read_request(command)
        if command.le is None:
            raise Refused(StatusWord.WRONG_LENGTH)
        stored = self._addressed(request)
        to_the_end = command.le in (MAX_SHORT_RESPONSE, MAX_EXTENDED)
        if not to_the_end and command.le > self._capacity(self._max_response, command.ins):
            raise Refused(StatusWord.WRONG_LENGTH)
        room = min(self._capacity(min(limit, self._max_response), command.ins), command.le)
        if request.wrapped:
            room = _inside_object(room)
        wanted = _inside_object(command.le) if request.wrapped else command.le
        data, sw = cut(stored, request.offset, wanted, room, to_the_end=to_the_end)
        assert stored.file is not None
        self._mishaps.sending(stored.file, len(data))
        answer = tlv.encode(DO_DISCRETIONARY, data) if request.wrapped else data
        return Answer(Response(answer, sw), Operation.READ)

    def _addressed(self, request: ReadRequest) -> StoredFile:
        """The file of a READ BINARY, which becomes the current one."""
        fid = request.fid
        if request.sfi is not None:
            fid = self._files.fid(request.sfi, in_application=self.session.application)
        if fid is not None:
            self.session.current = self._reachable(fid)
        if self.session.current is None:
            raise Refused(StatusWord.SECURITY_STATUS if self.session.application else NO_CURRENT_FILE)
        return self.session.current

    def _capacity(self, size: int, ins: int) -> int:
        messaging = self.session.messaging
        return size if messaging is None else messaging.capacity(size, ins)

    # Basic Access Control

    def _get_challenge(self, command: Command, limit: int) -> Answer:
        if not self._bac:
            raise Refused(StatusWord.INS_NOT_SUPPORTED)
        if not self.session.application or self.session.messaging is not None:
            raise Refused(StatusWord.CONDITIONS_OF_USE)
        if command.le not in (8, MAX_SHORT_RESPONSE):
            raise Refused(StatusWord.WRONG_LENGTH)
        self.session.bac = BasicAccessControl(self._mrz_information, self._rng)
        return _ok(self.session.bac.challenge, Operation.CHALLENGE)

    def _external_authenticate(self, command: Command, limit: int) -> Answer:
        bac, self.session.bac = self.session.bac, None
        if bac is None:
            raise Refused(StatusWord.CONDITIONS_OF_USE)
        return self._try(lambda: bac.authenticate(command.data), Operation.BASIC_ACCESS_CONTROL)

    def _try(self, authenticate: Callable[[], tuple[bytes, SecureMessaging]], operation: Operation) -> Answer:
        """One try to open the chip; each wrong key makes the next try slower, a right one ends that."""
        failures = self._failures
        try:
            data, session = authenticate()
        except Refused as refused:
            if refused.sw == StatusWord.VERIFICATION_FAILED:
                self._failures += 1
            return Answer(Response(b"", refused.sw), operation, failures)
        self._failures = 0
        self.session.opened, self.session.successor = True, session
        return Answer(Response(data, StatusWord.OK), operation, failures)

    # PACE, Chip Authentication, Active Authentication

    def _manage_security_environment(self, command: Command, limit: int) -> Answer:
        self.session.pace, self.session.chip_authentication = None, False
        match command.p1, command.p2:
            case 0xC1, 0xA4:
                if not self._offers:
                    raise Refused(StatusWord.FUNCTION_NOT_SUPPORTED)
                if self.session.messaging is not None:
                    raise Refused(StatusWord.CONDITIONS_OF_USE)
                self.session.pace = choose(command.data, self._offers, self._passwords, self._rng)
                return _ok()
            case 0x41, 0xA4:
                self._static_key().set_at(command.data)
                self.session.chip_authentication = True
                return _ok()
            case 0x41, 0xA6:
                self.session.successor = self._static_key().set_kat(command.data)
                return _ok(b"", Operation.CHIP_AUTHENTICATION)
        raise Refused(StatusWord.WRONG_P1P2)

    def _static_key(self) -> ChipAuthentication:
        if self._chip_authentication is None:
            raise Refused(StatusWord.FUNCTION_NOT_SUPPORTED)
        if not self.session.opened:
            raise Refused(StatusWord.SECURITY_STATUS)
        return self._chip_authentication

    def _general_authenticate(self, command: Command, limit: int) -> Answer:
        chained = command.cla == CHAINED
        pace, self.session.pace = self.session.pace, None
        if pace is not None:
            if chained is pace.at_last_step:
                raise Refused(LAST_OF_CHAIN_EXPECTED)
            if pace.at_last_step:
                return self._try(lambda: pace.finish(command.data), Operation.PACE_TOKEN)
            data, operation = pace.step(command.data)
            self.session.pace = pace
            return _ok(data, operation)
        if not self.session.chip_authentication:
            raise Refused(StatusWord.CONDITIONS_OF_USE)
        if chained:
            raise Refused(LAST_OF_CHAIN_EXPECTED)
        self.session.chip_authentication = False
        data, self.session.successor = self._static_key().general_authenticate(command.data)
        return _ok(data, Operation.CHIP_AUTHENTICATION)

    def _internal_authenticate(self, command: Command, limit: int) -> Answer:
        if self._active_authentication is None:
            raise Refused(StatusWord.INS_NOT_SUPPORTED)
        if not self.session.opened:
            raise Refused(StatusWord.SECURITY_STATUS)
        if len(command.data) != CHALLENGE_SIZE or command.le is None:
            raise Refused(StatusWord.WRONG_LENGTH)
        signature, operation = self._active_authentication.sign(command.data)
        return _ok(signature, operation)


def _ok(data: bytes = b"", operation: Operation = Operation.OTHER) -> Answer:
    return Answer(Response(data, StatusWord.OK), operation)


def _refusal(sw: int) -> Answer:
    return Answer(Response(b"", sw))


def _inside_object(size: int) -> int:
    """How many bytes fit into a data object DO'53' of ``size`` bytes, its tag and length counted."""
    return next((size - head for head in (2, 3, 4) if 1 + len(tlv.encode_length(max(0, size - head))) <= head), 0)
