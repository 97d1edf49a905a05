"""A recorded reading: a masked trace holds nothing of the holder and no way to the keys, an unmasked one everything."""

from __future__ import annotations

import hashlib
import io
import json
import secrets
from collections.abc import Iterator

import pytest

from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader.apdu import Command, Response
from kiosk.reader.crypto import ENC, MAC, PASSWORD, Cipher, kdf
from kiosk.reader.trace.events import Closed, Connected, Exchange, RandomDrawn, ReaderLimit, Wanted
from kiosk.reader.trace.lines import TraceError, parse_trace
from kiosk.reader.trace.recorder import TraceRecorder
from kiosk.simulator.card.card import VirtualCard
from kiosk.simulator.card.faults import CardFault, Clone, NoPace, ShortOnly, TearAfterCommand
from kiosk.simulator.chip.chip import Chip
from kiosk.simulator.slot.in_process import InProcessConnection, InProcessConnector, InProcessReader
from tests.fakes.traces import CountingClock, keys_of, record, record_card, twins

MANNERS = [
    pytest.param((), id="PACE"),
    pytest.param((NoPace(),), id="BAC"),
    pytest.param((ShortOnly(),), id="short blocks"),
    pytest.param((Clone(),), id="a clone, opened anew"),
    pytest.param((TearAfterCommand(12),), id="torn away"),
]


def pieces(data: bytes, size: int) -> Iterator[bytes]:
    return (data[at : at + size] for at in range(len(data) - size + 1))


def strings(issued: VirtualCard, size: int) -> set[bytes]:
    """All byte strings of this length of the holder and of the access keys."""
    seed = hashlib.sha1(issued.mrz_information.encode(), usedforsecurity=False).digest()
    sources = [kdf(seed[:16], counter, Cipher.TDES) for counter in (ENC, MAC)]
    sources += [kdf(secret, PASSWORD, cipher) for cipher in Cipher for secret in (seed, issued.can.encode())]
    sources += [seed, issued.can.encode(), issued.qr_text.encode(), "".join(issued.mrz).encode()]
    sources += issued.files.values()
    return {piece for source in sources for piece in pieces(source, size)}


def personal(issued: VirtualCard, other: VirtualCard, size: int) -> set[bytes]:
    """What is on this card and not on the other, whose maker is the same."""
    return strings(issued, size) - strings(other, size)


@pytest.mark.parametrize("inside", [False, True], ids=["of the wire", "with what is inside"])
@pytest.mark.parametrize("faults", MANNERS)
def test_a_masked_trace_is_the_same_for_everybody(faults: tuple[CardFault, ...], inside: bool) -> None:
    """Nothing of the holder, of the keys or of what was made with them can be in what does not depend on them."""
    one, other = (record_card(issued, *faults, inside=inside).text for issued in twins())
    assert ('"clear"' in one) is inside
    assert one == other


@pytest.mark.parametrize("inside", [False, True], ids=["of the wire", "with what is inside"])
@pytest.mark.parametrize("faults", MANNERS)
def test_a_masked_trace_has_no_piece_of_card_or_key(faults: tuple[CardFault, ...], inside: bool) -> None:
    issued, other = twins()
    text = record_card(issued, *faults, inside=inside).text
    assert len(text.splitlines()) > 10
    assert issued.can not in text
    # Status words and times are digits too: shorter strings would be met by chance.
    assert not [piece for piece in personal(issued, other, 6) if piece.hex().upper() in text]
    assert not [piece for piece in personal(issued, other, 8) if piece.decode("latin-1") in text]


@pytest.mark.parametrize("faults", MANNERS)
def test_a_masked_trace_has_nothing_that_travelled_but_constants(faults: tuple[CardFault, ...]) -> None:
    """Ciphertexts, nonces and signatures: whoever has these can try keys at home, as many as he likes."""
    issued = twins()[0]
    drawn: list[bytes] = []
    unmasked = record_card(issued, *faults, masked=False, random_bytes=lambda count: keep(drawn, count))
    masked = record_card(issued, *faults, random_bytes=lambda count: drawn.pop(0))
    kept = [json.loads(line).get("command", {}).get("data", "") for line in masked.text.splitlines()[1:]]
    assert set(kept) <= {"", "011C", "3F00", "A0000002471001"}
    for exchange in unmasked.trace.exchanges:
        for data in (exchange.command.data, exchange.response.data if exchange.response else b""):
            told = [piece for piece in pieces(data, 17) if piece.hex().upper() in masked.text]
            assert not told


def keep(drawn: list[bytes], count: int) -> bytes:
    drawn.append(secrets.token_bytes(count))
    return drawn[-1]


