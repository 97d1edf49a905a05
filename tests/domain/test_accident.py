"""The log learns what kind of error it was and where, and nothing of whom it was about."""

from __future__ import annotations

from kiosk.domain.accident import told


def test_type_and_places_are_told_and_the_message_is_not() -> None:
    try:
        int("Nguyễn Văn An 001090012345")
    except ValueError as error:
        said = told(error)
    assert said.startswith("ValueError at test_accident.py:")
    assert "test_type_and_places" in said
    assert "Nguyễn" not in said
    assert "001090012345" not in said


def test_an_error_that_was_never_raised_has_no_place() -> None:
    assert told(KeyError("x")) == "KeyError at no place"
