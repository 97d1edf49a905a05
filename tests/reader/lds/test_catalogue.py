from __future__ import annotations

import pytest

from kiosk.domain.chip_reading import ElementaryFile as Ef
from kiosk.reader.lds.catalogue import CATALOGUE, data_group_number


def test_every_file_has_its_row() -> None:
    assert set(CATALOGUE) == set(Ef)


def test_fingers_and_irises_are_no_files_of_ours() -> None:
    assert {entry.tag for entry in CATALOGUE.values()}.isdisjoint({0x63, 0x76})
    assert {data_group_number(file) for file in CATALOGUE}.isdisjoint({3, 4})


@pytest.mark.parametrize("place", [True, False], ids=["master file", "application"])
def test_identifiers_are_unique_in_one_place(place: bool) -> None:
    rows = [entry for entry in CATALOGUE.values() if entry.in_master_file == place]
    assert len({entry.fid for entry in rows}) == len({entry.sfi for entry in rows}) == len(rows)


@pytest.mark.parametrize("file", [file for file in Ef if file.value.startswith("DG")])
def test_data_groups_are_numbered_through(file: Ef) -> None:
    number = data_group_number(file)
    assert (CATALOGUE[file].fid, CATALOGUE[file].sfi) == (0x0100 + (number or 0), number)
    assert CATALOGUE[file].tag == {1: 0x61, 2: 0x75, 16: 0x70}.get(number or 0, 0x60 + (number or 0))
