"""A person of the list as a row of the database, and back."""

from __future__ import annotations

import json
from contextlib import closing

from hypothesis import given
from hypothesis import strategies as st

from kiosk.site.entries import Entry
from kiosk.site.store import database

cells = st.lists(st.text(max_size=12), max_size=4).map(tuple)
details = st.lists(st.tuples(st.text(max_size=6), st.text(max_size=12)), max_size=4).map(tuple)


@given(cells, details)
def test_place_and_details_come_back_as_they_were(place: tuple[str, ...], own: tuple[tuple[str, str], ...]) -> None:
    entry = Entry(2, "01", "001090012345", "", "Nguyễn Văn An", "15/03/1990", None, None, place, own)
    with closing(database.create(database.IN_MEMORY)) as connection:
        database.fill(connection, [entry])
        (kept,) = connection.execute(database.ENTRY).fetchall()
        assert database.entry_of(kept) == entry
    # Versions are compared by what stands there, also with those that were written by an encoder for whole rows.
    assert kept[-1] == json.dumps((place, own), ensure_ascii=False, separators=(",", ":"))
