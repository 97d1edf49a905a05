"""Merged cells: only the first of them holds the value; the rows below it are given the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

MAX_MERGED = 200_000


@dataclass(frozen=True, slots=True)
class Merged:
    """Cells of one column that are merged from row ``first`` to row ``last``, counted from 1; columns from 0."""

    column: int
    first: int
    last: int


def filled_down(numbered: Iterable[tuple[int, list[str]]], merged: Iterable[Merged]) -> Iterator[tuple[int, list[str]]]:
    """The rows with the values of merged cells repeated in every row that they reach.

    Cells merged sideways keep one value: a title above several columns names none of them.
    """
    begin: dict[tuple[int, int], int] = {(one.first, one.column): one.last for one in merged if one.last > one.first}
    if not begin:
        yield from numbered
        return
    columns = sorted({column for _, column in begin})
    reach: dict[int, tuple[int, str]] = {}
    for number, cells in numbered:
        for column in columns:
            last = begin.get((number, column))
            if last is not None and column < len(cells):
                reach[column] = (last, cells[column])
            until, value = reach.get(column, (0, ""))
            if number <= until and value:
                cells.extend([""] * (column + 1 - len(cells)))
                cells[column] = cells[column] or value
        yield number, cells
