"""The screen gallery: every screen says all that its model says, nothing clipped, nothing covered, at every site."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.domain.text import Text
from kiosk.ui.drawing.sentence import Sentence
from tests.ui.gallery import LANGUAGES, Shot, Stage, shots, site_names, write, wrong
from tests.ui.lettered import words

SHOTS = tuple(shots())
SCREENS = sorted({(shot.window, shot.situation, shot.site) for shot in SHOTS})


@pytest.fixture(scope="module")
def stage(qapp: QApplication) -> Iterator[Stage]:
    stage = Stage()
    yield stage
    stage.close()


@pytest.mark.long
@pytest.mark.parametrize(("window", "situation", "site"), SCREENS, ids=["-".join(screen) for screen in SCREENS])
def test_nothing_is_missing_clipped_or_covered(stage: Stage, window: str, situation: str, site: str) -> None:
    taken = [shot for shot in SHOTS if (shot.window, shot.situation, shot.site) == (window, situation, site)]
    found = {shot.name: wrong(*stage.show(shot)) for shot in taken}
    assert {name: problems for name, problems in found.items() if problems} == {}


def test_every_site_that_is_shipped_has_its_pictures() -> None:
    assert {shot.site for shot in SHOTS if shot.window == "citizen"} == set(site_names())
    assert "exam" in site_names()


def test_every_picture_has_a_name_of_its_own() -> None:
    assert len({shot.name for shot in SHOTS}) == len(SHOTS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_chosen_language_stands_large(stage: Stage, language: str) -> None:
    """The first letters on the screen after the site's name are the title's."""
    stage.show(Shot("citizen", "idle", "exam", language, (1280, 800)))
    title = {"vi": "Mời đặt thẻ", "en": "Place your ID card"}[language]
    small = {"vi": "Place your ID card", "en": "Mời đặt thẻ"}[language]
    said = words(stage.citizen)
    assert 0 <= said.index(title) < said.index(small)


def test_what_is_missing_clipped_or_covered_is_found(stage: Stage) -> None:
    window, _ = stage.show(Shot("citizen", "idle", "exam", "vi", (1280, 800)))
    assert wrong(window, [Text("Không có ở đây", "Not here")]) == [
        "missing: «Không có ở đây»",
        "missing: «Not here»",
    ]
    intruder = Sentence(8, parent=window)
    intruder.say(Text("Che chữ", "Covers words"))
    intruder.setGeometry(0, 0, 1280, 400)
    intruder.show()
    assert any("Che chữ" in problem for problem in wrong(window, []))
    intruder.setParent(None)


def test_the_index_page_names_every_picture(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = [shot for shot in SHOTS if shot.situation in {"admit", "one root"} and shot.site == site_names()[0]]
    monkeypatch.setattr("tests.ui.gallery.shots", lambda: iter(few))
    assert write(tmp_path) == []
    page = (tmp_path / "index.html").read_text("utf-8")
    assert sorted(file.name for file in tmp_path.glob("*.png")) == sorted(f"{shot.name}.png" for shot in few)
    assert [shot.name for shot in few if f'src="{shot.name}.png"' not in page] == []
