"""The list of training: the invented people of the scenes, under the headers that this site's profile knows."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from kiosk.app.demo.scenes import Scene
from kiosk.domain.verdict import Reason
from kiosk.site.columns import ListColumns


def write_list(file: Path, columns: ListColumns, scenes: Sequence[Scene]) -> None:
    """Everybody but those who are not on a list, one row a person. Raises ``OSError``."""
    headers = {field: names[0] for field, names in columns.headers}
    people = {scene.citizen.number: scene.citizen for scene in scenes if scene.reason is not Reason.NOT_LISTED}
    places = [part.headers[0] for part in columns.place]
    with file.open("w", encoding="utf-8-sig", newline="") as opened:
        rows = csv.writer(opened, delimiter=";")
        rows.writerow([headers["key"], headers["number"], headers["name"], headers["birth_date"], *places])
        for at, citizen in enumerate(people.values(), 1):
            birth = f"{citizen.birth_date:%d/%m/%Y}"
            rows.writerow([f"TAP-{at:03}", citizen.number, citizen.name, birth, *_seats(len(places), at)])


def _seats(parts: int, at: int) -> list[str]:
    """One room, flight or clinic for all, and a seat of their own."""
    return ["101", *[f"{at:02}"] * (parts - 1)][:parts]
