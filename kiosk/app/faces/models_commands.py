"""The commands of ``kiosk models``: install a pack, list packs and engines, remove a pack."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kiosk.app.options import ConfigOption, JsonOption

if TYPE_CHECKING:
    from kiosk.app.settings.values import Settings
    from kiosk.biometric.networks.engine_choice import EngineCatalogue
    from kiosk.biometric.networks.manifest import Manifest

models = typer.Typer(
    help="Install, list and remove the networks of the face engine.", no_args_is_help=True, rich_markup_mode=None
)


@models.command("install")
def models_install(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder that holds the pack's files.")],
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Install the model pack in FOLDER: every hash checked, whole or not at all.

    A folder with a manifest.toml brings its own pack; one without is taken for the pack that the program knows.
    Exit: 0 installed, 6 refused.
    """
    from kiosk.app.faces.setup import model_packs

    settings = _settings(config)
    manifest = model_packs(settings).install(folder)
    packs = _packs_json(settings)
    if as_json:
        print(json.dumps(packs, ensure_ascii=False, indent=2))
        return
    print(f"installed: {manifest.pack} ({manifest.title}), {len(manifest.files())} networks")
    for engine in packs["engines"]:
        if engine["name"] in manifest.engines:
            print(f"  engine {engine['name']:<14} {_state(engine)}")
    for use in sorted({network.use.value for network in manifest.networks.values()}):
        print(f"  networks for {use}")
    print(f'used from the next start (engine = "{settings.engine}"): {packs["selected"]}')


@models.command("list")
def models_list(config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """List packs with their files, and engines with what each still lacks."""
    settings = _settings(config)
    packs = _packs_json(settings)
    if as_json:
        print(json.dumps(packs, ensure_ascii=False, indent=2))
        return
    for pack in packs["packs"]:
        print(f"{pack['pack']}: {pack['title']}")
        for file in pack["files"]:
            print(f"  {file['state']:<8} {file['name']} ({file['licence']})")
    print("engines:")
    for engine in packs["engines"]:
        mark = "*" if engine["name"] == packs["selected"] else " "
        print(f" {mark} {engine['name']:<14} {_state(engine)}")


@models.command("remove")
def models_remove(
    pack: Annotated[str, typer.Argument(metavar="PACK", help="A pack's name, as «kiosk models list» tells it.")],
    config: ConfigOption = None,
) -> None:
    """Remove an installed pack; the program's own models stay. Exit: 0 removed, 6 no such pack."""
    from kiosk.app.faces.setup import model_packs

    model_packs(_settings(config)).remove(pack)
    print(f"removed: {pack}")


def _settings(config: Path | None) -> Settings:
    from kiosk.app.settings.options import settings_from

    return settings_from(config)


def _packs_json(settings: Settings) -> dict[str, Any]:
    """The shape ``kiosk.models/1``."""
    from kiosk.app.faces.setup import model_packs

    catalogue = model_packs(settings).catalogue()
    return {
        "schema": "kiosk.models/1",
        "selected": catalogue.engine(settings.engine).name,
        "packs": [_pack_json(pack) for pack in catalogue.packs],
        "engines": [_engine_json(catalogue, name) for name in catalogue.names],
    }


def _pack_json(pack: Manifest) -> dict[str, Any]:
    from kiosk.biometric.networks.model_packs import file_states

    states = file_states(pack)
    return {
        "pack": pack.pack,
        "title": pack.title,
        "files": [
            {
                "name": file.name,
                "file": file.file,
                "sha256": file.sha256,
                "licence": file.licence,
                "origin": file.origin,
                "state": states[file.file],
            }
            for file in pack.files()
        ],
        "uses": sorted({network.use.value for network in pack.networks.values()}),
    }


def _engine_json(catalogue: EngineCatalogue, name: str) -> dict[str, Any]:
    engine = catalogue.engine(name)
    calibration = engine.calibration
    return {
        "name": name,
        "title": engine.title,
        "lacks": list(catalogue.missing(name)),
        "calibrated_on": calibration.data if calibration else None,
        "thresholds": [
            {"false_match_rate": point.false_match_rate, "accept_at": point.accept_at}
            for point in (calibration.operating_points if calibration else ())
        ],
        "review_at": calibration.review_at if calibration else None,
        "review_basis": calibration.review_basis if calibration else None,
    }


def _state(engine: dict[str, Any]) -> str:
    if engine["lacks"]:
        return f"lacks {', '.join(engine['lacks'])}"
    rates = ", ".join(f"{point['false_match_rate']:g}" for point in engine["thresholds"])
    return f"ready; false-match rates {rates}"
