"""``kiosk list check`` and ``import``: a file beside the list in force, and the file in its place."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer

from kiosk.app.exits import Exit, fault_exit
from kiosk.app.lists.site_list import list_folder
from kiosk.app.report import fault_json
from kiosk.app.settings.values import Settings
from kiosk.domain.clock import SystemClock
from kiosk.domain.faults import Fault, FaultCode
from kiosk.site.columns import ListColumns
from kiosk.site.entries import RowProblem
from kiosk.site.problem_words import PROBLEMS
from kiosk.site.profile import load_site
from kiosk.site.store.chosen_columns import chosen_columns, parse_choice, remember_columns
from kiosk.site.store.difference import Difference
from kiosk.site.store.installation import Preview, importing

ROWS_PRINTED = 20

Json = dict[str, Any]


def import_file(
    settings: Settings, file: Path, sheet: str, column: Sequence[str], *, install: bool, as_json: bool
) -> Exit:
    """Say what the file would bring; with ``install``, put it in force if it can be used."""
    folder = list_folder(settings)
    columns = load_site(settings.site).columns
    chosen = {**chosen_columns(folder), **_choices(column, columns)}
    preview, version, fault = None, None, None
    try:
        with importing(folder, file, columns.remembering(chosen), sheet) as draft:
            preview = draft.preview
            if install:
                version = draft.install(SystemClock().now(), lambda number: note_list(settings, "import", number))
                if column:
                    remember_columns(folder, chosen)
            else:
                preview.draft.require_usable()
    except Fault as caught:
        fault = caught
    if as_json:
        print(json.dumps(import_json(file, preview, version, fault), ensure_ascii=False, indent=2))
    else:
        print("\n".join(_lines(preview, version, fault)))
    return list_exit(fault)


def forget(settings: Settings) -> None:
    """Forget the columns that somebody named."""
    remember_columns(list_folder(settings), {})


def note_list(settings: Settings, act: str, version: int) -> None:
    """Write into the kiosk's journal that another list counts, before it does. Raises ``Fault(JOURNAL_FAILED)``."""
    from kiosk.journal.entries import JournalNote, NoteKind
    from kiosk.journal.journal import Journal

    settings.data.mkdir(parents=True, exist_ok=True)
    with Journal(settings.data / "journal.sqlite", load_site(settings.site).profile.name, SystemClock()) as journal:
        journal.note(JournalNote(NoteKind.OPERATOR_ACT, f"list-{act}-{version}"))


def list_exit(fault: Fault | None) -> Exit:
    """A file that is no list is not a broken device."""
    if fault is None:
        return Exit.OK
    return Exit.SETTINGS if fault.code is FaultCode.LIST_MALFORMED else fault_exit(fault.code)


def import_json(file: Path, preview: Preview | None, version: int | None, fault: Fault | None) -> Json:
    """The shape ``kiosk.list-import/1``."""
    return {
        "schema": "kiosk.list-import/1",
        "file": file.name,
        "installed": version,
        **(_preview_json(preview) if preview else {}),
        "error": fault_json(fault),
    }


def _preview_json(preview: Preview) -> Json:
    draft = preview.draft
    return {
        "sha256": preview.sha256,
        "sheet": draft.sheet,
        "header_row": draft.header.row,
        "columns": dict(draft.header.names),
        "place": [name or None for name in draft.header.place],
        "people": draft.people,
        "problems": {
            "total": sum(draft.counts.values()),
            "fatal": sum(count for problem, count in draft.counts.items() if problem.fatal),
            "rows": [_problem_json(one) for one in draft.problems],
        },
        "present": preview.present,
        "difference": _difference_json(preview.difference) if preview.difference else None,
    }


def _problem_json(one: RowProblem) -> Json:
    said = PROBLEMS[one.problem]
    return {
        "row": one.row,
        "problem": one.problem.name.lower(),
        "fatal": one.problem.fatal,
        "message": {"vi": said.vi, "en": said.en},
    }


def _difference_json(difference: Difference) -> Json:
    return {
        "added": difference.added,
        "removed": difference.removed,
        "changed": difference.changed,
        "unchanged": difference.unchanged,
        "fields": dict(difference.fields),
        "rows": [{"row": row.row, "fields": list(row.fields)} for row in difference.rows],
    }


def _lines(preview: Preview | None, version: int | None, fault: Fault | None) -> list[str]:
    lines = _preview_lines(preview) if preview else []
    if fault is not None:
        lines += [f"cannot be used: {fault.technical or fault}", f"       {fault.entry.remedy.vi}"]
        lines += [f"       {fault.entry.remedy.en}", "the list before stays in force"]
    elif version is not None:
        lines.append(f"imported as version {version}")
    else:
        lines.append("can be used; nothing was imported")
    return lines


def _preview_lines(preview: Preview) -> list[str]:
    draft = preview.draft
    named = ", ".join(f"{field} «{header}»" for field, header in draft.header.names.items())
    place = ", ".join(f"«{name}»" for name in draft.header.place if name)
    where = f"sheet «{draft.sheet}», " if draft.sheet else ""
    lines = [f"{draft.file}: {draft.people} people; {where}header in row {draft.header.row}: {named}"]
    lines += [f"place: {place}"] if place else []
    for one in draft.problems[:ROWS_PRINTED]:
        mark = "FAIL" if one.problem.fatal else "warn"
        lines.append(f"{mark} row {one.row}: {PROBLEMS[one.problem].vi} / {PROBLEMS[one.problem].en}")
    more = sum(draft.counts.values()) - min(len(draft.problems), ROWS_PRINTED)
    lines += [f"     and {more} more"] if more else []
    difference = preview.difference
    if difference is not None:
        fields = ", ".join(f"{field} {count}" for field, count in difference.fields.items())
        lines.append(
            f"beside version {preview.present}: {difference.added} added, {difference.removed} removed, "
            f"{difference.changed} changed{f' ({fields})' if fields else ''}, {difference.unchanged} as before"
        )
        rows = [f"{row.row} ({', '.join(row.fields)})" for row in difference.rows[:ROWS_PRINTED]]
        lines += [f"changed rows: {', '.join(rows)}"] if rows else []
    return lines


def _choices(given: Sequence[str], columns: ListColumns) -> dict[str, str]:
    try:
        return dict(parse_choice(text, columns) for text in given)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--column") from error
