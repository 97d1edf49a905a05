"""Passengers: documents of other states in a list, and the table of a profile for desks that serve them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kiosk.domain.faults import Fault
from kiosk.domain.identity import Identity, Source
from kiosk.domain.site import Admission
from kiosk.domain.travel import PassWanted, TravelRules
from kiosk.site.profile import load_site
from kiosk.site.roster import load_roster

AIRPORT = Path(__file__).parents[2] / "config" / "sites" / "airport.toml"
NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
LIST = """PNR;Passenger name;Document number;Date of birth;Flight
A-1;DESMARAIS/LUC MR;12 ab-34567;01/02/1980;VN 1371
A-2;SMITH/JANE MS;123456789;03/04/1985;VN 1371
A-3;NGUYEN/VAN AN MR;C1234567;15/03/1990;VN 1371
A-4;LEE/MIN HO;M1;05/05/1995;VN 1371
"""


def passport(number: str, name: str, born: date, state: str, personal_number: str = "") -> Identity:
    return Identity(
        Source.CHIP, personal_number, document_number=number, mrz_name=name, birth_date=born, nationality=state
    )


@pytest.mark.parametrize(
    ("person", "admission", "key"),
    [
        pytest.param(
            passport("12AB34567", "DESMARAIS LUC", date(1980, 2, 1), "FRA"), Admission.EXPECTED, "A-1", id="by passport"
        ),
        pytest.param(
            passport("12AB34567", "DUPONT LUC", date(1980, 2, 1), "FRA"),
            Admission.POSSIBLE,
            "A-1",
            id="another name: two states may give out one number",
        ),
        pytest.param(
            passport("12AB34567", "DESMARAIS LUC", date(1981, 2, 1), "FRA"),
            Admission.POSSIBLE,
            "A-1",
            id="born otherwise",
        ),
        pytest.param(
            passport("123456789", "SMITH JANE", date(1985, 4, 3), "USA"), Admission.EXPECTED, "A-2", id="nine digits"
        ),
        pytest.param(
            passport("C1234567", "NGUYEN VAN AN", date(1990, 3, 15), "VNM", "001090012345"),
            Admission.EXPECTED,
            "A-3",
            id="a Vietnamese passport with its personal number",
        ),
        pytest.param(
            passport("M12345678", "LEE MIN HO", date(1995, 5, 5), "KOR"),
            Admission.POSSIBLE,
            "A-4",
            id="a number that is none: by name and birth date",
        ),
        pytest.param(
            passport("ZZ7654321", "NOBODY HERE", date(1995, 5, 5), "KOR"), Admission.NOT_LISTED, None, id="not listed"
        ),
    ],
)
def test_passports(tmp_path: Path, person: Identity, admission: Admission, key: str | None) -> None:
    path = tmp_path / "list.csv"
    path.write_text(LIST, "utf-8")
    answer = load_roster(path, load_site(AIRPORT).columns).find(person, NOW)
    assert (answer.admission, answer.listing.key if answer.listing else None) == (admission, key)


@pytest.mark.parametrize(
    ("table", "rules"),
    [
        pytest.param("", TravelRules(), id="all left out"),
        pytest.param('boarding_pass = "always"', TravelRules(PassWanted.ALWAYS), id="a pass is wanted"),
        pytest.param('airport = "HUI"\ninfant_years = 3', TravelRules(airport="HUI", infant_years=3), id="where"),
    ],
)
def test_the_table(tmp_path: Path, table: str, rules: TravelRules) -> None:
    assert load_site(profile(tmp_path, table)).profile.travel == rules


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('boarding_pass = "never"', "travel.boarding_pass: one of if_shown, always"),
        ('airport = "Huế"', "travel.airport: three capitals"),
        ("infant_years = 7", "travel.infant_years: a whole number from 0 to 6"),
        ("seats = true", "travel.seats: unknown key"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, table: str, said: str) -> None:
    with pytest.raises(Fault, match=f"line [0-9]+: {said}"):
        load_site(profile(tmp_path, table))


def profile(folder: Path, table: str) -> Path:
    text = AIRPORT.read_text("utf-8")
    before, _, behind = text.partition("[travel]\n")
    path = folder / "site.toml"
    path.write_text(f"{before}[travel]\n{table}\n\n# What{behind.partition('# What')[2]}", "utf-8")
    return path
