"""What may leave, by the names that options take, and what each file tells about the holder."""

from __future__ import annotations

import pytest

from kiosk.domain.chip_reading import ElementaryFile
from kiosk.domain.issuer_answer import RELEASABLE
from kiosk.services.issuer.export import what_leaves
from kiosk.services.issuer.release import TELLS, listed, parse_release
from tests.fakes.issuer_questions import WHOLE

DG1, DG13 = ElementaryFile.DG1, ElementaryFile.DG13


@pytest.mark.parametrize(
    ("names", "files"),
    [([], set()), (["dg1"], {DG1}), (["DG1", " dg13 "], {DG1, DG13}), (["dg1", "dg1"], {DG1})],
    ids=["nothing", "one", "several", "twice"],
)
def test_names_of_files(names: list[str], files: set[ElementaryFile]) -> None:
    assert parse_release(names) == files


@pytest.mark.parametrize("name", ["dg3", "sod", "", "dg", "*"])
def test_what_cannot_be_released(name: str) -> None:
    with pytest.raises(ValueError, match="is none of com, dg1, dg2, dg13, dg14, dg15"):
        parse_release([name])


def test_files_are_listed_in_their_order() -> None:
    assert listed({DG13, DG1}) == "dg1,dg13"


def test_every_file_that_can_leave_says_what_it_tells() -> None:
    assert set(TELLS) == {ElementaryFile.SOD, *RELEASABLE}
    assert all(text.vi and text.en for text in TELLS.values())
    assert set(what_leaves(WHOLE)) == set(TELLS)
