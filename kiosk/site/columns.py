"""Which column of a list holds what: header names as offices write them, recognised with and without accents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kiosk.domain.names import fold

REQUIRED = ("key", "number", "name", "birth_date")
"""Fields that every list must have a column for; ``name`` may stand in two, ``family_name`` and ``given_name``."""

OPTIONAL = ("old_number", "sex", "family_name", "given_name")
"""Fields that are used where the list has them."""

FIELDS = REQUIRED + OPTIONAL

_NAME_PARTS = ("family_name", "given_name")


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
    """The header names of each field of ``FIELDS``, and the parts of the place in the order in which they are read.

    ``details`` are the site's own columns, by the names under which its rules know them. ``several_rows``: a person may
    have several rows under one key, a subject, a flight or an appointment each.
    """

    headers: tuple[tuple[str, tuple[str, ...]], ...]
    place: tuple[PlacePart, ...] = ()
    details: tuple[tuple[str, tuple[str, ...]], ...] = ()
    several_rows: bool = False

    def locate(self, header: Sequence[str]) -> Located | None:
        """Find the columns in one row of cells; ``None`` when a required field has none.

        Raises ``AmbiguousHeaderError`` when two cells name the same field: guessing would mix up people.
        """
        keys = [header_key(cell) for cell in header]
        fields = _found(keys, self.headers)
        named = "name" in fields or all(part in fields for part in _NAME_PARTS)
        if not named or any(field not in fields for field in REQUIRED if field != "name"):
            return None
        place = tuple(_find(keys, part.headers, "place") for part in self.place)
        return Located(len(header), fields, place, tuple(_found(keys, self.details).items()))

    def found_in(self, header: Sequence[str]) -> dict[str, str]:
        """The header texts of those fields that a row names once, whatever else it lacks."""
        named: dict[str, str] = {}
        for field, names in (*self.headers, *self.details):
            wanted = {header_key(name) for name in names}
            found = [cell for cell in header if header_key(cell) in wanted]
            if len(found) == 1:
                named[field] = found[0]
        return named

    def remembering(self, chosen: Mapping[str, str]) -> ListColumns:
        """The same, but a field is read from the column that somebody named for it, and from no other."""
        headers, details = (
            tuple((field, (chosen[field],) if field in chosen else names) for field, names in part)
            for part in (self.headers, self.details)
        )
        known = {field for field, _ in (*headers, *details)}
        more = tuple((field, (name,)) for field, name in chosen.items() if field not in known)
        return replace(self, headers=(*headers, *more), details=details)


class AmbiguousHeaderError(ValueError):
    """Two columns of a list are named like the same field; the message is the field."""


@dataclass(frozen=True, slots=True)
class Located:
    """Where the columns lie in one list: indices by field, and one for each part of the place (``None``: not there)."""

    width: int
    fields: dict[str, int]
    place: tuple[int | None, ...] = ()
    details: tuple[tuple[str, int], ...] = ()

    @property
    def count(self) -> int:
        """How many columns were recognised."""
        return len(self.fields) + len(self.details) + sum(index is not None for index in self.place)


def header_key(header: str) -> str:
    """What a header amounts to: letters without accents; a remark in brackets does not count."""
    return fold(header.partition("(")[0].partition("[")[0])


def _found(keys: Sequence[str], named: Sequence[tuple[str, tuple[str, ...]]]) -> dict[str, int]:
    places = ((field, _find(keys, names, field)) for field, names in named)
    return {field: index for field, index in places if index is not None}


def _find(keys: Sequence[str], names: Sequence[str], field: str) -> int | None:
    wanted = {header_key(name) for name in names}
    found = [index for index, key in enumerate(keys) if key in wanted]
    if len(found) > 1:
        raise AmbiguousHeaderError(field)
    return found[0] if found else None
