"""Looking after somebody by hand: what begins it, what is written, what is seen before and after the decision."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.check import effects as fx
from kiosk.check import events as ev
from kiosk.check.limits import HAND_RESULT_SECONDS, HAND_SECONDS, RESULT_SECONDS
from kiosk.check.phases.by_hand import hindrance
from kiosk.check.screens import ScreenKind, Tone, citizen_screen, operator_screen
from kiosk.check.states import (
    AwaitingKey,
    CheckingByHand,
    Idle,
    Kiosk,
    OutOfService,
    Recording,
    RemovingCard,
    ShowingResult,
)
from kiosk.domain.desks.by_hand import ByHand, Hindrance
from kiosk.domain.faults import Device, FaultCode
from kiosk.domain.identity import Source
from kiosk.domain.outputs import OutputRules
from kiosk.domain.override import Outcome
from kiosk.domain.site import Admission, ListPhoto
from kiosk.domain.verdict import Reason, Verdict
from tests.fakes.findings import AN, AN_BY_HAND, AN_BY_QR, AN_CAN, LISTED, LIVE, PROFILE, READER
from tests.fakes.walk import Walk

BEGIN = ev.HandCheckBegun(AN_BY_HAND)
CARD, GONE, TICK = ev.CardPresented(READER), ev.CardRemoved(READER), ev.Tick()


def kinds(walk: Walk) -> ScreenKind:
    return citizen_screen(walk.kiosk, walk.now.monotonic).kind


class TestBeginning:
    def test_nothing_was_on_a_card(self) -> None:
        walk = Walk().send(BEGIN)
        assert operator_screen(walk.kiosk, walk.now.monotonic).person == ()

    def test_the_camera_opens_and_the_list_row_is_the_evidence(self) -> None:
        walk = Walk().send(BEGIN)
        assert isinstance(walk.phase, CheckingByHand)
        assert walk.effects == [fx.StartFace(walk.id)]
        screen = operator_screen(walk.kiosk, walk.now.monotonic)
        assert screen.by_hand
        assert {line.value.vi for line in screen.listing} >= {AN.name, AN.number, "Danh sách, chưa xác minh"}

    @pytest.mark.parametrize(
        ("before", "begins"),
        [
            (Walk(), True),
            (Walk().send(ev.CardCodeRead(AN_BY_QR, (AN_CAN,))), True),
            (Walk().send(ev.DeviceFailed(FaultCode.NO_READER)), True),
            (Walk().send(ev.DeviceFailed(FaultCode.CAMERA_LOST)), True),
            (Walk().shown(), True),
            (Walk().shown().send(TICK, after=60.0), True),
            (Walk().send(CARD), False),
            (Walk().code_then_card(), False),
            (Walk().completed(), False),
            (Walk().send(BEGIN), False),
            (Walk(Kiosk(PROFILE, OutOfService(), faults=frozenset({FaultCode.JOURNAL_FAILED}))), False),
            (Walk(Kiosk(PROFILE, Idle(), awaited=frozenset({Device.JOURNAL}))), False),
            (Walk().send(ev.DeviceFailed(FaultCode.SHIFT_NOT_OPEN)), False),
        ],
        ids=[
            "nobody is here",
            "a code waits for its card",
            "the reader is gone",
            "the camera is gone",
            "a result is shown",
            "a card was forgotten",
            "a card waits for its key",
            "a chip is read",
            "a verdict is written",
            "somebody is looked after already",
            "the journal failed",
            "the journal is not open yet",
            "no shift is open where one has to be",
        ],
    )
    def test_when_it_may_begin(self, before: Walk, begins: bool) -> None:
        assert (hindrance(before.kiosk) is None) is begins
        known = before.kiosk
        before.send(BEGIN)
        assert isinstance(before.phase, CheckingByHand) if begins else before.kiosk == known

    def test_why_it_may_not(self) -> None:
        assert hindrance(Walk().send(CARD).kiosk) is Hindrance.BUSY
        broken = Kiosk(PROFILE, OutOfService(), faults=frozenset({FaultCode.JOURNAL_FAILED}))
        assert hindrance(broken) is Hindrance.NO_JOURNAL
        assert hindrance(Walk().send(ev.DeviceFailed(FaultCode.SHIFT_NOT_OPEN)).kiosk) is Hindrance.NO_SHIFT

    def test_the_result_before_is_wiped(self) -> None:
        walk = Walk().shown()
        first = walk.id
        assert fx.Wipe(first) in walk.send(BEGIN).effects

    def test_only_the_list_vouches_for_who_is_looked_after(self) -> None:
        with pytest.raises(ValueError, match="from the list"):
            ByHand(replace(AN, source=Source.CHIP), LISTED, "binh")
        with pytest.raises(ValueError, match="login"):
            ByHand(AN_BY_HAND.identity, LISTED, "Nguyễn Văn An")


class TestLooking:
    def test_list_photo_and_live_picture_stand_side_by_side(self) -> None:
        photo = ListPhoto(b"\xff\xd8\xff photo")
        listing = replace(LISTED.listing, photo=photo) if LISTED.listing else None
        person = replace(AN_BY_HAND, answer=replace(LISTED, listing=listing))
        walk = Walk().send(ev.HandCheckBegun(person))
        walk.send(ev.LiveFaceFound(walk.id, LIVE))
        screen = operator_screen(walk.kiosk, walk.now.monotonic)
        assert screen.list_photo == photo
        assert screen.live_photo is LIVE.frame
        assert screen.chip_photo is None

    def test_nobody_is_asked_to_move(self) -> None:
        walk = Walk().send(BEGIN)
        walk.send(ev.LiveFaceFound(walk.id, LIVE))
        assert not walk.all(fx.StartChallenge)
        assert not walk.all(fx.CompareFaces)

    @pytest.mark.parametrize("end", [ev.Dismissed(), TICK], ids=["closed", "nobody goes on"])
    def test_whoever_is_let_go_leaves_nothing(self, end: ev.Event) -> None:
        walk = Walk().send(BEGIN)
        check_id = walk.id
        walk.send(end, after=HAND_SECONDS)
        assert walk.phase == Idle()
        assert walk.effects[-2:] == [fx.StopFace(check_id), fx.Wipe(check_id)]
        assert not walk.all(fx.CommitRecord)

    def test_more_time_lasts_as_long_again(self) -> None:
        walk = Walk().send(BEGIN).send(ev.MoreTimeAsked(), after=HAND_SECONDS - 1)
        assert isinstance(walk.send(TICK, after=HAND_SECONDS - 1).phase, CheckingByHand)

    def test_a_dead_card_that_lies_there_is_to_be_taken_afterwards(self) -> None:
        walk = Walk().send(CARD).send(ev.ChipGivenUp())
        walk.send(ev.Recorded(walk.id), BEGIN)
        assert isinstance(walk.send(ev.Dismissed()).phase, RemovingCard)

    def test_the_next_persons_card_waits_for_the_end(self) -> None:
        walk = Walk().send(BEGIN, CARD)
        assert isinstance(walk.phase, CheckingByHand)
        assert isinstance(walk.send(ev.Dismissed()).phase, AwaitingKey)

    def test_a_camera_that_fails_does_not_end_it(self) -> None:
        walk = Walk().send(BEGIN, ev.DeviceFailed(FaultCode.CAMERA_LOST))
        assert isinstance(walk.phase, CheckingByHand)
        assert isinstance(walk.send(ev.HandCheckDone(walk.id)).phase, Recording)


class TestVerdict:
    @pytest.mark.parametrize("admission", [Admission.EXPECTED, Admission.POSSIBLE, Admission.ALREADY_ADMITTED])
    def test_the_machine_never_admits(self, admission: Admission) -> None:
        person = replace(AN_BY_HAND, answer=replace(LISTED, admission=admission))
        walk = Walk().looked_at(person)
        assert walk.decision.verdict is Verdict.REFER
        assert Reason.CHECKED_BY_HAND in walk.decision.reasons
        assert (Reason.ALREADY_ADMITTED in walk.decision.reasons) is (admission is Admission.ALREADY_ADMITTED)

    def test_the_record_says_who_looked_and_that_nothing_was_verified(self) -> None:
        walk = Walk().looked_at()
        record = walk.last(fx.CommitRecord).record
        assert (record.by_hand, record.identity_source, record.listing_key) == ("binh", "list", "HN-0001")
        assert (record.authenticity, record.checks, record.face) == ("", (), ())
        assert walk.last(fx.CommitRecord).identity == AN_BY_HAND.identity

    def test_record_and_messages_bear_the_id_of_the_check_that_staff_see(self) -> None:
        rules = OutputRules(webhook=frozenset(), export=frozenset())
        profile = replace(PROFILE, data=replace(PROFILE.data, outputs=rules))
        walk = Walk(Kiosk(profile, Idle())).send(BEGIN)
        seen = operator_screen(walk.kiosk, walk.now.monotonic).by_hand
        assert seen == walk.id
        written = walk.send(ev.HandCheckDone(seen)).last(fx.CommitRecord)
        assert {written.check_id, written.record.check_id, *(one.key for one in written.outgoing)} == {seen}
        assert len(written.outgoing) == 2

    def test_a_key_that_was_pressed_twice_ends_one_check_and_not_the_next(self) -> None:
        walk = Walk().send(BEGIN)
        pressed = ev.HandCheckDone(walk.id)
        walk.send(pressed, pressed)
        walk.send(ev.Recorded(walk.id), pressed)
        assert len(walk.all(fx.CommitRecord)) == 1
        assert isinstance(walk.send(BEGIN, pressed).phase, CheckingByHand)

    def test_until_staff_decide_the_person_is_asked_to_wait(self) -> None:
        walk = Walk().checked_by_hand()
        assert kinds(walk) is ScreenKind.WAIT_FOR_STAFF
        assert operator_screen(walk.kiosk, walk.now.monotonic).to_decide == walk.id
        assert isinstance(walk.send(TICK, after=HAND_RESULT_SECONDS - 1).phase, ShowingResult)
        assert walk.send(TICK, after=1).phase == Idle()

    @pytest.mark.parametrize(
        ("outcome", "tone", "has_place"),
        [(Outcome.ADMITTED, Tone.SUCCESS, True), (Outcome.REFUSED, Tone.REFUSE, False)],
        ids=["admitted", "turned away"],
    )
    def test_what_staff_decided_is_shown_with_the_place(self, outcome: Outcome, tone: Tone, has_place: bool) -> None:
        walk = Walk().checked_by_hand()
        walk.send(ev.StaffDecided(walk.id, outcome), after=100.0)
        screen = citizen_screen(walk.kiosk, walk.now.monotonic)
        assert (screen.kind, screen.tone, screen.place is not None) == (ScreenKind.RESULT, tone, has_place)
        assert screen.seconds_left == RESULT_SECONDS
        assert operator_screen(walk.kiosk, walk.now.monotonic).to_decide is None

    def test_the_machines_verdict_stays_beside_it(self) -> None:
        walk = Walk().checked_by_hand()
        walk.send(ev.StaffDecided(walk.id, Outcome.ADMITTED))
        assert walk.decision.verdict is Verdict.REFER
        assert operator_screen(walk.kiosk, walk.now.monotonic).reasons

    def test_somebody_referred_by_the_machine_sees_it_too(self) -> None:
        walk = Walk().send(CARD).send(ev.ChipGivenUp())
        walk.send(ev.Recorded(walk.id), ev.StaffDecided(walk.id, Outcome.ADMITTED))
        assert citizen_screen(walk.kiosk, walk.now.monotonic).tone is Tone.SUCCESS

    def test_a_decision_that_was_taken_back_is_shown_no_longer(self) -> None:
        walk = Walk().checked_by_hand()
        walk.send(ev.StaffDecided(walk.id, Outcome.ADMITTED), ev.StaffDecided(walk.id, None))
        assert kinds(walk) is ScreenKind.WAIT_FOR_STAFF

    def test_a_card_taken_meanwhile_does_not_hurry_staff(self) -> None:
        walk = Walk().send(CARD).send(ev.ChipGivenUp())
        walk.send(ev.Recorded(walk.id)).checked_by_hand()
        walk.send(GONE).send(TICK, after=HAND_RESULT_SECONDS - 1)
        assert isinstance(walk.phase, ShowingResult)
