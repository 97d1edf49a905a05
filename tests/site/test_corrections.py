"""A check and a row that differ -> lines for the list's owner, and none that no card has proven."""

from __future__ import annotations

import csv
import stat
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kiosk.domain.data_rules import CORRECTABLE
from kiosk.domain.identity import Identity, Sex, Source
from kiosk.domain.record import CheckId, CheckRecord
from kiosk.domain.site import Admission, Listing, ListingAnswer
from kiosk.domain.verdict import Verdict
from kiosk.site.corrections import FIELDS, HEADER, Correction, CorrectionsFile, corrections_of

AT = datetime(2026, 11, 22, 0, 30, tzinfo=UTC)
RECORD = CheckRecord(CheckId("1"), "exam", AT, AT, 5.0, Verdict.ADMIT_WITH_ATTENTION, (), authenticity="CHAIN_TRUSTED")
CARD = Identity(
    Source.CHIP,
    "001090012345",
    name="Nguyễn Văn An",
    birth_date=date(1990, 3, 15),
    sex=Sex.MALE,
    old_number="012345678",
)
ROW = Listing("01", "001090012345", name="Nguyễn Văn Anh", birth_date="16/03/1990")
ANSWER = ListingAnswer(Admission.EXPECTED, ROW, ("name", "birth_date", "sex"))
NAME = Correction("01", "name", "Nguyễn Văn Anh", "Nguyễn Văn An")
BORN = Correction("01", "birth_date", "16/03/1990", "15/03/1990")
SEX = Correction("01", "sex", "", "Nam")


@pytest.mark.parametrize(
    ("record", "card", "answer", "released", "found"),
    [
        pytest.param(RECORD, CARD, ANSWER, CORRECTABLE, (NAME, BORN, SEX), id="three fields"),
        pytest.param(RECORD, CARD, ANSWER, ("name",), (NAME,), id="only what the site lets out"),
        pytest.param(RECORD, CARD, ANSWER, (), (), id="nothing is let out"),
        pytest.param(RECORD, CARD, replace(ANSWER, differences=()), CORRECTABLE, (), id="nothing differs"),
        pytest.param(
            RECORD,
            CARD,
            replace(ANSWER, listing=replace(ROW, number="", old_number="012345678"), differences=()),
            CORRECTABLE,
            (Correction("01", "number", "", "001090012345"),),
            id="a row that was found by the old number learns the new one",
        ),
        pytest.param(replace(RECORD, verdict=Verdict.REFER), CARD, ANSWER, CORRECTABLE, (), id="not admitted"),
        pytest.param(RECORD, replace(CARD, source=Source.QR), ANSWER, CORRECTABLE, (), id="a QR code proves nothing"),
        pytest.param(RECORD, None, ANSWER, CORRECTABLE, (), id="nobody"),
        pytest.param(replace(RECORD, authenticity="NOT_DONE"), CARD, ANSWER, CORRECTABLE, (), id="not checked"),
        pytest.param(
            RECORD, CARD, replace(ANSWER, admission=Admission.POSSIBLE), CORRECTABLE, (), id="perhaps another"
        ),
        pytest.param(RECORD, CARD, ListingAnswer(Admission.NOT_LISTED), CORRECTABLE, (), id="not on the list"),
        pytest.param(RECORD, replace(CARD, name=""), ANSWER, ("name",), (), id="the card does not say"),
    ],
)
def test_what_a_check_teaches_about_the_list(
    record: CheckRecord,
    card: Identity | None,
    answer: ListingAnswer,
    released: tuple[str, ...],
    found: tuple[Correction, ...],
) -> None:
    assert corrections_of(record, card, answer, released) == found


def lines(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def test_the_file_grows_by_what_is_new(tmp_path: Path) -> None:
    path = tmp_path / "corrections" / "list.csv"
    file = CorrectionsFile(path, ("name", "birth_date"))
    assert [file.note(RECORD, CARD, ANSWER), file.note(RECORD, CARD, ANSWER)] == [2, 0]
    assert CorrectionsFile(path, CORRECTABLE).note(RECORD, CARD, ANSWER) == 1, (
        "what stands there is known after a start"
    )
    header, *written = lines(path)
    assert header == list(HEADER)
    assert [line[1:5] for line in written] == [
        ["01", FIELDS["name"], "Nguyễn Văn Anh", "Nguyễn Văn An"],
        ["01", FIELDS["birth_date"], "16/03/1990", "15/03/1990"],
        ["01", FIELDS["sex"], "", "Nam"],
    ]
    assert {line[5] for line in written} == {"đã xác minh cơ quan cấp"}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_nothing_is_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    answer = replace(ANSWER, listing=replace(ROW, name="=HYPERLINK(1)"), differences=("name",))
    CorrectionsFile(path, ("name",)).note(RECORD, CARD, answer)
    assert lines(path)[1][3] == "'=HYPERLINK(1)"


def test_without_anything_to_say_there_is_no_file(tmp_path: Path) -> None:
    assert CorrectionsFile(tmp_path / "list.csv", ()).note(RECORD, CARD, ANSWER) == 0
    assert list(tmp_path.iterdir()) == []


def test_nothing_of_the_person_is_in_a_repr() -> None:
    assert "Nguyễn" not in repr(NAME)
