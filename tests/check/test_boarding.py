"""Travellers: boarding passes beside document and list, infants, and marks that only staff see."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kiosk.check import effects as fx
from kiosk.check import events as ev
from kiosk.check.screens import Tone, citizen_screen, operator_screen
from kiosk.check.states import AwaitingCard, Completing, Idle, Kiosk
from kiosk.check.wording import words
from kiosk.domain.desks.attendance import Circumstance
from kiosk.domain.faults import FaultCode
from kiosk.domain.liveness import LivenessPolicy, LivenessRules
from kiosk.domain.shown_code import FlightLeg, FlightPass
from kiosk.domain.site import SiteProfile
from kiosk.domain.travel import PassDifference, PassWanted, TravelRules
from kiosk.domain.verdict import Reason, Verdict
from kiosk.domain.vietnam_time import VIETNAM
from tests.fakes.findings import AN, INSPECTED, LISTED, LIVE, MATCH, PROFILE, at
from tests.fakes.walk import Walk

TODAY = at(0).wall.astimezone(VIETNAM).date()
TOMORROW = TODAY + timedelta(days=1)
PASS = FlightPass("NGUYEN", "VAN AN MR", (FlightLeg("VN1371", "HUI", "SGN", TODAY, "QX7M2A", "7A", "0012"),))
ANOTHERS = replace(PASS, surname="TRAN", given_names="THI BICH NGOC MRS")
SHOWN = ev.CodeSeen(PASS, FaultCode.CODE_MALFORMED)
DESK = replace(PROFILE, travel=TravelRules(airport="HUI"))
WANTING = replace(PROFILE, travel=TravelRules(PassWanted.ALWAYS, "HUI"))
assert LISTED.listing is not None
ROW = replace(LISTED, listing=replace(LISTED.listing, details=(("session", "VN 1371"), ("seat", "07A"))))
INFANT = replace(INSPECTED, identity=replace(AN, birth_date=date(TODAY.year - 1, 1, 1)))


def started(profile: SiteProfile = DESK, *before: ev.Event) -> Walk:
    return Walk(Kiosk(profile, Idle())).send(*before).code_then_card().face_seen().chip_read()


def checked(walk: Walk) -> Walk:
    """Document, face and list answered well."""
    walk.send(ev.DocumentInspected(walk.id, INSPECTED), ev.ListAnswered(walk.id, ROW))
    return walk.send(ev.FaceCompared(walk.id, MATCH, LIVE))


@pytest.mark.parametrize(
    ("profile", "shown", "verdict", "reasons"),
    [
        pytest.param(DESK, PASS, Verdict.ADMIT, set(), id="it fits"),
        pytest.param(DESK, None, Verdict.ADMIT, set(), id="none, and none is needed"),
        pytest.param(DESK, ANOTHERS, Verdict.REFER, {Reason.BOARDING_DIFFERS}, id="another person's"),
        pytest.param(WANTING, PASS, Verdict.ADMIT, set(), id="wanted, and it fits"),
        pytest.param(PROFILE, ANOTHERS, Verdict.ADMIT, set(), id="no desk for travellers"),
    ],
)
def test_a_pass_before_the_document(
    profile: SiteProfile, shown: FlightPass | None, verdict: Verdict, reasons: set[Reason]
) -> None:
    before = [] if shown is None else [ev.CodeSeen(shown, FaultCode.CODE_MALFORMED)]
    walk = checked(started(profile, *before))
    assert (walk.decision.verdict, set(walk.decision.reasons)) == (verdict, reasons)


@pytest.mark.parametrize(
    ("expected_on", "reasons"),
    [
        pytest.param(None, {Reason.BOARDING_DIFFERS}, id="by day, and the list says nothing"),
        pytest.param(TODAY, {Reason.BOARDING_DIFFERS}, id="the list says today"),
        pytest.param(TOMORROW, set(), id="the list says tomorrow, and its doors are open"),
    ],
)
def test_a_flight_after_midnight(expected_on: date | None, reasons: set[Reason]) -> None:
    leg = replace(PASS.legs[0], day=TOMORROW)
    walk = started(DESK, ev.CodeSeen(replace(PASS, legs=(leg,)), FaultCode.CODE_MALFORMED))
    row = replace(ROW, expected_on=expected_on)
    walk.send(ev.DocumentInspected(walk.id, INSPECTED), ev.ListAnswered(walk.id, row))
    walk.send(ev.FaceCompared(walk.id, MATCH, LIVE))
    assert set(walk.decision.reasons) == reasons


def test_a_pass_while_the_document_is_read() -> None:
    walk = checked(started().send(ev.CodeSeen(ANOTHERS, FaultCode.CODE_MALFORMED)))
    assert walk.check.evidence.boarding is not None
    assert walk.check.evidence.boarding.differences == (PassDifference.NAME,)
    lines = operator_screen(walk.kiosk, walk.now.monotonic).listing
    assert words.PASS_DIFFERENCES[PassDifference.NAME] in [line.value for line in lines]


def test_the_person_hears_that_it_was_read() -> None:
    walk = Walk(Kiosk(DESK, Idle())).send(SHOWN)
    screen = citizen_screen(walk.kiosk, walk.now.monotonic)
    assert (screen.hint, screen.hint_tone) == (words.PASS_SEEN, Tone.SUCCESS)
    walk.send(ev.Tick(), after=60.0)
    assert citizen_screen(walk.kiosk, walk.now.monotonic).hint is None
    assert not isinstance(walk.phase, AwaitingCard)


def test_a_site_that_wants_one_waits_for_it_and_says_so() -> None:
    walk = checked(started(WANTING))
    assert isinstance(walk.phase, Completing)
    assert citizen_screen(walk.kiosk, walk.now.monotonic).title == words.PASS_WANTED
    walk.send(SHOWN, ev.Tick())
    assert walk.decision.verdict is Verdict.ADMIT


def test_a_pass_that_does_not_come_is_missed_when_the_time_is_over() -> None:
    walk = checked(started(WANTING)).send(ev.Tick(), after=WANTING.budget_seconds)
    assert walk.decision.reasons == (Reason.BOARDING_MISSING,)


def test_an_infant_is_not_compared_and_never_refused() -> None:
    walk = started(replace(DESK, liveness=LivenessRules(LivenessPolicy.ACTIVE)))
    walk.send(ev.DocumentInspected(walk.id, INFANT), ev.ListAnswered(walk.id, ROW))
    assert walk.all(fx.CompareFaces) == []
    assert (walk.decision.verdict, walk.decision.reasons) == (Verdict.REFER, (Reason.INFANT,))


def test_a_site_may_let_infants_in_with_attention() -> None:
    policy = replace(DESK.policy, infant=Verdict.ADMIT_WITH_ATTENTION)
    walk = started(replace(DESK, policy=policy))
    walk.send(ev.DocumentInspected(walk.id, INFANT), ev.ListAnswered(walk.id, ROW))
    assert walk.decision.verdict is Verdict.ADMIT_WITH_ATTENTION


def test_elsewhere_a_child_is_compared_as_everybody_is() -> None:
    walk = started(PROFILE)
    walk.send(ev.DocumentInspected(walk.id, INFANT), ev.ListAnswered(walk.id, ROW))
    assert walk.all(fx.CompareFaces)


@pytest.mark.parametrize(
    ("circumstances", "tone"),
    [
        pytest.param((Circumstance.WATCHED,), Tone.SUCCESS, id="watched: as if it were not so"),
        pytest.param((Circumstance.WATCHED, Circumstance.NEEDS_CARE), Tone.ATTENTION, id="watched, and needs care"),
        pytest.param((Circumstance.WATCHED, Circumstance.WRONG_DAY), Tone.REFER, id="watched, and on a wrong day"),
    ],
)
def test_a_watch_list_is_for_staff_alone(circumstances: tuple[Circumstance, ...], tone: Tone) -> None:
    walk = started(DESK)
    walk.send(ev.DocumentInspected(walk.id, INSPECTED))
    walk.send(ev.ListAnswered(walk.id, replace(ROW, circumstances=circumstances)))
    walk.send(ev.FaceCompared(walk.id, MATCH, LIVE), ev.Recorded(walk.id))
    assert Reason.WATCHED in walk.decision.reasons
    assert walk.decision.verdict is not Verdict.ADMIT
    person, staff = citizen_screen(walk.kiosk, walk.now.monotonic), operator_screen(walk.kiosk, walk.now.monotonic)
    assert person.tone is tone
    assert words.REASONS[Reason.WATCHED] in [line.label for line in staff.reasons]
