"""A machine-readable zone as a hostile picture may show it: likelihoods and cells that are made of bytes."""

from __future__ import annotations

from datetime import date

import numpy as np
import numpy.typing as npt

from kiosk.app.codes.post import event_of
from kiosk.check.events import CodeRejected
from kiosk.domain.faults import Fault
from kiosk.reader.codes.kinds import recognise
from kiosk.reader.scan.mrz.grid import FORMATS, lines_in
from kiosk.reader.scan.mrz.layout import read_lines
from kiosk.reader.scan.mrz.recogniser import CHARACTERS, Cells
from tests.fuzz import seeds

CELLS = (28, 104)
"""Rows and columns of cells of a TD1's strip."""

TODAY = date(2026, 11, 1)
MOST_PLACES = max(rows * columns for rows, columns in FORMATS)


def likelihoods_of(data: bytes) -> npt.NDArray[np.float32]:
    """The first byte is the format; two bytes a place follow: a character, and another one with its doubt."""
    rows, columns = FORMATS[data[0] % 3 if data else 0]
    likely = np.full((rows * columns, len(CHARACTERS)), -9.0, np.float32)
    pairs = data[1 : 1 + 2 * len(likely)].ljust(2 * len(likely), b"\x24")
    for place, (char, doubt) in enumerate(zip(pairs[::2], pairs[1::2], strict=True)):
        likely[place, doubt % 37] = -(doubt // 37) * 1.2
        likely[place, char % 37] = 0.0
    return likely.reshape(rows, columns, len(CHARACTERS))


def zone_seed(text: str) -> bytes:
    """The bytes of which ``likelihoods_of`` makes this text without a doubt."""
    form = {90: 0, 72: 1, 88: 2}[len(text)]
    places = (CHARACTERS.index(char) for char in text)
    return bytes([form, *(value for place in places for value in (place, place))])


def grid_seed(rows: int, columns: int, spacing: float) -> bytes:
    """The bytes of which ``cells_of`` makes a strip that shows a zone."""
    height, width = CELLS
    at_row, at_column = np.mgrid[0:height, 0:width] * 4 + 1.5
    column = np.clip(np.round((at_column - 34) / 12), 0, columns - 1)
    row = np.clip(np.round((at_row - 30) / spacing), 0, rows - 1)
    across, down = 34 + 12 * column - at_column, 30 + spacing * row - at_row
    inked = (np.abs(across) < 6) & (np.abs(down) < 9)
    planes = (255 * inked, across * 8 + 128, down * 8 + 128, (column * 7 + row) % 37)
    return np.clip(np.stack(planes), 0, 255).astype(np.uint8).tobytes()


SEEDS = tuple(zone_seed(text.decode("ascii")) for text in seeds.MRZ)
GRID_SEEDS = (grid_seed(3, 30, 20.0), grid_seed(2, 31, 30.0))


def zone_text(data: bytes) -> None:
    """What is read of likelihoods holds its own check digits, and is told with finite figures."""
    reading = read_lines(likelihoods_of(data))
    if reading is None:
        return
    assert reading.mrz.wrong_check_digits == ()
    assert np.isfinite([reading.cost, reading.worst, reading.margin, reading.name_margin, *reading.certainty]).all()
    assert reading.holds or not reading.certain, "what one frame is believed for, two that agree are"


def cells_of(data: bytes) -> Cells:
    """Four planes of bytes, repeated where they are short: ink, where the middle is, and the character."""
    rows, columns = CELLS
    size = 4 * rows * columns
    values = np.frombuffer(((data or b"\0") * (size // max(1, len(data)) + 1))[:size], np.uint8)
    ink, across, down, named = values.reshape(4, rows, columns).astype(np.float32)
    at_row, at_column = np.mgrid[0:rows, 0:columns].astype(np.float32) * 4 + 1.5
    characters = np.full((len(CHARACTERS), rows, columns), -9.0, np.float32)
    np.put_along_axis(characters, (named.astype(int) % 37)[None], 0.0, axis=0)
    return Cells(ink / 255, at_column + (across - 128) / 8, at_row + (down - 128) / 8, characters)


def zone_grid(data: bytes) -> None:
    """A grid laid through cells that say anything: none, or one of a known format."""
    lines = lines_in(cells_of(data))
    if lines is not None:
        assert (lines.rows, lines.columns) in FORMATS
        assert lines.likelihoods.shape[2] == len(CHARACTERS)


def code_event(data: bytes) -> None:
    """What a scan means to a check; a refusal is one of the faults that people can be told."""
    event = event_of(recognise(data), TODAY)
    if isinstance(event, CodeRejected):
        raise Fault(event.fault)
