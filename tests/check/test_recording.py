"""From a finished check to its line in the journal: the same report that the screens showed, and nobody's data."""

from __future__ import annotations

from dataclasses import replace

from kiosk.check.recording import record_of
from kiosk.check.states import CardCode, Check
from kiosk.domain.authenticity import CheckStatus, DocumentCheck, DocumentCheckName
from kiosk.domain.decide import decide
from kiosk.domain.evidence import Evidence
from kiosk.domain.record import CheckId
from tests.fakes.findings import AN, AN_CAN, GENUINE, INSPECTED, LISTED, MATCH, PROFILE, READER, at

REPORT = replace(
    GENUINE,
    ef_com=DocumentCheck(CheckStatus.FAILED, "com-lacks-dg13"),
    revocation=DocumentCheck(CheckStatus.NOT_DONE, "no-revocation-list"),
    weak=("sha1",),
)
FINISHED = Check(
    CheckId("c1"),
    READER,
    at(0.0),
    20.0,
    CardCode(None, (AN_CAN,)),
    1,
    evidence=Evidence(replace(INSPECTED, authenticity=REPORT), comparison=MATCH, listing=LISTED),
)


def test_the_whole_report_is_recorded_with_its_reasons() -> None:
    record = record_of(FINISHED, decide(FINISHED.evidence, PROFILE.policy), "exam", at(6.0))
    assert dict(record.checks) == {name.value: check.status.value for name, check in REPORT.checks().items()}
    assert dict(record.check_reasons) == {
        name.value: check.reason for name, check in REPORT.checks().items() if check.reason
    }
    assert dict(record.check_reasons)["ef_com"] == "com-lacks-dg13"
    assert record.weak == ("sha1",)
    assert [finding.check for finding in record.findings if finding.check] == [DocumentCheckName.EF_COM]


def test_a_check_without_a_chip_has_no_report() -> None:
    unread = replace(FINISHED, evidence=Evidence())
    record = record_of(unread, decide(unread.evidence, PROFILE.policy), "exam", at(6.0))
    assert (record.checks, record.check_reasons, record.weak, record.authenticity) == ((), (), (), "")


def test_nothing_of_the_person_is_recorded() -> None:
    record = record_of(FINISHED, decide(FINISHED.evidence, PROFILE.policy), "exam", at(6.0))
    everything = " ".join(str(getattr(record, name)) for name in record.__slots__)
    assert not any(secret in everything for secret in (AN.number, AN.document_number, AN.name, AN.mrz_name))


def test_second_tries_are_recorded() -> None:
    tried = replace(FINISHED, attempt=2, comparisons=3)
    record = record_of(tried, decide(tried.evidence, PROFILE.policy), "exam", at(6.0))
    assert (record.chip_attempts, record.face_comparisons) == (2, 3)
