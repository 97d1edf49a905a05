"""Consent is asked for before anything is read or looked up; without a yes a person serves them."""

from __future__ import annotations

import pytest

from kiosk.check import effects as fx
from kiosk.check import events as ev
from kiosk.check.limits import CONSENT_WAIT_SECONDS
from kiosk.check.screens import citizen_screen
from kiosk.check.states import AwaitingConsent, AwaitingKey, Idle, Kiosk, Reading
from kiosk.domain.faults import Device, FaultCode
from kiosk.domain.verdict import Reason, Verdict
from tests.fakes.findings import AN_BY_QR, AN_CAN, LISTED, PROFILE
from tests.fakes.stations import ASKING, CARD, CODE, GONE, TICK
from tests.fakes.walk import Walk


class TestConsent:
    @staticmethod
    def asked(*before: ev.Event) -> Walk:
        return Walk(Kiosk(ASKING, Idle())).send(*before, CARD)

    def test_nothing_is_read_and_nobody_is_looked_at_before_the_answer(self) -> None:
        walk = self.asked(CODE)
        assert isinstance(walk.phase, AwaitingConsent)
        assert walk.effects == []
        assert citizen_screen(walk.kiosk, walk.now.monotonic).consent == ASKING.data.consent

    def test_with_a_yes_the_check_begins(self) -> None:
        walk = self.asked(CODE).send(ev.ConsentAnswered(True), after=9.0)
        assert isinstance(walk.phase, Reading)
        assert walk.all(fx.StartFace) == [fx.StartFace(walk.id)]
        assert walk.last(fx.ReadChip).seconds == PROFILE.budget_seconds, "reading the question costs no budget"

    def test_without_a_code_the_key_is_asked_for_next(self) -> None:
        assert isinstance(self.asked().send(ev.ConsentAnswered(True)).phase, AwaitingKey)

    def test_a_code_that_is_shown_meanwhile_is_kept(self) -> None:
        walk = self.asked().send(CODE)
        assert isinstance(walk.phase, AwaitingConsent)
        assert isinstance(walk.send(ev.ConsentAnswered(True)).phase, Reading)

    @pytest.mark.parametrize(
        "answer", [ev.ConsentAnswered(False), TICK, ev.Dismissed()], ids=["a no", "no answer", "staff close it"]
    )
    def test_without_a_yes_a_person_serves_them(self, answer: ev.Event) -> None:
        walk = self.asked(CODE).send(answer, after=CONSENT_WAIT_SECONDS)
        assert walk.decision.verdict is Verdict.REFER
        assert walk.decision.reasons[0] is Reason.NO_CONSENT
        assert not walk.all(fx.ReadChip)
        assert not walk.all(fx.StartFace)

    def test_whoever_takes_the_card_away_is_gone(self) -> None:
        assert self.asked().send(GONE).phase == Idle()

    def test_a_reader_that_fails_meanwhile_is_no_persons_fault(self) -> None:
        walk = self.asked().send(ev.DeviceFailed(FaultCode.READER_LOST))
        assert walk.decision.verdict is Verdict.REFER
        assert Reason.DEVICE_FAILED in walk.decision.reasons

    def test_the_next_person_is_asked_again(self) -> None:
        walk = self.asked().send(ev.ConsentAnswered(False))
        walk.send(ev.Recorded(walk.id), GONE).send(CARD, after=1.0)
        assert isinstance(walk.phase, AwaitingConsent)

    def test_a_camera_that_was_gone_for_a_moment_before_the_answer_is_no_matter(self) -> None:
        walk = self.asked().send(ev.DeviceFailed(FaultCode.CAMERA_LOST), ev.DeviceReady(Device.CAMERA))
        walk.send(ev.ConsentAnswered(True))
        assert walk.check.evidence.face_fault is None and walk.all(fx.StartFace)


class TestConsentToACodeAlone:
    @staticmethod
    def asked() -> Walk:
        return Walk(Kiosk(ASKING, Idle())).send(CODE, ev.ChipGivenUp())

    def test_nothing_is_looked_up_before_the_answer(self) -> None:
        walk = self.asked()
        assert isinstance(walk.phase, AwaitingConsent)
        assert walk.effects == []
        assert citizen_screen(walk.kiosk, walk.now.monotonic).consent == ASKING.data.consent

    def test_with_a_yes_the_list_is_asked(self) -> None:
        walk = self.asked().send(ev.ConsentAnswered(True), after=30.0)
        assert walk.last(fx.AskList).identity == AN_BY_QR
        walk.send(ev.ListAnswered(walk.id, LISTED))
        assert Reason.QR_PROVES_NOTHING in walk.decision.reasons

    def test_without_a_yes_nobody_is_looked_up(self) -> None:
        walk = self.asked().send(ev.ConsentAnswered(False))
        assert walk.decision.reasons[0] is Reason.NO_CONSENT
        assert not walk.all(fx.AskList)
        assert walk.last(fx.CommitRecord).identity is None

    def test_a_card_that_comes_meanwhile_is_read_after_the_yes(self) -> None:
        walk = self.asked().send(CARD)
        assert isinstance(walk.phase, AwaitingConsent)
        assert isinstance(walk.send(ev.ConsentAnswered(True)).phase, Reading)

    def test_six_typed_digits_are_no_persons_code(self) -> None:
        walk = self.asked().send(ev.KeyTyped((AN_CAN,)))
        assert walk.check.code is not None
        assert walk.check.code.identity == AN_BY_QR
