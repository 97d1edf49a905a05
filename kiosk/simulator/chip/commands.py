"""What the chip does with each plain command: files, and the steps of the access and clone checks."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.domain.chip_reading import ElementaryFile
from kiosk.reader.apdu import MAX_SHORT_RESPONSE, Command, Response, StatusWord
from kiosk.simulator.card.card import VirtualCard
from kiosk.simulator.card.chip_keys import agreement_key
from kiosk.simulator.card.faults import CardFault, NoBac, NoPace, RefusePace
from kiosk.simulator.card.manners import LongAnswer
from kiosk.simulator.card.private_keys import EcPrivateKey
from kiosk.simulator.chip.active_authentication import CHALLENGE_SIZE, ActiveAuthentication
from kiosk.simulator.chip.bac import BasicAccessControl
from kiosk.simulator.chip.chip_authentication import ChipAuthentication, StaticAgreement
from kiosk.simulator.chip.files import FileSystem, Refused
from kiosk.simulator.chip.link import Operation
from kiosk.simulator.chip.mishaps import Mishaps
from kiosk.simulator.chip.pace import PaceChooser, PacePasswords, Rng
from kiosk.simulator.chip.reading import FileAccess
from kiosk.simulator.chip.secure_messaging import SecureMessaging
from kiosk.simulator.chip.session import Answer, Session, ok, refusal

CHAINED = 0x10
"""The bit of CLA that says: more commands of this chain follow."""

LAST_OF_CHAIN_EXPECTED, CHAINING_NOT_SUPPORTED = 0x6883, 0x6884


class ChipCommands:
    """One chip without its transport. ``session`` is volatile; the count of wrong access keys outlives a reset."""

    def __init__(self, card: VirtualCard, faults: tuple[CardFault, ...], mishaps: Mishaps, rng: Rng) -> None:
        profile, files, access = card.profile, dict(card.files), card.profile.access
        if NoPace() in faults:
            files.pop(ElementaryFile.CARD_ACCESS, None)
        if NoPace() in faults or RefusePace() in faults:
            access = access.without_pace()
        stored = FileSystem(files, fingerprints=profile.files.fingerprints)
        self._access = FileAccess(stored, profile.manners, mishaps)
        self._bac = access.bac and NoBac() not in faults
        self._mrz_information = card.mrz_information
        keys = card.chip_authentication
        static_keys = {
            key.plan.key_id: private for key in keys if isinstance(private := agreement_key(key), EcPrivateKey)
        }
        self._pace = PaceChooser(access, PacePasswords(card.can, card.mrz_information), static_keys, rng)
        self._chip_authentication = ChipAuthentication([StaticAgreement.from_key(key) for key in keys], rng)
        active = card.active_authentication
        self._active_authentication = None if active is None else ActiveAuthentication(active, rng)
        self._cuts_long_answers = profile.manners.long_answer is LongAnswer.CUT
        self._rng = rng
        self._failures = 0
        self.session = Session()
        self._instructions: dict[int, Callable[[Command, int], Answer]] = {
            0x22: self._manage_security_environment,
            0x82: self._external_authenticate,
            0x84: self._get_challenge,
            0x86: self._general_authenticate,
            0x88: self._internal_authenticate,
            0xA4: lambda command, limit: self._access.select(self.session, command),
            0xB0: lambda command, limit: self._access.read_binary(self.session, command, limit),
            0xB1: lambda command, limit: self._access.read_binary(self.session, command, limit),
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
            return refusal(StatusWord.CLA_NOT_SUPPORTED)
        if instruction is None:
            return refusal(StatusWord.INS_NOT_SUPPORTED)
        if command.cla == CHAINED and command.ins != 0x86:
            return refusal(CHAINING_NOT_SUPPORTED)
        try:
            return instruction(command, limit)
        except Refused as refused:
            return refusal(refused.sw, bare=refused.bare)

    # Basic Access Control

    def _get_challenge(self, command: Command, limit: int) -> Answer:
        if not self._bac:
            raise Refused(StatusWord.INS_NOT_SUPPORTED)
        if not self.session.application or self.session.messaging is not None:
            raise Refused(StatusWord.CONDITIONS_OF_USE)
        if command.le not in (8, MAX_SHORT_RESPONSE):
            raise Refused(StatusWord.WRONG_LENGTH)
        self.session.bac = BasicAccessControl(self._mrz_information, self._rng)
        return ok(self.session.bac.challenge, Operation.CHALLENGE)

    def _external_authenticate(self, command: Command, limit: int) -> Answer:
        bac, self.session.bac = self.session.bac, None
        if bac is None:
            raise Refused(StatusWord.CONDITIONS_OF_USE)
        return self._try(lambda: bac.authenticate(command.data), Operation.BASIC_ACCESS_CONTROL)

    def _try(self, authenticate: Callable[[], tuple[bytes, SecureMessaging]], operation: Operation) -> Answer:
        """One try to open the chip; each wrong key makes the next try slower, a right one ends that."""
        failures = self._failures
        try:
            data, messaging = authenticate()
        except Refused as refused:
            if refused.sw == StatusWord.VERIFICATION_FAILED:
                self._failures += 1
            return Answer(Response(b"", refused.sw), operation, failures)
        self._failures = 0
        self.session.opened, self.session.successor = True, messaging
        self.session.by_pace = operation is Operation.PACE_TOKEN
        return Answer(Response(data, StatusWord.OK), operation, failures)

    # PACE, Chip Authentication, Active Authentication

    def _manage_security_environment(self, command: Command, limit: int) -> Answer:
        self.session.pace = self.session.chip_authentication = None
        match command.p1, command.p2:
            case 0xC1, 0xA4:
                if self.session.messaging is not None:
                    raise Refused(StatusWord.CONDITIONS_OF_USE)
                self.session.pace = self._pace.choose(command.data)
                return ok()
            case 0x41, 0xA4:
                self._require_static_keys()
                self.session.chip_authentication = self._chip_authentication.set_at(command.data)
                return ok()
            case 0x41, 0xA6:
                self._require_static_keys()
                self.session.successor = self._chip_authentication.set_kat(command.data)
                return ok(b"", Operation.CHIP_AUTHENTICATION)
        raise Refused(StatusWord.WRONG_P1P2)

    def _require_static_keys(self) -> None:
        if not self._chip_authentication.available:
            raise Refused(StatusWord.FUNCTION_NOT_SUPPORTED)
        if not self.session.opened:
            raise Refused(StatusWord.SECURITY_STATUS)

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
            return ok(data, operation)
        chosen = self.session.chip_authentication
        if chosen is None:
            raise Refused(StatusWord.CONDITIONS_OF_USE)
        if chained:
            raise Refused(LAST_OF_CHAIN_EXPECTED)
        self.session.chip_authentication = None
        data, self.session.successor = self._chip_authentication.general_authenticate(chosen, command.data)
        return ok(data, Operation.CHIP_AUTHENTICATION)

    def _internal_authenticate(self, command: Command, limit: int) -> Answer:
        if self._active_authentication is None:
            raise Refused(StatusWord.INS_NOT_SUPPORTED)
        if not self.session.opened:
            raise Refused(StatusWord.SECURITY_STATUS)
        if len(command.data) != CHALLENGE_SIZE or command.le is None:
            raise Refused(StatusWord.WRONG_LENGTH)
        signature, operation = self._active_authentication.sign(command.data)
        if self._cuts_long_answers:
            signature = signature[: self.session.capacity(limit, command.ins)]
        return ok(signature, operation)
