"""Which column of a list holds what: header names as offices write them, recognised with and without accents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.domain.names import fold

REQUIRED = ("key", "number", "name", "birth_date")
"""Fields that every list must have a column for."""

OPTIONAL = ("old_number", "sex")
"""Fields that are used where the list has them."""

FIELDS = REQUIRED + OPTIONAL


@dataclass(frozen=True, slots=True)
class PlacePart:
    """One part of the place that the person wants to know (room, seat, gate).

    ``headers`` are the header names of its column; ``vi`` and ``en`` hold ``{value}``, where the cell goes.
    """

    headers: tuple[str, ...]
    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class ListColumns:
    """The header names of each field of ``FIELDS``, and the parts of the place in the order in which they are read."""

    headers: tuple[tuple[str, tuple[str, ...]], ...]
    place: tuple[PlacePart, ...] = ()

    def locate(self, header: Sequence[str]) -> Located | None:
        """Find the columns in one row of cells; ``None`` when a required field has none.

        Raises ``AmbiguousHeaderError`` when two cells name the same field: guessing would mix up people.
        """
        keys = [header_key(cell) for cell in header]
        fields = {}
        for field, names in self.headers:
            index = _find(keys, names, field)
            if index is None and field in REQUIRED:
                return None
            if index is not None:
                fields[field] = index
        place = tuple(_find(keys, part.headers, "place") for part in self.place)
        return Located(len(header), fields, place)


class AmbiguousHeaderError(ValueError):
    """Two columns of a list are named like the same field; the message is the field."""


@dataclass(frozen=True, slots=True)
class Located:
    """Where the columns lie in one list: indices by field, and one for each part of the place (``None``: not there)."""

    width: int
    fields: dict[str, int]
    place: tuple[int | None, ...] = ()


def header_key(header: str) -> str:
    """What a header amounts to: letters without accents; a remark in brackets does not count."""
    return fold(header.partition("(")[0].partition("[")[0])


def _find(keys: Sequence[str], names: Sequence[str], field: str) -> int | None:
    wanted = {header_key(name) for name in names}
    found = [index for index, key in enumerate(keys) if key in wanted]
    if len(found) > 1:
        raise AmbiguousHeaderError(field)
    return found[0] if found else None
