"""Keys with their times: what a person typed comes back in order, what a scanner typed comes out as a code."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.ui.scanner_keys.bursts import AFTER_SECONDS, GAP_SECONDS, LEAST_KEYS, MOST_CHARACTERS, Bursts, Step

SCANNER, PERSON = GAP_SECONDS / 5, GAP_SECONDS * 2
CODE = "001090012345|A"
END = "\r"


class Desk:
    """Plays keys; ``seen`` is what the window sees, ``codes`` what was scanned."""

    def __init__(self, prefix: str = "") -> None:
        self.bursts: Bursts[str] = Bursts(prefix)
        self.now = 100.0
        self.last = self.now
        self.seen = ""
        self.codes: list[str] = []

    def play(self, keys: str, pause: float) -> Desk:
        for key in keys:
            self.wait(pause)
            self.take(key, self.bursts.end(self.now) if key == END else self.bursts.text(key, key, self.now))
            self.last = self.now
        return self

    def wait(self, seconds: float) -> Desk:
        self.now += seconds
        if self.bursts.waiting and self.now - self.last > GAP_SECONDS:
            self.take("", self.bursts.silence())
        return self

    def take(self, key: str, step: Step[str]) -> None:
        self.seen += "".join(step.replay) + ("" if step.swallowed else key)
        if step.scanned:
            self.codes.append(step.scanned)

    def ended(self) -> Desk:
        return self.wait(10)


@pytest.mark.parametrize(
    ("played", "seen", "codes"),
    [
        pytest.param([(CODE + END, SCANNER)], "", [CODE + END], id="a scanner"),
        pytest.param([(CODE, SCANNER)], "", [CODE], id="a scanner without an end"),
        pytest.param([("hello", PERSON)], "hello", [], id="a person"),
        pytest.param([("hello" + END, PERSON)], "hello" + END, [], id="a person with Enter"),
        pytest.param([("abcd", SCANNER)], "abcd", [], id="four keys in a heap"),
        pytest.param([("abcd" + END, SCANNER)], "abcd" + END, [], id="four keys and Enter in a heap"),
        pytest.param(
            [("ab", PERSON), (CODE[0], PERSON), (CODE[1:] + END, SCANNER)],
            "ab",
            [CODE + END],
            id="a scanner while a person types",
        ),
        pytest.param([(CODE + END + END, SCANNER)], "", [CODE + END], id="two ends"),
        pytest.param([(CODE, SCANNER), (END, AFTER_SECONDS * 0.9)], "", [CODE, END], id="a late end"),
        pytest.param([(CODE + END, SCANNER), (CODE + END, SCANNER)], "", [CODE + END] * 2, id="sent twice"),
        pytest.param([(CODE, SCANNER), ("|te" + END, 0.2)], "", [CODE, "|", "t", "e", END], id="a tail"),
        pytest.param([(CODE + END, SCANNER), ("ok", AFTER_SECONDS * 2)], "ok", [CODE + END], id="a person afterwards"),
        pytest.param([(END, PERSON)], END, [], id="Enter alone"),
        pytest.param([(END + CODE, SCANNER)], END, [CODE], id="Enter before a code is a person's"),
    ],
)
def test_by_pace(played: list[tuple[str, float]], seen: str, codes: list[str]) -> None:
    desk = Desk()
    for keys, pause in played:
        desk.play(keys, pause)
    desk.ended()
    assert (desk.seen, desk.codes) == (seen, codes)


@pytest.mark.parametrize(
    ("played", "seen", "codes"),
    [
        pytest.param([("~" + CODE + END, SCANNER)], "", [CODE + END], id="a scanner"),
        pytest.param([("~" + "ab" + END, PERSON)], "", ["a", "b", END], id="however slow it is"),
        pytest.param([("hello" + END, SCANNER)], "hello" + END, [], id="others, however fast they are"),
    ],
)
def test_by_a_prefix(played: list[tuple[str, float]], seen: str, codes: list[str]) -> None:
    desk = Desk(prefix="~")
    for keys, pause in played:
        desk.play(keys, pause)
    desk.ended()
    assert (desk.seen, desk.codes) == (seen, codes)


def test_a_prefix_of_two_keys_is_given_back_when_something_else_follows() -> None:
    desk = Desk(prefix="~#").play("~x~#" + CODE + END, SCANNER).ended()
    assert (desk.seen, desk.codes) == ("~x", [CODE + END])


def test_other_keys_come_behind_what_was_held() -> None:
    bursts: Bursts[str] = Bursts()
    bursts.text("a", "a", 1.0)
    assert bursts.released("a up", 1.01) == Step(swallowed=True)
    assert bursts.other(1.02) == Step(replay=("a", "a up"))
    assert bursts.released("F2 up", 1.03) == Step()


def test_nothing_gets_through_while_a_scanner_types() -> None:
    bursts: Bursts[str] = Bursts()
    for at in range(LEAST_KEYS):
        bursts.text("x", "x", at * SCANNER)
    now = LEAST_KEYS * SCANNER
    assert bursts.other(now).swallowed
    assert bursts.released("x up", now).swallowed
    assert bursts.is_running(now + AFTER_SECONDS)
    assert not bursts.is_running(now + AFTER_SECONDS + 0.01)


def test_whoever_types_without_end_is_not_kept() -> None:
    desk = Desk().play("x" * (MOST_CHARACTERS + 100), SCANNER / 10).ended()
    assert [len(code) for code in desk.codes] == [MOST_CHARACTERS]


@given(st.text("abc|12", max_size=30))
def test_a_persons_typing_comes_through_whole_and_in_order(typed: str) -> None:
    desk = Desk().play(typed, PERSON).ended()
    assert (desk.seen, desk.codes) == (typed, [])


@given(st.lists(st.tuples(st.sampled_from("ab|1\r"), st.floats(0, 1)), max_size=60))
def test_no_key_is_lost_and_none_counts_twice(keys: list[tuple[str, float]]) -> None:
    desk = Desk()
    for key, pause in keys:
        desk.play(key, pause)
    desk.ended()
    typed = "".join(key for key, _ in keys)
    came = desk.seen + "".join(desk.codes)
    assert sorted(came.replace(END, "")) == sorted(typed.replace(END, ""))
    assert came.count(END) <= typed.count(END)
