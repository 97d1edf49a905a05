"""A person with several rows, a subject each: which one counts now, and which rows are another person's."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path

import pytest

from kiosk.domain.desks.attendance import AttendanceRules, Circumstance, Session, Station
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.identity import Identity, Sex, Source
from kiosk.domain.site import Admission
from kiosk.site.attendance import AttendingRoster
from kiosk.site.profile import load_site
from kiosk.site.roster import load_roster
from kiosk.site.store.installation import importing

VIETNAM = timezone(timedelta(hours=7))
RULES = AttendanceRules(60, 15, (Session(("Sáng",), time(7, 30)), Session(("Chiều",), time(13, 30))))
COLUMNS = load_site(Path(__file__).parents[2] / "config" / "sites" / "exam.toml").columns
AN = Identity(Source.CHIP, "001090012345", name="Nguyễn Văn An", birth_date=date(1990, 3, 15), sex=Sex.MALE)

HEADER = "SBD;Số CCCD;Số CMND;Họ và tên;Ngày sinh;Ngày thi;Ca thi;Phòng thi;Ghế;Môn thi"
WHO = "000101;001090012345;012345678;Nguyễn Văn An;15/03/1990"
ROWS = (
    f"{WHO};26/06/2026;Sáng;101;01;Toán",
    f"{WHO};26/06/2026;Chiều;205;11;Ngữ văn",
    f"{WHO};27/06/2026;Sáng;101;01;Tiếng Anh",
)


def at(clock: str, day: int = 26) -> datetime:
    return datetime.combine(date(2026, 6, day), time.fromisoformat(clock), VIETNAM)


def written(folder: Path, *rows: str) -> Path:
    path = folder / "list.csv"
    path.write_text("\n".join((HEADER, *rows)), "utf-8")
    return path


@pytest.mark.parametrize(
    ("when", "station", "subject", "circumstances"),
    [
        pytest.param(at("07:00"), Station(), "Toán", (), id="the morning's"),
        pytest.param(at("07:00"), Station(session="Sáng"), "Toán", (), id="the morning's, where only it is held"),
        pytest.param(at("09:00"), Station(), "Ngữ văn", (Circumstance.TOO_EARLY,), id="what can still be reached"),
        pytest.param(at("13:00"), Station(), "Ngữ văn", (), id="the afternoon's"),
        pytest.param(at("07:00"), Station(session="Chiều"), "Ngữ văn", (Circumstance.TOO_EARLY,), id="by the session"),
        pytest.param(at("18:00"), Station(), "Ngữ văn", (Circumstance.TOO_LATE,), id="the last one that was missed"),
        pytest.param(at("07:00", 27), Station(), "Tiếng Anh", (), id="another day"),
        pytest.param(at("07:00", 25), Station(), "Toán", (Circumstance.WRONG_DAY,), id="the nearest day to come"),
        pytest.param(
            at("07:00", 30), Station(), "Tiếng Anh", (Circumstance.WRONG_DAY,), id="the last day that is over"
        ),
    ],
)
def test_the_row_for_now(
    tmp_path: Path, when: datetime, station: Station, subject: str, circumstances: tuple[Circumstance, ...]
) -> None:
    roster = AttendingRoster(load_roster(written(tmp_path, *ROWS), COLUMNS), RULES, station, VIETNAM)
    answer = roster.find(AN, when)
    assert answer.admission is Admission.EXPECTED
    assert answer.listing is not None
    assert dict(answer.listing.details)["subject"] == subject
    assert answer.circumstances == circumstances
    assert {dict(other.details)["subject"] for other in answer.others} == {"Toán", "Ngữ văn", "Tiếng Anh"} - {subject}


@pytest.mark.parametrize(
    ("when", "opens"),
    [
        pytest.param(at("07:00"), None, id="the first of the day: whoever came in came in for it"),
        pytest.param(at("13:00"), at("12:30"), id="the second: the morning's coming is none to it"),
        pytest.param(at("07:00", 27), None, id="another day's first"),
    ],
)
def test_since_when_a_coming_is_one_to_this_row(tmp_path: Path, when: datetime, opens: datetime | None) -> None:
    roster = AttendingRoster(load_roster(written(tmp_path, *ROWS), COLUMNS), RULES, Station(), VIETNAM)
    assert roster.find(AN, when).opens_at == opens


@pytest.mark.parametrize(
    ("person", "admission"),
    [
        pytest.param(Identity(Source.CHIP, "001090012345"), Admission.EXPECTED, id="by number"),
        pytest.param(
            Identity(Source.CHIP, name="Nguyễn Văn An", birth_date=date(1990, 3, 15)), Admission.POSSIBLE, id="by name"
        ),
    ],
)
def test_several_rows_are_one_person(tmp_path: Path, person: Identity, admission: Admission) -> None:
    answer = load_roster(written(tmp_path, *ROWS), COLUMNS).find(person, at("07:00"))
    assert (answer.admission, len(answer.others)) == (admission, 2)
    assert answer.listing is not None
    assert answer.listing.key == "000101"


def test_by_the_old_number(tmp_path: Path) -> None:
    rows = [row.replace("001090012345", "") for row in ROWS]
    person = Identity(
        Source.CHIP, "001090012345", name="Nguyễn Văn An", birth_date=date(1990, 3, 15), old_number="012345678"
    )
    answer = load_roster(written(tmp_path, *rows), COLUMNS).find(person, at("07:00"))
    assert (answer.admission, len(answer.others)) == (Admission.EXPECTED, 2)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        pytest.param(ROWS[0], "row 3: the key", id="the same row twice"),
        pytest.param(ROWS[1].replace("Văn An", "Văn Ân Ân"), "row 3: the key", id="another name"),
        pytest.param(ROWS[1].replace("15/03/1990", "16/03/1990"), "row 3: the key", id="another birth date"),
        pytest.param(ROWS[1].replace("001090012345", "001090012346"), "row 3: the key", id="another number"),
        pytest.param(ROWS[1].replace("001090012345", ""), "row 3: the key", id="no number"),
        pytest.param(ROWS[1].replace("000101", "000102"), "row 3: the number", id="the number under another key"),
    ],
)
def test_rows_that_are_another_persons(tmp_path: Path, row: str, problem: str) -> None:
    with pytest.raises(Fault, match=problem) as raised:
        load_roster(written(tmp_path, ROWS[0], row), COLUMNS)
    assert raised.value.code is FaultCode.LIST_MALFORMED


def test_nobody_has_more_rows_than_anybody_can(tmp_path: Path) -> None:
    rows = [f"{WHO};26/06/2026;Sáng;101;{seat:02};Toán" for seat in range(1, 52)]
    with pytest.raises(Fault, match=r"\(list.csv: row 52: the key stands in another row too\)"):
        load_roster(written(tmp_path, *rows), COLUMNS)


def test_a_site_that_wants_one_row_a_person_refuses_several(tmp_path: Path) -> None:
    columns = load_site(Path(__file__).parents[2] / "config" / "sites" / "airport.toml").columns
    path = tmp_path / "list.csv"
    row = "QX7M2A-1;NGUYEN/VAN AN MR;001090012345;15/03/1990;VN {};26/06/2026"
    path.write_text(
        "\n".join(("PNR;Passenger name;Document number;Date of birth;Flight;Flight date", row.format(1), row.format(2)))
    )
    with pytest.raises(Fault, match="row 3"):
        load_roster(path, columns)


def test_people_and_differences_are_counted_by_person(tmp_path: Path) -> None:
    folder = tmp_path / "lists"
    with importing(folder, written(tmp_path, *ROWS), COLUMNS) as draft:
        assert draft.preview.draft.people == 1
        draft.install(at("05:00"))
    changed = (ROWS[0], ROWS[1].replace("205", "206"), ROWS[2])
    with importing(folder, written(tmp_path, *changed), COLUMNS) as draft:
        difference = draft.preview.difference
        assert difference is not None
        assert (difference.added, difference.removed, difference.changed, difference.unchanged) == (0, 0, 1, 2)
        assert [row.row for row in difference.rows] == [3]
