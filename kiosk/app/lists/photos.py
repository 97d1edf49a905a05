"""``kiosk list photos``: the pictures of registration, beside the list in force."""

from __future__ import annotations

import json
from pathlib import Path

from kiosk.app.exits import Exit
from kiosk.app.lists.site_list import list_folder
from kiosk.app.settings.values import Settings
from kiosk.site.profile import load_site
from kiosk.site.store.installed import open_current
from kiosk.site.store.photos import import_photos


def import_pictures(settings: Settings, source: Path, *, as_json: bool) -> Exit:
    """Raises ``Fault(LIST_MISSING | LIST_MALFORMED)`` when there is no list, or nothing that can be read."""
    folder = list_folder(settings)
    done = import_photos(folder, source, open_current(folder, load_site(settings.site).columns))
    if as_json:
        told = {"kept": done.kept, "unknown": done.unknown, "unusable": done.unusable, "missing": done.missing}
        print(json.dumps({"schema": "kiosk.list-photos/1", **told}))
        return Exit.OK
    print(f"{done.kept} pictures kept; {done.missing} people of the list have none")
    print(f"{done.unknown} belong to nobody on the list, {done.unusable} are no pictures, too large, or second ones")
    return Exit.OK
