"""What is heard when one screen follows another."""

from __future__ import annotations

import pytest

from kiosk.check.screens import CitizenScreen, ScreenKind, Tone, citizen_screen
from kiosk.domain.text import Text
from kiosk.ui.sound.cues import Cue
from kiosk.ui.sound.prompts import Prompt
from kiosk.ui.sound.score import cue_of, prompt_after, prompt_of
from tests.ui.situations import NOW, SITUATIONS

WORD = Text("a", "b")


def screen(name: str) -> CitizenScreen:
    return citizen_screen(SITUATIONS[name](), NOW)


@pytest.mark.parametrize(
    ("before", "after", "cue"),
    [
        ("idle", "key-wanted", Cue.CARD_FOUND),
        ("card-wanted", "reading", Cue.CARD_FOUND),
        ("key-wanted", "reading", None),
        ("admit", "key-wanted", Cue.CARD_FOUND),
        ("remove-card", "key-wanted", Cue.CARD_FOUND),
        ("key-wanted", "key-wrong", Cue.ATTENTION),
        ("reading", "key-wrong", Cue.ATTENTION),
        ("idle", "idle-notice", Cue.ATTENTION),
        ("idle-notice", "idle", None),
        ("reading", "reposition", Cue.ATTENTION),
        ("reposition", "reading", None),
        ("reading", "look", None),
        ("look", "checking", None),
        ("checking", "admit", Cue.SUCCESS),
        ("checking", "attention", Cue.ATTENTION),
        ("checking", "refer", Cue.REFER),
        ("checking", "refuse", Cue.REFUSE),
        ("admit", "remove-card", Cue.TAKE_CARD),
        ("remove-card", "idle", None),
        ("idle", "out-of-service", Cue.TROUBLE),
        ("out-of-service", "idle", None),
        ("starting", "idle", None),
    ],
)
def test_cues(before: str, after: str, cue: Cue | None) -> None:
    assert cue_of(screen(before), screen(after)) is cue


@pytest.mark.parametrize("name", SITUATIONS)
def test_what_goes_on_is_not_heard_again(name: str) -> None:
    assert cue_of(screen(name), screen(name)) is None
    assert prompt_after(screen(name), screen(name)) is None
    assert cue_of(None, screen(name)) is None


@pytest.mark.parametrize("kind", [ScreenKind.KEY_WANTED, ScreenKind.CARD_WANTED])
def test_the_end_of_a_wait_is_heard_once(kind: ScreenKind) -> None:
    calm, ending = CitizenScreen(kind, WORD), CitizenScreen(kind, WORD, more_time=True)
    assert cue_of(calm, ending) is Cue.WARNING
    assert cue_of(ending, ending) is None
    assert prompt_after(calm, ending) is Prompt.MORE_TIME
    assert prompt_after(ending, ending) is None


def test_every_tone_of_a_result_sounds_different() -> None:
    tones = (Tone.SUCCESS, Tone.ATTENTION, Tone.REFER, Tone.REFUSE, Tone.TROUBLE)
    before = CitizenScreen(ScreenKind.CHECKING, WORD)
    assert len({cue_of(before, CitizenScreen(ScreenKind.RESULT, WORD, tone)) for tone in tones}) == 5


@pytest.mark.parametrize(
    "kind", [kind for kind in ScreenKind if kind not in (ScreenKind.STARTING, ScreenKind.CHECKING)]
)
def test_every_screen_that_asks_or_tells_something_can_be_listened_to(kind: ScreenKind) -> None:
    tone = Tone.SUCCESS if kind is ScreenKind.RESULT else Tone.NEUTRAL
    assert prompt_of(CitizenScreen(kind, WORD, tone)) is not None
