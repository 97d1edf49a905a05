"""Tables of a profile that say how the desk is run -> rules, or a fault that names line and key."""

from __future__ import annotations

import re
from datetime import time
from pathlib import Path

import pytest

from kiosk.domain.data_rules import DataRules
from kiosk.domain.desks.attendance import AttendanceRules, Session
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.outputs import OutputField, OutputRules
from kiosk.domain.override import Outcome, OverrideReason, OverrideRules
from kiosk.domain.site import SiteProfile
from kiosk.domain.text import Text
from kiosk.domain.verdict import Verdict
from kiosk.site.profile import load_site
from kiosk.site.profile_lines import line_of

HEAD = """\
name = "gate"
budget_seconds = 15
remembered_hours = 6
[words]
site = { vi = "Cổng", en = "Gate" }
person = { vi = "Khách", en = "Guest" }
staff = { vi = "Bảo vệ", en = "Guard" }
[policy]
[list.columns]
key = ["Mã"]
"""
REASON = 'code = "seen"\noutcome = "admitted"\nvi = "Đã xem"\nen = "Seen"\n'


def loaded(folder: Path, tables: str) -> SiteProfile:
    path = folder / "gate.toml"
    path.write_text(HEAD + tables, "utf-8")
    return load_site(path).profile


def test_what_is_not_said_is_as_usual(tmp_path: Path) -> None:
    profile = loaded(tmp_path, "")
    assert (profile.attendance, profile.overrides, profile.data) == (AttendanceRules(), OverrideRules(), DataRules())


def test_attendance(tmp_path: Path) -> None:
    session = '[[attendance.sessions]]\nnames = ["1"]\nstarts = "7h30"\n'
    tables = f"[attendance]\nopens_minutes = 30\ncloses_minutes = 0\n{session}"
    assert loaded(tmp_path, tables).attendance == AttendanceRules(30, 0, (Session(("1",), time(7, 30)),))


def test_overrides(tmp_path: Path) -> None:
    reason = f"[[override.reasons]]\n{REASON}second_person = true\n"
    tables = f'[override]\nundo_minutes = 5\nsecond_person_for = ["REFER"]\n{reason}'
    rules = loaded(tmp_path, tables).overrides
    assert rules.undo_minutes == 5
    assert rules.second_person_for == {Verdict.REFER, Verdict.REFUSE}, "never less than the program asks"
    assert rules.reasons == (OverrideReason("seen", Outcome.ADMITTED, Text("Đã xem", "Seen"), second_person=True),)


def test_data(tmp_path: Path) -> None:
    tables = '[consent]\nvi = "Đồng ý"\nen = "Agree"\n[retention]\nlist_days = 7\n[outputs]\ncorrections = ["name"]\n'
    assert loaded(tmp_path, tables).data == DataRules(Text("Đồng ý", "Agree"), 7, frozenset({"name"}))


@pytest.mark.parametrize(
    ("table", "rules"),
    [
        ("", OutputRules()),
        ("webhook = []", OutputRules(webhook=frozenset())),
        (
            'webhook = ["name", "photo"]\nexport = ["number"]\napi = ["key"]\nkeep_days = 3',
            OutputRules(
                frozenset({OutputField.NAME, OutputField.PHOTO}),
                frozenset({OutputField.NUMBER}),
                frozenset({OutputField.KEY}),
                3,
            ),
        ),
    ],
    ids=["nothing goes out", "verdicts alone", "some fields each"],
)
def test_outputs(tmp_path: Path, table: str, rules: OutputRules) -> None:
    assert loaded(tmp_path, f"[outputs]\n{table}").data.outputs == rules


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ("[attendance]\nopens_minutes = -1", "line 12: attendance.opens_minutes: a whole number from 0 to 1440"),
        ("[attendance]\nopens_minutes = 1.5", "line 12: attendance.opens_minutes: a whole number"),
        ("[attendance]\nopens = 1", "line 12: attendance.opens: unknown key"),
        ("[attendance]\nsessions = 1", "line 12: attendance.sessions: a list of tables"),
        (
            '[[attendance.sessions]]\nnames = []\nstarts = "7h"',
            "line 12: attendance.sessions[1].names: a list of names",
        ),
        (
            '[[attendance.sessions]]\nnames = ["1"]\nstarts = "7h"\n'
            '[[attendance.sessions]]\nnames = ["2"]\nstarts = "25h"',
            "line 16: attendance.sessions[2].starts: a time of day",
        ),
        ('[[attendance.sessions]]\nnames = ["1"]', "line 11: attendance.sessions[1].starts: missing"),
        ("[override]\nundo_minutes = 0", "line 12: override.undo_minutes: a whole number from 1 to 60"),
        ('[override]\nsecond_person_for = ["NEVER"]', "line 12: override.second_person_for: a list of ADMIT"),
        ("[override]\nreasons = []", "line 12: override.reasons: 1 to 30 tables"),
        (f"[[override.reasons]]\n{REASON}why = 1", "line 16: override.reasons 1.why: unknown key"),
        ('[consent]\nvi = "Đồng ý"', "line 11: consent.en: missing"),
        ("[retention]\nlist_days = 0", "line 12: retention.list_days: a whole number from 1 to 3650"),
        ('[outputs]\ncorrections = ["photo"]', "line 12: outputs.corrections: a list of number, old_number, name"),
        ("[outputs]\nwebhooks = []", "line 12: outputs.webhooks: unknown key"),
        ("[outputs]\nwebhook = true", "line 12: outputs.webhook: a list of fields; it may be empty"),
        ('[outputs]\nwebhook = ["name", "face_vector"]', "line 12: outputs.webhook: «face_vector» is none of reasons,"),
        ("[outputs]\napi = [1]", "line 12: outputs.api: this is none of reasons,"),
        ('[outputs]\nexport = ["photo"]', "line 12: outputs.export: «photo» is none of reasons,"),
        ("[outputs]\nkeep_days = 0", "line 12: outputs.keep_days: a whole number from 1 to 90"),
    ],
)
def test_errors_name_line_and_key(tmp_path: Path, tables: str, said: str) -> None:
    with pytest.raises(Fault, match=re.escape(f"gate.toml: {said}")) as raised:
        loaded(tmp_path, tables)
    assert raised.value.code is FaultCode.SETTINGS_MALFORMED


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("name", 1),
        ("words", 4),
        ("words.staff", 7),
        ("words.staff.en", 7),
        ("words.nobody", 4),
        ("list", 9),
        ("list.columns.key", 10),
        ("list.columns.name", 9),
        ("list.place[2].vi", 9),
        ("larger than 65536 bytes", None),
        ("", None),
    ],
)
def test_where_a_key_stands(key: str, line: int | None) -> None:
    assert line_of(HEAD, key) == line
