"""``kiosk site check``: every profile that ships is good, and is told in words."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from typer.testing import CliRunner

from kiosk.app.main import app
from kiosk.app.sites.explaining import RULES, explained
from kiosk.check.wording.words import REASONS, VERDICTS
from kiosk.domain.faults import Fault
from kiosk.domain.site import POLICY_LIMITS
from kiosk.site.profile import load_site

SITES = Path(__file__).parents[3] / "config" / "sites"
SCHEMAS = Path(__file__).parents[3] / "docs" / "schemas"
PROFILES = sorted(path.relative_to(SITES).as_posix() for path in SITES.rglob("*.toml"))


def test_the_sites_of_the_issue_and_four_that_are_a_file_away() -> None:
    assert PROFILES == [
        "airport.toml",
        "exam.toml",
        "examples/bank.toml",
        "examples/lodging.toml",
        "examples/public-service.toml",
        "examples/workplace.toml",
        "hospital.toml",
    ]


@pytest.mark.parametrize("name", PROFILES)
def test_every_profile_is_explained(name: str) -> None:
    site = load_site(SITES / name)
    said = explained(site)
    assert all(one.vi and one.en and "{" not in one.vi.replace("{value}", "") for one in said)
    for rule in POLICY_LIMITS:
        verdict = VERDICTS[getattr(site.profile.policy, rule)]
        assert any(one.vi == f"{rule}: {REASONS[RULES[rule]].vi} → {verdict.vi}" for one in said)
    done = CliRunner().invoke(app, ["site", "check", str(SITES / name), "--json"])
    assert done.exit_code == 0
    told = json.loads(done.stdout)
    jsonschema.validate(told, json.loads((SCHEMAS / "kiosk.site-check-1.json").read_text("utf-8")))
    assert told["sentences"] == [{"vi": one.vi, "en": one.en} for one in said]


@pytest.mark.parametrize("name", PROFILES)
def test_every_profile_says_what_people_agree_to(name: str) -> None:
    assert load_site(SITES / name).profile.data.consent is not None


def test_a_site_that_hands_its_list_on_says_what_goes_out_and_asks_for_consent_to_it() -> None:
    site = load_site(SITES / "examples" / "lodging.toml")
    assert site.profile.data.outputs.export is not None
    consent = site.profile.data.consent
    assert consent is not None and "report of stays that the police receive" in consent.en
    assert (
        "Kept to be exported as a file: Source, Key in the list, Place, Number, Document number, Name, Date of birth,"
        " Sex, Nationality, Residence"
    ) in [one.en for one in explained(site)]


def test_names_of_sites_are_told_apart() -> None:
    names = [load_site(SITES / name).profile.name for name in PROFILES]
    assert len(set(names)) == len(names)


def test_a_bad_profile_is_told_by_line_and_key(tmp_path: Path) -> None:
    path = tmp_path / "exam.toml"
    text = (SITES / "exam.toml").read_text("utf-8")
    path.write_text(text.replace('not_listed = "REFUSE"', 'not_listed = "ADMIT"'), "utf-8")
    line = next(number for number, one in enumerate(text.splitlines(), 1) if one.startswith("not_listed"))
    done = CliRunner().invoke(app, ["site", "check", str(path)])
    assert isinstance(done.exception, Fault)
    assert done.exception.technical == f"exam.toml: line {line}: policy.not_listed: one of REFER, REFUSE"
