"""Training beside a kiosk at work: a check with an invented person, and nothing real touched, sent or shared."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from pathlib import Path

import pytest

from kiosk.app.demo.director import Director
from kiosk.app.demo.scenes import SCENES
from kiosk.app.demo.stage import Stage
from kiosk.app.demo.virtual_desk import InProcessDesk
from kiosk.app.leaving import Leaving
from kiosk.app.settings.file import read_settings
from kiosk.app.settings.values import Settings
from kiosk.app.staff.open_seat import OpenSeat
from kiosk.app.training.desk import TITLES, StageDesk
from kiosk.app.training.running import FOLDER, run_training, training_settings
from kiosk.app.training.work_desk import WorkDesk
from kiosk.app.wiring import Assembly
from kiosk.check.states import Idle, Kiosk, ShowingResult
from kiosk.domain.clock import SystemClock
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.verdict import Verdict
from kiosk.journal.journal import Journal
from kiosk.site.profile import load_site
from kiosk.site.roster import load_roster

ROOT = Path(__file__).parents[3]
PATIENCE = 60.0

SEEN_BY_PEOPLE = {"file", "name", "site", "engine", "displays", "citizen"}
"""What training takes over from the kiosk's settings; a setting that is added later is not among them by itself."""
ITS_OWN = {"roster", "trust", "data", "camera"}


@pytest.fixture
def at_work(tmp_path: Path) -> Settings:
    """A kiosk with a journal and a list, whose settings are all different from what they are without being set."""
    settings = replace(
        read_settings(ROOT / "config" / "kiosk.toml"),
        name="quay-3",
        data=tmp_path / "data",
        reader="ACR",
        needs_shift=True,
    )
    settings.data.mkdir()
    Journal(settings.data / "journal.sqlite", "exam", SystemClock()).close()
    (settings.data / "lists").mkdir()
    (settings.data / "lists" / "list-1.sqlite").write_bytes(b"the real list")
    return replace(settings, shared_figures=tmp_path / "share")


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of the kiosk at work."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and FOLDER not in path.relative_to(folder).parts
    }


def test_only_what_people_see_is_taken_over(at_work: Settings, tmp_path: Path) -> None:
    stage = Stage(at_work.data / FOLDER, None, SCENES[:1])
    trained = training_settings(at_work, stage)
    untouched = Settings(Path(), "", Path(), None, Path(), Path())

    for field in fields(Settings):
        value = getattr(trained, field.name)
        if field.name in SEEN_BY_PEOPLE:
            assert value == getattr(at_work, field.name), field.name
        elif field.name not in ITS_OWN:
            assert value == getattr(untouched, field.name), field.name
    for own in (trained.roster, trained.trust, trained.data):
        assert own is not None
        assert own.is_relative_to(at_work.data / FOLDER)


@pytest.mark.parametrize("site", ["exam", "airport", "hospital"])
def test_every_site_trains_with_its_own_words_and_list(at_work: Settings, site: str) -> None:
    profile = ROOT / "config" / "sites" / f"{site}.toml"
    stage = Stage(at_work.data / FOLDER, None, SCENES[:1])
    trained = training_settings(replace(at_work, site=profile), stage)
    assert trained.roster is not None
    roster = load_roster(trained.roster, load_site(profile).columns)

    assert roster.problems == ()
    assert {listing.name for listing in roster.listings()} >= {"Nguyễn Văn An", "Phạm Thu Hà"}
    assert all(listing.place.vi for listing in roster.listings())


class House:
    """A kiosk in training without its windows."""

    def __init__(self, at_work: Settings) -> None:
        stage = Stage(at_work.data / FOLDER, None, SCENES[:1])
        desk = InProcessDesk(0)
        self.assembly = Assembly(
            training_settings(at_work, stage),
            desk.presence,
            desk.connector,
            anchors=[stage.anchor],
            camera=stage.camera,
            seat=OpenSeat(),
        )
        self._changed = threading.Condition()
        self.assembly.runner.subscribe(self._note)
        director = Director(self.assembly, desk, stage, lambda name, kiosk: None)
        self.left: list[Leaving] = []
        self.training = StageDesk(stage, director, desk, self.left.append)

    def _note(self, _kiosk: Kiosk) -> None:
        with self._changed:
            self._changed.notify_all()

    def until(self, wanted: Callable[[Kiosk], bool]) -> Kiosk:
        with self._changed:
            assert self._changed.wait_for(lambda: wanted(self.assembly.runner.kiosk), PATIENCE)
        return self.assembly.runner.kiosk


@pytest.fixture
def house(at_work: Settings) -> Iterator[House]:
    made = House(at_work)
    made.assembly.start()
    yield made
    made.assembly.stop()


def test_an_invented_person_is_checked_and_nothing_real_is_touched(house: House, at_work: Settings) -> None:
    before = contents(at_work.data)
    house.until(lambda kiosk: isinstance(kiosk.phase, Idle))
    house.training.present("good-card")
    shown = house.until(lambda kiosk: isinstance(kiosk.phase, ShowingResult)).phase
    house.training.take_card()

    assert isinstance(shown, ShowingResult)
    assert shown.decision.verdict in (Verdict.ADMIT, Verdict.ADMIT_WITH_ATTENTION, Verdict.REFER)
    assert contents(at_work.data) == before
    assert (at_work.data / FOLDER / "data" / "journal.sqlite").exists()
    assert at_work.shared_figures is not None
    assert not at_work.shared_figures.exists()


@pytest.mark.long
@pytest.mark.timeout(480)
def test_every_scene_reaches_its_verdict_without_a_photograph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    stage = Stage(tmp_path / FOLDER, None, SCENES)
    desk = InProcessDesk(bit_rate=848)
    assembly = Assembly(stage.settings, desk.presence, desk.connector, anchors=[stage.anchor], camera=stage.camera)
    director = Director(assembly, desk, stage, keep=lambda name, kiosk: None)
    assembly.start()
    try:
        played = [director.play(scene) for scene in SCENES]
    finally:
        assembly.stop()
        desk.close()
    assert [one.line() for one in played if not one.as_expected] == []


def test_leaving_leads_back_to_work(at_work: Settings) -> None:
    left: list[Leaving] = []
    WorkDesk(left.append).begin()
    WorkDesk(left.append).leave()
    assert left == [Leaving.TRAIN]
    assert WorkDesk(left.append).scenes() == ()
    with pytest.raises(Fault):
        WorkDesk(left.append).present("good-card")


def test_every_scene_has_words() -> None:
    assert {scene.name for scene in SCENES} == set(TITLES)


def test_a_folder_of_photographs_that_is_not_there_is_told(at_work: Settings, tmp_path: Path) -> None:
    before = contents(tmp_path)
    with pytest.raises(Fault) as caught:
        run_training(at_work, tmp_path / "none", fullscreen=False)

    assert caught.value.code is FaultCode.SETTINGS_MALFORMED
    assert contents(tmp_path) == before
