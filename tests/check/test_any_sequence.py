"""Whatever happens at a kiosk, in whatever order: what no sequence of events can bring about."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as strategy

from kiosk.check import effects as fx
from kiosk.check import events as ev
from kiosk.check.machine import advance
from kiosk.check.screens import citizen_screen, operator_screen
from kiosk.check.states import (
    AwaitingConsent,
    AwaitingKey,
    CheckingByHand,
    Completing,
    Idle,
    Instant,
    Kiosk,
    OutOfService,
    Reading,
    Recording,
    RemovingCard,
    Repositioning,
    ShowingResult,
    Starting,
)
from kiosk.domain.authenticity import AuthenticityState, CheckStatus, DocumentCheck
from kiosk.domain.evidence import Evidence
from kiosk.domain.face import FaceBand, PhotoSource
from kiosk.domain.faults import Device, FaultCode
from kiosk.domain.hospital.insurance import InsuranceRules
from kiosk.domain.identity import Source
from kiosk.domain.liveness import (
    LivenessFinding,
    LivenessPart,
    LivenessPolicy,
    LivenessReason,
    LivenessReport,
    LivenessRules,
)
from kiosk.domain.record import CheckId
from kiosk.domain.shown_code import FlightLeg, FlightPass
from kiosk.domain.site import Admission, CheckNeeds, ListPhoto, Need, SiteProfile
from kiosk.domain.travel import PassWanted, TravelRules
from kiosk.domain.verdict import Decision, Verdict
from kiosk.domain.vietnam_time import VIETNAM
from tests.fakes.findings import (
    AN,
    AN_BY_QR,
    AN_CAN,
    CONFIRMED,
    GENUINE,
    INSPECTED,
    INSURED,
    LISTED,
    LIVE,
    MATCH,
    MISMATCH,
    NOT_LISTED,
    PROFILE,
    READER,
    at,
    reading,
)
from tests.fakes.stations import ASKING, RELEASING, TICK, every_event

T = TypeVar("T")

NEEDING = replace(
    PROFILE,
    policy=replace(PROFILE.policy, needs=CheckNeeds(revocation=Need.MUST, issuing_state=Need.WARN)),
    liveness=LivenessRules(LivenessPolicy.ACTIVE),
)
TRAVELLING = replace(PROFILE, travel=TravelRules(PassWanted.ALWAYS, "HUI"))
TODAY = at(0).wall.astimezone(VIETNAM).date()
OF_THE_FLIGHT = FlightPass("NGUYEN", "VAN AN MR", (FlightLeg("VN1371", "HUI", "SGN", TODAY, "QX7M2A", "7A", "0012"),))
MILD = ("qr_only", "clone_check_missing", "chain_unknown", "liveness_missing", "sources_differ", "already_admitted")
LENIENT = replace(
    PROFILE,
    policy=replace(PROFILE.policy, **dict.fromkeys(MILD, Verdict.ADMIT)),
    liveness=LivenessRules(LivenessPolicy.PASSIVE_THEN_ACTIVE),
)
"""A profile that asks for less than any site may; ``decide`` holds it to the limits."""

PROFILES: dict[str, SiteProfile] = {
    "as shipped": PROFILE,
    "asking first": ASKING,
    "asking the issuer": RELEASING,
    "asking the insurance": replace(PROFILE, insurance=InsuranceRules()),
    "needing more": NEEDING,
    "with boarding passes": TRAVELLING,
    "beyond all limits": LENIENT,
}

REPORTS = (
    GENUINE,
    replace(GENUINE, revocation=DocumentCheck(CheckStatus.PASSED), issuing_state=DocumentCheck(CheckStatus.PASSED)),
    replace(GENUINE, state=AuthenticityState.SIGNATURE_OK_CHAIN_UNKNOWN),
    replace(GENUINE, state=AuthenticityState.HASH_MISMATCH, hashes=DocumentCheck(CheckStatus.FAILED)),
    replace(GENUINE, active_authentication=DocumentCheck(CheckStatus.FAILED)),
    replace(
        GENUINE,
        active_authentication=DocumentCheck(CheckStatus.NOT_SUPPORTED),
        chip_authentication=DocumentCheck(CheckStatus.NOT_SUPPORTED),
    ),
    replace(GENUINE, cross_checks=DocumentCheck(CheckStatus.FAILED)),
    replace(GENUINE, validity=DocumentCheck(CheckStatus.FAILED)),
)
INSPECTIONS = (
    *(replace(INSPECTED, authenticity=report) for report in REPORTS),
    replace(INSPECTED, identity=None, chip_face=None),
    replace(INSPECTED, chip_face=None),
)
assert LISTED.listing is not None
WITH_PHOTO = replace(LISTED, listing=replace(LISTED.listing, photo=ListPhoto(b"\xff\xd8\xff")))
AT_THE_DESK = replace(LISTED, listing=replace(LISTED.listing, details=(("session", "VN 1371"), ("seat", "07A"))))
ANSWERS = (
    LISTED,
    AT_THE_DESK,
    WITH_PHOTO,
    NOT_LISTED,
    *(replace(LISTED, admission=admission) for admission in Admission),
    replace(LISTED, differences=("name",)),
)
FACES = tuple(replace(LIVE, person=person) for person in (1, 1, 1, 1, 1, 2))
PERSONAL = (AN.number, AN.name, AN.mrz_name, AN.old_number, "HN-0001", "Phòng 12")
ONCE = (fx.AskList, fx.AskIssuer, fx.AskInsurance, fx.CommitRecord)
AT_REST = (Idle, OutOfService, Starting, RemovingCard)


def liveness(person: int, status: CheckStatus) -> LivenessReport:
    """What was found of one person: a challenge with this end, all else not looked at."""
    reason = None if status is CheckStatus.PASSED else LivenessReason.TOO_LATE
    return LivenessReport((LivenessFinding(LivenessPart.CHALLENGE, status, reason),), person=person)


@dataclass
class World:
    """What effects asked for, and what the rooms that carry them out would remember."""

    kiosk: Kiosk
    begun: list[CheckId] = field(default_factory=list)
    watched: set[CheckId] = field(default_factory=set)
    wiped: Counter[CheckId] = field(default_factory=Counter)
    written: dict[CheckId, Verdict] = field(default_factory=dict)
    asked: Counter[tuple[type[fx.Effect], CheckId]] = field(default_factory=Counter)

    def send(self, event: ev.Event, now: Instant) -> None:
        before = self.kiosk.check
        self.kiosk, effects = advance(self.kiosk, event, now)
        check = self.kiosk.check
        if check is not None and check.id not in self.begun:
            self.begun.append(check.id)
        for effect in effects:
            self._carry_out(effect)
        if before is not None and (check is None or check.id != before.id):
            assert self.wiped[before.id] == 1, "a check that is over is forgotten, once"

    def _carry_out(self, effect: fx.Effect) -> None:
        check_id = getattr(effect, "check_id", None)
        match effect:
            case fx.StartFace():
                self.watched.add(effect.check_id)
            case fx.StopFace():
                self.watched.discard(effect.check_id)
            case fx.CommitRecord(record=record):
                assert effect.check_id not in self.written, "one verdict a check"
                self.written[effect.check_id] = record.verdict
            case fx.Wipe():
                self.wiped[effect.check_id] += 1
                assert effect.check_id not in self.watched, "nobody looks for a face of a check that is over"
            case fx.CompareFaces(live=live):
                assert self.kiosk.check is not None and live.person == self.kiosk.check.person
        if check_id is not None:
            assert check_id in self.begun
            assert self.wiped[check_id] == isinstance(effect, fx.Wipe), "nothing is asked for a check that is over"
            self.asked[type(effect), check_id] += 1
            assert self.asked[type(effect), check_id] == 1 or not isinstance(effect, ONCE)


class Chance:
    """Numbers that were drawn beforehand, each used to pick one of several things."""

    def __init__(self, drawn: list[int]) -> None:
        self._drawn = iter(drawn)

    def of(self, *things: T) -> T:
        return things[next(self._drawn, 0) % len(things)]


walks = strategy.lists(strategy.lists(strategy.integers(0, 4095), min_size=10, max_size=10), max_size=45).map(
    lambda steps: [Chance(drawn) for drawn in steps]
)


def what_happens(kiosk: Kiosk, chance: Chance) -> ev.Event:
    """Mostly what leads on from here, else any event, of this check, of one that is over, or of an earlier reading."""
    if chance.of(True, True, False):
        return onwards(kiosk, chance)
    check = kiosk.check
    of_check = check.id if check is not None and chance.of(True, True, True, False) else CheckId("over")
    event = chance.of(*every_event(of_check, (check.attempt if check else 0) - chance.of(0, 0, 1)))
    # A document is inspected once a check, and nobody else says that it was.
    return TICK if isinstance(event, ev.DocumentInspected) else event


def onwards(kiosk: Kiosk, chance: Chance) -> ev.Event:
    check = kiosk.check
    if check is None:
        match kiosk.phase:
            case OutOfService() | Starting():
                return ev.DeviceReady(chance.of(*Device))
            case RemovingCard(reader=reader):
                return ev.CardRemoved(reader)
        return chance.of(ev.CardCodeRead(AN_BY_QR, (AN_CAN,)), ev.CardPresented(READER))
    live = chance.of(*FACES)
    of_face = chance.of(
        ev.LiveFaceFound(check.id, live),
        ev.FaceCompared(check.id, chance.of(MATCH, MATCH, MATCH, MISMATCH), live),
        ev.LivenessFound(check.id, liveness(live.person, chance.of(*CheckStatus))),
    )
    match kiosk.phase:
        case AwaitingConsent():
            return ev.ConsentAnswered(True)
        case AwaitingKey():
            return ev.CardCodeRead(AN_BY_QR, (AN_CAN,))
        case CheckingByHand():
            return chance.of(ev.HandCheckDone(check.id), of_face)
        case Reading():
            return chance.of(ev.ChipRead(check.id, check.attempt, reading()), of_face)
        case Repositioning():
            return ev.CardPresented(READER)
        case Completing() if check.evidence.inspection is None:
            return ev.DocumentInspected(check.id, chance.of(INSPECTED, *INSPECTIONS), reading())
        case Completing():
            return chance.of(
                ev.ListAnswered(check.id, chance.of(LISTED, LISTED, *ANSWERS)),
                ev.IssuerAnswered(check.id, CONFIRMED),
                ev.InsuranceAnswered(check.id, INSURED),
                ev.CodeSeen(OF_THE_FLIGHT, FaultCode.CODE_BOARDING_PASS),
                of_face,
                of_face,
            )
        case Recording():
            return ev.Recorded(check.id)
    return chance.of(ev.Dismissed(), TICK)


def admits_plainly(evidence: Evidence, profile: SiteProfile) -> bool:
    """Whether all that an ``ADMIT`` needs is there, said once more and without ``decide``."""
    inspection, comparison, answer = evidence.inspection, evidence.comparison, evidence.listing
    if inspection is None or comparison is None or answer is None or evidence.by_hand or evidence.infant:
        return False
    report, found = inspection.authenticity, evidence.boarding
    musts = [name for name, need in profile.policy.needs.items() if need is not Need.MAY]
    vouched = report.issuer_verification.status is CheckStatus.PASSED
    genuine = report.state in (AuthenticityState.CHAIN_TRUSTED, AuthenticityState.DS_PINNED) or vouched
    return (
        genuine
        and report.clone_check is CheckStatus.PASSED
        and report.validity.status is CheckStatus.PASSED
        and report.cross_checks.status is not CheckStatus.FAILED
        and all(report.checks()[name].status is CheckStatus.PASSED for name in musts)
        and evidence.identity is not None
        and evidence.identity.source is Source.CHIP
        and evidence.chip_fault is None
        and comparison.band is FaceBand.MATCH
        and comparison.against is PhotoSource.CHIP
        and (profile.liveness.policy is LivenessPolicy.OFF or evidence.liveness.status is CheckStatus.PASSED)
        and answer.admission is Admission.EXPECTED
        and not answer.differences
        and (profile.travel is None or (found is not None and found.shown and not found.differences))
    )


def blames_nobody_for_an_accident(decision: Decision) -> bool:
    return not any(finding.verdict is Verdict.REFUSE and finding.fault is not None for finding in decision.findings)


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
@settings(max_examples=150)
@given(walk=walks)
def test_no_sequence_of_events_breaks_what_a_check_promises(profile: SiteProfile, walk: list[Chance]) -> None:
    world, seconds = World(Kiosk(profile, Idle())), 0.0
    for chance in walk:
        seconds += chance.of(0.0, 0.0, 0.1, 1.0, 7.0, 25.0)
        world.send(what_happens(world.kiosk, chance), at(seconds))
        kiosk = world.kiosk
        if isinstance(kiosk.phase, ShowingResult):
            decision = kiosk.phase.decision
            assert world.written[kiosk.phase.check.id] is decision.verdict, "what is shown was written"
            assert blames_nobody_for_an_accident(decision)
            if decision.verdict is Verdict.ADMIT:
                assert admits_plainly(kiosk.phase.check.evidence, profile)
        if isinstance(kiosk.phase, AT_REST):
            assert kiosk.check is None and not world.watched
            assert set(world.wiped) == set(world.begun), "whoever was here is forgotten"
            told = repr(citizen_screen(kiosk, seconds)) + repr(operator_screen(kiosk, seconds))
            assert not any(word in told for word in PERSONAL)


@pytest.mark.parametrize("touched", [False, True], ids=["left alone", "touched all the time"])
@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
@settings(max_examples=40)
@given(walk=walks)
def test_from_wherever_events_lead_time_alone_leads_to_rest(
    profile: SiteProfile, touched: bool, walk: list[Chance]
) -> None:
    """Whatever does not answer: the journal, the list, the chip, a service."""
    world, seconds = World(Kiosk(profile, Idle())), 0.0
    for chance in walk:
        seconds += chance.of(0.0, 0.1, 1.0)
        world.send(what_happens(world.kiosk, chance), at(seconds))
    for _ in range(120):
        seconds += 9.0
        for reader in world.kiosk.cards:
            world.send(ev.CardRemoved(reader), at(seconds))
        if touched:
            world.send(ev.MoreTimeAsked(), at(seconds))
        world.send(TICK, at(seconds))
    assert isinstance(world.kiosk.phase, Idle | OutOfService | Starting)
    assert world.kiosk.taken_over is None and world.kiosk.shown is None
    assert set(world.wiped) == set(world.begun)
