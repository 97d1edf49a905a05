"""A chip that shares no code with the program's: BAC and Chip Authentication by the cryptography library, PACE and
Chip Authentication version 2 by OpenPACE, files by SELECT and READ BINARY (ICAO Doc 9303-10 §3.6, 9303-11 §4, §6.2)."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from tests.interop import ber
from tests.interop.generic_mapping import GenericMapping
from tests.interop.openpace import OpenPace, OpenPaceError, Secret
from tests.interop.primitives import AesSession, Primitives, TripleDesSession, pad
from tests.interop.secure_messages import SECURE, Apdu, BrokenMessage, open_command, protect_answer

APPLICATION = bytes.fromhex("A0000002471001")
ATR = bytes.fromhex("3B888001 0031C173C8400090 92")
"""Of a contactless card that announces the application and extended length (PC/SC part 3 §3.1.3.2.3.1)."""
MASTER_FILE = bytes.fromhex("3F00")
OK, END_OF_FILE = 0x9000, 0x6282


class SaysNo(Exception):  # noqa: N818 - an answer, not an error
    """The status word to answer with; ``bare``: outside secure messaging, which ends it."""

    def __init__(self, sw: int, *, bare: bool = False) -> None:
        super().__init__(f"{sw:04X}")
        self.sw = sw
        self.bare = bare


Answer = tuple[bytes, int]
Manner = Callable[[Apdu, Callable[[Apdu], Answer]], Answer]
"""What the chip makes of a plain command, and of the standard's answer to it; may raise ``SaysNo``."""


def by_the_book(command: Apdu, answer: Callable[[Apdu], Answer]) -> Answer:
    return answer(command)


