"""``--trace`` writes what a reading does into a file of its owner's, ``card replay`` reads it out again."""

from __future__ import annotations

import json
import secrets
from pathlib import Path

import pytest
import typer

from kiosk.app.cards.trace import UNMASKED_NOTE, replay_trace, replayed_card, tap
from kiosk.app.exits import Exit
from kiosk.domain.clock import Deadline, SystemClock
from kiosk.reader.emrtd.reading import EmrtdReader
from kiosk.simulator.card.card import VirtualCard
from kiosk.simulator.card.faults import CardFault, TearAfterCommand
from kiosk.simulator.chip.chip import Chip
from kiosk.simulator.slot.in_process import InProcessConnector, InProcessReader
from tests.fakes.traces import keys_of, twins

CLOCK = SystemClock()


def read_with_trace(path: Path | None, *faults: CardFault, unmasked: bool = False, inside: bool = False) -> VirtualCard:
    issued = twins()[0]
    slot = InProcessReader(mute_seconds=0.0)
    slot.insert(Chip(issued, faults=faults))
    with tap(path, CLOCK, unmasked=unmasked) as listened:
        reader = EmrtdReader(
            listened.connector(InProcessConnector([slot])),
            CLOCK,
            listened.random_bytes(secrets.token_bytes),
            on_clear=listened.clear if inside else None,
        )
        reader.read(slot.name, keys_of(issued), Deadline(CLOCK, 60), lambda progress: None)
    return issued


def test_a_trace_is_masked_and_its_owners_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "trace.jsonl"
    path.write_text("older", encoding="utf-8")
    path.chmod(0o644)
    issued = read_with_trace(path)
    header, *events = map(json.loads, path.read_text("utf-8").splitlines())
    assert header["masked"] is True
    assert len(events) > 10
    assert path.stat().st_mode & 0o777 == 0o600
    assert issued.can not in capsys.readouterr().err


def test_an_unmasked_trace_is_told_to_be_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    read_with_trace(tmp_path / "trace.jsonl", unmasked=True)
    assert UNMASKED_NOTE in capsys.readouterr().err


def test_without_a_file_nothing_is_recorded(capsys: pytest.CaptureFixture[str]) -> None:
    read_with_trace(None)
    assert capsys.readouterr().err == ""


def test_unmasked_needs_a_file() -> None:
    with pytest.raises(typer.BadParameter), tap(None, CLOCK, unmasked=True):
        pass


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(typer.BadParameter), tap(tmp_path / "none" / "trace.jsonl", CLOCK):
        pass


def replay(path: Path, can: str = "012345") -> Exit:
    return replay_trace(path, can, None, None, (), seconds=60.0)


def test_a_trace_replays_as_the_reading_it_was(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "trace.jsonl"
    issued = read_with_trace(path, unmasked=True)
    assert replay(path) is Exit.OK
    shown = json.loads(capsys.readouterr().out)
    assert shown["schema"] == "kiosk.card-read/1"
    assert shown["identity"]["number"] == issued.qr_text.split("|")[0]
    assert shown["authenticity"]["active_authentication"] == "passed"
    assert shown["authenticity"]["chip_authentication"] == "passed"


def test_a_reading_that_ended_early_ends_early_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "trace.jsonl"
    read_with_trace(path, TearAfterCommand(12), unmasked=True)
    assert replay(path) is Exit.CARD_NOT_READ
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "card-removed"


def test_another_key_is_told_to_leave_the_trace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "trace.jsonl"
    read_with_trace(path, unmasked=True)
    capsys.readouterr()
    assert replay(path, "999999") is Exit.UNEXPECTED
    printed = capsys.readouterr()
    assert "leaves the trace" in printed.err
    assert printed.out == ""


@pytest.mark.parametrize(
    "contents",
    [pytest.param(None, id="missing"), pytest.param(b"\xff\xfe\x00", id="no text"), pytest.param(b"{}", id="no trace")],
)
def test_what_is_no_trace_is_a_usage_error(tmp_path: Path, contents: bytes | None) -> None:
    path = tmp_path / "trace.jsonl"
    if contents is not None:
        path.write_bytes(contents)
    with pytest.raises(typer.BadParameter):
        replay(path)


def test_a_masked_trace_cannot_be_replayed(tmp_path: Path) -> None:
    path = tmp_path / "trace.jsonl"
    read_with_trace(path)
    with pytest.raises(typer.BadParameter, match="masked"):
        replay(path)


def test_replay_needs_a_key(tmp_path: Path) -> None:
    with pytest.raises(typer.BadParameter, match="key"):
        replay_trace(tmp_path / "trace.jsonl", None, None, None, (), seconds=60.0)


@pytest.mark.parametrize("can", ["012345", "001090012345", None], ids=["CAN", "number", "MRZ of the trace alone"])
def test_a_recorded_card_can_be_served(tmp_path: Path, can: str | None) -> None:
    path = tmp_path / "trace.jsonl"
    issued = read_with_trace(path, unmasked=True, inside=True)
    slot = InProcessReader()
    slot.insert(replayed_card(path, can))
    keys = keys_of(issued)[:1] if can else keys_of(issued)[1:]
    reading = EmrtdReader(InProcessConnector([slot]), CLOCK).read(
        slot.name, keys, Deadline(CLOCK, 60), lambda progress: None
    )
    assert reading.fault is None
    assert reading.files.items() <= issued.files.items()


@pytest.mark.parametrize(
    ("unmasked", "words"),
    [pytest.param(False, "masked", id="masked"), pytest.param(True, "nobody listened", id="of the wire alone")],
)
def test_other_traces_cannot_be_served(tmp_path: Path, unmasked: bool, words: str) -> None:
    path = tmp_path / "trace.jsonl"
    read_with_trace(path, unmasked=unmasked)
    with pytest.raises(typer.BadParameter, match=words):
        replayed_card(path, "012345")
