"""One TOML table, read key by key and strictly: a wrong type, a missing key and an unknown key each have their name."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping


class Table:
    """Every key must be asked for and have its type; ``finish`` refuses what nobody asked for.

    Every error is a ``ValueError`` that begins with the key's place in the file.
    """

    def __init__(self, values: Mapping[str, object], where: str = "") -> None:
        self._values = dict(values)
        self._where = where

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def text(self, key: str) -> str:
        value = self._take(key)
        if not isinstance(value, str) or not value:
            raise ValueError(f"{self._where}{key} is not a text")
        return value

    def choice(self, key: str, allowed: tuple[str, ...], default: str) -> str:
        if key not in self:
            return default
        value = self.text(key)
        if value not in allowed:
            raise ValueError(f"{self._where}{key} is none of {', '.join(allowed)}")
        return value

    def flag(self, key: str, default: bool) -> bool:
        value = self._values.pop(key, default)
        if not isinstance(value, bool):
            raise ValueError(f"{self._where}{key} is neither true nor false")
        return value

    def number(self, key: str, low: float, high: float) -> float:
        value = self._take(key)
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise ValueError(f"{self._where}{key} is not a number")
        if not low <= value <= high:
            raise ValueError(f"{self._where}{key} is not within {low:g} to {high:g}")
        return float(value)

    def count(self, key: str, low: int, high: int) -> int:
        value = self.number(key, low, high)
        if value != int(value):
            raise ValueError(f"{self._where}{key} is not a whole number")
        return int(value)

    def table(self, key: str) -> Table:
        value = self._take(key)
        if not isinstance(value, dict):
            raise ValueError(f"{self._where}{key} is not a table")
        return Table(value, f"{self._where}{key}.")

    def named_tables(self, key: str) -> Iterator[tuple[str, Table]]:
        """The tables under ``key`` by their names; none when the key is missing."""
        if key not in self:
            return
        group = self.table(key)
        for name in list(group._values):
            yield name, group.table(name)

    def tables(self, key: str) -> list[Table]:
        value = self._take(key)
        if not isinstance(value, list) or not value or not all(isinstance(row, dict) for row in value):
            raise ValueError(f"{self._where}{key} is not a list of tables")
        return [Table(row, f"{self._where}{key}.{at}.") for at, row in enumerate(value)]

    def pairs(self, key: str) -> tuple[tuple[float, float], ...]:
        """A list of ``[x, y]``, both written with a decimal point."""
        value = self._take(key)
        if not isinstance(value, list):
            raise ValueError(f"{self._where}{key} is not a list of points")
        pairs = []
        for pair in value:
            if not isinstance(pair, list) or len(pair) != 2 or not all(isinstance(axis, float) for axis in pair):
                raise ValueError(f"{self._where}{key} has a point without x and y")
            pairs.append((pair[0], pair[1]))
        return tuple(pairs)

    def finish(self) -> None:
        """Raise for keys that nobody asked for: a misspelt threshold must not be a silent default."""
        if self._values:
            raise ValueError(f"{self._where}{min(self._values)} is not known")

    def _take(self, key: str) -> object:
        try:
            return self._values.pop(key)
        except KeyError:
            raise ValueError(f"{self._where}{key} is missing") from None
