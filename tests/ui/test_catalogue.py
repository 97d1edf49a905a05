"""Languages: Vietnamese and English whole, a third by one file, and nothing broken by a file that is wrong."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from pytestqt.qtbot import QtBot

from kiosk.check.screens import citizen_screen
from kiosk.check.wording import words
from kiosk.domain.text import Text
from kiosk.ui.catalogue import NAME, languages_in, load_language
from kiosk.ui.citizen_window import CitizenWindow
from kiosk.ui.drawing.language import Language
from tests.ui.lettered import clipped, overlapping, says
from tests.ui.lettered import words as painted
from tests.ui.situations import NOW, SITUATIONS, StillPreview, plain_frame

ROOT = Path(__file__).parent.parent.parent
LRELEASE = Path(sys.executable).parent / "pyside6-lrelease"
PLACEHOLDER = re.compile(r"\{(\w*)[^{}]*\}")


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("catalogue_script", ROOT / "packaging" / "catalogue.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


script = _script()
SENTENCES: list[Text] = script.sentences()


def compiled(folder: Path, translate: Callable[[str], str], tag: str = "ko") -> Path:
    """A catalogue in which every English sentence is translated by ``translate``, as Qt Linguist's tools make it."""
    source = folder / f"{tag}.ts"
    script.write(tag, source)
    tree = ET.parse(source)
    for message in tree.iter("message"):
        translation = message.find("translation")
        assert translation is not None
        said = translate(message.findtext("source", ""))
        translation.text = said
        if said:
            translation.attrib.pop("type", None)
    tree.write(source, "utf-8", xml_declaration=True)
    subprocess.run([LRELEASE, "-silent", source, "-qm", folder / f"{tag}.qm"], check=True)
    return folder / f"{tag}.qm"


def longer(sentence: str) -> str:
    """Two fifths longer, as other languages are, with letters that English lacks; placeholders stay."""
    parts = re.split(r"(\{[^{}]*\})", sentence)
    told = "".join(part if part.startswith("{") else part.translate(str.maketrans("aeiou", "äëïöü")) for part in parts)
    return f"{told} {'xöx ' * (len(sentence) // 10)}".strip()


@pytest.fixture(scope="module")
def pseudo(qapp: object, tmp_path_factory: pytest.TempPathFactory) -> Language:
    language = load_language(compiled(tmp_path_factory.mktemp("languages"), longer))
    assert language is not None
    return language


# Vietnamese and English


def test_every_sentence_is_said_in_both_languages() -> None:
    assert [text for text in SENTENCES if not (text.vi.strip() and text.en.strip())] == []


def test_english_has_no_gap_that_vietnamese_has_not() -> None:
    """Vietnamese says «thí sinh» where English says «you», so English may have a gap less."""
    gaps = [(set(PLACEHOLDER.findall(text.en)), set(PLACEHOLDER.findall(text.vi)), text) for text in SENTENCES]
    assert [text for english, vietnamese, text in gaps if not english <= vietnamese] == []


def test_the_sentences_of_the_screens_are_found() -> None:
    assert {words.IDLE, words.REMOVE_CARD, NAME, *words.CITIZEN_VERDICTS.values()} <= set(SENTENCES)
    assert len(SENTENCES) > 400


# A third language


def test_one_file_adds_a_language(qapp: object, tmp_path: Path) -> None:
    compiled(tmp_path, longer)
    assert [language.code for language in languages_in(tmp_path)] == ["vi", "en", "ko"]
    assert languages_in(tmp_path)[2].name == longer("English")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (words.REMOVE_CARD, longer("Take your card")),
        (Text("Phòng 203", "Room 203"), "Room 203"),
        (
            words.CITIZEN_VERDICTS[next(iter(words.CITIZEN_VERDICTS))],
            longer("Verified"),
        ),
        (words.ADMISSIONS[next(iter(words.ADMISSIONS))], longer("On the list")),
    ],
    ids=["a sentence", "a list's own words", "a verdict", "a word of a table"],
)
def test_what_is_translated_is_said_so_and_the_rest_in_english(pseudo: Language, text: Text, said: str) -> None:
    assert pseudo.say(text) == said


