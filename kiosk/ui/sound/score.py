"""Which change of the citizen's screen is heard, and as what: one table, no sound card."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kiosk.check.screens import CitizenScreen, ScreenKind, Tone
from kiosk.ui.sound.cues import Cue
from kiosk.ui.sound.prompts import Prompt

_RESULT_CUES: Mapping[Tone, Cue] = MappingProxyType(
    {
        Tone.NEUTRAL: Cue.ATTENTION,
        Tone.SUCCESS: Cue.SUCCESS,
        Tone.ATTENTION: Cue.ATTENTION,
        Tone.REFER: Cue.REFER,
        Tone.REFUSE: Cue.REFUSE,
        Tone.TROUBLE: Cue.TROUBLE,
    }
)

_RESULT_PROMPTS: Mapping[Tone, Prompt] = MappingProxyType(
    {
        Tone.SUCCESS: Prompt.SUCCESS,
        Tone.ATTENTION: Prompt.ATTENTION,
        Tone.REFER: Prompt.REFER,
        Tone.REFUSE: Prompt.REFUSE,
    }
)

_PROMPTS: Mapping[ScreenKind, Prompt] = MappingProxyType(
    {
        ScreenKind.IDLE: Prompt.IDLE,
        ScreenKind.CONSENT: Prompt.CONSENT,
        ScreenKind.CARD_WANTED: Prompt.CARD_WANTED,
        ScreenKind.KEY_WANTED: Prompt.KEY_WANTED,
        ScreenKind.READING: Prompt.READING,
        ScreenKind.REPOSITION: Prompt.REPOSITION,
        ScreenKind.LOOK_AT_CAMERA: Prompt.LOOK,
        ScreenKind.WAIT_FOR_STAFF: Prompt.WAIT_FOR_STAFF,
        ScreenKind.REMOVE_CARD: Prompt.TAKE_CARD,
        ScreenKind.OUT_OF_SERVICE: Prompt.OUT_OF_SERVICE,
    }
)

_CARD_LIES = frozenset({ScreenKind.KEY_WANTED, ScreenKind.READING, ScreenKind.CONSENT})
_NO_CARD_YET = frozenset({ScreenKind.STARTING, ScreenKind.OUT_OF_SERVICE, ScreenKind.IDLE, ScreenKind.CARD_WANTED})


def cue_of(before: CitizenScreen | None, screen: CitizenScreen) -> Cue | None:
    """What is heard when ``screen`` follows ``before``; ``None`` for all that only goes on."""
    if before is None:
        return None
    if screen.more_time and not before.more_time:
        return Cue.WARNING
    if screen.kind is before.kind:
        return Cue.ATTENTION if screen.hint and not before.hint and screen.tone is Tone.NEUTRAL else None
    match screen.kind:
        case ScreenKind.RESULT:
            return _RESULT_CUES[screen.tone]
        case ScreenKind.REMOVE_CARD:
            return Cue.TAKE_CARD
        case ScreenKind.REPOSITION:
            return Cue.ATTENTION
        case ScreenKind.OUT_OF_SERVICE:
            return Cue.TROUBLE
        case ScreenKind.KEY_WANTED if screen.hint:
            return Cue.ATTENTION
    if screen.kind in _CARD_LIES and before.kind in _NO_CARD_YET | {ScreenKind.RESULT, ScreenKind.REMOVE_CARD}:
        return Cue.CARD_FOUND
    return None


def prompt_of(screen: CitizenScreen) -> Prompt | None:
    """What can be said aloud of a screen; never a name, a number or a place."""
    if screen.more_time:
        return Prompt.MORE_TIME
    if screen.kind is ScreenKind.RESULT:
        return _RESULT_PROMPTS.get(screen.tone)
    return _PROMPTS.get(screen.kind)


def prompt_after(before: CitizenScreen | None, screen: CitizenScreen) -> Prompt | None:
    """What is said by itself when ``screen`` follows ``before``: each sentence once."""
    prompt = prompt_of(screen)
    return None if before is not None and prompt is prompt_of(before) else prompt