@dataclass
class OtherCard:
    """A ``SimulatedCard`` of TD1 size. ``files`` by whether they lie in the application, and by identifier; ``mrz``
    are the three lines in one.

    ``pace`` is protocol and parameters as OpenPACE names them, run by ``pace_library``. ``chip_key`` is the key for
    Chip Authentication version 1, by MSE:Set KAT with 3DES or by MSE:Set AT with AES keys of ``chip_key_bytes``;
    ``chip_key_2`` that for version 2: protocol, parameters, private and public key. ``signs`` makes the signature of
    Active Authentication over a challenge.

    Of its manners, ``short_identifiers`` says that READ BINARY takes them, and ``selects_with_template`` that a SELECT
    is answered with a file control template whatever P2 asks for. Others come by ``manner``, and ``protect`` puts
    answers into secure messaging.
    """

    files: Mapping[tuple[bool, int], bytes] = field(repr=False)
    mrz: str = field(default="", repr=False)
    can: str = field(default="", repr=False)
    pace: tuple[str, int] | None = None
    chip_key: ec.EllipticCurvePrivateKey | None = field(default=None, repr=False)
    chip_key_bytes: int = 16
    chip_key_2: tuple[str, int, bytes, bytes] | None = field(default=None, repr=False)
    signs: Callable[[bytes], bytes] | None = field(default=None, repr=False)
    pace_library: Callable[[], OpenPace | GenericMapping] = OpenPace
    short_identifiers: bool = True
    selects_with_template: bool = False
    manner: Manner = by_the_book
    protect: Callable[[Primitives, int, bytes, int], bytes] = protect_answer
    atr: bytes = ATR
    log: list[Apdu] = field(default_factory=list, repr=False)

    def power_up(self) -> None:
        self._application = False
        self._current = b""
        self._keys: Primitives | None = None
        self._next_keys: Primitives | None = None
        self._challenge = b""
        self._steps: list[Callable[[bytes], bytes]] = []

    def transmit(self, command: bytes) -> bytes:
        apdu = Apdu.decode(command)
        if apdu.cla & SECURE != SECURE:
            self._keys = None
            try:
                data, sw = self._answer(apdu)
            except SaysNo as no:
                data, sw = b"", no.sw
            self._keys, self._next_keys = self._next_keys, None
            return data[: apdu.le or 256] + sw.to_bytes(2, "big")
        if self._keys is None:
            return b"\x69\x88"
        try:
            plain = open_command(self._keys, apdu)
        except BrokenMessage:
            self._keys = None
            return b"\x69\x88"
        try:
            data, sw = self._answer(plain)
        except SaysNo as no:
            self._keys = None
            return no.sw.to_bytes(2, "big")
        answer = self.protect(self._keys, plain.ins, data, sw)
        if self._next_keys is not None:
            self._keys, self._next_keys = self._next_keys, None
        return answer

    def _answer(self, apdu: Apdu) -> Answer:
        """Raises ``SaysNo`` for a bare answer only."""
        self.log.append(apdu)
        try:
            return self.manner(apdu, self._by_the_book)
        except SaysNo as no:
            if no.bare:
                raise
            return b"", no.sw

    def _by_the_book(self, apdu: Apdu) -> Answer:
        match apdu.ins:
            case 0xA4:
                return self._select(apdu)
            case 0xB0:
                return self._read(apdu)
            case 0xB1:
                return self._read_odd(apdu)
            case 0x84:
                self._challenge = os.urandom(8)
                return self._challenge, OK
            case 0x82:
                return self._basic_access_control(apdu.data), OK
            case 0x22:
                return self._manage_security_environment(apdu), OK
            case 0x86:
                return self._general_authenticate(apdu), OK
            case 0x88:
                return self._sign(apdu.data), OK
        raise SaysNo(0x6D00)

    # Files

    def _select(self, apdu: Apdu) -> Answer:
        if apdu.p1 == 0x04:
            if apdu.data != APPLICATION:
                raise SaysNo(0x6A82)
            self._application = True
        elif apdu.p1 == 0x02:
            self._current = self._file(int.from_bytes(apdu.data, "big"))
        elif apdu.data in (b"", MASTER_FILE) and apdu.p1 == 0x00:
            self._application, self._current = False, b""
        else:
            raise SaysNo(0x6A86)
        if not self.selects_with_template:
            return b"", OK
        size = ber.encode(0x80, len(self._current).to_bytes(2, "big"))
        return ber.encode(0x62, size + ber.encode(0x82, b"\x01") + ber.encode(0x83, apdu.data[-2:])), OK

    def _file(self, fid: int) -> bytes:
        if self._application and self._keys is None:
            raise SaysNo(0x6982)
        if (self._application, fid) not in self.files:
            raise SaysNo(0x6A82)
        return self.files[self._application, fid]

    def _read(self, apdu: Apdu) -> Answer:
        offset = apdu.p1 << 8 | apdu.p2
        if apdu.p1 & 0x80:
            if not self.short_identifiers:
                raise SaysNo(0x6A81)
            self._current, offset = self._file(0x0100 | apdu.p1 & 0x1F), apdu.p2
        return self._part(offset, apdu.le)

    def _read_odd(self, apdu: Apdu) -> Answer:
        offset = int.from_bytes(ber.objects(apdu.data)[0x54], "big")
        data, sw = self._part(offset, apdu.le - len(ber.encode(0x53, bytes(apdu.le))) + apdu.le)
        return ber.encode(0x53, data), sw

    def _part(self, offset: int, size: int) -> Answer:
        if not self._current:
            raise SaysNo(0x6986)
        if offset >= len(self._current):
            raise SaysNo(0x6B00)
        # DO'87', DO'99' and DO'8E' of a short answer leave room for so much.
        data = self._current[offset : offset + (min(size, 223) if size <= 256 else size)]
        whole = size in (256, 65536) or len(data) == min(size, 223 if size <= 256 else size)
        return data, OK if whole else END_OF_FILE

    # Basic Access Control

    def _basic_access_control(self, proof: bytes) -> bytes:
        document = TripleDesSession(hashlib.sha1(mrz_information(self.mrz).encode()).digest()[:16])
        challenge, self._challenge = self._challenge, b""
        if not challenge or document.retail_mac(pad(proof[:32], 8)) != proof[32:]:
            raise SaysNo(0x6300)
        opened = document.decrypt(proof[:32])
        if opened[8:16] != challenge:
            raise SaysNo(0x6300)
        half = os.urandom(16)
        cryptogram = document.encrypt(challenge + opened[:8] + half)
        seed = bytes(a ^ b for a, b in zip(opened[16:], half, strict=True))
        self._next_keys = TripleDesSession(seed, challenge[4:] + opened[4:8])
        return cryptogram + document.retail_mac(pad(cryptogram, 8))

    # PACE and Chip Authentication: each step leaves the ones that follow it

    def _manage_security_environment(self, apdu: Apdu) -> bytes:
        wanted = ber.objects(apdu.data)
        self._steps = []
        match apdu.p1, apdu.p2:
            case 0x41, 0xA6 if self.chip_key is not None:
                self._next_keys = TripleDesSession(self._agreed(wanted[0x91]))
            case 0xC1, 0xA4 if self.pace is not None:
                self._begin_pace(*self.pace, Secret(wanted[0x83][0]))
            case 0x41, 0xA4 if self.chip_key_2 is not None:
                self._steps = [self._authenticate_chip_2]
            case 0x41, 0xA4 if self.chip_key is not None:
                self._steps = [self._authenticate_chip]
            case _:
                raise SaysNo(0x6A80)
        return b""

    def _general_authenticate(self, apdu: Apdu) -> bytes:
        if not self._steps or (apdu.cla == 0x00) is not (len(self._steps) == 1):
            raise SaysNo(0x6985)
        data = next(iter(ber.objects(ber.objects(apdu.data)[0x7C]).values()), b"")
        try:
            return ber.encode(0x7C, self._steps.pop(0)(data))
        except OpenPaceError:
            self._steps = []
            raise SaysNo(0x6A80) from None

    def _begin_pace(self, protocol: str, parameter_id: int, kind: Secret) -> None:
        pace = self.pace_library()
        secret = {Secret.CAN: self.can, Secret.MRZ: self.mrz}[kind]
        pace.init_pace(protocol, parameter_id, kind, secret.encode())
        reader_keys: list[bytes] = []

        def map_nonce(theirs: bytes) -> bytes:
            ours = pace.mapping_data()
            pace.map_generator(theirs)
            return ber.encode(0x82, ours)

        def agree(theirs: bytes) -> bytes:
            ours = pace.ephemeral_key()
            pace.agree(theirs)
            reader_keys.append(theirs)
            return ber.encode(0x84, ours)

        def prove(token: bytes) -> bytes:
            if not pace.verify_token(token):
                raise SaysNo(0x6300)
            pace.begin_session(8 if "3DES" in protocol else 16)
            self._next_keys = pace
            return ber.encode(0x86, pace.token(reader_keys[-1]))

        self._steps = [lambda nothing: ber.encode(0x80, pace.encrypted_nonce()), map_nonce, agree, prove]

    def _authenticate_chip(self, theirs: bytes) -> bytes:
        self._next_keys = AesSession(self._agreed(theirs), self.chip_key_bytes)
        return b""

    def _agreed(self, theirs: bytes) -> bytes:
        assert self.chip_key is not None
        try:
            reader = ec.EllipticCurvePublicKey.from_encoded_point(self.chip_key.curve, theirs)
        except ValueError:
            raise SaysNo(0x6A80) from None
        return self.chip_key.exchange(ec.ECDH(), reader)

    def _authenticate_chip_2(self, theirs: bytes) -> bytes:
        assert self.chip_key_2 is not None
        protocol, parameter_id, private, public = self.chip_key_2
        chip = OpenPace()
        chip.init_chip_authentication(protocol, parameter_id)
        chip.set_static_key(private, public)
        chip.agree_with_chip(theirs)
        nonce, token = chip.chip_proof(theirs)
        chip.begin_chip_session(8 if "3DES" in protocol else 16)
        self._next_keys = chip
        return ber.encode(0x81, nonce) + ber.encode(0x82, token)

    def _sign(self, challenge: bytes) -> bytes:
        if self.signs is None or self._keys is None:
            raise SaysNo(0x6982)
        return self.signs(challenge)


