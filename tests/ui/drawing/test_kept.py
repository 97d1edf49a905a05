"""Layouts are made once, only the last few are kept, and none when they are to be forgotten."""

from __future__ import annotations

import pytest

from kiosk.ui.drawing.kept import Kept


@pytest.mark.parametrize(
    ("asked", "made"),
    [("aaa", "a"), ("abab", "ab"), ("abca", "abca"), ("abaca", "abc"), ("abcabc", "abcabc")],
    ids=["one", "two take turns", "the oldest goes", "what is used stays", "more than are kept"],
)
def test_what_is_made(asked: str, made: str) -> None:
    kept = Kept[str](most=2)
    makings: list[str] = []

    def make(name: str) -> str:
        makings.append(name)
        return name

    assert [kept.get(name, lambda name=name: make(name)) for name in asked] == list(asked)  # type: ignore[misc]
    assert "".join(makings) == made


def test_nothing_stays_that_is_to_be_forgotten() -> None:
    kept = Kept[str]()
    kept.get("a", lambda: "first")
    kept.forget()
    assert kept.get("a", lambda: "second") == "second"
