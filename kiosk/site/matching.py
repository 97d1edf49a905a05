"""How a person is found on a list, by the surest key that list and card share: pure rules over whoever holds it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Protocol

from kiosk.domain.identity import Identity, Sex
from kiosk.domain.names import MRZ_NAME_CUT, fold, same_name
from kiosk.domain.personal_number import is_personal_number
from kiosk.domain.site import Admission, ListingAnswer
from kiosk.site.columns import ListColumns
from kiosk.site.entries import Entry

MAX_NAMESAKES = 50
"""Several possible rows give no listing anyway."""


class Entries(Protocol):
    """A list that is asked; every answer is short, whatever the list's length."""

    def by_number(self, number: str) -> Entry | None: ...

    def rows_of(self, key: str) -> Sequence[Entry]:
        """All rows of this key, in their order."""
        ...

    def by_old_number(self, old_number: str) -> Sequence[Entry]: ...

    def by_birth(self, born: date, names: Sequence[NameKey]) -> Sequence[Entry]:
        """Those born on that day of whom one of the names may be the name."""
        ...


class NameKey:
    """A name in the forms by which it is looked for.

    ``letters`` are its folded letters without spaces (sources differ on word breaks), ``parts`` its folded words in
    alphabetical order (some sources begin with the given name), ``cut`` tells that the MRZ may have cut it.
    """

    __slots__ = ("cut", "letters", "parts")

    def __init__(self, name: str) -> None:
        words = " ".join(map(_folded_word, without_title(name).split(" "))).split()
        self.letters = "".join(words)
        self.parts = " ".join(sorted(words))
        self.cut = len(" ".join(words)) >= MRZ_NAME_CUT


def without_title(name: str) -> str:
    """``NGUYEN/VAN AN MR`` as airlines write it, without the title behind; no Vietnamese name ends so."""
    return _TITLE.sub("", name)


_TITLE = re.compile(r"[\s./,]+(?:MR|MRS|MS|MISS|MSTR|MDM|DR|CHD|INF)\.?\s*$", re.IGNORECASE)

_folded_word = lru_cache(1 << 16)(fold)
"""A million names are made of some thousand words."""


def find(entries: Entries, identity: Identity, columns: ListColumns) -> ListingAnswer:
    """The row of this person.

    A 12-digit number is one person's for life, so its row is the person's even if the list misspells them; an old
    9-digit number was sometimes given twice, so everything else must agree. A name with a birth date is never more
    than possible, and so is a row in which both of them are another's: there the number itself may be the list's
    error. Several possible rows give no listing.
    """
    entry = entries.by_number(identity.number) if identity.number else None
    if entry is None and re.search("[A-Z]", identity.document_number):
        entry = entries.by_number(identity.document_number)
        if entry is not None:
            # Two states may give out one number: here name and birth date must agree.
            differing = differences(entry, identity)
            agrees = not {"name", "birth_date"} & set(differing)
            return _answered(entries, Admission.EXPECTED if agrees else Admission.POSSIBLE, entry, differing, columns)
    if entry is not None:
        differing = differences(entry, identity)
        admission = Admission.POSSIBLE if {"name", "birth_date"} <= set(differing) else Admission.EXPECTED
        return _answered(entries, admission, entry, differing, columns)
    old_number = identity.old_number or (identity.document_number if _is_foreign(identity) else "")
    olds = entries.by_old_number(old_number) if old_number else ()
    if len({old.key for old in olds}) == 1 and not olds[0].number and not differences(olds[0], identity):
        return _answered(entries, Admission.EXPECTED, olds[0], (), columns)
    return _possible(entries, [*olds, *_namesakes(entries, identity)], identity, columns)


def differences(entry: Entry, identity: Identity) -> tuple[str, ...]:
    """The fields that list and card both have and in which they disagree."""
    known = {Sex.MALE, Sex.FEMALE}
    differs = {
        "name": bool(entry.name and (identity.name or identity.mrz_name)) and not is_name_of(entry, identity),
        "birth_date": None not in (entry.birth_date, identity.birth_date) and entry.birth_date != identity.birth_date,
        "sex": entry.sex in known and identity.sex in known and entry.sex != identity.sex,
        "number": is_personal_number(entry.number) and bool(identity.number) and entry.number != identity.number,
        "old_number": bool(entry.old_number and identity.old_number) and entry.old_number != identity.old_number,
    }
    return tuple(field for field, yes in differs.items() if yes)


def is_name_of(entry: Entry, identity: Identity) -> bool:
    """Whether the list's name can be the card's, in whatever order its words stand."""
    listed = without_title(entry.name)
    return any(
        name and (same_name(listed, name) or NameKey(listed).parts == NameKey(name).parts)
        for name in (identity.name, identity.mrz_name)
    )


def _is_foreign(identity: Identity) -> bool:
    """Another state's document: its nine digits stand where lists have old numbers."""
    return not identity.number and identity.nationality not in {"", "VNM"}


def _namesakes(entries: Entries, identity: Identity) -> Iterable[Entry]:
    names = [NameKey(name) for name in (identity.name, identity.mrz_name) if fold(name)]
    if identity.birth_date is None or not names:
        return ()
    return (entry for entry in entries.by_birth(identity.birth_date, names) if is_name_of(entry, identity))


def _possible(entries: Entries, found: Sequence[Entry], identity: Identity, columns: ListColumns) -> ListingAnswer:
    people: dict[str | int, Entry] = {}
    for entry in found:
        people.setdefault(entry.key or entry.row, entry)
    if not people:
        return ListingAnswer(Admission.NOT_LISTED)
    if len(people) > 1:
        return ListingAnswer(Admission.POSSIBLE)
    (entry,) = people.values()
    return _answered(entries, Admission.POSSIBLE, entry, differences(entry, identity), columns)


def _answered(
    entries: Entries, admission: Admission, entry: Entry, differing: tuple[str, ...], columns: ListColumns
) -> ListingAnswer:
    """The row that was found, with whatever other rows its person has."""
    others = [one for one in entries.rows_of(entry.key) if one.row != entry.row] if columns.several_rows else []
    return ListingAnswer(
        admission, entry.listing(columns), differing, others=tuple(other.listing(columns) for other in others)
    )