def mrz_information(mrz: str) -> str:
    """Document number, birth and expiry with their check digits; a number of more than nine characters goes on in the
    optional data (9303-11 §4.3.2)."""
    number = mrz[5:15] if mrz[14] != "<" else mrz[5:14] + mrz[15:30].split("<")[0]
    return number + mrz[30:37] + mrz[38:45]


def ecdsa(key: ec.EllipticCurvePrivateKey) -> Callable[[bytes], bytes]:
    """r ‖ s over SHA-256 of the challenge (9303-11 §6.1.2.3)."""
    size = (key.key_size + 7) // 8

    def sign(challenge: bytes) -> bytes:
        halves = decode_dss_signature(key.sign(challenge, ec.ECDSA(hashes.SHA256())))
        return b"".join(half.to_bytes(size, "big") for half in halves)

    return sign


def iso_9796_2(key: rsa.RSAPrivateKey) -> Callable[[bytes], bytes]:
    """Scheme 1 with SHA-1 and the trailer BC (9303-11 §6.1.2.1)."""
    numbers = key.private_numbers()
    modulus = numbers.public_numbers.n
    size = (modulus.bit_length() + 7) // 8

    def sign(challenge: bytes) -> bytes:
        message = os.urandom(size - 22)
        digest = hashlib.sha1(message + challenge).digest()
        representative = int.from_bytes(b"\x6a" + message + digest + b"\xbc", "big")
        return pow(representative, numbers.d, modulus).to_bytes(size, "big")

    return sign
