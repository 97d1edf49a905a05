"""What the person wears, over a check: a table of what the looks see, one after another."""

from __future__ import annotations

import pytest

from kiosk.biometric import coverings
from kiosk.biometric.coverings import LOOK_SECONDS, CoveringWatch
from kiosk.domain.face import Covering

MASK, HAT, BARE = frozenset({Covering.MASK}), frozenset({Covering.HAT}), frozenset[Covering]()
STEPS = 3


class FakeLook:
    """A look of three steps that ends with this; what it ends with stands for the signs."""

    def __init__(self, found: frozenset[Covering]) -> None:
        self._found = found
        self._steps = 0

    def step(self) -> frozenset[Covering] | None:
        self._steps += 1
        return self._found if self._steps == STEPS else None


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> CoveringWatch:
    monkeypatch.setattr(coverings, "coverings_of", lambda signs: signs)
    return CoveringWatch()


def look(watch: CoveringWatch, found: frozenset[Covering], at: float = 0.0) -> list[bool]:
    """Look to the end; after each step whether what is worn has changed."""
    watch.begin(FakeLook(found), at)  # type: ignore[arg-type]
    return [watch.go_on() for _ in range(STEPS)]


@pytest.mark.parametrize(
    ("looks", "worn", "changed"),
    [
        ((MASK,), BARE, False),
        ((MASK, MASK), MASK, True),
        ((MASK, MASK, MASK), MASK, False),
        ((MASK, BARE, MASK), BARE, False),
        ((MASK, MASK, BARE), BARE, True),
        ((MASK, HAT), BARE, False),
        ((MASK | HAT, MASK), MASK, True),
        ((MASK | HAT, MASK | HAT, HAT), HAT, True),
    ],
    ids=["once", "twice", "and again", "not running", "taken off", "one each", "one of two twice", "one of two off"],
)  # fmt: skip
def test_two_looks_running(
    watch: CoveringWatch, looks: tuple[frozenset[Covering], ...], worn: frozenset[Covering], changed: bool
) -> None:
    for found in looks[:-1]:
        look(watch, found)
    assert look(watch, looks[-1]) == [False, False, changed]
    assert watch.worn == worn


def test_when_a_look_is_due(watch: CoveringWatch) -> None:
    soon, _ = LOOK_SECONDS
    assert watch.due(0.0)
    watch.begin(FakeLook(BARE), 10.0)  # type: ignore[arg-type]
    assert watch.looking
    assert not watch.due(10.0 + soon)
    for _ in range(STEPS):
        watch.go_on()
    assert not watch.looking
    assert [watch.due(at) for at in (10.0, 10.0 + soon)] == [False, True]


@pytest.mark.parametrize(
    ("looks", "after"),
    [
        ((BARE,), 0),
        ((BARE, BARE), 1),
        ((BARE, BARE, MASK), 0),
        ((MASK,), 0),
        ((MASK, MASK), 0),
        ((MASK, MASK, MASK), 0),
        ((MASK, MASK, MASK, BARE), 0),
    ],
    ids=["once", "twice alike", "something new", "a mask", "a mask again", "still there", "taken off"],
)
def test_what_is_known_is_looked_at_more_seldom(
    watch: CoveringWatch, looks: tuple[frozenset[Covering], ...], after: int
) -> None:
    for found in looks:
        look(watch, found, 10.0)
    assert not watch.due(10.0 + LOOK_SECONDS[after] - 0.1)
    assert watch.due(10.0 + LOOK_SECONDS[after])


def test_an_engine_that_cannot_tell_never_sees_anything(watch: CoveringWatch) -> None:
    watch.begin(None, 0.0)
    assert not watch.go_on()
    assert (watch.looking, watch.worn) == (False, BARE)


@pytest.mark.parametrize(
    ("looks", "suspected"),
    [((), BARE), ((MASK,), MASK), ((MASK, BARE), BARE), ((BARE, MASK), BARE), ((MASK, MASK), MASK)],
    ids=["not looked", "once", "not again", "only the second time", "twice"],
)
def test_the_first_look_counts_until_the_second(
    watch: CoveringWatch, looks: tuple[frozenset[Covering], ...], suspected: frozenset[Covering]
) -> None:
    for found in looks:
        look(watch, found)
    assert watch.suspected == suspected


def test_another_person_wears_nothing_yet(watch: CoveringWatch) -> None:
    look(watch, MASK)
    look(watch, MASK)
    watch.begin(FakeLook(MASK), 1.0)  # type: ignore[arg-type]
    watch.forget()
    assert (watch.worn, watch.looking, watch.due(1.0)) == (BARE, False, True)
    look(watch, MASK)
    assert watch.worn == BARE
