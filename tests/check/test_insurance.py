"""One check with an insurance service: when it is asked, about what, and what its word or silence means."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date

import pytest

from kiosk.check import effects as fx
from kiosk.check import events as ev
from kiosk.check.insurance import differences
from kiosk.check.limits import CARD_WAIT_SECONDS, CODE_ONLY_SECONDS
from kiosk.check.screens import citizen_screen
from kiosk.check.states import Completing, Idle, Kiosk, Recording
from kiosk.domain.authenticity import AuthenticityState
from kiosk.domain.chip_reading import ChipReading
from kiosk.domain.clock import Deadline
from kiosk.domain.data_rules import DataRules
from kiosk.domain.evidence import Inspection
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.hospital.health_record_rules import HealthRecordRules, RecordField
from kiosk.domain.hospital.insurance import (
    InsuranceAnswer,
    InsuranceFact,
    InsuranceField,
    InsuranceQuestion,
    InsuranceRules,
)
from kiosk.domain.hospital.insurance_results import InsuranceFinding
from kiosk.domain.identity import Identity, Source
from kiosk.domain.partial_date import PartialDate
from kiosk.domain.service_trouble import ServiceTrouble
from kiosk.domain.shown_code import FlightPass, InsuranceCard
from kiosk.domain.text import Text
from kiosk.domain.verdict import Reason, Verdict
from tests.fakes.bench import Bench, ends_with_the_kiosk, running, until_cancelled
from tests.fakes.findings import (
    AN,
    AN_BY_QR,
    AN_CAN,
    GENUINE,
    INSPECTED,
    INSURED,
    LISTED,
    LIVE,
    MATCH,
    PROFILE,
    READER,
    reading,
)
from tests.fakes.ports import FakeChipReader, FakeInsurance
from tests.fakes.walk import Walk

ALL = InsuranceRules(frozenset(InsuranceField), frozenset(InsuranceFact))
HOSPITAL = replace(PROFILE, name="hospital", insurance=ALL)
PAPER = InsuranceCard("DN4010123456789", "Nguyễn Văn An", 1990, date(1990, 3, 15), first_care="01001")
TICK = ev.Tick()


def seen(card: InsuranceCard = PAPER) -> ev.CodeSeen:
    return ev.CodeSeen(card, FaultCode.CODE_INSURANCE)


def walk_to_inspection(
    inspection: Inspection = INSPECTED, rules: InsuranceRules | None = ALL, *before: ev.Event
) -> Walk:
    walk = (
        Walk(Kiosk(replace(HOSPITAL, insurance=rules), Idle())).send(*before).code_then_card().face_seen().chip_read()
    )
    return walk.send(ev.DocumentInspected(walk.id, inspection, reading()))


def face_and_list(walk: Walk) -> Walk:
    return walk.send(ev.FaceCompared(walk.id, MATCH, LIVE), ev.ListAnswered(walk.id, LISTED))


def failed(trouble: ServiceTrouble) -> InsuranceAnswer:
    return replace(INSURED, finding=InsuranceFinding.SERVICE_FAILED, code="", trouble=trouble, cover=None)


# When, and about what


def test_it_is_asked_beside_face_and_list() -> None:
    walk = walk_to_inspection()
    assert [type(effect) for effect in walk.effects[-3:]] == [fx.AskList, fx.AskInsurance, fx.CompareFaces]
    asked = walk.last(fx.AskInsurance)
    assert asked.question == InsuranceQuestion("001090012345", "Nguyễn Văn An", PartialDate(1990, 3, 15))
    assert asked.seconds == PROFILE.budget_seconds


@pytest.mark.parametrize(
    "release",
    [{InsuranceField.NUMBER}, {InsuranceField.NUMBER, InsuranceField.NAME}],
    ids=["number", "number and name"],
)
def test_what_the_site_does_not_release_stays_here(release: set[InsuranceField]) -> None:
    question = walk_to_inspection(rules=InsuranceRules(frozenset(release))).last(fx.AskInsurance).question
    assert question == InsuranceQuestion.of(AN).released(release)
    assert question.birth is None


@pytest.mark.parametrize(
    "rules", [None, InsuranceRules(frozenset({InsuranceField.NAME}))], ids=["no rules", "no number released"]
)
def test_without_the_sites_word_nobody_is_asked(rules: InsuranceRules | None) -> None:
    walk = face_and_list(walk_to_inspection(rules=rules))
    assert walk.all(fx.AskInsurance) == []
    assert walk.decision.verdict is Verdict.ADMIT


@pytest.mark.parametrize("state", AuthenticityState)
def test_of_altered_documents_nothing_leaves(state: AuthenticityState) -> None:
    walk = walk_to_inspection(replace(INSPECTED, authenticity=replace(GENUINE, state=state)))
    altered = {
        AuthenticityState.HASH_MISMATCH,
        AuthenticityState.SIGNATURE_BAD,
        AuthenticityState.REVOKED,
        AuthenticityState.NOT_DONE,
    }
    assert bool(walk.all(fx.AskInsurance)) is (state not in altered)


def test_a_document_without_a_personal_number_is_not_asked_about() -> None:
    foreign = Identity(Source.CHIP, document_number="C01X00T47", name="Somebody Else")
    assert walk_to_inspection(replace(INSPECTED, identity=foreign)).all(fx.AskInsurance) == []


def test_a_card_with_a_dead_chip_is_asked_about_by_its_qr_code() -> None:
    walk = Walk(Kiosk(HOSPITAL, Idle())).send(ev.CardCodeRead(AN_BY_QR, (AN_CAN,)), ev.ChipGivenUp())
    asked = walk.last(fx.AskInsurance)
    assert (asked.question.number, asked.seconds) == (AN.number, CODE_ONLY_SECONDS)


@pytest.mark.parametrize("chip", [True, False], ids=["with a card", "by QR code alone"])
@pytest.mark.parametrize("agreed", [True, False], ids=["agrees", "does not agree"])
def test_nobody_is_asked_about_who_does_not_agree(chip: bool, agreed: bool) -> None:
    asking = replace(HOSPITAL, data=DataRules(consent=Text("Đồng ý?", "Do you agree?")))
    walk = Walk(Kiosk(asking, Idle())).send(seen(), ev.CardCodeRead(AN_BY_QR, (AN_CAN,)))
    walk.send(ev.CardPresented(READER) if chip else ev.ChipGivenUp())
    assert walk.all(fx.AskInsurance) == []
    walk.send(ev.ConsentAnswered(agreed))
    if agreed and chip:
        walk.face_seen().chip_read().inspected()
    assert len(walk.all(fx.AskInsurance)) == agreed


# The code of the insurance card


@pytest.mark.parametrize("when", ["before the card", "while the chip is read"])
def test_the_number_of_an_insurance_code_is_asked_about(when: str) -> None:
    walk = Walk(Kiosk(HOSPITAL, Idle()))
    walk = walk.send(seen()).code_then_card() if when == "before the card" else walk.code_then_card().send(seen())
    walk.face_seen().chip_read().inspected()
    assert walk.last(fx.AskInsurance).question.number == "DN4010123456789"
    walk.send(ev.InsuranceAnswered(walk.id, INSURED))
    assert face_and_list(walk).decision.verdict is Verdict.ADMIT


OTHERS = {
    "name": replace(PAPER, name="Trần Thị Bình"),
    "birth_date": replace(PAPER, birth_date=date(1990, 3, 16)),
    "birth_year": replace(PAPER, birth_date=None, birth_year=1991),
}


@pytest.mark.parametrize("what", OTHERS)
def test_somebody_elses_insurance_code_is_not_asked_about_and_staff_are_told(what: str) -> None:
    walk = walk_to_inspection(INSPECTED, ALL, seen(OTHERS[what]))
    assert walk.last(fx.AskInsurance).question.number == AN.number
    face_and_list(walk.send(ev.InsuranceAnswered(walk.id, replace(INSURED, cover=None))))
    assert walk.check.evidence.insurance is not None
    assert walk.check.evidence.insurance.differences == ("name" if what == "name" else "birth_date",)
    assert (walk.decision.verdict, walk.decision.reasons) == (
        Verdict.ADMIT_WITH_ATTENTION,
        (Reason.INSURANCE_NEEDS_STAFF,),
    )


def test_a_code_of_another_number_than_the_service_knows() -> None:
    walk = walk_to_inspection(INSPECTED, ALL, seen(replace(PAPER, number="DN4019876543210")))
    walk.send(ev.InsuranceAnswered(walk.id, INSURED))
    assert walk.check.evidence.insurance is not None
    assert walk.check.evidence.insurance.differences == ("insurance_number",)


@pytest.mark.parametrize(
    ("card", "identity", "differ"),
    [
        (PAPER, AN, ()),
        (replace(PAPER, name="NGUYEN VAN AN"), AN, ()),
        (PAPER, replace(AN, name=""), ()),
        (PAPER, replace(AN, name="", mrz_name=""), ()),
        (replace(PAPER, birth_date=None), AN, ()),
        (PAPER, replace(AN, birth_date=None), ()),
        (replace(PAPER, name="Trần Thị Bình", birth_year=1985, birth_date=None), AN, ("name", "birth_date")),
    ],
    ids=["same", "folded", "MRZ name only", "no name", "year only", "no birth date", "somebody else"],
)
def test_whose_code_it_is(card: InsuranceCard, identity: Identity, differ: tuple[str, ...]) -> None:
    assert differences(card, identity) == differ


def test_a_code_is_acknowledged_and_forgotten_when_no_card_follows() -> None:
    walk = Walk(Kiosk(HOSPITAL, Idle())).send(seen())
    hint = citizen_screen(walk.kiosk, walk.now.monotonic).hint
    assert hint is not None
    assert "BHYT" in hint.vi
    assert walk.send(TICK, after=CARD_WAIT_SECONDS).kiosk == Kiosk(HOSPITAL, Idle())


@pytest.mark.parametrize(("field", "kept"), [(RecordField.INSURANCE, True), (RecordField.NAME, False)])
def test_a_site_that_only_writes_records_keeps_the_code_for_them(field: RecordField, kept: bool) -> None:
    profile = replace(PROFILE, health_records=HealthRecordRules(release=frozenset({field})))
    walk = Walk(Kiosk(profile, Idle())).send(seen()).code_then_card()
    assert (walk.check.insurance_card == PAPER) is kept
    walk.face_seen().chip_read().inspected()
    assert walk.all(fx.AskInsurance) == []


def test_a_code_is_nobodys_once_the_check_that_took_it_has_begun() -> None:
    walk = Walk(Kiosk(HOSPITAL, Idle())).send(seen()).code_then_card()
    assert walk.kiosk.shown is None
    assert walk.check.insurance_card == PAPER


def test_a_code_that_comes_after_the_question_changes_nothing() -> None:
    walk = walk_to_inspection()
    before = walk.kiosk
    assert walk.send(seen()).kiosk == before


@pytest.mark.parametrize(
    ("profile", "event"),
    [
        (PROFILE, seen()),
        (HOSPITAL, ev.CodeSeen(FlightPass("NGUYEN", "VAN AN", ()), FaultCode.CODE_BOARDING_PASS)),
    ],
    ids=["an insurance card at an exam", "a boarding pass at a hospital"],
)
def test_codes_that_the_site_does_not_take_are_said_to_be_no_use(profile: object, event: ev.CodeSeen) -> None:
    walk = Walk(Kiosk(profile, Idle())).send(event)  # type: ignore[arg-type]
    assert walk.kiosk.shown is None
    assert isinstance(walk.phase, Idle)
    assert walk.phase.notice is event.fault


# What its word amounts to


@pytest.mark.parametrize("last", [True, False], ids=["after face and list", "before them"])
@pytest.mark.parametrize("finding", InsuranceFinding)
def test_whatever_it_says_never_refuses(finding: InsuranceFinding, last: bool) -> None:
    answer = replace(INSURED, finding=finding)
    walk = walk_to_inspection()
    if last:
        face_and_list(walk)
        assert isinstance(walk.phase, Completing), "the verdict waits for the answer"
        walk.send(ev.InsuranceAnswered(walk.id, answer))
    else:
        face_and_list(walk.send(ev.InsuranceAnswered(walk.id, answer)))
    good = finding is InsuranceFinding.IN_FORCE
    assert walk.decision.verdict is (Verdict.ADMIT if good else Verdict.ADMIT_WITH_ATTENTION)
    assert walk.decision.reasons == (() if good else (Reason.INSURANCE_NEEDS_STAFF,))


@pytest.mark.parametrize("how", ["a mistake of ours", "silence"])
def test_a_failure_calls_for_attention(how: str) -> None:
    walk = face_and_list(walk_to_inspection())
    if how == "silence":
        walk.send(TICK, after=PROFILE.budget_seconds)
    else:
        walk.send(ev.InsuranceFailed(walk.id, FaultCode.UNEXPECTED))
    assert isinstance(walk.phase, Recording)
    assert walk.decision.verdict is Verdict.ADMIT_WITH_ATTENTION
    assert walk.check.evidence.insurance is not None
    expected = ServiceTrouble.TOO_LATE if how == "silence" else ServiceTrouble.UNEXPECTED
    assert walk.check.evidence.insurance.trouble is expected


def test_an_answer_after_the_verdict_changes_nothing() -> None:
    walk = face_and_list(walk_to_inspection()).send(TICK, after=PROFILE.budget_seconds)
    before = walk.kiosk
    assert walk.send(ev.InsuranceAnswered(walk.id, INSURED)).kiosk == before


def test_the_record_holds_the_finding_and_nothing_of_the_cover() -> None:
    walk = face_and_list(walk_to_inspection())
    walk.send(ev.InsuranceAnswered(walk.id, INSURED))
    assert dict(walk.last(fx.CommitRecord).record.insurance) == {
        "service": "bhyt",
        "finding": "in-force",
        "trouble": "",
        "code": "000",
        "at": "2026-06-26T07:00:05+00:00",
    }


# Carried out


def broken(_: Deadline) -> InsuranceAnswer:
    raise RuntimeError("a mistake of ours")


@pytest.mark.parametrize("chip", [True, False], ids=["with a chip", "by QR code alone"])
@pytest.mark.parametrize(
    ("insurance", "finding", "trouble"),
    [
        (FakeInsurance(), "in-force", ""),
        (FakeInsurance(lambda _: failed(ServiceTrouble.UNREACHABLE)), "service-failed", "unreachable"),
        (FakeInsurance(broken), "service-failed", "unexpected"),
        (None, "service-failed", "unexpected"),
    ],
    ids=["in force", "unreachable", "the adapter breaks", "no service although the site has rules"],
)
def test_the_answer_comes_into_the_journal(
    insurance: FakeInsurance | None, finding: str, trouble: str, chip: bool
) -> None:
    with running(Bench(HOSPITAL, insurance=insurance)) as bench:
        bench.check(chip=chip)
        assert bench.journal.written.wait(10.0)
    (record,) = bench.journal.records
    said = dict(record.insurance)
    assert (said["finding"], said["trouble"]) == (finding, trouble)
    assert record.verdict is not Verdict.REFUSE


def test_a_card_that_was_taken_away_calls_no_question_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """What ends with the card is its reading: by the code the service is asked all the same."""
    monkeypatch.setattr("kiosk.check.phases.reading.REPOSITION_SECONDS", 0.0)
    reads = threading.Event()

    def called_off() -> ChipReading:
        raise Fault(FaultCode.CANCELLED)

    def in_time(deadline: Deadline) -> InsuranceAnswer:
        return failed(ServiceTrouble.CANCELLED) if deadline.cancelled else INSURED

    reader = FakeChipReader(until_cancelled(reads, called_off))
    with running(Bench(HOSPITAL, reader, insurance=FakeInsurance(in_time))) as bench:
        bench.check()
        assert reads.wait(10.0)
        bench.runner.post(ev.CardRemoved(READER))
        assert bench.journal.written.wait(10.0)
    (record,) = bench.journal.records
    assert dict(record.insurance)["finding"] == "in-force"


def test_a_question_ends_with_the_kiosk() -> None:
    asked = threading.Event()
    endless = until_cancelled(asked, lambda: failed(ServiceTrouble.CANCELLED))
    ends_with_the_kiosk(Bench(HOSPITAL, insurance=FakeInsurance(endless)), asked)
