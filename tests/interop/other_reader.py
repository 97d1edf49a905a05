"""A reader that shares no code with the program's: BAC and Chip Authentication by the cryptography library, PACE by
OpenPACE, files by SELECT and READ BINARY in blocks of 223 bytes (ICAO Doc 9303-10 §3.6, 9303-11 §4 and §6.2)."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key

from tests.interop import ber
from tests.interop.generic_mapping import GenericMapping
from tests.interop.openpace import OpenPace, Secret
from tests.interop.primitives import AesSession, Primitives, TripleDesSession, pad
from tests.interop.secure_messages import Apdu, open_answer, protect_command

APPLICATION = bytes.fromhex("A0000002471001")
CARD_ACCESS, SOD = 0x011C, 0x011D
ID_PACE = bytes.fromhex("04007F00070202 04")
ID_CHIP_AUTHENTICATION = bytes.fromhex("04007F00070202 03")
ID_PK_ECDH = bytes.fromhex("04007F00070202 0102")
BLOCK = 223


class RefusedByChip(Exception):  # noqa: N818 - an answer of the chip, not an error
    """A status word that is not 9000."""

    def __init__(self, step: str, sw: int) -> None:
        super().__init__(f"{step}: {sw:04X}")
        self.sw = sw


class OtherReader:
    """One chip in the field, behind ``wire``: a command APDU there, an answer back."""

    def __init__(self, wire: Callable[[bytes], bytes]) -> None:
        self._wire = wire
        self._keys: Primitives | None = None

    def transmit(self, command: Apdu, step: str) -> bytes:
        """The data of a successful answer; raises ``RefusedByChip``."""
        if self._keys is None:
            answer = self._wire(command.encode())
            data, sw = answer[:-2], int.from_bytes(answer[-2:], "big")
        else:
            data, sw = open_answer(self._keys, self._wire(protect_command(self._keys, command).encode()))
        if sw != 0x9000:
            raise RefusedByChip(step, sw)
        return data

    def select_application(self) -> None:
        self.transmit(Apdu(0x00, 0xA4, 0x04, 0x0C, APPLICATION), "SELECT application")

    def read(self, fid: int) -> bytes:
        """A whole file: its header first, then block after block."""
        self.transmit(Apdu(0x00, 0xA4, 0x02, 0x0C, fid.to_bytes(2, "big")), f"SELECT {fid:04X}")
        data = self._block(0, 8)
        size = ber.total(data)
        while len(data) < size:
            data += self._block(len(data), min(BLOCK, size - len(data)))
        return data[:size]

    def _block(self, offset: int, size: int) -> bytes:
        if offset < 0x8000:
            return self.transmit(Apdu(0x00, 0xB0, offset >> 8, offset & 0xFF, le=size), "READ BINARY")
        at = ber.encode(0x54, offset.to_bytes(3, "big"))
        return ber.objects(self.transmit(Apdu(0x00, 0xB1, 0, 0, at, le=size), "READ BINARY"))[0x53]

    def open_by_bac(self, mrz_information: str) -> None:
        """Basic Access Control; the application must be selected."""
        document = TripleDesSession(hashlib.sha1(mrz_information.encode()).digest()[:16])
        challenge = self.transmit(Apdu(0x00, 0x84, 0x00, 0x00, le=8), "GET CHALLENGE")
        ours, half = os.urandom(8), os.urandom(16)
        cryptogram = document.encrypt(ours + challenge + half)
        proof = cryptogram + document.retail_mac(pad(cryptogram, 8))
        answer = self.transmit(Apdu(0x00, 0x82, 0x00, 0x00, proof, 40), "EXTERNAL AUTHENTICATE")
        assert document.retail_mac(pad(answer[:32], 8)) == answer[32:]
        opened = document.decrypt(answer[:32])
        assert opened[:16] == challenge + ours
        seed = bytes(a ^ b for a, b in zip(half, opened[16:], strict=True))
        self._keys = TripleDesSession(seed, challenge[4:] + ours[4:])

    def open_by_pace(
        self, kind: Secret, secret: bytes, library: Callable[[], OpenPace | GenericMapping] = OpenPace
    ) -> None:
        """PACE with generic mapping, by the one offer of EF.CardAccess; the master file stays selected."""
        card_access = self.read(CARD_ACCESS)
        pace = library()
        pace.init_card_access(card_access, kind, secret)
        protocol = next(oid for oid in _protocols(card_access) if oid.startswith(ID_PACE))
        at = ber.encode(0x80, protocol) + ber.encode(0x83, bytes((kind,)))
        self.transmit(Apdu(0x00, 0x22, 0xC1, 0xA4, at), "MSE:Set AT")
        pace.take_nonce(self._authenticate(b"", 0x80))
        theirs = self._authenticate(ber.encode(0x81, pace.mapping_data()), 0x82)
        pace.map_generator(theirs)
        public = pace.ephemeral_key()
        theirs = self._authenticate(ber.encode(0x83, public), 0x84)
        pace.agree(theirs)
        token = self._authenticate(ber.encode(0x85, pace.token(theirs)), 0x86, last=True)
        assert pace.verify_token(token)
        pace.begin_session(8 if protocol[-1] == 1 else 16)
        self._keys = pace

    def _authenticate(self, data: bytes, wanted: int, *, last: bool = False) -> bytes:
        step = Apdu(0x00 if last else 0x10, 0x86, 0x00, 0x00, ber.encode(0x7C, data))
        le = 65536 if len(step.data) > 255 else 256
        answer = self.transmit(Apdu(*step.header, step.data, le), f"GENERAL AUTHENTICATE {wanted:02X}")
        return ber.objects(ber.objects(answer)[0x7C])[wanted]

    def authenticate_chip(self, dg14: bytes) -> None:
        """Chip Authentication, version 1, with an elliptic key; the next answer proves it."""
        infos = ber.objects(dg14)[0x6E]
        protocol = next(oid for oid in _protocols(infos) if oid.startswith(ID_CHIP_AUTHENTICATION))
        chip = load_der_public_key(_public_key(infos))
        assert isinstance(chip, ec.EllipticCurvePublicKey)
        own = ec.generate_private_key(chip.curve)
        point = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        if protocol[-1] == 1:
            self.transmit(Apdu(0x00, 0x22, 0x41, 0xA6, ber.encode(0x91, point)), "MSE:Set KAT")
            self._keys = TripleDesSession(own.exchange(ec.ECDH(), chip))
            return
        self.transmit(Apdu(0x00, 0x22, 0x41, 0xA4, ber.encode(0x80, protocol)), "MSE:Set AT")
        data = ber.encode(0x7C, ber.encode(0x80, point))
        self.transmit(Apdu(0x00, 0x86, 0x00, 0x00, data, 256), "GENERAL AUTHENTICATE")
        self._keys = AesSession(own.exchange(ec.ECDH(), chip), {2: 16, 3: 24, 4: 32}[protocol[-1]])

    def sign(self, challenge: bytes) -> bytes:
        """Active Authentication: the chip's signature."""
        return self.transmit(Apdu(0x00, 0x88, 0x00, 0x00, challenge, 256), "INTERNAL AUTHENTICATE")


def _infos(security_infos: bytes) -> list[bytes]:
    """The contents of each SecurityInfo of a SET."""
    row, found = ber.objects(security_infos)[0x31], []
    while row:
        end = ber.total(row)
        found.append(ber.objects(row[:end])[0x30])
        row = row[end:]
    return found


def _protocols(security_infos: bytes) -> list[bytes]:
    return [ber.objects(info)[0x06] for info in _infos(security_infos)]


def _public_key(security_infos: bytes) -> bytes:
    """The SubjectPublicKeyInfo of the one key for Chip Authentication."""
    parts = next(ber.objects(info) for info in _infos(security_infos) if ber.objects(info)[0x06] == ID_PK_ECDH)
    return ber.encode(0x30, parts[0x30])
