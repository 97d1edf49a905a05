"""Two cameras: one looks at the face, the other down at the card, and its code is read there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import cv2
import numpy as np
import pytest

from kiosk.app.settings.values import Codes
from kiosk.check.screens import citizen_screen
from kiosk.check.states import AwaitingCard, Idle, Kiosk
from kiosk.domain.access_key import Can, MrzKey
from kiosk.domain.faults import FAULTS, FaultCode
from tests.fakes.code_pictures import CARD_2021, CARD_2024, grey_pixels, scene, symbol_without_eci
from tests.fakes.mrz_frames import Held, frame
from tests.scenario.house import House


def show(folder: Path, *texts: str) -> None:
    picture = grey_pixels(scene(*(symbol_without_eci(text, 3.0) for text in texts)))
    assert cv2.imwrite(str(folder / "new.png"), picture)
    (folder / "new.png").replace(folder / "desk.png")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    folder = tmp_path / "desk"
    folder.mkdir()
    show(folder)
    return folder


def number(kiosk: Kiosk) -> str:
    assert isinstance(kiosk.phase, AwaitingCard)
    assert kiosk.phase.code.identity is not None
    return kiosk.phase.code.identity.number


def told_of_several(kiosk: Kiosk) -> bool:
    return isinstance(kiosk.phase, Idle) and kiosk.phase.notice is FaultCode.SEVERAL_CODES


def test_a_code_under_the_document_camera_is_read_while_the_other_sees_a_face(tmp_path: Path, desk: Path) -> None:
    house = House(tmp_path).set(codes=Codes(camera=str(desk)))
    house.reads_codes = True
    with house.open():
        house.until(Idle)
        show(desk, CARD_2021)
        assert number(house.until(AwaitingCard)) == "001090012345"


def test_of_two_cards_none_is_taken_until_one_is_put_away(tmp_path: Path, desk: Path) -> None:
    house = House(tmp_path).set(codes=Codes(camera=str(desk)))
    house.reads_codes = True
    show(desk, CARD_2021, CARD_2024)
    with house.open():
        house.until(Idle, such=told_of_several)
        show(desk, CARD_2024)
        assert number(house.until(AwaitingCard)) == "079185006789"


def show_lines(folder: Path, held: Held) -> None:
    picture = frame(held)
    pixels = np.frombuffer(picture.bgr, np.uint8).reshape(picture.height, picture.width, 3)
    assert cv2.imwrite(str(folder / "new.png"), pixels)
    (folder / "new.png").replace(folder / "desk.png")


def test_printed_lines_give_the_keys_and_what_to_compare(tmp_path: Path, desk: Path) -> None:
    house = House(tmp_path).set(codes=Codes(camera=str(desk)))
    house.reads_codes = True
    with house.open():
        house.until(Idle)
        show_lines(desk, Held("td1_a"))
        phase = house.until(AwaitingCard).phase
    assert isinstance(phase, AwaitingCard)
    assert phase.code.keys == (Can("012345"), MrzKey("090012345", "900315", "300315"))
    assert phase.code.printed is not None
    assert (phase.code.printed.number, phase.code.printed.birth_date) == ("001090012345", date(1990, 3, 15))


def test_lines_that_cannot_be_read_ask_for_what_helps_until_they_can(tmp_path: Path, desk: Path) -> None:
    house = House(tmp_path).set(codes=Codes(camera=str(desk)))
    house.reads_codes = True
    show_lines(desk, Held("td1_a", pitch=20, blur=5.2))
    with house.open():
        told = house.until(Idle, such=lambda kiosk: getattr(kiosk.phase, "notice", None) is FaultCode.ZONE_BLURRED)
        assert citizen_screen(told, 0.0).hint == FAULTS[FaultCode.ZONE_BLURRED].sentence
        show_lines(desk, Held("td1_a"))
        house.until(AwaitingCard)
