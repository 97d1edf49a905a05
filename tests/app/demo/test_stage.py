"""The demo's stage away from a checkout: its people are drawn, its site and list come out of the package."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import kiosk
from kiosk.app.demo import stage as stage_module
from kiosk.app.demo.scenes import SCENES
from kiosk.app.demo.stage import PACKAGED_CONFIG, Stage

ROOT = Path(__file__).parents[3]


def test_the_wheel_packs_the_configuration_where_the_stage_looks_for_it() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    packed = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]

    assert Path(kiosk.__file__).parent.parent / packed["config"] == PACKAGED_CONFIG


def test_without_a_checkout_everything_comes_out_of_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(stage_module, "PACKAGED_CONFIG", ROOT / "config")
    stage = Stage(tmp_path / "out", None, SCENES[:1])

    assert stage.settings.site.is_file()
    assert stage.settings.roster is not None
    assert stage.settings.roster.is_file()
