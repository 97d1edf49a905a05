"""The file of a trace: JSON lines, the first of which says version and masking; ``docs/trace.md`` describes it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.domain.chip_reading import ElementaryFile
from kiosk.domain.faults import FaultCode
from kiosk.reader.apdu import Command, Response
from kiosk.reader.trace.events import Closed, Connected, Event, Exchange, RandomDrawn, ReaderLimit, Wanted
from kiosk.reader.trace.masking import answer_objects, command_objects, tellable

FORMAT = "kiosk.trace"
VERSION = 1

MAX_LINE = 1 << 19
"""Characters; the longest APDU has some 131,000 hexadecimal digits."""
MAX_EVENTS = 100_000

Json = dict[str, Any]


class TraceError(ValueError):
    """The lines are no trace that can be used; the text names the line, never its contents."""


@dataclass(frozen=True, slots=True)
class Trace:
    """An unmasked trace, read back."""

    events: tuple[Event, ...]

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        """All pairs, those that travelled and those in clear, in their order."""
        return tuple(event for event in self.events if isinstance(event, Exchange))


def header_line(program: str, *, masked: bool) -> str:
    """The first line; ``program`` is the version of the program that records."""
    return _line({"format": FORMAT, "version": VERSION, "masked": masked, "kiosk": program})


def event_line(event: Event, *, masked: bool) -> str:
    """One event as a line, its end included. Masked, random bytes are no event at all: the line is empty."""
    match event:
        case Wanted(at, files):
            return _line({"event": "wanted", "at": _time(at), "files": [file.value for file in files]})
        case ReaderLimit(at, extended):
            return _line({"event": "reader-limit", "at": _time(at), "extended": extended})
        case Connected():
            return _line(_connected(event))
        case Exchange():
            return _line(_exchange(event, masked))
        case RandomDrawn(at, data):
            return "" if masked else _line({"event": "random", "at": _time(at), "data": data.hex().upper()})
        case Closed(at):
            return _line({"event": "closed", "at": _time(at)})


def load_trace(path: Path) -> Trace:
    """Read an unmasked trace from its file; raises ``TraceError``, also when the file cannot be read."""
    try:
        with path.open(encoding="utf-8") as file:
            return parse_trace(iter(lambda: file.readline(MAX_LINE + 1), ""))
    except OSError as error:
        raise TraceError(f"the trace cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise TraceError("the trace is no text") from error


def parse_trace(lines: Iterable[str]) -> Trace:
    """Read an unmasked trace; raises ``TraceError``, also for a masked one, in which the data are not there."""
    events: list[Event] = []
    for number, line in enumerate(lines):
        if len(line) > MAX_LINE or number > MAX_EVENTS:
            raise TraceError(f"line {number + 1}: the trace is too long")
        try:
            stated = json.loads(line)
            if number == 0:
                _require_usable(stated)
            else:
                events.append(_event(stated))
        except TraceError:
            raise
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise TraceError(f"line {number + 1} is no line of a trace") from error
    if not events:
        raise TraceError("the trace is empty")
    return Trace(tuple(events))


def _connected(connected: Connected) -> Json:
    return {
        "event": "connected",
        "at": _time(connected.at),
        "seconds": _time(connected.seconds),
        "reader": connected.reader,
        "atr": connected.atr.hex().upper(),
    } | _fault(connected.fault)


def _exchange(exchange: Exchange, masked: bool) -> Json:
    command, response = exchange.command, exchange.response
    told = tellable(command) if masked else command.data
    stated: Json = {
        "event": "clear" if exchange.clear else "wire",
        "at": _time(exchange.at),
        "seconds": _time(exchange.seconds),
        "command": {
            "header": bytes((command.cla, command.ins, command.p1, command.p2)).hex().upper(),
            "length": len(command.data),
            "le": command.le,
            "extended": command.needs_extended,
        }
        | _contents(command_objects(command), told),
    }
    if response is not None:
        stated["answer"] = {"sw": f"{response.sw:04X}", "length": len(response.data)} | _contents(
            answer_objects(command, response), b"" if masked else response.data
        )
    return stated | _fault(exchange.fault)


def _contents(objects: tuple[str, ...], told: bytes) -> Json:
    return ({"objects": objects} if objects else {}) | ({"data": told.hex().upper()} if told else {})


def _fault(code: FaultCode | None) -> Json:
    return {} if code is None else {"fault": code.value}


def _time(seconds: float) -> float:
    return round(seconds, 6)


def _line(stated: Json) -> str:
    return json.dumps(stated, ensure_ascii=False, separators=(",", ":")) + "\n"


def _require_usable(stated: Json) -> None:
    if stated["format"] != FORMAT or stated["version"] != VERSION:
        raise TraceError(f"no trace of version {VERSION}")
    if stated["masked"] is not False:
        raise TraceError("the trace is masked: it can be read by people, not played back")


def _event(stated: Json) -> Event:
    at = _seconds(stated["at"])
    match stated["event"]:
        case "wanted":
            return Wanted(at, tuple(ElementaryFile(name) for name in stated["files"]))
        case "reader-limit":
            return ReaderLimit(at, _answer(stated["extended"]))
        case "connected":
            seconds = _seconds(stated["seconds"])
            return Connected(at, seconds, _text(stated["reader"]), _bytes(stated["atr"]), _code(stated))
        case "wire" | "clear" as channel:
            command = _command(stated["command"])
            response = _response(stated["answer"]) if "answer" in stated else None
            fault = _code(stated)
            if channel == "wire" and (response is None) is (fault is None):
                raise ValueError("neither answered nor failed")
            return Exchange(at, _seconds(stated["seconds"]), command, response, fault, channel == "clear")
        case "random":
            return RandomDrawn(at, _bytes(stated["data"]))
        case "closed":
            return Closed(at)
    raise ValueError("unknown event")


def _command(stated: Json) -> Command:
    cla, ins, p1, p2 = _bytes(stated["header"])
    data, le, extended = _data(stated), stated["le"], stated["extended"]
    if type(le) not in (int, type(None)) or type(extended) is not bool:
        raise ValueError("no command")
    return Command(cla, ins, p1, p2, data, le, extended)


def _response(stated: Json) -> Response:
    sw = _bytes(stated["sw"])
    if len(sw) != 2:
        raise ValueError("no status word")
    return Response(_data(stated), int.from_bytes(sw, "big"))


def _data(stated: Json) -> bytes:
    data = _bytes(stated.get("data", ""))
    if len(data) != stated["length"]:
        raise ValueError("data and length differ")
    return data


def _code(stated: Json) -> FaultCode | None:
    return FaultCode(stated["fault"]) if "fault" in stated else None


def _bytes(text: object) -> bytes:
    if not isinstance(text, str) or not re.fullmatch(r"(?:[0-9A-F]{2})*", text):
        raise ValueError("no hexadecimal digits")
    return bytes.fromhex(text)


def _seconds(value: object) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value < 1e6:
        raise ValueError("no time")
    return float(value)


def _answer(value: object) -> bool | None:
    if not isinstance(value, bool | None):
        raise ValueError("neither yes nor no nor unknown")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("no text")
    return value
