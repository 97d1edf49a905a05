"""The file of a trace: what is written is read back, and nothing else is."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.chip_reading import ElementaryFile
from kiosk.domain.faults import FaultCode
from kiosk.reader.apdu import MAX_EXTENDED, Command, Response
from kiosk.reader.trace.events import Closed, Connected, Event, Exchange, RandomDrawn, ReaderLimit, Wanted
from kiosk.reader.trace.lines import Trace, TraceError, event_line, header_line, parse_trace

ROOT = Path(__file__).resolve().parents[3]

SECONDS = st.integers(0, 10**9).map(lambda millionths: millionths / 1e6)
BYTE = st.integers(0, 255)
COMMANDS = st.builds(
    Command, BYTE, BYTE, BYTE, BYTE, st.binary(max_size=300), st.none() | st.integers(1, MAX_EXTENDED), st.booleans()
)
RESPONSES = st.builds(Response, st.binary(max_size=300), st.integers(0, 0xFFFF))
FAULTS = st.sampled_from(FaultCode)
EVENTS: st.SearchStrategy[Event] = st.one_of(
    st.builds(Wanted, SECONDS, st.lists(st.sampled_from(ElementaryFile)).map(tuple)),
    st.builds(ReaderLimit, SECONDS, st.none() | st.booleans()),
    st.builds(Connected, SECONDS, SECONDS, st.text(), st.binary(max_size=33), st.none() | FAULTS),
    st.builds(Exchange, SECONDS, SECONDS, COMMANDS, RESPONSES, st.none(), st.booleans()),
    st.builds(Exchange, SECONDS, SECONDS, COMMANDS, st.none(), FAULTS),
    st.builds(Exchange, SECONDS, SECONDS, COMMANDS, clear=st.just(True)),
    st.builds(RandomDrawn, SECONDS, st.binary(max_size=64)),
    st.builds(Closed, SECONDS),
)


def text_of(*events: Event, masked: bool = False) -> list[str]:
    return [header_line("0.1.0", masked=masked), *(event_line(event, masked=masked) for event in events)]


def as_sent(event: Event) -> Event:
    """A command in the form in which it travelled: whether it had to be long or was asked to be is one."""
    if not isinstance(event, Exchange):
        return event
    c = event.command
    sent = Command(c.cla, c.ins, c.p1, c.p2, c.data, c.le, c.needs_extended)
    return Exchange(event.at, event.seconds, sent, event.response, event.fault, event.clear)


@given(st.lists(EVENTS, min_size=1, max_size=6))
def test_what_is_written_is_read_back(events: list[Event]) -> None:
    assert parse_trace(text_of(*events)) == Trace(tuple(map(as_sent, events)))


SCHEMA = jsonschema.Draft202012Validator(
    json.loads((ROOT / "docs" / "schemas" / "kiosk.trace-1.json").read_text("utf-8"))
)


@settings(deadline=None)
@given(st.lists(EVENTS, min_size=1, max_size=6))
def test_each_event_is_one_line_of_json_as_documented(events: list[Event]) -> None:
    for masked in (True, False):
        for line in filter(None, text_of(*events, masked=masked)):
            assert line.index("\n") == len(line) - 1
            SCHEMA.validate(json.loads(line))


def test_a_masked_trace_has_no_random_bytes() -> None:
    assert event_line(RandomDrawn(0.5, b"\x01\x02"), masked=True) == ""


CLOSED = event_line(Closed(0.0), masked=False)
WIRE = event_line(Exchange(0.0, 0.1, Command(0, 0x84, 0, 0, le=8), Response(b"\xaa\xbb", 0x9000)), masked=False)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        pytest.param([], "empty", id="nothing"),
        pytest.param([header_line("0.1.0", masked=False)], "empty", id="no event"),
        pytest.param(["{}\n"], "line 1", id="no format"),
        pytest.param(['{"format":"kiosk.trace","version":2,"masked":false}\n'], "version 1", id="a later version"),
        pytest.param(text_of(Closed(0.0), masked=True), "masked", id="a masked trace"),
        pytest.param([*text_of(), "no JSON\n"], "line 2", id="no JSON"),
        pytest.param([*text_of(), "[]\n"], "line 2", id="no object"),
        pytest.param([*text_of(), "[" * 100_000], "line 2", id="nested too deep"),
        pytest.param([*text_of(), CLOSED.replace("closed", "opened")], "line 2", id="an unknown event"),
        pytest.param([*text_of(), CLOSED.replace("0.0", "-1")], "line 2", id="a time before the beginning"),
        pytest.param([*text_of(), CLOSED.replace("0.0", "NaN")], "line 2", id="no time"),
        pytest.param([*text_of(), CLOSED, WIRE.replace("AABB", "aabb")], "line 3", id="small hexadecimal digits"),
        pytest.param([*text_of(), WIRE.replace("AABB", "AAB")], "line 2", id="half a byte"),
        pytest.param([*text_of(), WIRE.replace("AABB", "AABBCC")], "line 2", id="more data than said"),
        pytest.param([*text_of(), WIRE.replace('"le":8', '"le":"8"')], "line 2", id="Le in words"),
        pytest.param([*text_of(), WIRE.replace('"le":8', '"le":65537')], "line 2", id="Le out of range"),
        pytest.param([*text_of(), WIRE.replace('"9000"', '"90"')], "line 2", id="half a status word"),
        pytest.param([*text_of(), WIRE.replace('"answer"', '"reply"')], "line 2", id="neither answer nor fault"),
        pytest.param([*text_of(), WIRE[:-2] + ',"fault":"no-such-code"}'], "line 2", id="an unknown fault"),
        pytest.param([*text_of(), WIRE[:-2] + ',"fault":"card-mute"}'], "line 2", id="both answer and fault"),
        pytest.param(
            [*text_of(), event_line(Wanted(0.0, (ElementaryFile.DG1,)), masked=False).replace("DG1", "DG99")],
            "line 2",
            id="a file that no chip has",
        ),
        pytest.param(
            [*text_of(), event_line(ReaderLimit(0.0, True), masked=False).replace("true", "1")],
            "line 2",
            id="a limit that is no answer",
        ),
        pytest.param([*text_of(), " " * 600_000], "line 2", id="an endless line"),
    ],
)
def test_what_is_no_trace(lines: list[str], words: str) -> None:
    with pytest.raises(TraceError, match=words) as raised:
        parse_trace(lines)
    assert "AABB" not in str(raised.value)


@given(st.lists(st.text(max_size=80) | EVENTS.map(lambda event: event_line(event, masked=False)), max_size=5))
def test_any_lines_are_a_trace_or_refused(lines: list[str]) -> None:
    try:
        trace = parse_trace([header_line("0.1.0", masked=False), *lines])
    except TraceError:
        return
    assert len(trace.events) == len(lines)