def test_a_filled_sentence_is_filled_in_its_own_words(pseudo: Language) -> None:
    see = Text("Vui lòng gặp {staff}", "Please see {staff}")
    assert see in SENTENCES
    staff = Text("cán bộ coi thi", "the invigilator")
    assert pseudo.say(see.filled(staff=staff)) == longer("Please see {staff}").format(staff="the invigilator")
    assert pseudo.say(see.filled(staff=words.REMOVE_CARD)).count(longer("Take your card")) == 1


@pytest.mark.parametrize("size", [(1280, 800), (1080, 1920)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", SITUATIONS)
def test_longer_words_fit_every_screen(qtbot: QtBot, pseudo: Language, name: str, size: tuple[int, int]) -> None:
    window = CitizenWindow(StillPreview(plain_frame()), lambda _event: None, [pseudo])
    qtbot.addWidget(window)
    window.resize(*size)
    window.show()
    state = SITUATIONS[name]()
    window.show_site(state.profile.words.site)
    screen = citizen_screen(state, NOW + 6)
    window.present(screen)
    qtbot.wait(1)
    assert clipped(window) == []
    assert overlapping(window) == []
    if screen.kind.value != "result":
        assert says(window, pseudo.say(screen.title))
        assert says(window, screen.title.vi)
        assert screen.title.en not in painted(window)


# Files that are wrong


@pytest.mark.parametrize("content", [b"", b"no catalogue" * 100], ids=["empty", "text"])
def test_a_file_that_is_no_catalogue_adds_nothing(qapp: object, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "xx.qm").write_bytes(content)
    assert [language.code for language in languages_in(tmp_path)] == ["vi", "en"]


def test_a_catalogue_cut_short_does_no_harm(qapp: object, tmp_path: Path) -> None:
    whole = compiled(tmp_path, longer).read_bytes()
    for at in range(0, len(whole), max(1, len(whole) // 40)):
        (tmp_path / "ko.qm").write_bytes(whole[:at])
        for language in languages_in(tmp_path):
            assert language.say(words.IDLE)


@pytest.mark.parametrize(
    "translate",
    [lambda said: "{nothing} {0} {", lambda said: "{staff.__class__}", lambda said: "{staff!x}"],
    ids=["other placeholders", "reaching inside", "a wrong conversion"],
)
def test_placeholders_that_are_not_ours_fall_back_to_english(
    qapp: object, tmp_path: Path, translate: Callable[[str], str]
) -> None:
    language = load_language(compiled(tmp_path, translate))
    assert language is not None
    see = Text("Vui lòng gặp {staff}", "Please see {staff}").filled(staff="An")
    assert language.say(see) == "Please see An"


def test_an_unfinished_catalogue_says_the_rest_in_english(qapp: object, tmp_path: Path) -> None:
    language = load_language(compiled(tmp_path, lambda said: "한국어" if said == "English" else ""))
    assert language is not None
    assert (language.name, language.say(words.IDLE)) == ("한국어", words.IDLE.en)


def test_a_catalogue_without_a_name_of_its_own_is_not_offered(qapp: object, tmp_path: Path) -> None:
    compiled(tmp_path, lambda said: "" if said == "English" else longer(said))
    assert len(languages_in(tmp_path)) == 2


def test_renewing_a_catalogue_keeps_what_is_translated(tmp_path: Path) -> None:
    file = tmp_path / "ko.ts"
    assert script.write("ko", file) == len(SENTENCES)
    tree = ET.parse(file)
    first = next(tree.iter("translation"))
    first.text = "한국어"
    del first.attrib["type"]
    tree.write(file, "utf-8")
    assert script.write("ko", file) == len(SENTENCES) - 1
    assert "한국어" in file.read_text("utf-8")


def test_a_folder_that_is_not_there_adds_nothing(tmp_path: Path) -> None:
    assert len(languages_in(tmp_path / "none")) == 2
    assert len(languages_in(None)) == 2
