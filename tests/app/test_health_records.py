"""Who came in has a record in the folder, once; who did not has none; a folder that fails stops nobody."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kiosk.app.health_records import HealthRecords, describe_records
from kiosk.app.hospital_settings import HealthRecordFolder
from kiosk.check.states import Idle, Kiosk, ShowingResult
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.health_record_rules import HealthRecordRules, RecordField, RecordForm
from kiosk.domain.override import Outcome
from kiosk.domain.shown_code import InsuranceCard
from kiosk.domain.verdict import Decision, Verdict
from kiosk.services.health_records.folder import RecordFolder
from tests.fakes.walk import Walk

RULES = HealthRecordRules(frozenset(RecordForm), frozenset(RecordField))


def folder(path: Path) -> HealthRecordFolder:
    return HealthRecordFolder(path / "out", "01001")


def shown(verdict: Verdict = Verdict.ADMIT, by_staff: Outcome | None = None) -> Kiosk:
    kiosk = Walk().shown().kiosk
    assert isinstance(kiosk.phase, ShowingResult)
    return replace(kiosk, phase=replace(kiosk.phase, decision=Decision(verdict), by_staff=by_staff))


def written(path: Path, *kiosks: Kiosk, rules: HealthRecordRules | None = RULES) -> list[str]:
    records = HealthRecords(folder(path), rules)
    for kiosk in kiosks:
        records.observe(kiosk)
    records.stop()
    return sorted(file.name for file in (path / "out").glob("*"))


@pytest.mark.parametrize(
    ("verdict", "by_staff", "came_in"),
    [
        (Verdict.ADMIT, None, True),
        (Verdict.ADMIT_WITH_ATTENTION, None, True),
        (Verdict.REFER, None, False),
        (Verdict.REFUSE, None, False),
        (Verdict.REFER, Outcome.ADMITTED, True),
        (Verdict.REFER, Outcome.REFUSED, False),
        (Verdict.ADMIT, Outcome.REFUSED, False),
    ],
    ids=str,
)
def test_who_came_in_has_a_record(tmp_path: Path, verdict: Verdict, by_staff: Outcome | None, came_in: bool) -> None:
    assert len(written(tmp_path, shown(verdict, by_staff))) == (2 if came_in else 0)


def test_a_result_that_stays_on_the_screen_is_written_once(tmp_path: Path) -> None:
    kiosk = shown()
    assert len(written(tmp_path, kiosk, kiosk, replace(kiosk, cards=frozenset()))) == 2


def test_two_patients_have_two_records(tmp_path: Path) -> None:
    assert len(written(tmp_path, shown(), shown())) == 4


@pytest.mark.parametrize("rules", [None, HealthRecordRules()], ids=["no table", "no forms"])
def test_without_the_sites_word_nothing_is_written(tmp_path: Path, rules: HealthRecordRules | None) -> None:
    assert written(tmp_path, shown(), rules=rules) == []


def test_nobody_there_is_nobody_written(tmp_path: Path) -> None:
    assert written(tmp_path, Kiosk(shown().profile, Idle())) == []


@pytest.mark.parametrize(
    ("code_of", "kept"), [("Nguyễn Văn An", True), ("Trần Thị Bình", False)], ids=["their own", "another's"]
)
def test_an_insurance_code_counts_for_whom_it_names(tmp_path: Path, code_of: str, kept: bool) -> None:
    """A code that somebody showed before they let another go first is not the other's, though no service was asked."""
    kiosk = shown()
    assert isinstance(kiosk.phase, ShowingResult)
    card = InsuranceCard("DN4010123456789", code_of, 1990, date(1990, 3, 15))
    check = replace(kiosk.phase.check, insurance_card=card)
    written(tmp_path, replace(kiosk, phase=replace(kiosk.phase, check=check)))
    (xml0,) = (tmp_path / "out").glob("*.xml0.xml")
    assert ("DN4010123456789" in xml0.read_text("utf-8")) is kept


def test_a_folder_that_hangs_holds_no_kiosk_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, back = threading.Event(), threading.Event()

    def hang(*_: object) -> None:
        begun.set()
        back.wait(10.0)

    monkeypatch.setattr("kiosk.app.health_records.STOP_SECONDS", 0.0)
    monkeypatch.setattr(RecordFolder, "write", hang)
    records = HealthRecords(folder(tmp_path), RULES)
    records.observe(shown())
    assert begun.wait(10.0)
    records.stop()
    assert not back.is_set()
    back.set()


def test_what_nobody_took_is_erased_while_nobody_comes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = threading.Semaphore(0)
    monkeypatch.setattr("kiosk.app.health_records.ERASE_SECONDS", 0.001)
    monkeypatch.setattr(RecordFolder, "erase_old", lambda self: looked.release())
    records = HealthRecords(folder(tmp_path), RULES)
    for _ in range(3):
        assert looked.acquire(timeout=10.0), "at the start, and again and again"
    records.stop()


def test_a_folder_that_fails_stops_nobody_and_tells_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "out").write_text("in the way")
    records = HealthRecords(folder(tmp_path), RULES)
    records.observe(shown())
    records.stop()
    assert "was not written" in caplog.text
    assert "001090012345" not in caplog.text and "Nguyễn" not in caplog.text


def test_the_check_in_record_needs_the_hospitals_code(tmp_path: Path) -> None:
    nameless = HealthRecordFolder(tmp_path, "")
    with pytest.raises(Fault, match=r"health_records\.facility") as raised:
        HealthRecords(nameless, RULES)
    assert raised.value.code is FaultCode.SETTINGS_MALFORMED
    HealthRecords(nameless, replace(RULES, forms=frozenset({RecordForm.FHIR}))).stop()


@pytest.mark.parametrize(
    ("settings", "rules", "said"),
    [
        (False, RULES, "off: no folder is set"),
        (True, None, "off: the site writes none"),
        (True, RULES, "fhir, xml0 in {path}"),
    ],
    ids=["no folder", "no rules", "on"],
)
def test_it_is_described(tmp_path: Path, settings: bool, rules: HealthRecordRules | None, said: str) -> None:
    given = folder(tmp_path)
    assert describe_records(given if settings else None, rules) == said.format(path=given.folder)
