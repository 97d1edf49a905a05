"""``kiosk list show``, ``versions`` and ``restore``: which lists are kept, and which one counts."""

from __future__ import annotations

import json
from typing import Any

from kiosk.app.exits import Exit
from kiosk.app.lists.importing import note_list
from kiosk.app.lists.site_list import list_folder
from kiosk.app.settings.values import Settings
from kiosk.site.profile import load_site
from kiosk.site.store.installation import Version, kept_versions, restore, told_about
from kiosk.site.store.installed import open_current
from kiosk.site.store.versions import path_of

Json = dict[str, Any]


def show_current(settings: Settings, *, as_json: bool) -> Exit:
    """The list in force. Raises ``Fault(LIST_MISSING | LIST_MALFORMED)`` when there is none that can be asked."""
    folder = list_folder(settings)
    roster = open_current(folder, load_site(settings.site).columns)
    version = next(version for version in kept_versions(folder) if version.in_force)
    about = told_about(path_of(folder, version.number))
    problems: dict[str, list[int]] = {}
    for one in roster.problems:
        problems.setdefault(one.problem.name.lower(), []).append(one.row)
    if as_json:
        told = {**_version_json(version), "sheet": about["sheet"], "columns": about["columns"], "rows": problems}
        print(json.dumps({"schema": "kiosk.list/1", **told}, ensure_ascii=False, indent=2))
        return Exit.OK
    print(_version_line(version))
    print(", ".join(f"{field} «{header}»" for field, header in about["columns"].items()))
    for problem, rows in problems.items():
        print(f"{problem}: rows {', '.join(map(str, rows[:20]))}{' …' if len(rows) > 20 else ''}")
    return Exit.OK


def show_versions(settings: Settings, *, as_json: bool) -> Exit:
    """Everything that is kept, the newest first."""
    kept = kept_versions(list_folder(settings))
    if as_json:
        told = {"schema": "kiosk.list-versions/1", "versions": [_version_json(version) for version in kept]}
        print(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        print("\n".join(map(_version_line, kept)) or "no list is installed")
    return Exit.OK


def restore_version(settings: Settings, number: int, *, as_json: bool) -> Exit:
    """Put an earlier version in force. Raises ``Fault(LIST_MISSING)`` when it is not kept."""
    version = restore(list_folder(settings), number, lambda number: note_list(settings, "restore", number))
    if as_json:
        print(json.dumps({"schema": "kiosk.list-restored/1", **_version_json(version)}, ensure_ascii=False, indent=2))
    else:
        print(f"in force again: {_version_line(version)}")
    return Exit.OK


def _version_json(version: Version) -> Json:
    return {
        "version": version.number,
        "in_force": version.in_force,
        "file": version.file,
        "sha256": version.sha256,
        "people": version.people,
        "problems": version.problems,
        "imported_at": version.imported_at.isoformat(timespec="seconds"),
    }


def _version_line(version: Version) -> str:
    mark = "*" if version.in_force else " "
    at = version.imported_at.isoformat(timespec="seconds")
    return f"{mark} {version.number:>4}  {at}  {version.people} people, {version.problems} problems  {version.file}"
