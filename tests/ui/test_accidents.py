"""An exception in a slot becomes a fault on the screens, and its message stays out of the log."""

from __future__ import annotations

import sys

import pytest

from kiosk.check.events import DeviceFailed, Event
from kiosk.domain.faults import FaultCode
from kiosk.ui.accidents import install_excepthook


@pytest.fixture
def posted() -> list[Event]:
    return []


def broken_slot() -> None:
    raise ValueError("Nguyễn Văn An 001090012345")


def test_it_stops_the_kiosk_with_a_sentence(posted: list[Event], caplog: pytest.LogCaptureFixture) -> None:
    restore = install_excepthook(posted.append)
    try:
        broken_slot()
    except ValueError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    finally:
        restore()
    assert posted == [DeviceFailed(FaultCode.UNEXPECTED)]
    assert "ValueError" in caplog.text
    assert "test_accidents.py" in caplog.text
    assert "broken_slot" in caplog.text
    assert "Nguyễn" not in caplog.text
    assert "001090012345" not in caplog.text


def test_ctrl_c_goes_on_as_before(posted: list[Event], monkeypatch: pytest.MonkeyPatch) -> None:
    passed_on: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: passed_on.append(kind))
    restore = install_excepthook(posted.append)
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    restore()
    assert passed_on == [KeyboardInterrupt]
    assert posted == []


def test_the_former_hook_comes_back(posted: list[Event]) -> None:
    before = sys.excepthook
    restore = install_excepthook(posted.append)
    assert sys.excepthook is not before
    restore()
    assert sys.excepthook is before


def test_a_hook_that_came_later_is_left_alone(posted: list[Event], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    restore = install_excepthook(posted.append)
    later = lambda kind, error, trace: None  # noqa: E731
    sys.excepthook = later
    restore()
    assert sys.excepthook is later
