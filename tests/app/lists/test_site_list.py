"""Which list counts when the kiosk starts, and what it writes for the list's owner."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kiosk.app.late_records import LateRecords
from kiosk.app.lists.site_list import corrections_file, list_facts, list_folder, open_list
from kiosk.app.settings.values import Settings
from kiosk.domain.data_rules import DataRules
from kiosk.domain.desks.attendance import Circumstance, Station
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.identity import Identity, Source
from kiosk.domain.record import CheckId, CheckRecord
from kiosk.domain.site import Admission
from kiosk.domain.verdict import Verdict
from kiosk.site.corrections import CorrectionsFile
from kiosk.site.profile import Site, load_site
from kiosk.site.store import versions
from tests.fakes.ports import FakeJournal

ROOT = Path(__file__).parents[3]
AT = datetime(2026, 11, 22, 0, 30, tzinfo=UTC)
AN = Identity(Source.CHIP, "001090012345", name="Nguyễn Văn Anh", birth_date=date(1990, 3, 16))
HEADER = "SBD;Số CCCD;Họ và tên;Ngày sinh;Phòng thi"
ROW = "01;001090012345;Nguyễn Văn An;15/03/1990;101"


@pytest.fixture
def site() -> Site:
    return load_site(ROOT / "config" / "sites" / "exam.toml")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    file = tmp_path / "list.csv"
    file.write_text(f"{HEADER}\n{ROW}\n", "utf-8")
    return Settings(
        file=tmp_path / "kiosk.toml",
        name="test",
        site=ROOT / "config" / "sites" / "exam.toml",
        roster=file,
        trust=tmp_path / "trust",
        data=tmp_path / "data",
    )


def spoil(settings: Settings) -> None:
    assert settings.roster is not None
    settings.roster.write_text(f"{HEADER}\n;x\n", "utf-8")


def admission(settings: Settings, site: Site) -> Admission:
    return open_list(settings, site).find(AN, AT).admission


def test_the_settings_file_is_installed(settings: Settings, site: Site) -> None:
    assert admission(settings, site) is Admission.POSSIBLE
    assert versions.installed(list_folder(settings)) == (1,)
    assert admission(replace(settings, roster=None), site) is Admission.POSSIBLE, "and needs to be named no more"


def test_a_bad_file_leaves_the_list_before_in_force(settings: Settings, site: Site) -> None:
    admission(settings, site)
    spoil(settings)
    assert admission(settings, site) is Admission.POSSIBLE
    assert versions.installed(list_folder(settings)) == (1,)


def test_a_bad_file_and_no_list_before(settings: Settings, site: Site) -> None:
    spoil(settings)
    with pytest.raises(Fault, match="row 2: no key") as raised:
        open_list(settings, site)
    assert raised.value.code is FaultCode.LIST_MALFORMED


def test_a_folder_that_cannot_be_written_is_no_reason_to_know_nobody(settings: Settings, site: Site) -> None:
    settings.data.write_text("a file where the folder should be", "utf-8")
    assert admission(settings, site) is Admission.POSSIBLE


def test_no_list_at_all(settings: Settings, site: Site) -> None:
    with pytest.raises(Fault, match="no list is installed") as raised:
        open_list(replace(settings, roster=None), site)
    assert raised.value.code is FaultCode.LIST_MISSING


def test_a_file_for_this_run_is_not_installed(settings: Settings, site: Site) -> None:
    assert admission(replace(settings, roster_for_this_run=True), site) is Admission.POSSIBLE
    assert versions.installed(list_folder(settings)) == ()


def test_the_kiosks_own_door_is_judged(settings: Settings, site: Site) -> None:
    answer = open_list(replace(settings, station=Station(rooms=("102",))), site).find(AN, AT)
    assert answer.circumstances == (Circumstance.WRONG_ROOM,)


def test_lists_that_are_no_longer_in_force_go_in_time(settings: Settings, site: Site) -> None:
    admission(settings, site)
    assert settings.roster is not None
    settings.roster.write_text(f"{HEADER}\n{ROW}\n02;036060000123;Đỗ Minh Đức;01/02/1960;102\n", "utf-8")
    os.utime(versions.path_of(list_folder(settings), 1), (0, 0))
    admission(settings, site)
    assert versions.installed(list_folder(settings)) == (2,)


def test_the_health_of_a_list_is_told_without_installing_it(settings: Settings, site: Site) -> None:
    assert list_facts(settings, site.columns)[:2] == (1, 0)
    assert versions.installed(list_folder(settings)) == ()
    admission(settings, site)
    assert list_facts(replace(settings, roster=None), site.columns)[:2] == (1, 0)
    with pytest.raises(Fault, match="none is installed"):
        list_facts(replace(settings, roster=None, data=settings.data / "other"), site.columns)


def record() -> CheckRecord:
    return CheckRecord(CheckId("1"), "exam", AT, AT, 5.0, Verdict.ADMIT, (), authenticity="CHAIN_TRUSTED")


def committed(settings: Settings, site: Site, card: Identity) -> Path:
    records = LateRecords()
    records.journal = FakeJournal()  # type: ignore[assignment]
    records.roster = open_list(settings, site)
    records.corrections = corrections_file(settings, site)
    records.commit(record(), card)
    return settings.data / "corrections" / "corrections.csv"


def test_what_a_card_says_otherwise_is_written_for_the_lists_owner(settings: Settings, site: Site) -> None:
    path = committed(settings, site, replace(AN, birth_date=date(1990, 3, 15)))
    assert "01;Họ và tên;Nguyễn Văn An;Nguyễn Văn Anh" in path.read_text("utf-8-sig")


def test_no_field_is_let_out_unless_the_site_says_so(settings: Settings, site: Site) -> None:
    closed = replace(site, profile=replace(site.profile, data=DataRules()))
    assert not committed(settings, closed, replace(AN, birth_date=date(1990, 3, 15))).exists()


def test_a_correction_that_cannot_be_written_stops_no_verdict(settings: Settings, site: Site) -> None:
    settings.data.mkdir()
    (settings.data / "corrections").write_text("a file where the folder should be", "utf-8")
    committed(settings, site, replace(AN, birth_date=date(1990, 3, 15)))


def test_nor_one_that_fails_in_a_way_that_nobody_thought_of(
    settings: Settings, site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_: object) -> None:
        raise KeyError(AN.name)

    monkeypatch.setattr(CorrectionsFile, "note", fails)
    committed(settings, site, replace(AN, birth_date=date(1990, 3, 15)))
    assert "KeyError" in caplog.text and AN.name not in caplog.text
