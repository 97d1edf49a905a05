"""Flat pictures of invented identity documents of the larger sizes: TD2 cards and the data pages of passports (TD3).

As ``optical_cards`` draws the TD1: nothing of a real design is copied, only where the lines are and on what ground.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from optical_cards import FlatCard, draw_mrz, ground, write
from optical_people import check_digit

LINE_MM = 6.35
"""From one of the two lines to the next (ICAO Doc 9303-4 and -6)."""

LEFT_MM = 6.0
GROUNDS = 4

STATES = ("UTO", "D<<", "FRA", "KOR", "JPN", "AUS", "LAO", "KHM", "THA", "VNM")
SURNAMES = ("ERIKSSON", "MUELLER", "OKONKWO", "VAN<DER<MUELLEN", "SATO", "DUPONT", "O<BRIEN", "KIM", "GARCIA<LOPEZ")
GIVEN = ("ANNA<MARIA", "PETER", "JI<WOO", "HARUTO", "MARIE<CLAIRE", "JOHN<PAUL<III", "ZOE", "XAVIER", "QUENTIN")


@dataclass(frozen=True, slots=True)
class Layout:
    """A document's size, the signs of a line and where the first line's foot is."""

    size_mm: tuple[float, float]
    columns: int
    code: str
    first_baseline_mm: float


LAYOUTS = {
    "td2": Layout((105.0, 74.0), 36, "I<", 74.0 - 14.5),
    "td3": Layout((125.0, 88.0), 44, "P<", 88.0 - 14.5),
}


def draw_document(name: str, draw: np.random.Generator, font_path: Path | None) -> FlatCard:
    """A ``td2`` or ``td3`` of nobody."""
    layout = LAYOUTS[name]
    canvas = ground(int(draw.integers(GROUNDS)), layout.size_mm).copy()
    ink = tuple(int(value) for value in draw.integers(15, 60, 3))
    rows = [
        ("Specimen / Mẫu", 45.0, 12.0, 3.0),
        ("Passport No. / Số", 45.0, 22.0, 2.2),
        ("Name / Họ và tên", 45.0, 30.0, 2.2),
    ]
    write(canvas, rows, ink)
    lines = document_lines(name, draw)
    mrz = draw_mrz(canvas, lines, font_path, ink, (LEFT_MM, layout.first_baseline_mm), LINE_MM)
    return FlatCard(canvas, lines=lines, mrz=mrz, size_mm=layout.size_mm)


def document_lines(name: str, draw: np.random.Generator) -> tuple[str, str]:
    """Both lines of a TD2 (ICAO Doc 9303-6 §4.2.2) or TD3 (Doc 9303-4 §4.2.2)."""
    layout = LAYOUTS[name]
    state, nationality = (str(one) for one in draw.choice(STATES, 2))
    first = f"{layout.code}{state}{draw.choice(SURNAMES)}<<{draw.choice(GIVEN)}"[: layout.columns]
    letters = "".join(str(one) for one in draw.choice(list("ABCEFGHJKLMNPRSTVXYZ"), int(draw.integers(0, 3))))
    number = f"{letters}{draw.integers(10**6, 10**9)}"[:9].ljust(9, "<")
    born = f"{draw.integers(30, 100):02}{draw.integers(1, 13):02}{draw.integers(1, 29):02}"
    expires = f"{draw.integers(27, 37):02}{draw.integers(1, 13):02}{draw.integers(1, 29):02}"
    sex = str(draw.choice(["M", "F", "<"], p=[0.48, 0.48, 0.04]))
    second = f"{number}{check_digit(number)}{nationality}{born}{check_digit(born)}{sex}{expires}{check_digit(expires)}"
    room = layout.columns - 1 - len(second)
    if name == "td3":
        optional = (f"{draw.integers(10**8, 10**9)}" if draw.random() < 0.5 else "").ljust(room - 1, "<")
        second += optional + (check_digit(optional) if optional.strip("<") else "<")
    else:
        second += (f"{draw.integers(10**4, 10**6)}" if draw.random() < 0.5 else "").ljust(room, "<")
    composite = second[:10] + second[13:20] + second[21:]
    return first.ljust(layout.columns, "<"), second + check_digit(composite)
