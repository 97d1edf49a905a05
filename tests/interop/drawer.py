"""A drawer of cards for the corner tests: one issued card on a chip of any manner, and what a reading made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kiosk.domain.access_key import AccessKey
from kiosk.domain.authenticity import CheckStatus
from kiosk.domain.chip_reading import ChipReading
from kiosk.domain.chip_reading import ElementaryFile as File
from kiosk.domain.clock import Deadline, SystemClock
from kiosk.reader.emrtd import active_auth
from kiosk.reader.emrtd.reading import EmrtdReader
from kiosk.reader.emrtd.wanted import KIOSK
from kiosk.simulator.slot.card_port import SimulatedCard
from kiosk.simulator.slot.in_process import InProcessConnector, InProcessReader
from tests.fakes.terminal import mrz_key
from tests.interop import ber
from tests.interop.documents import CCCD, agreement_key, by_identifier, issued, signing_key
from tests.interop.other_card import Manner, OtherCard, by_the_book, ecdsa

CLOCK = SystemClock()

_FIDS = {"com": 0x011E, "dg11": 0x010B, "dg14": 0x010E, "dg15": 0x010F}

CARD = issued(replace(CCCD, access=replace(CCCD.access, pace=())))
"""The card of 2021, but that it opens by BAC only."""


def chip_of_bac(manner: Manner = by_the_book, **files: bytes | None) -> OtherCard:
    """``CARD`` on a chip of this manner; ``files`` replaces files by their names, or takes them away."""
    contents = by_identifier(CARD)
    for name, data in files.items():
        fid = _FIDS[name]
        contents.pop((True, fid), None)
        if data is not None:
            contents[True, fid] = data
    return OtherCard(
        contents, "".join(CARD.mrz), CARD.can, manner=manner,
        chip_key=agreement_key(CARD), signs=ecdsa(signing_key(CARD)),
    )  # fmt: skip


def read(chip: SimulatedCard, *keys: AccessKey, wanted: Sequence[File] = KIOSK) -> ChipReading:
    slot = InProcessReader(mute_seconds=0.0)
    slot.insert(chip)
    reader = EmrtdReader(InProcessConnector([slot]), CLOCK, wanted=wanted)
    return reader.read(slot.name, keys or [mrz_key(CARD)], Deadline(CLOCK, 60), lambda progress: None)


def clone_checks(reading: ChipReading) -> tuple[CheckStatus, CheckStatus]:
    assert reading.chip_authentication is not None
    dg15, dg14 = reading.files[File.DG15], reading.files.get(File.DG14)
    return reading.chip_authentication.status, active_auth.verify(dg15, dg14, reading.active_authentication).status


def missed(reading: ChipReading) -> set[File]:
    return {File.SOD, File.DG1, File.DG2, File.DG13, File.DG14, File.DG15} - set(reading.files)


def info(arc: str, version: int | None, key: bytes = b"", key_id: int | None = None) -> bytes:
    """A SecurityInfo below bsi-de 2.2: an identifier, a version or a key, and the number of the key."""
    required = key if version is None else bytes((0x02, 0x01, version))
    optional = b"" if key_id is None else bytes((0x02, 0x01, key_id))
    return ber.encode(0x30, ber.encode(0x06, bytes.fromhex("04007F00070202" + arc)) + required + optional)


def spki(key: ec.EllipticCurvePublicKey | rsa.RSAPublicKey) -> bytes:
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


UNKNOWN_INFOS = bytes.fromhex("300F 0606 2A0304050607 0405 0102030405"), bytes.fromhex("3003 0601 2A")
