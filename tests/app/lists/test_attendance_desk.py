"""The attendance page's desk over a real journal: who may be noted as gone, and by which rule they come back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.app.late_records import LateRecords
from kiosk.app.lists.attendance_desk import KioskAttendanceDesk
from kiosk.app.settings.file import load_settings
from kiosk.app.settings.values import Settings
from kiosk.domain.clock import SystemClock
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.identity import Identity, Source
from kiosk.domain.record import CheckId, CheckRecord
from kiosk.domain.verdict import Verdict
from kiosk.journal.journal import Journal
from kiosk.site.profile import load_site
from tests.scenario.house import ROOT

AN = Identity(Source.CHIP, "001090012345", name="Nguyễn Văn An")
SITE = load_site(ROOT / "config" / "sites" / "exam.toml")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    site = ROOT / "config" / "sites" / "exam.toml"
    (tmp_path / "kiosk.toml").write_text(f'name = "quay-3"\nsite = "{site}"\ntrust = "trust"\ndata = "data"\n')
    (tmp_path / "data").mkdir()
    return load_settings(tmp_path / "kiosk.toml")


@pytest.mark.parametrize(("key", "known"), [("000101", True), ("000102", False)], ids=["inside", "has not come in"])
def test_a_leaving_is_written_about_somebody_who_came_in(settings: Settings, key: str, known: bool) -> None:
    records = LateRecords()
    records.journal = Journal(settings.data / "journal.sqlite", "exam", SystemClock())
    now = datetime.now(UTC)
    records.commit(CheckRecord(CheckId("c"), "exam", now, now, 6.0, Verdict.ADMIT, (), listing_key="000101"), AN)
    noted = KioskAttendanceDesk(settings, SITE, records).note_leaving(key, "binh")
    assert (noted is not None) is known
    assert (records.last_leaving(AN) is not None) is known
    records.close()


def test_without_a_journal_nothing_can_be_noted(settings: Settings) -> None:
    with pytest.raises(Fault) as failed:
        KioskAttendanceDesk(settings, SITE, LateRecords()).note_leaving("000101", "binh")
    assert failed.value.code is FaultCode.JOURNAL_FAILED


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        (Verdict.ADMIT_WITH_ATTENTION, Verdict.ADMIT_WITH_ATTENTION),
        (Verdict.REFER, Verdict.REFER),
        (Verdict.ADMIT, Verdict.ADMIT_WITH_ATTENTION),
    ],
    ids=["let in", "referred", "held to the program's limits"],
)
def test_what_the_rule_makes_of_a_return(settings: Settings, rule: Verdict, told: Verdict) -> None:
    profile = replace(SITE.profile, policy=replace(SITE.profile.policy, re_entry=rule))
    assert KioskAttendanceDesk(settings, replace(SITE, profile=profile), LateRecords()).re_entry is told
