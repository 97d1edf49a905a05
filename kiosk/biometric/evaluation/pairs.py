"""Lists of picture pairs: LFW's pairs.txt, or a line «picture picture 0|1 [group]» a pair."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from kiosk.domain.faults import Fault, FaultCode

MAX_BYTES = 64 * 1024 * 1024
MAX_PAIRS = 1_000_000
FOLDS = 10

_GROUP = re.compile(r"[\w .,-]{1,60}")
_NUMBER = re.compile(r"[0-9]{1,6}")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two pictures by their paths below the folder of images; ``same`` tells whether they show one person.

    ``fold`` is the part of the protocol that the pair belongs to, ``group`` whatever the list calls the people, if
    anything.
    """

    first: str = field(repr=False)
    second: str = field(repr=False)
    same: bool
    fold: int
    group: str = ""


def load_pairs(path: Path) -> tuple[Pair, ...]:
    """Raises ``Fault(CALIBRATION_REFUSED)`` naming file and line, never what stands there: it may be names."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ValueError(f"larger than {MAX_BYTES} bytes")
        return parse_pairs(path.read_text("utf-8-sig"))
    except OSError as error:
        raise Fault(FaultCode.CALIBRATION_REFUSED, f"{path.name}: {error.strerror}") from error
    except ValueError as error:
        told = "not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
        raise Fault(FaultCode.CALIBRATION_REFUSED, f"{path.name}: {told}") from error


def parse_pairs(text: str) -> tuple[Pair, ...]:
    """The pairs of either format; raises ``ValueError`` naming the line.

    LFW's list begins with a line of one or two numbers (folds, and pairs of either kind in each); see README of LFW,
    "View 2". In the other format cells are parted by tabs, or by blanks where there are no tabs.
    """
    lines = [(at, line) for at, line in enumerate(text.splitlines(), 1) if line.strip() and not line.startswith("#")]
    if not lines:
        raise ValueError("no pairs")
    if len(lines) > MAX_PAIRS:
        raise ValueError(f"more than {MAX_PAIRS} pairs")
    head = lines[0][1].split()
    if len(head) <= 2 and all(_NUMBER.fullmatch(cell) for cell in head):
        return _lfw(head, lines[1:])
    return tuple(_line(at, line, index % FOLDS) for index, (at, line) in enumerate(lines))


def _lfw(head: list[str], lines: list[tuple[int, str]]) -> tuple[Pair, ...]:
    folds, each = (int(head[0]), int(head[1])) if len(head) == 2 else (1, int(head[0]))
    if folds < 1 or each < 1 or len(lines) != 2 * folds * each:
        raise ValueError(f"{len(lines)} pairs instead of {folds} × 2 × {each}")
    return tuple(_lfw_line(at, line, index // (2 * each)) for index, (at, line) in enumerate(lines))


def _lfw_line(at: int, line: str, fold: int) -> Pair:
    cells = line.split("\t") if "\t" in line else line.split()
    if len(cells) == 3:
        name, first, second = cells
        return Pair(_picture(at, name, first), _picture(at, name, second), True, fold)
    if len(cells) == 4:
        name, first, other, second = cells
        return Pair(_picture(at, name, first), _picture(at, other, second), False, fold)
    raise ValueError(f"line {at}: {len(cells)} cells")


def _picture(at: int, name: str, number: str) -> str:
    """LFW's name of a picture: Name/Name_0001.jpg."""
    if not _NUMBER.fullmatch(number):
        raise ValueError(f"line {at}: a picture's number is none")
    return _path(at, f"{name}/{name}_{int(number):04d}.jpg")


def _line(at: int, line: str, fold: int) -> Pair:
    cells = [cell.strip() for cell in (line.split("\t") if "\t" in line else line.split())]
    if len(cells) not in (3, 4):
        raise ValueError(f"line {at}: {len(cells)} cells")
    group = cells[3] if len(cells) == 4 else ""
    if cells[2] not in ("0", "1"):
        raise ValueError(f"line {at}: the third cell is neither 0 nor 1")
    if group and not _GROUP.fullmatch(group):
        raise ValueError(f"line {at}: a group's name has letters, digits and blanks")
    return Pair(_path(at, cells[0]), _path(at, cells[1]), cells[2] == "1", fold, group)


def _path(at: int, path: str) -> str:
    """A path that stays below the folder of images."""
    parts = PurePosixPath(path)
    if not path or "\0" in path or "\\" in path or parts.is_absolute() or ".." in parts.parts:
        raise ValueError(f"line {at}: a path leads out of the folder")
    return path
