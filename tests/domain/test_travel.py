"""A boarding pass, a document and a row of the passenger list -> in what the pass is another's."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from kiosk.domain.identity import Identity, Source
from kiosk.domain.shown_code import FlightLeg, FlightPass
from kiosk.domain.travel import (
    BoardingFinding,
    PassDifference,
    TravelRules,
    compare_pass,
    days_taken,
    flight_key,
    is_infant,
    same_traveller,
)

TODAY = date(2026, 11, 22)
RULES = TravelRules(airport="HUI")
AN = Identity(Source.CHIP, "001090012345", name="Nguyễn Văn An", mrz_name="NGUYEN VAN AN", birth_date=date(1990, 3, 15))
LEG = FlightLeg("VN1371", "HUI", "SGN", TODAY, "QX7M2A", "7A", "0012")
PASS = FlightPass("NGUYEN", "VAN AN MR", (LEG,))
ROW = {"session": "VN 1371", "booking": "QX7M2A", "seat": "07A", "sequence": "12"}


def traveller(mrz_name: str, name: str = "") -> Identity:
    return Identity(Source.CHIP, mrz_name=mrz_name, name=name)


@pytest.mark.parametrize(
    ("surname", "given", "document", "same"),
    [
        pytest.param("NGUYEN", "VAN AN", "NGUYEN VAN AN", True, id="as on the document"),
        pytest.param("NGUYEN", "VAN AN MR", "NGUYEN VAN AN", True, id="a title"),
        pytest.param("NGUYEN", "VAN ANMR", "NGUYEN VAN AN", True, id="a title without a space"),
        pytest.param("NGUYEN", "VANANMR", "NGUYEN VAN AN", True, id="no spaces at all"),
        pytest.param("AN", "NGUYEN VAN", "NGUYEN VAN AN", True, id="the given name first"),
        pytest.param("NGUYENVAN", "AN", "NGUYEN VAN AN", True, id="parted elsewhere"),
        pytest.param("VAN AN", "NGUYEN", "NGUYEN VAN AN", True, id="the words in another order"),
        pytest.param("TRAN", "THI BICH NGOC M", "TRAN THI BICH NGOC", True, id="a title that was cut"),
        pytest.param("CONG", "HUYEN TON NU HO", "CONG HUYEN TON NU HOANG BICH NGOC ANH", True, id="a cut name"),
        pytest.param("DESMARAIS", "LUC", "DESMARAIS LUC", True, id="a passport of another state"),
        pytest.param("ADAMS", "JAMES", "ADAMS JAMES", True, id="names that end like titles"),
        pytest.param("NGUYEN", "VAN BINH", "NGUYEN VAN AN", False, id="somebody else"),
        pytest.param("NGUYEN", "VAN", "NGUYEN VAN AN", False, id="a part that was not cut"),
        pytest.param("CONG", "HUYEN TON NU KHA", "CONG HUYEN TON NU HOANG BICH NGOC ANH", False, id="cut, another's"),
        pytest.param("NGUYEN", "VAN AN", "", False, id="a document without a name"),
    ],
)
def test_names(surname: str, given: str, document: str, same: bool) -> None:
    assert same_traveller(FlightPass(surname, given, (LEG,)), traveller(document)) is same


def test_a_name_with_its_letters_will_do() -> None:
    assert same_traveller(FlightPass("DO", "MINH DUC MR", (LEG,)), traveller("", "Đỗ Minh Đức"))


OTHER_DAY = FlightLeg("VN1371", "HUI", "SGN", date(2026, 11, 23))
NEXT_LEG = FlightLeg("VN123", "SGN", "SIN", TODAY)
D = PassDifference


@pytest.mark.parametrize(
    ("legs", "row", "differences", "flight"),
    [
        pytest.param((LEG,), ROW, (), "VN1371", id="everything agrees"),
        pytest.param((LEG, NEXT_LEG), ROW, (), "VN1371", id="the first of two legs"),
        pytest.param((FlightLeg("VN7", "SGN", "HUI", TODAY), LEG), ROW, (), "VN1371", id="the second of two legs"),
        pytest.param((LEG,), {}, (), "VN1371", id="nothing is listed"),
        pytest.param((FlightLeg("VN1371", "HUI", "SGN", None),), ROW, (), "VN1371", id="a pass without a day"),
        pytest.param((OTHER_DAY,), ROW, (D.DAY,), "", id="tomorrow's"),
        pytest.param((OTHER_DAY,), {}, (D.DAY,), "", id="tomorrow's, and nothing is listed"),
        pytest.param((LEG,), {**ROW, "session": "VN 1373"}, (D.FLIGHT,), "", id="another flight"),
        pytest.param((NEXT_LEG,), ROW, (D.NOT_FROM_HERE,), "", id="a flight from elsewhere"),
        pytest.param((LEG,), {**ROW, "seat": "21F"}, (D.SEAT,), "VN1371", id="another seat"),
        pytest.param((LEG,), {**ROW, "booking": "RT4K9P"}, (D.BOOKING,), "VN1371", id="another booking"),
        pytest.param((LEG,), {**ROW, "sequence": "13"}, (D.SEQUENCE,), "VN1371", id="another sequence"),
        pytest.param((LEG,), {"session": "VN1371"}, (), "VN1371", id="what is not listed differs in nothing"),
    ],
)
def test_flights(
    legs: tuple[FlightLeg, ...], row: dict[str, str], differences: tuple[PassDifference, ...], flight: str
) -> None:
    shown = FlightPass("NGUYEN", "VAN AN MR", legs)
    assert compare_pass(shown, AN, row, RULES, (TODAY,)) == BoardingFinding(True, differences, flight)


TOMORROW = TODAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("clock", "expected_on", "taken"),
    [
        pytest.param("10:00", None, (TODAY,), id="by day"),
        pytest.param("17:59", None, (TODAY,), id="not yet evening"),
        pytest.param("18:00", None, (TODAY, TOMORROW), id="six hours before tomorrow"),
        pytest.param("23:59", None, (TODAY, TOMORROW), id="a minute before tomorrow"),
        pytest.param("00:00", None, (TODAY,), id="yesterday's flights are gone"),
        pytest.param("10:00", TODAY, (TODAY,), id="the list's day"),
        pytest.param("23:10", TODAY, (TODAY,), id="the list's day, in the evening"),
        pytest.param("23:10", TOMORROW, (TOMORROW,), id="the list says tomorrow, and today's is another"),
    ],
)
def test_the_days_whose_passes_are_taken(clock: str, expected_on: date | None, taken: tuple[date, ...]) -> None:
    assert days_taken(datetime.combine(TODAY, time.fromisoformat(clock)), expected_on) == taken


@pytest.mark.parametrize(
    ("days", "differences", "flight"),
    [((TODAY,), (D.DAY,), ""), ((TODAY, TOMORROW), (), "VN1371"), ((TOMORROW,), (), "VN1371")],
    ids=["by day", "in the evening", "the list says tomorrow"],
)
def test_a_flight_shortly_after_midnight(
    days: tuple[date, ...], differences: tuple[PassDifference, ...], flight: str
) -> None:
    shown = FlightPass("NGUYEN", "VAN AN MR", (OTHER_DAY,))
    assert compare_pass(shown, AN, ROW, RULES, days) == BoardingFinding(True, differences, flight)


def test_a_pass_of_another_person() -> None:
    found = compare_pass(FlightPass("TRAN", "THI BICH NGOC MRS", (LEG,)), AN, ROW, RULES, (TODAY,))
    assert found.differences == (D.NAME,)


def test_a_desk_that_stands_anywhere() -> None:
    assert compare_pass(FlightPass("NGUYEN", "VAN AN", (NEXT_LEG,)), AN, {}, TravelRules(), (TODAY,)).differences == ()


@pytest.mark.parametrize(
    ("written", "key"),
    [("VN 1371", "VN1371"), ("vn-0240", "VN240"), ("VJ301", "VJ301"), ("9W 12A", "9W12A"), ("Charter 7", "CHARTER7")],
)
def test_flights_as_they_are_written(written: str, key: str) -> None:
    assert flight_key(written) == key


@pytest.mark.parametrize(
    ("born", "infant"),
    [
        pytest.param(date(2026, 11, 22), True, id="today"),
        pytest.param(date(2024, 11, 23), True, id="two tomorrow"),
        pytest.param(date(2024, 11, 22), False, id="two today"),
        pytest.param(date(1990, 3, 15), False, id="grown up"),
        pytest.param(date(2026, 11, 23), False, id="a date that lies ahead says nothing"),
        pytest.param(None, False, id="no date"),
    ],
)
def test_infants(born: date | None, infant: bool) -> None:
    assert is_infant(Identity(Source.CHIP, birth_date=born), RULES, TODAY) is infant


@pytest.mark.parametrize("airport", ["hui", "HU", "HUIX"])
def test_airports_are_named_by_three_capitals(airport: str) -> None:
    with pytest.raises(ValueError, match="three capitals"):
        TravelRules(airport=airport)
