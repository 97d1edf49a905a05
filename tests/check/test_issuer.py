"""One check with an outside service: when it is asked, what it gets of the card, what its word or silence means."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from kiosk.check import effects as fx
from kiosk.check import events as ev
from kiosk.check.states import Completing, Idle, Kiosk, Recording
from kiosk.domain.authenticity import AuthenticityState, CheckStatus, DocumentCheck
from kiosk.domain.chip_reading import ElementaryFile
from kiosk.domain.clock import Deadline
from kiosk.domain.evidence import Inspection
from kiosk.domain.faults import FaultCode
from kiosk.domain.identity import Identity, Source
from kiosk.domain.issuer_answer import IssuerAnswer, IssuerFinding, IssuerQuestion, IssuerTrouble
from kiosk.domain.site import CheckNeeds, Need, Policy
from kiosk.domain.verdict import Reason, Verdict
from tests.fakes.bench import Bench, ends_with_the_kiosk, running, until_cancelled
from tests.fakes.findings import (
    CONFIRMED,
    GENUINE,
    INSPECTED,
    LISTED,
    LIVE,
    MATCH,
    PROFILE,
    reading,
)
from tests.fakes.ports import FakeChipReader, FakeInspector, FakeIssuer
from tests.fakes.walk import Walk

DG1, DG2, DG13 = ElementaryFile.DG1, ElementaryFile.DG2, ElementaryFile.DG13
RELEASING = replace(PROFILE, issuer_release=frozenset({DG1}))
FILES = {ElementaryFile.SOD: b"sod", DG1: b"dg1", DG2: b"dg2", DG13: b"dg13"}
WHOLE = replace(reading(), files=FILES)
SIGNED = replace(INSPECTED, signer=b"signer")
DENIED = replace(CONFIRMED, finding=IssuerFinding.NOT_GENUINE)
TICK = ev.Tick()


def failed(trouble: IssuerTrouble) -> IssuerAnswer:
    return replace(CONFIRMED, finding=IssuerFinding.SERVICE_FAILED, trouble=trouble)


def walk_to_inspection(inspection: Inspection = SIGNED, profile: object = RELEASING) -> Walk:
    """The chip is read and its document inspected; face and list are still open."""
    walk = Walk(Kiosk(profile, Idle())).code_then_card().face_seen()  # type: ignore[arg-type]
    walk.send(ev.ChipRead(walk.id, walk.check.attempt, WHOLE))
    return walk.send(ev.DocumentInspected(walk.id, inspection, WHOLE))


def face_and_list(walk: Walk) -> Walk:
    return walk.send(ev.FaceCompared(walk.id, MATCH, LIVE), ev.ListAnswered(walk.id, LISTED))


def line(walk: Walk) -> DocumentCheck:
    inspection = walk.check.evidence.inspection
    assert inspection is not None
    return inspection.authenticity.issuer_verification


# When, and about what


@pytest.mark.parametrize(
    ("released", "files", "number"),
    [
        (frozenset(), {}, ""),
        ({DG1}, {DG1: b"dg1"}, "001090012345"),
        ({DG2, DG13}, {DG2: b"dg2", DG13: b"dg13"}, ""),
    ],
    ids=["nothing", "DG1", "photograph and DG13"],
)
def test_what_the_site_releases_is_what_leaves(
    released: frozenset[ElementaryFile], files: dict[ElementaryFile, bytes], number: str
) -> None:
    walk = walk_to_inspection(profile=replace(PROFILE, issuer_release=frozenset(released)))
    (asked,) = walk.all(fx.AskIssuer)
    assert asked.question == IssuerQuestion(b"sod", b"signer", files, number)


def test_a_site_that_releases_nothing_asks_nobody() -> None:
    walk = walk_to_inspection(profile=PROFILE)
    assert walk.all(fx.AskIssuer) == []
    assert face_and_list(walk).decision.verdict is Verdict.ADMIT
    assert line(walk) == DocumentCheck(CheckStatus.NOT_DONE, "not-asked")


@pytest.mark.parametrize(
    ("state", "asks"),
    [
        (AuthenticityState.SIGNATURE_OK_CHAIN_UNKNOWN, True),
        (AuthenticityState.CHAIN_TRUSTED, True),
        (AuthenticityState.CHAIN_TRUSTED_EXPIRED, True),
        (AuthenticityState.DS_PINNED, True),
        (AuthenticityState.HASH_MISMATCH, False),
        (AuthenticityState.SIGNATURE_BAD, False),
        (AuthenticityState.REVOKED, False),
        (AuthenticityState.NOT_DONE, False),
    ],
)
def test_only_an_intact_document_is_asked_about(state: AuthenticityState, asks: bool) -> None:
    walk = walk_to_inspection(replace(SIGNED, authenticity=replace(GENUINE, state=state)))
    assert bool(walk.all(fx.AskIssuer)) is asks


@pytest.mark.parametrize(
    "identity", [None, Identity(Source.CHIP, document_number="C01X00T47")], ids=["nobody", "another state's document"]
)
def test_documents_that_are_not_this_issuers(identity: Identity | None) -> None:
    assert walk_to_inspection(replace(SIGNED, identity=identity)).all(fx.AskIssuer) == []


def test_the_service_is_asked_beside_face_and_list() -> None:
    walk = walk_to_inspection()
    assert [type(effect) for effect in walk.effects[-3:]] == [fx.AskIssuer, fx.AskList, fx.CompareFaces]


def test_until_it_answers_the_report_says_no_more_than_that_it_is_not_done() -> None:
    assert line(walk_to_inspection()) == DocumentCheck(CheckStatus.NOT_DONE)


# What its word amounts to


ANSWERS: dict[str, tuple[IssuerAnswer, Verdict, tuple[Reason, ...], DocumentCheck]] = {
    "genuine": (CONFIRMED, Verdict.ADMIT, (), DocumentCheck(CheckStatus.PASSED)),
    "not genuine": (
        DENIED,
        Verdict.REFER,
        (Reason.ISSUER_DENIES,),
        DocumentCheck(CheckStatus.FAILED, "issuer-says-not-genuine"),
    ),
    "not known": (
        replace(CONFIRMED, finding=IssuerFinding.NOT_KNOWN),
        Verdict.ADMIT,
        (),
        DocumentCheck(CheckStatus.NOT_DONE, "issuer-does-not-know"),
    ),
    **{
        f"failed: {trouble}": (
            failed(trouble),
            Verdict.ADMIT,
            (),
            DocumentCheck(CheckStatus.NOT_DONE, f"issuer-service-{trouble}"),
        )
        for trouble in IssuerTrouble
    },
}


@pytest.mark.parametrize("situation", ANSWERS)
@pytest.mark.parametrize("last", [True, False], ids=["after face and list", "before them"])
def test_an_answer(situation: str, last: bool) -> None:
    answer, verdict, reasons, said = ANSWERS[situation]
    walk = walk_to_inspection()
    if last:
        face_and_list(walk)
        assert isinstance(walk.phase, Completing), "the verdict waits for the answer"
        walk.send(ev.IssuerAnswered(walk.id, answer))
    else:
        face_and_list(walk.send(ev.IssuerAnswered(walk.id, answer)))
    assert (walk.decision.verdict, walk.decision.reasons) == (verdict, reasons)
    assert line(walk) == said
    assert walk.check.evidence.issuer == answer


def test_a_mistake_of_ours_is_a_service_that_failed() -> None:
    walk = face_and_list(walk_to_inspection())
    walk.send(ev.IssuerFailed(walk.id, FaultCode.UNEXPECTED))
    assert walk.decision.verdict is Verdict.ADMIT
    assert line(walk) == DocumentCheck(CheckStatus.NOT_DONE, "issuer-service-unexpected")


def test_silence_ends_with_the_budget_and_blames_nobody() -> None:
    walk = face_and_list(walk_to_inspection()).send(TICK, after=PROFILE.budget_seconds)
    assert isinstance(walk.phase, Recording)
    assert (walk.decision.verdict, walk.decision.reasons) == (Verdict.ADMIT, ())
    assert line(walk) == DocumentCheck(CheckStatus.NOT_DONE, "issuer-service-too-late")


def test_an_answer_after_the_verdict_changes_nothing() -> None:
    walk = face_and_list(walk_to_inspection()).send(TICK, after=PROFILE.budget_seconds)
    before = walk.kiosk
    assert walk.send(ev.IssuerAnswered(walk.id, DENIED)).kiosk == before


def test_silence_does_not_hide_what_else_is_missing() -> None:
    walk = walk_to_inspection().send(TICK, after=PROFILE.budget_seconds)
    assert Reason.OUT_OF_TIME in walk.decision.reasons


@pytest.mark.parametrize(
    ("policy", "answer", "verdict"),
    [
        (Policy(issuer_denies=Verdict.REFUSE), DENIED, Verdict.REFUSE),
        (Policy(needs=CheckNeeds(issuer_verification=Need.MUST)), failed(IssuerTrouble.TOO_LATE), Verdict.REFER),
        (
            Policy(needs=CheckNeeds(issuer_verification=Need.WARN)),
            failed(IssuerTrouble.TOO_LATE),
            Verdict.ADMIT_WITH_ATTENTION,
        ),
    ],
    ids=["denial refuses here", "the service must answer", "its silence warns"],
)
def test_a_site_may_weigh_it_otherwise_but_failure_never_refuses(
    policy: Policy, answer: IssuerAnswer, verdict: Verdict
) -> None:
    walk = face_and_list(walk_to_inspection(profile=replace(RELEASING, policy=policy)))
    assert walk.send(ev.IssuerAnswered(walk.id, answer)).decision.verdict is verdict


def test_the_record_holds_the_answer_and_no_personal_data() -> None:
    walk = face_and_list(walk_to_inspection())
    walk.send(ev.IssuerAnswered(walk.id, CONFIRMED))
    record = walk.last(fx.CommitRecord).record
    assert dict(record.issuer) == {
        "service": "2id",
        "finding": "genuine",
        "trouble": "",
        "code": "0",
        "reference": "r-1",
        "at": "2026-06-26T07:00:05+00:00",
    }
    assert ("issuer_verification", "passed") in record.checks


# Carried out


def bench(issuer: FakeIssuer | None) -> Bench:
    """A kiosk whose site releases DG1."""
    return Bench(RELEASING, FakeChipReader(lambda _: WHOLE), FakeInspector(lambda: SIGNED), issuer=issuer)


def broken(_: Deadline) -> IssuerAnswer:
    raise RuntimeError("a mistake of ours")


@pytest.mark.parametrize(
    ("issuer", "finding", "status"),
    [
        (FakeIssuer(), "genuine", "passed"),
        (FakeIssuer(lambda _: DENIED), "not-genuine", "failed"),
        (FakeIssuer(broken), None, "not_done"),
        (None, None, "not_done"),
    ],
    ids=["genuine", "not genuine", "the adapter breaks", "no service although the site releases"],
)
def test_the_answer_comes_into_the_journal(issuer: FakeIssuer | None, finding: str | None, status: str) -> None:
    with running(bench(issuer)) as begun:
        begun.check()
        assert begun.journal.written.wait(10.0)
    (record,) = begun.journal.records
    assert dict(record.issuer).get("finding") == finding
    assert dict(record.checks)["issuer_verification"] == status
    if issuer is not None:
        assert [question.number for question in issuer.asked] == ["001090012345"]


def test_a_question_ends_with_the_kiosk() -> None:
    asked = threading.Event()
    endless = until_cancelled(asked, lambda: failed(IssuerTrouble.CANCELLED))
    ends_with_the_kiosk(bench(FakeIssuer(endless)), asked)
