"""Recorded readings for tests: two cards that differ in nothing but their holders, and a clock that only counts."""

from __future__ import annotations

import functools
import io
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from PIL import Image

from kiosk.domain.access_key import AccessKey, Can
from kiosk.domain.chip_reading import ChipReading, ElementaryFile
from kiosk.domain.clock import Deadline
from kiosk.domain.identity import Sex
from kiosk.reader.emrtd.reading import EmrtdReader
from kiosk.reader.emrtd.wanted import KIOSK
from kiosk.reader.trace.lines import Trace, parse_trace
from kiosk.reader.trace.recorder import TraceRecorder
from kiosk.simulator.card.card import VirtualCard
from kiosk.simulator.card.faults import CardFault
from kiosk.simulator.card.person import AN, Citizen
from kiosk.simulator.chip.chip import Chip
from kiosk.simulator.issuing.authority import TestAuthority
from kiosk.simulator.slot.card_port import SimulatedCard
from kiosk.simulator.slot.in_process import InProcessConnector, InProcessReader
from tests.fakes.terminal import mrz_key
from tests.fakes.virtual_cards import card

TODAY = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)

TWIN = replace(
    AN,
    number="079088678901",
    name="Trịnh Quý Én",
    birth_date=date(1988, 11, 2),
    sex=Sex.MALE,
    residence="Số 9, Tổ 7, Phường Xuân Hòa, Quận 3, TP. Hồ Chí Minh",
    origin="Phổ Cường, Đức Phổ, Quảng Ng",
    issue_date=date(2022, 7, 26),
    old_number="987654321",
    features="Sẹo chấm D:7cm dưới đuôi mày phải",
    father="Trịnh Văn Hoàn",
    mother="Phạm Thị Mai",
)


class CountingClock:
    """Every look at it takes a millisecond, so that times depend on what is done and on nothing else."""

    def __init__(self) -> None:
        self._looks = 0

    def monotonic(self) -> float:
        self._looks += 1
        return self._looks / 1000

    def now(self) -> datetime:
        return TODAY


@functools.cache
def _signer() -> TestAuthority:
    """With signatures of one length, whatever they sign."""
    return TestAuthority.create("rsa-3072-sha256")


def like_an(citizen: Citizen) -> Citizen:
    """``citizen`` with texts as long as An's are, so that nothing but their contents differs."""

    def fitted(name: str) -> str:
        wanted = len(getattr(AN, name).encode())
        text = getattr(citizen, name)
        while len(text.encode()) > wanted:
            text = text[:-1]
        return text + "x" * (wanted - len(text.encode()))

    texts = ("residence", "origin", "features", "father", "mother", "name")
    return replace(citizen, **{name: fitted(name) for name in texts})


def _picture(shades: Image.Image) -> bytes:
    buffer = io.BytesIO()
    shades.resize((48, 64)).convert("RGB").save(buffer, "JPEG")
    return buffer.getvalue()


@functools.cache
def twins() -> tuple[VirtualCard, VirtualCard]:
    """Two cards of one make, whose files have the same lengths and whose holders have nothing in common."""
    pictures = [_picture(Image.radial_gradient("L")), _picture(Image.linear_gradient("L"))]
    longest = max(map(len, pictures))
    # A decoder stops at the end of the image; what is behind it makes both files equally long.
    portraits = [picture + secrets.token_bytes(longest - len(picture)) for picture in pictures]
    one, other = (
        card(citizen, photo=portrait, authority=_signer())
        for citizen, portrait in zip((AN, like_an(TWIN)), portraits, strict=True)
    )
    return one, other


def keys_of(issued: VirtualCard) -> tuple[AccessKey, ...]:
    """The CAN, where there is one, and the MRZ key that open the card."""
    mrz = mrz_key(issued)
    return (Can(issued.can), mrz) if issued.can else (mrz,)


@dataclass(frozen=True)
class Recording:
    """What a reading gave, and the text of its trace."""

    reading: ChipReading
    text: str

    @property
    def trace(self) -> Trace:
        return parse_trace(self.text.splitlines(keepends=True))


def record(
    chip: SimulatedCard,
    keys: Sequence[AccessKey],
    *,
    masked: bool = True,
    random_bytes: Callable[[int], bytes] = secrets.token_bytes,
    max_apdu: int | None = None,
    wanted: Sequence[ElementaryFile] = KIOSK,
    extended: bool | None = None,
    inside: bool = False,
) -> Recording:
    """Read the chip inside the process with a recorder between, and with one ``inside`` secure messaging if wanted."""
    slot = InProcessReader(mute_seconds=0.0, max_apdu=max_apdu)
    slot.insert(chip)
    sink, clock = io.StringIO(), CountingClock()
    recorder = TraceRecorder(sink, clock, masked=masked)
    reader = EmrtdReader(
        recorder.connector(InProcessConnector([slot])),
        clock,
        recorder.random_bytes(random_bytes),
        wanted=recorder.wanted(wanted),
        limits=recorder.limits(lambda connection: extended),
        on_clear=recorder.clear if inside else None,
    )
    reading = reader.read(slot.name, keys, Deadline(clock, 1e6), lambda progress: None)
    return Recording(reading, sink.getvalue())


def record_card(issued: VirtualCard, *faults: CardFault, **options: Any) -> Recording:
    return record(Chip(issued, faults=faults), options.pop("keys", keys_of(issued)), **options)
