"""Who came in has a record in the folder, once; who did not has none; a folder that fails stops nobody."""

from __future__ import annotations

import os
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kiosk.app.hospital.records import HealthRecords, describe_records
from kiosk.app.hospital.settings import HealthRecordFolder
from kiosk.check.events import StaffDecided
from kiosk.check.overrides.runner import OverrideRunner
from kiosk.check.overrides.steps import Begun, Chosen, Confirmed, Overriding, UndoWanted
from kiosk.check.states import Idle, Kiosk, ShowingResult
from kiosk.domain.clock import SystemClock
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.hospital.health_record_rules import HealthRecordRules, RecordField, RecordForm
from kiosk.domain.override import Outcome, Override, OverrideRules, Undo
from kiosk.domain.record import CheckId
from kiosk.domain.shown_code import InsuranceCard
from kiosk.domain.staff import Role, StaffMember
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


CLERK = StaffMember("lan", Role.SUPERVISOR)


class Desk:
    """The screen of overrides over a journal that takes everything, and the records that hear of it."""

    def __init__(self, path: Path) -> None:
        self.records = HealthRecords(folder(path), RULES)
        self.overrides = OverrideRunner(OverrideRules(), TakesAll(), SystemClock(), self._decided)
        self.overrides.subscribe(self.records.keep_undecided)
        self.done = threading.Semaphore(0)

    def _decided(self, decision: StaffDecided) -> None:
        self.records.decided(decision)
        self.done.release()

    def show(self, kiosk: Kiosk) -> CheckId:
        self.overrides.observe(kiosk)
        self.records.observe(kiosk)
        assert kiosk.check is not None
        return kiosk.check.id

    def decide(self, check: CheckId, reason: str) -> None:
        for event in (Begun(check, CLERK), Chosen(reason), Confirmed()):
            self.overrides.post(event)
        assert self.done.acquire(timeout=10.0)

    def undo(self, check: CheckId) -> None:
        self.overrides.post(UndoWanted(check, CLERK, "chosen-by-mistake"))
        assert self.done.acquire(timeout=10.0)

    def stop(self) -> None:
        self.overrides.stop()
        self.records.stop()


class TakesAll:
    def note_override(self, override: Override) -> int:
        return 1

    def note_undo(self, undo: Undo) -> int:
        return 2


OUT, IN, BACK = "another-person", "other-document-seen", "taken back"


@pytest.mark.parametrize(
    ("verdict", "acts", "files"),
    [
        pytest.param(Verdict.ADMIT, (OUT,), 0, id="let in, then turned away"),
        pytest.param(Verdict.ADMIT, (OUT, BACK), 2, id="turned away by mistake"),
        pytest.param(Verdict.REFER, (IN,), 2, id="referred, then let in"),
        pytest.param(Verdict.REFER, (OUT,), 0, id="referred, then turned away"),
        pytest.param(Verdict.REFER, (IN, BACK), 0, id="let in by mistake"),
        pytest.param(Verdict.REFER, (IN, BACK, OUT), 0, id="let in by mistake, then turned away"),
        pytest.param(Verdict.REFER, (OUT, BACK, IN), 2, id="turned away by mistake, then let in"),
    ],
)
def test_what_staff_decide_later_becomes_of_the_record(
    tmp_path: Path, verdict: Verdict, acts: tuple[str, ...], files: int
) -> None:
    desk = Desk(tmp_path)
    check = desk.show(shown(verdict))
    for act in acts:
        if act == BACK:
            desk.undo(check)
        else:
            desk.decide(check, act)
    desk.stop()
    assert len(list((tmp_path / "out").glob("*"))) == files


def test_who_waits_is_known_while_others_pass(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    waits = desk.show(shown(Verdict.REFER))
    for _ in range(3):
        desk.show(shown(Verdict.REFER))
    desk.decide(waits, IN)
    desk.stop()
    assert len(list((tmp_path / "out").glob("*"))) == 2


@pytest.mark.parametrize(("outcome", "files"), [(Outcome.ADMITTED, 2), (Outcome.REFUSED, 0)], ids=str)
def test_nothing_is_kept_of_whom_staff_can_decide_about_no_more(tmp_path: Path, outcome: Outcome, files: int) -> None:
    """One let in and one referred, both forgotten: nobody's record can be written, a written one can still go."""
    records = HealthRecords(folder(tmp_path), RULES)
    kiosks = (shown(Verdict.ADMIT), shown(Verdict.REFER))
    for kiosk in kiosks:
        records.observe(kiosk)
    records.keep_undecided(Overriding(OverrideRules()))
    for kiosk in kiosks:
        assert kiosk.check is not None
        records.decided(StaffDecided(kiosk.check.id, outcome))
    records.stop()
    assert len(list((tmp_path / "out").glob("*"))) == files


def test_a_record_that_cannot_be_erased_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(RecordFolder, "erase", fail)
    desk = Desk(tmp_path)
    desk.decide(desk.show(shown()), OUT)
    desk.stop()
    assert "was not erased" in caplog.text


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

    monkeypatch.setattr("kiosk.app.hospital.records.STOP_SECONDS", 0.0)
    monkeypatch.setattr(RecordFolder, "write", hang)
    records = HealthRecords(folder(tmp_path), RULES)
    records.observe(shown())
    assert begun.wait(10.0)
    records.stop()
    assert not back.is_set()
    back.set()


def test_what_nobody_took_is_erased_while_nobody_comes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = threading.Semaphore(0)
    monkeypatch.setattr("kiosk.app.hospital.records.ERASE_SECONDS", 0.001)
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
    old = given.folder / f"20260626T003000-{'c' * 32}.xml0.xml"
    old.parent.mkdir()
    old.write_text("nobody took it")
    os.utime(old, (0, 0))
    assert describe_records(given if settings else None, rules) == said.format(path=given.folder)
    assert old.exists(), "whoever looks at the kiosk's health erases nothing"
