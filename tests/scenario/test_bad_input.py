"""Whatever goes wrong ends in a plain sentence, a coded reason and a line in the journal; no person is blamed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.check.screens import ScreenKind, citizen_screen, operator_screen
from kiosk.check.states import AwaitingKey, Idle, OutOfService, Reading, Repositioning, ShowingResult
from kiosk.domain.chip_reading import ElementaryFile
from kiosk.domain.faults import FaultCode
from kiosk.domain.verdict import Reason, Verdict
from kiosk.simulator.card.card import VirtualCard
from kiosk.simulator.card.faults import Missing, Mute, Tamper
from kiosk.simulator.issuing.silhouette import silhouette
from tests.fakes.scripted_card import ScriptedCard
from tests.scenario.house import LIVE, House, card

CAN = "012345"


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def last_verdict(house: House) -> str:
    """The verdict of the journal's newest entry."""
    with closing(sqlite3.connect(house.settings.data / "journal.sqlite")) as connection:
        (verdict,) = connection.execute("SELECT verdict FROM entry ORDER BY sequence DESC").fetchone()
    return str(verdict)


DEVICES: dict[str, tuple[Callable[[House], object], FaultCode]] = {
    "no reader": (lambda house: setattr(house, "readers", []), FaultCode.NO_READER),
    "no camera": (lambda house: house.set(camera="/dev/video99"), FaultCode.CAMERA_MISSING),
    "an empty camera folder": (lambda house: [file.unlink() for file in house.camera.iterdir()], FaultCode.CAMERA_LOST),
    "no list": (lambda house: house.set(roster=house.folder / "none.csv"), FaultCode.LIST_MISSING),
    "no list set": (lambda house: house.set(roster=None), FaultCode.LIST_MISSING),
    "a list that is a picture": (lambda house: house.set(roster=house.camera / LIVE), FaultCode.LIST_MALFORMED),
    "a journal that cannot be written": (
        lambda house: house.set(data=_a_file(house.folder / "data")),
        FaultCode.JOURNAL_FAILED,
    ),
}


def _a_file(path: Path) -> Path:
    path.write_text("in the way")
    return path


@pytest.mark.parametrize("situation", DEVICES)
def test_a_missing_device_is_said_before_anybody_comes(house: House, situation: str) -> None:
    sabotage, fault = DEVICES[situation]
    sabotage(house)
    with house.open():
        kiosk = house.until(OutOfService, such=lambda kiosk: bool(kiosk.faults))
        screen = citizen_screen(kiosk, 0.0)
        assert screen.kind is ScreenKind.OUT_OF_SERVICE
        assert kiosk.faults == {fault}
        (trouble,) = operator_screen(kiosk, 0.0).trouble
        assert trouble.label.vi and trouble.value.vi, "what happened, and what helps"


CARDS: dict[str, tuple[Callable[[], object], Verdict, Reason]] = {
    "a bank card": (lambda: ScriptedCard({0xA4: b"\x6a\x82", 0xB0: b"\x69\x82"}), Verdict.REFER, Reason.NOT_AN_ID_CARD),
    "a card that refuses everything": (
        lambda: ScriptedCard(dict.fromkeys(range(256), b"m\x00")),
        Verdict.REFER,
        Reason.NOT_AN_ID_CARD,
    ),
    "a mute chip": (lambda: card(faults=[Mute(1)]), Verdict.REFER, Reason.CHIP_NOT_READ),
    "a chip that falls silent": (lambda: card(faults=[Mute(12)]), Verdict.REFER, Reason.CHIP_NOT_READ),
    "a changed name": (lambda: card(faults=[Tamper(ElementaryFile.DG13)]), Verdict.REFUSE, Reason.DATA_ALTERED),
    "a changed signature": (lambda: _with_last_byte_changed(ElementaryFile.SOD), Verdict.REFUSE, Reason.SIGNATURE_BAD),
    "no signature at all": (
        lambda: card(faults=[Missing(ElementaryFile.SOD)]),
        Verdict.REFER,
        Reason.DOCUMENT_NOT_CHECKED,
    ),
    "a file without an end": (
        lambda: _with(ElementaryFile.DG13, b"\x6d\x84\xff\xff\xff\xff"),
        Verdict.REFER,
        Reason.CHIP_NOT_READ,
    ),
    "a file cut off": (lambda: _with(ElementaryFile.DG1, b"\x61\x5d\x5f\x1f"), Verdict.REFER, Reason.CHIP_NOT_READ),
    "a photo of nobody": (lambda: card(photo=silhouette()), Verdict.REFER, Reason.FACE_NOT_COMPARED),
}


def _with(file: ElementaryFile, contents: bytes) -> VirtualCard:
    issued = card()
    files: Mapping[ElementaryFile, bytes] = {**issued.files, file: contents}
    return replace(issued, files=files)


def _with_last_byte_changed(file: ElementaryFile) -> VirtualCard:
    issued = card()
    changed = bytearray(issued.files[file])
    changed[-1] ^= 1
    return replace(issued, files={**issued.files, file: bytes(changed)})


@pytest.mark.parametrize("situation", CARDS)
def test_a_bad_card_ends_with_its_verdict_and_its_reason(house: House, situation: str) -> None:
    make, verdict, reason = CARDS[situation]
    with house.open():
        house.until(Idle)
        house.type_can(CAN)
        house.lay(make())  # type: ignore[arg-type]
        decision = house.decision()
        assert (decision.verdict, decision.findings[0].reason) == (verdict, reason)
        assert citizen_screen(house.until(ShowingResult), 0.0).title.vi
    assert last_verdict(house) == verdict.value


def test_a_wrong_number_is_asked_for_again_and_then_fits(house: House) -> None:
    with house.open():
        house.until(Idle)
        house.lay(card())
        house.until(AwaitingKey)
        house.type_can("999999")
        again = house.until(AwaitingKey, such=lambda kiosk: bool(getattr(kiosk.phase, "notice", None)))
        hint = citizen_screen(again, 0.0).hint
        assert hint is not None and "không khớp" in hint.vi
        house.type_can(CAN)
        assert house.decision().verdict is Verdict.ADMIT


def test_a_card_taken_away_in_the_middle_and_never_brought_back(house: House) -> None:
    with house.open():
        house.until(Idle)
        house.type_can(CAN)
        slow = card()
        house.lay(slow)
        house.until(Reading)
        house.reader.remove()
        house.until(Repositioning, ShowingResult)
        decision = house.decision()
        assert decision.verdict is Verdict.REFER
        assert Reason.CARD_TAKEN_AWAY in decision.reasons


def test_a_camera_that_dies_while_the_chip_is_read_refers_and_blames_the_device(house: House) -> None:
    with house.open():
        house.until(Idle)
        for file in house.camera.iterdir():
            file.unlink()
        house.type_can(CAN)
        house.lay(card())
        decision = house.decision()
        assert decision.verdict is Verdict.REFER
        assert Reason.DEVICE_FAILED in decision.reasons


def test_nothing_personal_is_left_when_the_check_is_over(house: House) -> None:
    with house.open():
        house.until(Idle)
        house.type_can(CAN)
        house.lay(card())
        house.decision()
        house.reader.remove()
        rest = house.until(Idle)
        assert rest.check is None
        assert "001090012345" not in repr(house.seen), "no state ever shows the number in its repr"
        assert "Nguyễn" not in repr(house.seen)
    written = (house.settings.data / "journal.sqlite").read_bytes()
    for secret in ("001090012345", "090012345", "Nguyễn Văn An", "NGUYEN"):
        assert secret.encode() not in written
