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
    gc.disable()
    yield
    gc.unfreeze()
    gc.enable()


def test_what_is_there_at_the_start_is_not_looked_through_again() -> None:
    assert gc.get_freeze_count() == 0
    SetAside()
    assert gc.get_freeze_count() > 0


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
