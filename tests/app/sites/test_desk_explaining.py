"""A profile's tables about its desk -> sentences, and the keys that are wrong with them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.app.sites.desk_explaining import desk_explained
from kiosk.domain.faults import Fault
from kiosk.site.profile import Site, load_site

SITES = Path(__file__).parents[3] / "config" / "sites"


def explained(site: Site) -> str:
    return "\n".join(text.en for text in desk_explained(site.profile, site.columns))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("exam", "A person may have several rows: the row for now counts"),
        ("exam", "A sheet to sign is printed when a shift closes, by room: key, name, birth_date, subject"),
        (
            "airport",
            "A list of who did not come is printed when a shift closes, by session or flight: "
            "key, name, seat, sequence",
        ),
        ("airport", "Boarding pass: matched where it is shown; airport –; no face of children under 2 is compared"),
        ("hospital", "The kiosk gives out queue numbers by «room», from «Number 1» on"),
    ],
)
def test_what_is_said(name: str, said: str) -> None:
    assert said in explained(load_site(SITES / f"{name}.toml")).splitlines()


def test_what_a_site_does_not_have_is_not_told() -> None:
    site = load_site(SITES / "exam.toml")
    data = replace(site.profile.data, attendance_sheet=())
    plain = Site(replace(site.profile, data=data), replace(site.columns, several_rows=False))
    assert explained(plain) == ""


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("several_rows = true", 'several_rows = "yes"', "list.several_rows: true or false"),
        ("first = 1 ", "first = 0 ", "queue.first: a whole number from 1 to 9000"),
        (
            'vi = "Số thứ tự {value}"\nen = "Number {value}"\n\n# What',
            'vi = "Số"\nen = "{value}"\n\n# What',
            "queue.vi",
        ),
        (
            "opens_minutes = 120",
            'opens_minutes = 120\ngrouped_by = "seat"',
            "attendance.grouped_by: one of room",
        ),
        ("[outputs]", '[outputs]\nattendance_sheet = ["portrait"]', "outputs.attendance_sheet: a list of key, name"),
        ("[outputs]", '[outputs]\noff_load = "key"', "outputs.off_load: a list of key, name"),
    ],
)
def test_what_is_wrong_names_its_key(tmp_path: Path, before: str, after: str, said: str) -> None:
    text = (SITES / "hospital.toml").read_text("utf-8")
    assert text.count(before) == 1
    path = tmp_path / "site.toml"
    path.write_text(text.replace(before, after), "utf-8")
    with pytest.raises(Fault, match=f"line [0-9]+: {said}"):
        load_site(path)
