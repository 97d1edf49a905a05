"""The command ``kiosk site check``: a profile, read strictly and explained."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from kiosk.app.options import JsonOption

site = typer.Typer(
    help="Profiles of sites: check one and have it explained (docs/sites.md).",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@site.callback()
def _site() -> None:
    """A group of its own, though it has one command so far."""


@site.command("check")
def site_check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A profile, as in config/sites.")],
    as_json: JsonOption = False,
) -> None:
    """Read a profile strictly and say in words what it amounts to, in Vietnamese and in English.

    Exit: 0 it can be used, 6 it cannot; the error names the line and the key.
    """
    from kiosk.app.sites.explaining import explained
    from kiosk.site.profile import load_site

    loaded = load_site(file)
    sentences = explained(loaded)
    if as_json:
        told = {
            "schema": "kiosk.site-check/1",
            "name": loaded.profile.name,
            "sentences": [{"vi": one.vi, "en": one.en} for one in sentences],
        }
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for one in sentences:
        print(f"{one.vi}\n    {one.en}")
