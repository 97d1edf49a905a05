"""Where the check machine can stand, each state at least once, and everything that can happen there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kiosk.check import events as ev
from kiosk.check.states import Idle, Kiosk
from kiosk.domain.chip_reading import ReadProgress
from kiosk.domain.data_rules import DataRules
from kiosk.domain.face import FaceHint
from kiosk.domain.faults import Device, FaultCode
from kiosk.domain.liveness import Challenge, ChallengePrompt, LivenessReport
from kiosk.domain.override import Outcome
from kiosk.domain.record import CheckId
from kiosk.domain.shown_code import FlightPass
from kiosk.domain.text import Text
from tests.fakes.findings import (
    AN_BY_HAND,
    AN_BY_QR,
    AN_CAN,
    CONFIRMED,
    INSPECTED,
    INSURED,
    LISTED,
    LIVE,
    MATCH,
    PROFILE,
    READER,
    reading,
)
from tests.fakes.walk import Walk

CODE = ev.CardCodeRead(AN_BY_QR, (AN_CAN,))
CARD = ev.CardPresented(READER)
GONE = ev.CardRemoved(READER)
TICK = ev.Tick()
ASKING = replace(PROFILE, data=DataRules(consent=Text("Đồng ý?", "Do you agree?")))
RELEASING = replace(PROFILE, issuer_release=frozenset())
NUMBER = Text("Khoa Khám bệnh · Số thứ tự 42", "Khoa Khám bệnh · Number 42")


def _numbered(walk: Walk) -> Walk:
    return walk.send(ev.NumberGiven(walk.id, NUMBER))


STATIONS: dict[str, Callable[[], Walk]] = {
    "starting": lambda: Walk(Kiosk(PROFILE, awaited=frozenset({Device.READER}))),
    "out of service": lambda: Walk().send(ev.DeviceFailed(FaultCode.NO_READER)),
    "idle": Walk,
    "idle with notice": lambda: Walk().send(ev.CodeRejected(FaultCode.CODE_MALFORMED)),
    "awaiting card": lambda: Walk().send(CODE),
    "awaiting consent": lambda: Walk(Kiosk(ASKING, Idle())).send(CARD),
    "awaiting consent to a code": lambda: Walk(Kiosk(ASKING, Idle())).send(CODE, ev.ChipGivenUp()),
    "awaiting key": lambda: Walk().send(CARD),
    "checking by hand": lambda: Walk().send(ev.HandCheckBegun(AN_BY_HAND)),
    "reading": lambda: Walk().code_then_card(),
    "repositioning": lambda: Walk().code_then_card().send(GONE),
    "completing": lambda: Walk().code_then_card().chip_read(),
    "looking at the camera": lambda: Walk().code_then_card().chip_read().inspected(),
    "awaiting the issuer": lambda: Walk(Kiosk(RELEASING, Idle())).code_then_card().chip_read().inspected(),
    "recording": lambda: Walk().completed(),
    "showing": lambda: Walk().shown(),
    "showing what staff must decide": lambda: Walk().checked_by_hand(),
    "idle with a number": lambda: Walk().send(ev.NumberGiven(None, NUMBER)),
    "showing with a number": lambda: _numbered(Walk().shown()),
    "taken over": lambda: Walk().send(ev.ScreenTakenOver("binh")),
    "taken over in a check": lambda: Walk().code_then_card().send(ev.ScreenTakenOver("binh")),
    "removing": lambda: Walk().shown().send(TICK, after=60.0),
}


def every_event(check_id: CheckId, attempt: int) -> list[ev.Event]:
    """One of each, as the phase at hand would hear it."""
    return [
        TICK,
        *(ev.DeviceFailed(fault) for fault in (FaultCode.NO_READER, FaultCode.CAMERA_LOST, FaultCode.LIST_MISSING)),
        *(ev.DeviceReady(device) for device in Device),
        CARD,
        ev.CardPresented("Another reader"),
        GONE,
        CODE,
        ev.CodeRejected(FaultCode.CODE_NOT_A_CARD),
        ev.CodeSeen(FlightPass("NGUYEN", "VAN AN", ()), FaultCode.CODE_BOARDING_PASS),
        ev.KeyTyped((AN_CAN,)),
        ev.ConsentAnswered(True),
        ev.ConsentAnswered(False),
        ev.MoreTimeAsked(),
        ev.ChipGivenUp(),
        ev.ChipProgressed(check_id, attempt, ReadProgress("DG2", 100, 15000)),
        *(ev.ChipRead(check_id, attempt, reading(fault)) for fault in (None, *FaultCode)),
        ev.ChipFailed(check_id, attempt, FaultCode.UNEXPECTED),
        ev.DocumentInspected(check_id, INSPECTED),
        ev.InspectionFailed(check_id, FaultCode.UNEXPECTED),
        ev.FaceHinted(check_id, FaceHint.CLOSER),
        ev.LiveFaceFound(check_id, LIVE),
        ev.LivenessFound(check_id, LivenessReport()),
        ev.ChallengePrompted(check_id, ChallengePrompt(Challenge.TURN_LEFT, 1, 2)),
        ev.StaffLooks(),
        ev.FaceCompared(check_id, MATCH, LIVE),
        ev.FaceFailed(check_id, FaultCode.CHIP_PHOTO_UNUSABLE),
        ev.ListAnswered(check_id, LISTED),
        ev.ListFailed(check_id, FaultCode.LIST_MISSING),
        ev.IssuerAnswered(check_id, CONFIRMED),
        ev.IssuerFailed(check_id, FaultCode.UNEXPECTED),
        ev.InsuranceAnswered(check_id, INSURED),
        ev.InsuranceFailed(check_id, FaultCode.UNEXPECTED),
        ev.Recorded(check_id),
        ev.RecordFailed(check_id, FaultCode.JOURNAL_FAILED),
        ev.Dismissed(),
        ev.Dismissed(check_id),
        ev.HandCheckBegun(AN_BY_HAND),
        ev.HandCheckDone(check_id),
        *(ev.StaffDecided(check_id, outcome) for outcome in (*Outcome, None)),
        ev.AttentionSeen(check_id),
        ev.ScreenTakenOver("lan"),
        ev.ScreenReleased("lan"),
        ev.NumberGiven(check_id, NUMBER),
        ev.NumberGiven(None, NUMBER),
    ]
