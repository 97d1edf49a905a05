"""The MRZ in the camera: one frame beyond doubt or two that agree, one card only, and a word where it is not read."""

from __future__ import annotations

import logging
from dataclasses import replace

import numpy as np
import pytest

from kiosk.app.codes.frame_looks import Choice
from kiosk.app.codes.zone_watch import HINTS, SAME_PERSON_SECONDS, URGENT_SECONDS, ZoneWatch, make_zone_watch
from kiosk.domain.face import Frame
from kiosk.reader.scan.mrz.grid import Lines
from kiosk.reader.scan.mrz.layout import read_lines
from kiosk.reader.scan.mrz.networks import NetworkMissingError
from kiosk.reader.scan.mrz.sighting import MrzHint, MrzSighting
from tests.fakes import mrz_frames
from tests.fakes.lds_files import MRZ_A, MRZ_B_2024
from tests.fakes.mrz_frames import UTOPIA_TD3, Held
from tests.fakes.mrz_seen import seen

AN = "001090012345|012345678|Nguyễn Văn An|15031990|Nam|Số 1, Quận 1, TP. Hồ Chí Minh|10052021".encode()
NGOC = "079185006789||Trần Thị Bích Ngọc|20081985|Nữ|131 Hùng Vương, Quảng Ngãi|15082024||||".encode()
LINK = b"https://example.org"


# Another sex is unlikely enough for two frames that agree, and not for one.
DOUBTS = {
    text: {(1, at): {"F" if text[columns + at] == "M" else "M": -4.5}}
    for text, columns, at in ((MRZ_A, 30, 7), (MRZ_B_2024, 30, 7), (UTOPIA_TD3, 44, 20))
}


class Shown:
    """A reader that sees in each frame what the test shows."""

    def __init__(self) -> None:
        self.text = MRZ_A
        self.doubtful = True
        self.hint: MrzHint | None = None
        self.forgotten = 0
        self.looks = 0

    def read(self, frame: Frame) -> MrzSighting:
        self.looks += 1
        if not self.text:
            return MrzSighting()
        corners = ((0.0, 0.0),) * 4
        if self.hint is not None:
            return MrzSighting(corners=corners, hint=self.hint)
        likelihoods = seen(self.text, DOUBTS.get(self.text) if self.doubtful else None)
        return MrzSighting(read_lines(likelihoods), Lines(likelihoods, np.zeros((4, 2)), 0.95), corners)

    def forget(self) -> None:
        self.forgotten += 1


def frame(at: float) -> Frame:
    return Frame(1, 1, b"\0\0\0", captured_at=at)


NOTHING = Choice()


def lines(text: str, columns: int = 30) -> Choice:
    return Choice(b"\n".join(text[at : at + columns].encode() for at in range(0, len(text), columns)))


@pytest.fixture
def shown() -> Shown:
    return Shown()


@pytest.fixture
def watch(shown: Shown) -> ZoneWatch:
    return ZoneWatch(lambda: shown)


def test_two_frames_that_agree(watch: ZoneWatch) -> None:
    assert watch.look(frame(1.0)) == NOTHING
    assert watch.look(frame(1.1)) == lines(MRZ_A)


def test_one_frame_beyond_doubt_gives_all_but_the_name(watch: ZoneWatch, shown: Shown) -> None:
    shown.doubtful = False
    assert watch.look(frame(1.0)) == lines(MRZ_A[:60] + "<" * 30)
    assert watch.look(frame(1.1)) == lines(MRZ_A)


@pytest.mark.parametrize("hint", list(MrzHint))
def test_a_zone_that_stays_unread_gives_a_word_to_the_person(watch: ZoneWatch, shown: Shown, hint: MrzHint) -> None:
    shown.hint = hint
    found = [watch.look(frame(1.0 + number / 4)) for number in range(8)]
    assert found == [NOTHING] * 4 + [Choice(hint=HINTS[hint])] + [NOTHING] * 3


