"""Sentences in both languages."""

from __future__ import annotations

from kiosk.domain.text import Text


def test_placeholders_are_filled_in_both_languages() -> None:
    assert Text("Còn {seconds} giây", "{seconds} seconds left").filled(seconds=12) == Text(
        "Còn 12 giây", "12 seconds left"
    )
