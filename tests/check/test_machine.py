"""The way of one check, event by event: what the kiosk does and where it stands then."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.check import effects as fx
from kiosk.check import events as ev
from kiosk.check.limits import (
    BOUNCE_SECONDS,
    CARD_WAIT_SECONDS,
    KEY_WAIT_SECONDS,
    MAX_CHIP_ATTEMPTS,
    MAX_COMPARISONS,
    MAX_WRONG_KEYS,
    RECORD_SECONDS,
    REPOSITION_SECONDS,
    RESULT_AFTER_CARD_SECONDS,
    RESULT_SECONDS,
)
from kiosk.check.screens import citizen_screen
from kiosk.check.states import (
    AwaitingCard,
    AwaitingKey,
    Completing,
    Idle,
    Kiosk,
    OutOfService,
    Reading,
    Recording,
    RemovingCard,
    Repositioning,
    ShowingResult,
    Starting,
)
from kiosk.domain.authenticity import AuthenticityState
from kiosk.domain.chip_reading import ReadProgress
from kiosk.domain.evidence import Inspection
from kiosk.domain.faults import Device, FaultCode
from kiosk.domain.verdict import Reason, Verdict
from tests.fakes.findings import (
    AN_BY_QR,
    AN_CAN,
    GENUINE,
    INSPECTED,
    LISTED,
    LIVE,
    MATCH,
    MISMATCH,
    NOT_LISTED,
    PROFILE,
    at,
    reading,
)
from tests.fakes.stations import CARD, CODE, GONE, TICK
from tests.fakes.walk import Walk

NEXT_CODE = ev.CardCodeRead(replace(AN_BY_QR, number="079185006789"), (AN_CAN,))


class TestRecording:
    def test_a_verdict_that_does_not_get_onto_the_disk_is_not_shown_and_nobody_waits_for_it(self) -> None:
        walk = Walk().completed().send(TICK, after=RECORD_SECONDS - 1)
        check_id = walk.id
        assert isinstance(walk.phase, Recording)
        walk.send(TICK, after=1)
        assert isinstance(walk.phase, OutOfService)
        assert walk.kiosk.faults == {FaultCode.JOURNAL_FAILED}
        assert walk.effects[-1] == fx.Wipe(check_id)

    def test_one_that_gets_there_too_late_is_shown_to_nobody(self) -> None:
        walk = Walk().completed()
        late = ev.Recorded(walk.id)
        assert isinstance(walk.send(TICK, after=RECORD_SECONDS).send(late).phase, OutOfService)
        assert isinstance(walk.send(ev.DeviceReady(Device.JOURNAL), late).phase, Idle | AwaitingKey)


class TestGoodCheck:
    def test_code_then_card_starts_camera_and_reading_at_once(self) -> None:
        walk = Walk().code_then_card()
        assert isinstance(walk.phase, Reading)
        assert [type(effect) for effect in walk.effects] == [fx.StartFace, fx.ReadChip]
        assert walk.last(fx.ReadChip).keys == (AN_CAN,)
        assert walk.last(fx.ReadChip).seconds == PROFILE.budget_seconds

    def test_card_first_waits_for_a_key_with_the_camera_on(self) -> None:
        walk = Walk().send(CARD)
        assert isinstance(walk.phase, AwaitingKey)
        assert [type(effect) for effect in walk.effects] == [fx.StartFace]
        walk.send(ev.KeyTyped((AN_CAN,)), after=12.0)
        assert isinstance(walk.phase, Reading)
        assert walk.last(fx.ReadChip).seconds == PROFILE.budget_seconds, "the person's own time is not the machine's"

    def test_the_face_that_was_found_meanwhile_is_compared_as_soon_as_the_chip_face_is_there(self) -> None:
        walk = Walk().code_then_card().face_seen().chip_read()
        assert not walk.all(fx.CompareFaces)
        walk.inspected()
        assert walk.last(fx.CompareFaces).live is LIVE
        assert walk.last(fx.AskList).identity == INSPECTED.identity

    def test_verdict_is_recorded_before_it_is_shown(self) -> None:
        walk = Walk().completed()
        assert isinstance(walk.phase, Recording)
        assert walk.last(fx.CommitRecord).record.verdict is Verdict.ADMIT
        assert citizen_screen(walk.kiosk, walk.now.monotonic).kind == "checking"
        walk.send(ev.Recorded(walk.id))
        assert isinstance(walk.phase, ShowingResult)
        assert walk.decision.verdict is Verdict.ADMIT

    def test_the_camera_stops_when_the_verdict_is_made(self) -> None:
        walk = Walk().completed()
        assert walk.all(fx.StopFace) == [fx.StopFace(walk.id)]

    def test_the_person_is_wiped_when_the_card_is_taken(self) -> None:
        walk = Walk().shown()
        check_id = walk.id
        walk.send(GONE).send(TICK, after=RESULT_AFTER_CARD_SECONDS)
        assert walk.phase == Idle()
        assert walk.all(fx.Wipe) == [fx.Wipe(check_id)]
        assert walk.kiosk == Kiosk(PROFILE, Idle()), "nothing of the person is left in the state"

    def test_a_forgotten_card_is_asked_for_after_the_wipe(self) -> None:
        walk = Walk().shown().send(TICK, after=RESULT_SECONDS)
        assert isinstance(walk.phase, RemovingCard)
        assert walk.all(fx.Wipe)
        assert walk.send(GONE).phase == Idle()

    def test_a_new_card_replaces_an_old_result_at_once(self) -> None:
        walk = Walk().shown()
        first = walk.id
        walk.send(GONE).send(CARD, after=BOUNCE_SECONDS)
        assert isinstance(walk.phase, AwaitingKey)
        assert fx.Wipe(first) in walk.effects
        assert walk.id != first

    def test_a_card_that_is_lifted_slowly_takes_no_result_away(self) -> None:
        """It leaves the field and is seen again: nobody laid down another one."""
        walk = Walk().shown()
        first = walk.id
        for _ in range(5):
            walk.send(GONE, CARD, after=0.1)
        walk.send(GONE, TICK, after=0.1).send(TICK, after=BOUNCE_SECONDS)
        assert isinstance(walk.phase, ShowingResult) and walk.id == first

    @pytest.mark.parametrize("laid", [[CARD], [CARD, NEXT_CODE]], ids=["without its code", "with its code"])
    def test_one_that_stays_is_the_next_one(self, laid: list[ev.Event]) -> None:
        walk = Walk().shown()
        first = walk.id
        walk.send(GONE, *laid, after=0.5).send(TICK, after=BOUNCE_SECONDS)
        assert isinstance(walk.phase, Reading if NEXT_CODE in laid else AwaitingKey)
        assert walk.all(fx.Wipe) == [fx.Wipe(first)]

    def test_the_next_persons_code_replaces_a_result_once_the_card_is_gone(self) -> None:
        walk = Walk().shown()
        assert isinstance(walk.send(NEXT_CODE).phase, ShowingResult), "the card still lies there"
        assert isinstance(walk.send(GONE, CODE).phase, ShowingResult), "the same code is still in view"
        assert isinstance(walk.send(NEXT_CODE).phase, AwaitingCard)


class TestKeys:
    def test_a_wrong_key_asks_again_and_the_third_goes_to_staff(self) -> None:
        walk = Walk().send(CARD)
        for _ in range(MAX_WRONG_KEYS - 1):
            walk.send(ev.KeyTyped((AN_CAN,)))
            walk.send(ev.ChipRead(walk.id, walk.check.attempt, reading(FaultCode.WRONG_ACCESS_KEY)))
            assert walk.phase == AwaitingKey(walk.check, walk.now.monotonic + 30, FaultCode.WRONG_ACCESS_KEY)
        walk.send(ev.KeyTyped((AN_CAN,)))
        walk.send(ev.ChipRead(walk.id, walk.check.attempt, reading(FaultCode.WRONG_ACCESS_KEY)))
        assert walk.decision.verdict is Verdict.REFER
        assert Reason.WRONG_ACCESS_KEY in walk.decision.reasons

    def test_no_key_in_time_refers(self) -> None:
        walk = Walk().send(CARD).send(TICK, after=KEY_WAIT_SECONDS)
        assert walk.decision.verdict is Verdict.REFER
        assert Reason.NO_ACCESS_KEY in walk.decision.reasons

    def test_a_card_taken_before_a_key_came_leaves_a_line_but_no_verdict(self) -> None:
        walk = Walk().send(CARD)
        check_id = walk.id
        walk.send(GONE)
        assert walk.phase == Idle()
        assert walk.effects[-3:] == [
            fx.StopFace(check_id),
            fx.Wipe(check_id),
            fx.NoteFault(FaultCode.CARD_REMOVED),
        ]

    def test_a_code_that_is_no_cards_says_so_and_goes_away(self) -> None:
        walk = Walk().send(ev.CodeRejected(FaultCode.CODE_NOT_A_CARD))
        assert walk.phase == Idle(FaultCode.CODE_NOT_A_CARD, at(5).monotonic)
        assert walk.send(TICK, after=5.0).phase == Idle()


class TestDeadChip:
    @pytest.mark.parametrize("end", [ev.ChipGivenUp(), TICK], ids=["button", "no card seen in time"])
    def test_the_qr_code_goes_on_alone_and_is_referred(self, end: ev.Event) -> None:
        walk = Walk().send(CODE).send(end, after=CARD_WAIT_SECONDS)
        assert walk.last(fx.AskList).identity == AN_BY_QR
        walk.send(ev.ListAnswered(walk.id, LISTED))
        assert walk.decision.verdict is Verdict.REFER
        assert Reason.QR_PROVES_NOTHING in walk.decision.reasons

    def test_a_mute_chip_falls_back_to_the_code_that_was_shown(self) -> None:
        walk = Walk().code_then_card()
        walk.send(ev.ChipRead(walk.id, 1, reading(FaultCode.CARD_MUTE)))
        walk.send(ev.ListAnswered(walk.id, LISTED))
        assert walk.decision.verdict is Verdict.REFER
        assert set(walk.decision.reasons) >= {Reason.CHIP_NOT_READ, Reason.QR_PROVES_NOTHING}


class TestCardMoves:
    def test_what_the_person_sees_of_the_reading_never_runs_backwards(self) -> None:
        walk = Walk().code_then_card()

        def shown(done: int) -> float | None:
            walk.send(ev.ChipProgressed(walk.id, walk.check.attempt, ReadProgress("DG2", done, 18_000)))
            return citizen_screen(walk.kiosk, walk.now.monotonic).progress

        assert shown(9_000) == 0.5
        walk.send(GONE).send(ev.ChipFailed(walk.id, 1, FaultCode.CARD_REMOVED)).send(CARD)
        assert isinstance(walk.phase, Reading)
        assert walk.check.attempt == 2
        assert citizen_screen(walk.kiosk, walk.now.monotonic).progress == 0.5
        assert shown(3_000) == 0.5
        assert shown(12_000) == pytest.approx(2 / 3)

    def test_a_card_lost_in_the_middle_is_read_again_when_it_returns(self) -> None:
        walk = Walk().code_then_card()
        walk.send(GONE, after=1.0)
        assert isinstance(walk.phase, Repositioning)
        assert walk.last(fx.StopChip).check_id == walk.id
        walk.send(CARD, after=2.0)
        assert isinstance(walk.phase, Reading)
        assert walk.last(fx.ReadChip).attempt == 2
        assert walk.last(fx.ReadChip).seconds == PROFILE.budget_seconds - 3.0, "the budget goes on"

    def test_words_of_the_broken_reading_do_not_touch_the_new_one(self) -> None:
        walk = Walk().code_then_card().send(GONE, CARD)
        walk.send(ev.ChipRead(walk.id, 1, reading(FaultCode.CARD_REMOVED)))
        assert isinstance(walk.phase, Reading)
        assert walk.check.attempt == 2

    def test_the_reader_may_notice_before_the_presence_loop_does(self) -> None:
        walk = Walk().code_then_card()
        walk.send(ev.ChipRead(walk.id, 1, reading(FaultCode.CARD_REMOVED)))
        assert isinstance(walk.phase, Repositioning)
        walk.send(GONE)
        walk.send(TICK, after=REPOSITION_SECONDS)
        assert walk.phase == Completing(walk.check) or isinstance(walk.phase, Recording)

    def test_a_card_that_stays_away_refers_and_never_refuses(self) -> None:
        walk = Walk().code_then_card().send(GONE).send(TICK, after=REPOSITION_SECONDS)
        walk.send(ev.ListAnswered(walk.id, NOT_LISTED))
        assert walk.decision.verdict is Verdict.REFER
        assert Reason.CARD_TAKEN_AWAY in walk.decision.reasons

    def test_the_card_may_go_once_the_chip_is_read(self) -> None:
        walk = Walk().code_then_card().chip_read().send(GONE)
        assert isinstance(walk.phase, Completing)
        assert not walk.check.card_present

    @pytest.mark.parametrize("fault", [FaultCode.CARD_RESET, FaultCode.READER_REFUSED])
    def test_a_passing_fault_is_tried_again_a_few_times(self, fault: FaultCode) -> None:
        walk = Walk().code_then_card()
        for _ in range(MAX_CHIP_ATTEMPTS):
            assert isinstance(walk.phase, Reading)
            walk.send(ev.ChipRead(walk.id, walk.check.attempt, reading(fault)))
        assert len(walk.all(fx.ReadChip)) == MAX_CHIP_ATTEMPTS
        assert not isinstance(walk.phase, Reading)


class TestFace:
    def ready(self) -> Walk:
        walk = Walk().code_then_card().face_seen().chip_read().inspected()
        return walk.send(ev.ListAnswered(walk.id, LISTED))

    def test_a_mismatch_is_tried_with_new_faces_and_then_referred(self) -> None:
        walk = self.ready()
        for count in range(MAX_COMPARISONS):
            assert len(walk.all(fx.CompareFaces)) == count + 1
            walk.send(ev.FaceCompared(walk.id, MISMATCH, walk.check.live or LIVE))
            if count + 1 < MAX_COMPARISONS:
                walk.send(ev.LiveFaceFound(walk.id, replace(LIVE)))
        assert walk.decision.verdict is Verdict.REFER
        assert walk.decision.reasons == (Reason.FACE_DIFFERS,)

    def test_the_best_of_several_comparisons_counts(self) -> None:
        walk = self.ready()
        walk.send(ev.FaceCompared(walk.id, MISMATCH, LIVE), ev.LiveFaceFound(walk.id, replace(LIVE)))
        walk.send(ev.FaceCompared(walk.id, MATCH, LIVE))
        assert walk.decision.verdict is Verdict.ADMIT

    def test_nobody_at_the_camera_ends_with_the_budget(self) -> None:
        walk = Walk().code_then_card().chip_read().inspected()
        walk.send(ev.ListAnswered(walk.id, LISTED)).send(TICK, after=PROFILE.budget_seconds)
        assert walk.decision.verdict is Verdict.REFER
        assert set(walk.decision.reasons) == {Reason.FACE_NOT_COMPARED, Reason.OUT_OF_TIME}

    def test_an_altered_document_does_not_wait_for_a_face(self) -> None:
        walk = Walk().code_then_card().chip_read()
        altered = replace(GENUINE, state=AuthenticityState.HASH_MISMATCH)
        walk.send(ev.DocumentInspected(walk.id, Inspection(altered)))
        walk.send(ev.ListAnswered(walk.id, LISTED))
        assert walk.decision.verdict is Verdict.REFUSE


class TestDevices:
    def test_starting_waits_for_every_device(self) -> None:
        walk = Walk(Kiosk(PROFILE, awaited=frozenset({Device.READER, Device.CAMERA})))
        walk.send(ev.DeviceReady(Device.READER), CARD)
        assert isinstance(walk.phase, Starting)
        walk.send(ev.DeviceReady(Device.CAMERA))
        assert isinstance(walk.phase, AwaitingKey), "the card that lay there already is not forgotten"

    def test_a_missing_device_takes_the_kiosk_out_of_service_until_it_is_back(self) -> None:
        walk = Walk().send(ev.DeviceFailed(FaultCode.NO_READER))
        assert isinstance(walk.phase, OutOfService)
        assert walk.effects == [fx.NoteFault(FaultCode.NO_READER)]
        walk.send(ev.DeviceFailed(FaultCode.NO_READER))
        assert len(walk.effects) == 1, "a fault is noted once"
        assert walk.send(ev.DeviceReady(Device.READER)).phase == Idle()

    def test_a_camera_lost_in_the_middle_refers_and_says_device(self) -> None:
        walk = Walk().code_then_card().send(ev.DeviceFailed(FaultCode.CAMERA_LOST)).chip_read().inspected()
        walk.send(ev.ListAnswered(walk.id, LISTED))
        assert walk.decision.verdict is Verdict.REFER
        assert walk.decision.reasons == (Reason.DEVICE_FAILED,)
        walk.send(ev.Recorded(walk.id), GONE).send(TICK, after=RESULT_AFTER_CARD_SECONDS)
        assert isinstance(walk.phase, OutOfService)

    def test_a_reader_unplugged_in_the_middle_refers(self) -> None:
        walk = Walk().code_then_card().send(ev.DeviceFailed(FaultCode.READER_LOST))
        walk.send(ev.ChipRead(walk.id, 1, reading(FaultCode.READER_LOST)))
        walk.send(ev.ListAnswered(walk.id, LISTED))
        assert walk.decision.verdict is Verdict.REFER
        assert Reason.DEVICE_FAILED in walk.decision.reasons

    def test_a_verdict_that_was_not_written_is_not_shown(self) -> None:
        walk = Walk().completed()
        check_id = walk.id
        walk.send(ev.RecordFailed(check_id, FaultCode.JOURNAL_FAILED))
        assert isinstance(walk.phase, OutOfService)
        assert walk.kiosk.check is None
        assert fx.Wipe(check_id) in walk.effects

    def test_the_budget_ends_a_reading_that_does_not_come_back(self) -> None:
        walk = Walk().code_then_card().send(TICK, after=PROFILE.budget_seconds)
        assert walk.last(fx.StopChip).check_id == walk.id
        assert walk.decision.verdict is Verdict.REFER
        assert Reason.OUT_OF_TIME in walk.decision.reasons


def test_what_is_done_stays_behind_on_the_ring() -> None:
    walk = Walk().code_then_card()
    assert citizen_screen(walk.kiosk, walk.now.monotonic).steps_done == ()
    walk.send(TICK, after=5.0).chip_read()
    done = citizen_screen(walk.kiosk, walk.now.monotonic).steps_done
    assert done == pytest.approx((5.0 / PROFILE.budget_seconds,))


def test_what_is_over_of_the_program_s_troubles_is_that_one_alone() -> None:
    walk = Walk().send(ev.DeviceFailed(FaultCode.UNEXPECTED), ev.DeviceFailed(FaultCode.FACE_ENGINE_BROKEN))
    assert walk.kiosk.faults == {FaultCode.UNEXPECTED, FaultCode.FACE_ENGINE_BROKEN}
    walk.send(ev.DeviceReady(Device.PROGRAM, FaultCode.FACE_ENGINE_BROKEN))
    assert walk.kiosk.faults == {FaultCode.UNEXPECTED}
    assert isinstance(walk.send(ev.DeviceReady(Device.PROGRAM)).phase, Idle)
