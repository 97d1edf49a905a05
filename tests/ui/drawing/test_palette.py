"""Every pair of colours that is read together has the contrast that WCAG asks for."""

from __future__ import annotations

import pytest

from kiosk.check.screens import Tone
from kiosk.ui.drawing.button import Look
from kiosk.ui.drawing.palette import (
    ACCENT,
    GUIDE_GOOD,
    GUIDE_SEEKING,
    HEADLINE_NEUTRAL,
    INK,
    MARKS,
    MUTED,
    PAPER,
    SHAPE_CONTRAST,
    TEXT_CONTRAST,
    THEMES,
    TRACK,
    VIDEO_SHADE,
    WHITE,
    ZONES,
    contrast,
)

_ALL_THEMES = {**{tone.value: theme for tone, theme in THEMES.items()}, "headline": HEADLINE_NEUTRAL}

TEXTS = (
    [(f"{name}: ink", theme.ink, theme.ground) for name, theme in _ALL_THEMES.items()]
    + [(f"{name}: English", theme.muted, theme.ground) for name, theme in _ALL_THEMES.items()]
    + [(f"{name}: place", theme.panel_ink, theme.panel) for name, theme in _ALL_THEMES.items()]
    + [(f"{tone.value}: answer on white", ink, WHITE) for tone, ink in MARKS.items()]
    + [(f"{tone.value}: answer on paper", ink, PAPER) for tone, ink in MARKS.items()]
    + [(f"{tone.value}: word of the zone", INK, ground) for tone, ground in ZONES.items()]
    + [(f"{look.name}: button", look.value[2], look.value[ground]) for look in Look for ground in (0, 1)]
    + [(f"{look.name}: button, English", look.value[3], look.value[ground]) for look in Look for ground in (0, 1)]
    + [
        ("evidence", INK, WHITE),
        ("evidence, English", MUTED, WHITE),
        ("remedy", ACCENT, WHITE),
        ("ring, words", MUTED, PAPER),
        ("no picture yet", WHITE, VIDEO_SHADE),
    ]
)

SHAPES = (
    [(f"{name}: badge", theme.mark, theme.ground) for name, theme in _ALL_THEMES.items()]
    + [(f"{tone.value}: mark", mark, WHITE) for tone, mark in MARKS.items()]
    + [
        ("ring", ACCENT, TRACK),
        ("ring on amber", ACCENT, THEMES[Tone.ATTENTION].ground),
        ("good guide on shade", GUIDE_GOOD, VIDEO_SHADE),
        ("guide on shade", GUIDE_SEEKING, VIDEO_SHADE),
        ("border of a button", Look.PLAIN.value[4], WHITE),
    ]
)


@pytest.mark.long
@pytest.mark.parametrize(("ink", "ground"), [pair[1:] for pair in TEXTS], ids=[pair[0] for pair in TEXTS])
def test_texts_have_4_5_to_1(ink: str, ground: str) -> None:
    assert contrast(ink, ground) >= TEXT_CONTRAST


@pytest.mark.parametrize(("mark", "ground"), [pair[1:] for pair in SHAPES], ids=[pair[0] for pair in SHAPES])
def test_shapes_have_3_to_1(mark: str, ground: str) -> None:
    assert contrast(mark, ground) >= SHAPE_CONTRAST


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#767676", "#ffffff", 4.54),
        ("#0000ff", "#ffffff", 8.59),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)
    assert contrast(other, one) == contrast(one, other)


def test_every_tone_has_a_ground_of_its_own() -> None:
    assert len({theme.ground for theme in THEMES.values()}) == len(Tone)
