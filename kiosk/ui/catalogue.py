"""Further languages for the citizen's window: one Qt Linguist catalogue (``.qm``) each, looked up by our sentences.

Vietnamese and English are part of every ``Text``; a catalogue translates the English sentence, with the Vietnamese one
as its disambiguation. What it lacks is said in English.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from string import Formatter

from PySide6.QtCore import QTranslator

from kiosk.domain.text import Text
from kiosk.ui.drawing.language import ENGLISH, VIETNAMESE, Language

CONTEXT = "kiosk"
NAME = Text("Tiếng Việt", "English")
"""The sentence whose translation is what a language calls itself."""

MAX_BYTES = 4 * 1024 * 1024
MAX_LANGUAGES = 12

_log = logging.getLogger(__name__)


class Catalogue:
    """One file's translations. Not safe from other threads."""

    def __init__(self, translator: QTranslator) -> None:
        self._translator = translator

    def say(self, text: Text) -> str:
        """The text in this language; a sentence that was filled is filled anew, its parts translated too."""
        if text.origin is None:
            return self._translated(text) or text.en
        sentence = self._translated(text.origin.sentence)
        if not sentence:
            return text.en
        values = {
            name: self.say(value) if isinstance(value, Text) else value for name, value in text.origin.values.items()
        }
        return sentence.format(**values) if _only_gaps(sentence, values) else text.en

    def _translated(self, text: Text) -> str:
        return self._translator.translate(CONTEXT, text.en, text.vi) or ""


def _only_gaps(sentence: str, values: Mapping[str, object]) -> bool:
    """Whether the translation's placeholders are plain ones of ours: a file must not reach into what is filled in."""
    try:
        parts = list(Formatter().parse(sentence))
    except ValueError:
        return False
    return all(name is None or (name in values and not spec and not how) for _, name, spec, how in parts)


def load_language(file: Path) -> Language | None:
    """The language of a ``.qm`` file named by its tag (``ko.qm``); ``None``, told in the log, for any other file."""
    translator = QTranslator()
    try:
        readable = file.stat().st_size <= MAX_BYTES and translator.load(str(file))
    except OSError:
        readable = False
    catalogue = Catalogue(translator)
    name = catalogue.say(NAME) if readable else ""
    if not readable or name == NAME.en:
        _log.warning("%s is no catalogue with a name of its own", file.name)
        return None
    return Language(file.stem, name, catalogue.say)


def languages_in(folder: Path | None) -> tuple[Language, ...]:
    """Vietnamese, English, and what the folder adds, by tag; a folder that is not there adds nothing."""
    files = sorted(folder.glob("*.qm"))[:MAX_LANGUAGES] if folder else []
    found = (load_language(file) for file in files)
    return (VIETNAMESE, ENGLISH, *(one for one in found if one is not None))