def test_a_zone_in_view_is_urgent_for_a_moment(watch: ZoneWatch, shown: Shown) -> None:
    assert not watch.urgent
    shown.hint = MrzHint.HOLD_STILL
    watch.look(frame(1.0))
    assert watch.urgent
    for at in (1.5, 2.0, 1.0 + URGENT_SECONDS + 0.1):
        watch.look(frame(at))
    assert not watch.urgent, "what was not read by now takes its turn"
    shown.text = ""
    watch.look(frame(4.0))
    shown.text = MRZ_A
    for at in (6.0, 6.1):
        watch.look(frame(at))
    assert watch.urgent, "a new zone is"
    watch.forget()
    assert not watch.urgent


@pytest.mark.parametrize(
    ("other", "left"),
    [
        pytest.param(MRZ_A[:60] + "NGUYEN<<VAN<ANH<<<<<<<<<<<<<<<", MRZ_A[:60] + "<" * 30, id="TD1"),
        pytest.param(
            "P<UTOERIKSSON<<ANNE".ljust(44, "<") + UTOPIA_TD3[44:], "P<UTO".ljust(44, "<") + UTOPIA_TD3[44:], id="TD3"
        ),
    ],
)
def test_a_name_that_frames_read_differently_is_left_out(watch: ZoneWatch, shown: Shown, other: str, left: str) -> None:
    watch.look(frame(1.0))
    watch.forget()
    shown.text = MRZ_A if len(other) == 90 else UTOPIA_TD3
    watch.look(frame(1.1))
    shown.text = other
    assert watch.look(frame(1.2)) == lines(left, 30 if len(left) == 90 else 44)


def test_the_next_person_begins_anew(watch: ZoneWatch, shown: Shown) -> None:
    watch.look(frame(1.0))
    watch.forget()
    assert watch.look(frame(1.1)) == NOTHING
    assert shown.forgotten == 1


@pytest.mark.parametrize(
    ("code", "after", "zone", "taken"),
    [
        pytest.param(AN, 0.2, MRZ_A, True, id="code and zone of one card"),
        pytest.param(NGOC, 0.2, MRZ_A, False, id="code and zone of two cards"),
        pytest.param(AN, 0.2, MRZ_B_2024, False, id="the other two"),
        pytest.param(NGOC, SAME_PERSON_SECONDS + 1, MRZ_A, True, id="the code was seen long ago"),
        pytest.param(LINK, 0.2, MRZ_A, True, id="a code that is no card's"),
        pytest.param(NGOC, 0.2, UTOPIA_TD3, True, id="a passport has no personal number to compare"),
    ],
)
def test_both_sides_are_one_card_s(
    watch: ZoneWatch, shown: Shown, code: bytes, after: float, zone: str, taken: bool
) -> None:
    shown.text = zone
    watch.code_seen(code, 10.0)
    assert watch.look(frame(10.0 + after)) == NOTHING
    if taken:
        assert watch.look(frame(10.1 + after)) == lines(zone, 44 if zone == UTOPIA_TD3 else 30)
    else:
        assert watch.look(frame(10.1 + after)) == Choice(several=True)


def test_without_weights_codes_are_read_all_the_same(caplog: pytest.LogCaptureFixture) -> None:
    def broken() -> Shown:
        raise NetworkMissingError("locator.onnx: SHA-256 is not the shipped one")

    watch = ZoneWatch(broken)
    with caplog.at_level(logging.ERROR):
        assert watch.look(frame(1.0)) == NOTHING
        assert watch.look(frame(1.1)) == NOTHING
    assert [record.getMessage() for record in caplog.records] == [
        "machine-readable zones are not read: locator.onnx: SHA-256 is not the shipped one"
    ]
    watch.forget()


def test_without_a_zone_every_second_frame_is_left_to_codes(watch: ZoneWatch, shown: Shown) -> None:
    shown.text = ""
    assert [watch.look(frame(1.0 + number / 10)) for number in range(6)] == [NOTHING] * 6
    assert shown.looks == 3
    shown.text = MRZ_A
    found = [watch.look(frame(2.0 + number / 10)) for number in range(4)]
    assert found[-1] == lines(MRZ_A)
    assert shown.looks >= 6


def test_the_real_reader_reads_frames_of_a_card() -> None:
    watch = make_zone_watch()
    found = [watch.look(replace(mrz_frames.frame(Held(), seed=seed), captured_at=seed / 10)) for seed in (1, 2, 3)]
    assert found[0] == lines(MRZ_A[:60] + "<" * 30)
    assert lines(MRZ_A) in found[1:]