def test_a_masked_trace_tells_how_the_card_behaved() -> None:
    recording = record_card(twins()[0], ShortOnly())
    lines = [json.loads(line) for line in recording.text.splitlines()]
    assert lines[0] == {"format": "kiosk.trace", "version": 1, "masked": True, "kiosk": "0.1.0"}
    wires = ["wire"] * recording.reading.apdu_count
    assert [line["event"] for line in lines[1:]] == ["wanted", "connected", "reader-limit", *wires, "closed"]
    assert lines[1]["files"] == ["SOD", "DG14", "DG15", "DG1", "DG2", "DG13"]
    assert lines[3]["extended"] is None
    first_read = next(line for line in lines if line.get("command", {}).get("header") == "0CB09D00")
    assert first_read["command"]["objects"] == ["97[2]=0800", "8E[8]"]
    assert first_read["answer"] == {"sw": "6700", "length": 0}
    assert first_read["seconds"] == pytest.approx(0.001)


def test_an_unmasked_trace_holds_the_whole_conversation() -> None:
    issued = twins()[0]
    recording = record_card(issued, masked=False)
    events = recording.trace.events
    assert isinstance(events[0], Wanted)
    assert isinstance(events[1], Connected)
    assert (events[1].reader, events[1].atr) == ("Kiosk In-Process Reader", issued.profile.atr)
    assert isinstance(events[2], ReaderLimit)
    assert isinstance(events[-1], Closed)
    assert sum(isinstance(event, Exchange) for event in events) == recording.reading.apdu_count
    assert any(isinstance(event, RandomDrawn) for event in events)
    times = [event.at for event in events]
    assert times == sorted(times)


@pytest.mark.parametrize("masked", [True, False])
def test_faults_are_recorded_by_their_codes(masked: bool) -> None:
    torn = record_card(twins()[0], TearAfterCommand(3), masked=masked)
    assert torn.reading.fault is not None
    wires = [json.loads(line) for line in torn.text.splitlines() if '"wire"' in line]
    assert [line.get("fault") for line in wires] == [None, None, None, "card-removed"]
    assert "answer" not in wires[-1]


def test_a_card_that_cannot_be_reached_is_recorded_too() -> None:
    sink = io.StringIO()
    recorder = TraceRecorder(sink, CountingClock(), masked=False)
    with pytest.raises(Fault):
        recorder.connector(InProcessConnector([])).connect("nowhere")
    (event,) = parse_trace(sink.getvalue().splitlines()).events
    assert event == Connected(event.at, event.seconds, "nowhere", fault=FaultCode.READER_LOST)


def test_the_reader_is_asked_behind_the_recorder() -> None:
    slot = InProcessReader()
    slot.insert(Chip(twins()[0]))
    connector = InProcessConnector([slot])
    recorder = TraceRecorder(io.StringIO(), CountingClock())
    limits = recorder.limits(lambda connection: isinstance(connection, InProcessConnection))
    assert limits(recorder.connector(connector).connect(slot.name)) is True


def test_clear_pairs_follow_the_pair_that_travelled() -> None:
    sink = io.StringIO()
    recorder = TraceRecorder(sink, CountingClock(), masked=False)
    slot = InProcessReader()
    slot.insert(Chip(twins()[0]))
    connection = recorder.connector(InProcessConnector([slot])).connect(slot.name)
    connection.transmit(Command(0x00, 0x84, 0, 0, le=8))
    plain = Command(0x00, 0xB0, 0x81, 0, le=4), Response(b"\x61\x5d\x5f\x1f", 0x9000)
    recorder.clear(*plain)
    recorder.clear(plain[0], None)
    wire, clear, lost = (event for event in parse_trace(sink.getvalue().splitlines()).exchanges)
    assert not wire.clear and clear.clear and lost.clear
    assert (clear.command, clear.response, lost.response) == (*plain, None)
    assert clear.at == wire.at and clear.seconds > wire.seconds


def test_a_masked_trace_cannot_be_played() -> None:
    with pytest.raises(TraceError, match="masked"):
        parse_trace(record(Chip(twins()[0]), keys_of(twins()[0])).text.splitlines())


class FullDisk(io.StringIO):
    def __init__(self, room: int) -> None:
        super().__init__()
        self._room = room

    def write(self, text: str) -> int:
        if self.tell() + len(text) > self._room:
            raise OSError(28, "No space left on device")
        return super().write(text)


@pytest.mark.parametrize("room", [0, 500])
def test_a_full_disk_ends_the_trace_and_not_the_reading(room: int) -> None:
    slot = InProcessReader()
    slot.insert(Chip(twins()[0]))
    sink = FullDisk(room)
    recorder = TraceRecorder(sink, CountingClock())
    connection = recorder.connector(InProcessConnector([slot])).connect(slot.name)
    for _ in range(3):
        assert connection.transmit(Command(0x00, 0xA4, 0x02, 0x0C, b"\x01\x1c")).ok
    connection.close()
    assert recorder.failed
    assert len(sink.getvalue()) <= room
