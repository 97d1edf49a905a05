"""Playing a trace back gives the recorded reading again, and any other doing is a deviation."""

from __future__ import annotations

import dataclasses
from dataclasses import replace
from typing import Any

import pytest

from kiosk.domain.access_key import AccessKey, Can
from kiosk.domain.chip_reading import ChipReading
from kiosk.domain.chip_reading import ElementaryFile as File
from kiosk.domain.clock import Deadline
from kiosk.domain.faults import FaultCode
from kiosk.reader.apdu import Command
from kiosk.reader.emrtd.reading import EmrtdReader
from kiosk.reader.emrtd.wanted import ALL, KIOSK
from kiosk.reader.trace.events import Connected, Exchange, RandomDrawn, Wanted
from kiosk.reader.trace.lines import Trace
from kiosk.reader.trace.playback import DeviationError, Playback
from kiosk.simulator.card.faults import (
    CardFault,
    Clone,
    Missing,
    Mute,
    NoPace,
    ShortOnly,
    TearAfterCommand,
    TearAtByte,
)
from tests.fakes.scripted_card import ScriptedCard
from tests.fakes.traces import CountingClock, keys_of, record, record_card, twins


def played(trace: Trace, keys: tuple[AccessKey, ...]) -> ChipReading:
    playback = Playback(trace, CountingClock())
    reader = EmrtdReader(
        playback, playback, playback.random_bytes, wanted=playback.wanted or KIOSK, limits=playback.limits
    )
    reading = reader.read(playback.reader, keys, Deadline(playback, 1e6), lambda progress: None)
    assert playback.left == 0
    return reading


def told(reading: ChipReading) -> dict[str, Any]:
    """Everything of a reading but its time, which the counting clock counts otherwise."""
    fields = {field.name: getattr(reading, field.name) for field in dataclasses.fields(reading)}
    fields["fault"] = reading.fault.code if reading.fault else None
    del fields["seconds"]
    return fields


@pytest.mark.parametrize(
    "faults",
    [
        pytest.param((), id="PACE"),
        pytest.param((NoPace(),), id="BAC"),
        pytest.param((ShortOnly(),), id="short blocks"),
        pytest.param((Clone(),), id="a clone, opened anew"),
        pytest.param((Missing(File.DG15),), id="a file is missing"),
        pytest.param((TearAfterCommand(11),), id="torn away"),
        pytest.param((TearAtByte(500, File.DG2),), id="torn away in the photo"),
        pytest.param((Mute(4),), id="mute"),
    ],
)
def test_the_same_reading_again(faults: tuple[CardFault, ...]) -> None:
    issued = twins()[0]
    recording = record_card(issued, *faults, masked=False)
    again = played(recording.trace, keys_of(issued))
    assert told(again) == told(recording.reading)


@pytest.mark.parametrize(
    "options",
    [
        pytest.param({"wanted": ALL}, id="every file"),
        pytest.param({"wanted": [File.DG1]}, id="one file"),
        pytest.param({"extended": False}, id="by a reader without extended length"),
        pytest.param({"extended": True}, id="by a reader with extended length"),
    ],
)
def test_a_reading_on_other_terms_is_played_on_the_same(options: dict[str, Any]) -> None:
    issued = twins()[0]
    recording = record_card(issued, masked=False, **options)
    assert told(played(recording.trace, keys_of(issued))) == told(recording.reading)


def test_a_reader_that_was_not_asked_is_not_played() -> None:
    playback = Playback(Trace((Connected(0.0, 0.1, "Reader"),)), CountingClock())
    assert playback.limits(playback.connect("Reader")) is None
    assert playback.wanted is None


def test_times_are_the_recorded_ones() -> None:
    issued = twins()[0]
    trace = record_card(issued, masked=False).trace
    late = Trace(tuple(replace(event, at=event.at * 100) for event in trace.events if not isinstance(event, Wanted)))
    first, last = late.events[0].at, late.events[-1].at
    assert played(late, keys_of(issued)).seconds == pytest.approx(last - first)


def test_another_card_is_played_too() -> None:
    recording = record(ScriptedCard({0xA4: b"\x6a\x82"}), [Can("012345")], masked=False)
    reading = played(recording.trace, (Can("012345"),))
    assert reading.fault is not None and reading.fault.code is FaultCode.NOT_AN_ID_CARD


def test_a_reader_that_refuses_a_command_is_played_too() -> None:
    issued = twins()[0]
    recording = record_card(issued, masked=False, max_apdu=64)
    assert recording.reading.fault is not None and recording.reading.fault.code is FaultCode.READER_REFUSED
    assert told(played(recording.trace, keys_of(issued))) == told(recording.reading)


def test_with_another_key_the_reading_deviates() -> None:
    trace = record_card(twins()[0], masked=False).trace
    with pytest.raises(DeviationError, match="is sent where 10860000 with 69 bytes"):
        played(trace, (Can("999999"),))


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        pytest.param(Connected, "^a connection where the trace has a question to the reader", id="connection"),
        pytest.param(RandomDrawn, "^32 random bytes where the trace has 10860000 with 69 bytes", id="random bytes"),
        pytest.param(Exchange, "^00.* where the trace has 32 random bytes$", id="commands"),
    ],
)
def test_a_trace_that_lacks_something(kind: type, words: str) -> None:
    trace = record_card(twins()[0], masked=False).trace
    with pytest.raises(DeviationError, match=words):
        played(Trace(tuple(event for event in trace.events if not isinstance(event, kind))), keys_of(twins()[0]))


def test_a_deviation_never_tells_data() -> None:
    trace = record_card(twins()[0], masked=False).trace
    playback = Playback(trace, CountingClock())
    connection = playback.connect("any")
    with pytest.raises(DeviationError) as raised:
        connection.transmit(Command(0x00, 0xA4, 0x04, 0x0C, b"secret"))
    assert b"secret".hex() not in str(raised.value).lower()
    assert "secret" not in str(raised.value)


def test_behind_the_end_there_is_nothing() -> None:
    playback = Playback(Trace((Connected(0.0, 0.1, "Reader"),)), CountingClock())
    connection = playback.connect("Reader")
    with pytest.raises(DeviationError, match="where the trace has ended"):
        connection.transmit(Command(0x00, 0x84, 0, 0, le=8))
    connection.close()
    connection.close()
