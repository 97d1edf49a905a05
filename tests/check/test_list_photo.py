"""A code without a chip, a picture on the list and a site's rule -> whether they are compared, and what comes of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.check import effects as fx
from kiosk.check import events as ev
from kiosk.check.screens import citizen_screen, operator_screen
from kiosk.check.states import Completing, Idle, Kiosk
from kiosk.domain.face import ChipFace, FaceComparison, PhotoSource
from kiosk.domain.faults import FaultCode
from kiosk.domain.liveness import LivenessPolicy, LivenessRules
from kiosk.domain.site import ListingAnswer, ListPhoto, Policy, SiteProfile
from kiosk.domain.verdict import Reason, Verdict
from tests.fakes.findings import (
    AN_BY_QR,
    AN_CAN,
    LISTED,
    LIVE,
    MATCH,
    MISMATCH,
    PROFILE,
    reading,
)
from tests.fakes.walk import Walk

ATTENTION, REFER = Verdict.ADMIT_WITH_ATTENTION, Verdict.REFER
PHOTO = ListPhoto(b"\x89PNG\r\n\x1a\n registration", "png")
assert LISTED.listing is not None
WITH_PHOTO = replace(LISTED, listing=replace(LISTED.listing, photo=PHOTO))
ADMITS = replace(PROFILE, policy=Policy(qr_only=ATTENTION))
UNSURE = replace(MATCH, score=0.35)


def code_alone(profile: SiteProfile = ADMITS, answer: ListingAnswer = WITH_PHOTO) -> Walk:
    """Somebody showed the code, no card came, and the list answered."""
    walk = Walk(Kiosk(profile, Idle())).send(ev.CardCodeRead(AN_BY_QR, (AN_CAN,)), ev.ChipGivenUp())
    return walk.send(ev.ListAnswered(walk.id, answer))


def dead_chip() -> Walk:
    """A card lies there, but its chip cannot be read; the list answered."""
    walk = Walk(Kiosk(ADMITS, Idle())).code_then_card().face_seen()
    walk.send(ev.ChipRead(walk.id, walk.check.attempt, reading(FaultCode.CARD_MUTE)))
    for _ in range(2):
        if not walk.all(fx.AskList):
            walk.send(ev.ChipRead(walk.id, walk.check.attempt, reading(FaultCode.CARD_MUTE)))
    return walk.send(ev.ListAnswered(walk.id, WITH_PHOTO))


def compared(walk: Walk, comparison: FaceComparison) -> Walk:
    """The face was compared as often as it may be."""
    while not walk.all(fx.CommitRecord):
        walk.send(ev.LiveFaceFound(walk.id, replace(LIVE))).send(ev.FaceCompared(walk.id, comparison, LIVE))
    return walk


def test_the_lists_picture_stands_in_for_the_chips() -> None:
    walk = code_alone()
    assert isinstance(walk.phase, Completing)
    assert walk.all(fx.StartFace)
    assert citizen_screen(walk.kiosk, walk.now.monotonic).preview

    walk.send(ev.LiveFaceFound(walk.id, LIVE))
    (asked,) = walk.all(fx.CompareFaces)
    assert asked.chip == ChipFace(PHOTO.image, "png", PhotoSource.LIST)
    assert operator_screen(walk.kiosk, walk.now.monotonic).chip_photo is None, "it is nobody's chip"


@pytest.mark.parametrize(
    ("comparison", "verdict", "reason"),
    [
        pytest.param(MATCH, ATTENTION, Reason.FACE_BY_LIST_PHOTO, id="it is them: attention, never plainly"),
        pytest.param(UNSURE, REFER, Reason.FACE_UNSURE, id="unsure"),
        pytest.param(MISMATCH, REFER, Reason.FACE_DIFFERS_FROM_LIST, id="somebody else: a person decides"),
    ],
)
def test_what_comes_of_it(comparison: FaceComparison, verdict: Verdict, reason: Reason) -> None:
    walk = compared(code_alone(), comparison)
    assert walk.decision.verdict is verdict
    assert {reason, Reason.QR_PROVES_NOTHING} <= set(walk.decision.reasons)
    (commit,) = walk.all(fx.CommitRecord)
    assert ("against", "list") in commit.record.face


def test_staff_read_which_picture_it_was() -> None:
    walk = compared(code_alone(), MATCH)
    walk.send(ev.Recorded(walk.id))
    lines = operator_screen(walk.kiosk, walk.now.monotonic).face
    assert "the list's picture, unverified" in {line.value.en for line in lines}


def test_a_card_whose_chip_is_dead() -> None:
    walk = dead_chip()
    assert len(walk.all(fx.StartFace)) == 1, "the camera is open already"
    assert compared(walk, MATCH).decision.verdict is ATTENTION


@pytest.mark.parametrize(
    ("profile", "answer"),
    [
        pytest.param(PROFILE, WITH_PHOTO, id="a site that refers them anyway"),
        pytest.param(ADMITS, LISTED, id="no picture on the list"),
    ],
)
def test_nobody_is_looked_at_for_nothing(profile: SiteProfile, answer: ListingAnswer) -> None:
    walk = code_alone(profile, answer)
    assert walk.all(fx.StartFace) == []
    assert walk.decision.verdict is REFER


def test_whoever_is_not_seen_in_time_is_referred() -> None:
    walk = code_alone().send(ev.Tick(), after=ADMITS.budget_seconds)
    assert walk.decision.verdict is REFER
    assert Reason.OUT_OF_TIME in walk.decision.reasons


def test_a_picture_without_a_face_is_referred() -> None:
    walk = code_alone().send(ev.LiveFaceFound(code_alone().id, LIVE))
    walk.send(ev.FaceFailed(walk.id, FaultCode.CHIP_PHOTO_UNUSABLE))
    assert walk.decision.verdict is REFER


def test_a_living_person_is_asked_for_as_always() -> None:
    walk = code_alone(replace(ADMITS, liveness=LivenessRules(LivenessPolicy.ACTIVE)))
    walk.send(ev.LiveFaceFound(walk.id, LIVE))
    assert walk.all(fx.StartChallenge)
