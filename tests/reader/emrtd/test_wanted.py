"""Which files are read, in which order, and what EF.SOD says about it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.chip_reading import ElementaryFile as File
from kiosk.reader.emrtd.wanted import ALL, KIOSK, PROVING, Plan, listed
from kiosk.reader.lds.catalogue import CATALOGUE
from tests.fakes.virtual_cards import card


@pytest.mark.parametrize(
    ("wanted", "order"),
    [
        pytest.param(KIOSK, "SOD DG1 DG13 DG14 DG15 DG2", id="what the kiosk needs"),
        pytest.param((), "SOD DG14 DG15", id="nothing but what the checks need"),
        pytest.param((File.DG1,), "SOD DG1 DG14 DG15", id="one file"),
        pytest.param((File.COM, File.DG7, File.DG2), "SOD COM DG14 DG15 DG2 DG7", id="images last"),
        pytest.param(
            ALL,
            "ATR DIR SOD COM DG1 DG13 DG11 DG12 DG16 DG8 DG9 DG10 DG14 DG15 DG2 DG5 DG6 DG7",
            id="everything",
        ),
    ],
)
def test_the_order_of_the_files(wanted: tuple[File, ...], order: str) -> None:
    plan = Plan(wanted)

    assert " ".join(file.value for file in plan.files) == order
    assert plan.card_security == (File.CARD_SECURITY in wanted)
    assert plan.ask_unlisted == (not set(wanted) <= set(KIOSK))


def test_all_are_all_files_and_none_that_needs_extended_access_control() -> None:
    plan = Plan(ALL)

    assert {*plan.files, File.CARD_ACCESS, File.CARD_SECURITY} == set(CATALOGUE)
    assert not {entry.fid for entry in CATALOGUE.values()} & {0x0103, 0x0104}
    assert plan.files.index(PROVING) == plan.files.index(File.DG14) + 1


def test_the_groups_that_a_genuine_security_object_lists() -> None:
    issued = card()

    assert listed(issued.files[File.SOD]) == frozenset({File.DG1, File.DG2, File.DG13, File.DG14, File.DG15})
    assert listed(card(aa=None, ca=None).files[File.SOD]) is not None


@given(st.binary(max_size=60))
def test_what_is_no_security_object_lists_nothing(data: bytes) -> None:
    assert listed(data) is None
