"""Entries in their canonical form, and the hash that chains them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.authenticity import DocumentCheckName
from kiosk.domain.faults import FaultCode
from kiosk.domain.record import CheckId, CheckRecord
from kiosk.domain.verdict import Finding, Reason, Verdict
from kiosk.journal.entries import (
    BEFORE_THE_FIRST,
    Entry,
    JournalNote,
    NoteKind,
    TrustNote,
    canonical,
    check_body,
    note_body,
    timestamp,
    trust_body,
)

ENTRY = Entry(1, "check", "2026-11-22T07:00:00.000+00:00", "exam", "ab" * 32, "ADMIT", '{"seconds":6.5}')


def test_the_hash_is_sha256_over_the_hash_before_and_the_canonical_json() -> None:
    text = (
        '{"at":"2026-11-22T07:00:00.000+00:00","body":"{\\"seconds\\":6.5}","kind":"check",'
        f'"person":"{"ab" * 32}","sequence":1,"site":"exam","verdict":"ADMIT"}}'
    )
    assert ENTRY.chained(BEFORE_THE_FIRST) == hashlib.sha256(bytes(32) + text.encode()).digest()


@pytest.mark.parametrize("name", Entry.__slots__)
def test_every_field_and_the_hash_before_are_under_the_hash(name: str) -> None:
    other = replace(ENTRY, **{name: 2 if name == "sequence" else "other"})  # type: ignore[arg-type]
    assert other.chained(BEFORE_THE_FIRST) != ENTRY.chained(BEFORE_THE_FIRST)
    assert ENTRY.chained(bytes(31) + b"\1") != ENTRY.chained(BEFORE_THE_FIRST)


@given(st.recursive(st.none() | st.integers() | st.text(), lambda inner: st.dictionaries(st.text(), inner)))
def test_the_canonical_form_is_one_form(value: object) -> None:
    text = canonical(value)
    assert text.isascii()
    assert canonical(json.loads(text)) == text


def test_time_order_is_text_order() -> None:
    hanoi = datetime(2026, 11, 22, 7, 0, tzinfo=timezone(timedelta(hours=7)))
    assert timestamp(hanoi) == "2026-11-22T00:00:00.000+00:00"
    assert timestamp(hanoi) < timestamp(hanoi + timedelta(milliseconds=1))


def test_the_body_of_a_check() -> None:
    at = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)
    record = CheckRecord(
        check_id=CheckId("c1"),
        site="exam",
        started_at=at,
        decided_at=at + timedelta(seconds=6),
        seconds=6.0,
        verdict=Verdict.REFER,
        findings=(
            Finding(Reason.DEVICE_FAILED, Verdict.REFER, FaultCode.CAMERA_LOST),
            Finding(Reason.CHECK_FAILED, Verdict.ADMIT_WITH_ATTENTION, check=DocumentCheckName.EF_COM),
        ),
        checks=(("hashes", "passed"), ("ef_com", "failed")),
        check_reasons=(("ef_com", "com-lacks-dg13"),),
        weak=("sha1",),
        face=(("band", "no_match"), ("score", float("nan"))),
        listing_key="000101",
    )
    body = json.loads(check_body(record))
    assert body["findings"] == [
        {"reason": "device-failed", "verdict": "REFER", "fault": "camera-lost", "check": None},
        {"reason": "check-failed", "verdict": "ADMIT_WITH_ATTENTION", "fault": None, "check": "ef_com"},
    ]
    assert body["checks"] == {"hashes": "passed", "ef_com": "failed"}
    assert (body["check_reasons"], body["weak"]) == ({"ef_com": "com-lacks-dg13"}, ["sha1"])
    assert body["face"] == {"band": "no_match", "score": "nan"}
    assert body["listing_key"] == "000101"
    assert body["started_at"] == "2026-11-22T07:00:00.000+00:00"


def test_the_body_of_a_note() -> None:
    note = JournalNote(NoteKind.OPERATOR_ACT, "override-admit", check_id=CheckId("c1"))
    assert json.loads(note_body(note)) == {"code": "override-admit", "fault": None, "check_id": "c1"}


@pytest.mark.parametrize("code", ["Nguyen Van An", "nguyễn", "a b", "x" * 65, "001090012345", "012345678"])
def test_a_code_has_no_room_for_names_and_numbers(code: str) -> None:
    with pytest.raises(ValueError, match="lower-case"):
        JournalNote(NoteKind.OPERATOR_ACT, code)


@pytest.mark.parametrize(
    ("person", "proven"), [("Nguyễn Văn An", False), ("hoa.admin", True)], ids=["a name that was typed", "a login"]
)
def test_the_body_of_a_change_of_trust_names_who_made_it(person: str, proven: bool) -> None:
    note = TrustNote("imported", "ab" * 32, (person,), added=543, proven=proven)
    assert json.loads(trust_body(note)) == {
        "act": "imported",
        "subject": "ab" * 32,
        "people": [person],
        "added": 543,
        "removed": 0,
        "proven": proven,
    }


@pytest.mark.parametrize(
    ("act", "subject", "people"),
    [
        pytest.param("Imported a list", "ab" * 32, ("An",), id="a sentence"),
        pytest.param("imported", "list.ml", ("An",), id="a file name"),
        pytest.param("imported", "ab" * 32, (), id="nobody"),
        pytest.param("imported", "ab" * 32, ("An", ""), id="an empty name"),
        pytest.param("imported", "ab" * 32, ("001090012345",), id="a person's number"),
        pytest.param("imported", "ab" * 32, ("A" * 41,), id="a name that is too long"),
    ],
)
def test_a_change_of_trust_has_an_act_a_fingerprint_and_names(act: str, subject: str, people: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="change of trust"):
        TrustNote(act, subject, people)
