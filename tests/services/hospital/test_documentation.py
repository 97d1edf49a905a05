"""docs/hospital.md and the shipped profile say what the program does: codes, limits, tables that load."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from kiosk.app.settings.file import load_settings
from kiosk.check.limits import CARD_WAIT_SECONDS
from kiosk.domain.desks.registration import ARRIVED_MINUTES, MOST_ARRIVED
from kiosk.domain.hospital.health_record_rules import RecordField
from kiosk.domain.hospital.insurance import InsuranceFact
from kiosk.domain.hospital.insurance_results import RESULTS
from kiosk.domain.hospital.reception import CARD_AGE, GUARDIAN_MINUTES, ManualCase
from kiosk.domain.hospital.registration import RegistrationField
from kiosk.services.hospital.gateway import MAX_ANSWER_BYTES, TOKEN_SECONDS
from kiosk.site.profile import load_site

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "hospital.md").read_text("utf-8")
PROFILE = (ROOT / "config" / "sites" / "hospital.toml").read_text("utf-8")
BLOCKS = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)


def documented(code: str) -> str:
    """The row of the table that covers this code."""
    for row in re.findall(r"^\| (`.*?) \| (.*?) \|", PAGE, re.MULTILINE):
        codes = re.findall(r"`([0-9]{3})`(?:–`([0-9]{3})`)?", row[0])
        if any(first <= code <= (last or first) for first, last in codes):
            return str(row[1])
    return ""


@pytest.mark.parametrize("code", RESULTS)
def test_every_result_code_is_in_the_table(code: str) -> None:
    assert f"`{RESULTS[code].finding.value}`" in documented(code)


def test_limits() -> None:
    assert f"may have {MAX_ANSWER_BYTES // 2**20} MiB" in PAGE
    assert f"taken for {TOKEN_SECONDS // 60:g} minutes" in PAGE
    assert f"kept for {CARD_WAIT_SECONDS:g} seconds" in PAGE
    assert f"the last {ARRIVED_MINUTES} minutes" in PAGE and f"at most {MOST_ARRIVED}" in PAGE
    assert f"under {CARD_AGE};" in PAGE and f"within {GUARDIAN_MINUTES} minutes" in PAGE


@pytest.mark.parametrize("name", [*InsuranceFact, *RecordField, *RegistrationField, *ManualCase])
def test_everything_that_a_profile_may_name_is_there(name: str) -> None:
    assert re.search(rf'["`]{name}["`]|also.*\b{name}\b', PAGE)


@pytest.mark.parametrize("block", BLOCKS, ids=[str(number) for number in range(len(BLOCKS))])
def test_the_examples_are_settings_and_profiles(tmp_path: Path, block: str) -> None:
    settings, _, profile = block.partition("# the site's profile\n")
    path = tmp_path / "kiosk.toml"
    path.write_text(
        'name = "desk-1"\nsite = "s.toml"\ntrust = "t"\ndata = "d"\n' + settings.replace('"…"', '"001185000123"'),
        "utf-8",
    )
    loaded = load_settings(path)
    assert loaded.insurance or loaded.registration or loaded.health_records or "signed" in settings
    if profile:
        bare = re.sub(r"^\[reception\].*?(?=^\[)", "", PROFILE, flags=re.MULTILINE | re.DOTALL)
        (tmp_path / "s.toml").write_text(bare + profile, "utf-8")
        read = load_site(tmp_path / "s.toml").profile
        assert set(tomllib.loads(profile)) == ({"insurance"} if read.insurance else {"health_records"})


def test_the_shipped_profile_is_whole_when_everything_is_switched_on(tmp_path: Path) -> None:
    tables = r"^# (\[(?:insurance|health_records|registration)\]|(?:release|show|forms) = .*)$"
    whole = re.sub(tables, r"\1", PROFILE, flags=re.MULTILINE)
    (tmp_path / "hospital.toml").write_text(whole, "utf-8")
    profile = load_site(tmp_path / "hospital.toml").profile
    assert profile.insurance and profile.health_records and profile.registration
    assert profile.manual_cases == set(ManualCase)
    assert load_site(ROOT / "config" / "sites" / "hospital.toml").profile.insurance is None
