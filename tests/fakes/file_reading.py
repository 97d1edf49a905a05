"""Files whose contents tell their own position, and their reading from a card under secure messaging."""

from __future__ import annotations

from kiosk.domain.chip_reading import ElementaryFile as File
from kiosk.reader import tlv
from kiosk.reader.crypto import Cipher
from kiosk.reader.emrtd.files import FileReader, Refused
from kiosk.reader.emrtd.read_strategy import ReadStrategy
from kiosk.reader.emrtd.secure_messaging import SecureMessagingChannel, SessionKeys
from tests.fakes.file_card import FileCard
from tests.fakes.mirror_card import MirrorCard


def file_of(tag: int, size: int) -> bytes:
    """A file of about ``size`` bytes whose contents tell their own position."""
    return tlv.encode(tag, b"".join(at.to_bytes(2, "big") for at in range(size // 2)))


SOD = file_of(0x77, 1500)
DG1 = file_of(0x61, 88)
DG2 = file_of(0x75, 15000)
LONG_DG2 = file_of(0x75, 45000)
FILES = {File.SOD: SOD, File.DG1: DG1, File.DG2: DG2}

KEYS = SessionKeys.derive(Cipher.AES128, b"secret")


def secured(card: FileCard, strategy: ReadStrategy | None = None) -> FileReader:
    session = SecureMessagingChannel(MirrorCard(KEYS, card.transmit), KEYS)
    return FileReader(session, strategy or ReadStrategy(), session.short_answer)


def read_all(card: FileCard, strategy: ReadStrategy | None = None) -> list[bytes | Refused]:
    reader = secured(card, strategy)
    return [reader.read(file) for file in (File.SOD, File.DG1, File.DG2)]
