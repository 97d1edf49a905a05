"""Garbage and checks: what stays is set aside, what a check leaves in circles goes when it is over."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from kiosk.app.garbage import SetAside
from tests.ui.situations import SITUATIONS


class Circle:
    """Holds itself, as forgotten call-backs do."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def unfrozen() -> Iterator[None]:
    gc.unfreeze()  # what windows of other tests set aside
    thresholds = gc.get_threshold()
    gc.set_threshold(0)  # never by itself
    yield
    gc.unfreeze()
    gc.enable()
    gc.set_threshold(*thresholds)


def test_what_is_there_at_the_start_is_not_looked_through_again() -> None:
    assert gc.get_freeze_count() == 0
    SetAside()
    assert gc.get_freeze_count() > 0


def test_looking_begins_again_when_everything_is_loaded() -> None:
    gc.disable()
    aside = SetAside()
    before = gc.get_freeze_count()
    late = [Circle() for _ in range(10)]
    aside.observe(SITUATIONS["starting"]())
    assert not gc.isenabled()
    assert gc.get_freeze_count() == before
    aside.observe(SITUATIONS["idle"]())
    assert gc.isenabled()
    assert gc.get_freeze_count() >= before + len(late)


def test_circles_of_a_check_go_with_it() -> None:
    aside = SetAside()
    idle, checking = SITUATIONS["idle"](), SITUATIONS["admit"]()
    for _ in range(2):
        aside.observe(checking)
        left = weakref.ref(Circle())
        assert left() is not None
        aside.observe(checking)
        assert left() is not None
        aside.observe(idle)
        assert left() is None


def test_what_the_first_check_loaded_is_set_aside_too() -> None:
    aside = SetAside()
    at_start = gc.get_freeze_count()
    late = [Circle() for _ in range(10)]
    aside.observe(SITUATIONS["admit"]())
    aside.observe(SITUATIONS["idle"]())
    after_one = gc.get_freeze_count()
    assert after_one >= at_start + len(late)
    more = [Circle() for _ in range(10)]
    aside.observe(SITUATIONS["admit"]())
    aside.observe(SITUATIONS["idle"]())
    assert gc.get_freeze_count() < after_one + len(more)


def test_between_checks_nothing_is_collected() -> None:
    aside = SetAside()
    left = weakref.ref(Circle())
    aside.observe(SITUATIONS["idle"]())
    aside.observe(SITUATIONS["idle"]())
    assert left() is not None
