"""A check without a face comparison -> why there is none, as staff read it beside the photos."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kiosk.check.states import Check, Instant
from kiosk.check.wording.not_compared import not_compared_lines
from kiosk.domain.desks.by_hand import ByHand
from kiosk.domain.evidence import Evidence
from kiosk.domain.face import ChipFace
from kiosk.domain.faults import FaultCode
from kiosk.domain.identity import Identity, Source
from kiosk.domain.record import CheckId
from kiosk.domain.site import Admission, ListingAnswer
from kiosk.domain.text import Text
from tests.fakes.findings import LIVE

BEGUN = Check(CheckId("c"), "reader", Instant(0.0, datetime(2026, 11, 22, tzinfo=UTC)), 20.0)
WITH_PHOTO = replace(BEGUN, chip_face=ChipFace(b"\xff\xd8\xff", "jpeg"))
BY_HAND = ByHand(Identity(Source.LIST), ListingAnswer(Admission.EXPECTED), "binh")


def said(check: Check, *, decided: bool) -> Text | None:
    """The line's value, or its detail where it names a fault."""
    lines = not_compared_lines(check, decided=decided)
    return (lines[0].detail or lines[0].value) if lines else None


@pytest.mark.parametrize(
    ("check", "found", "vi"),
    [
        pytest.param(WITH_PHOTO, Evidence(infant=True), "Không cần so khuôn mặt (trẻ nhỏ)", id="an infant"),
        pytest.param(BEGUN, Evidence(by_hand=BY_HAND), "Nhân viên tự so ảnh với người", id="staff look"),
        pytest.param(BEGUN, Evidence(infant=True, by_hand=BY_HAND), "Nhân viên tự so ảnh với người", id="at an infant"),
    ],
)
def test_what_is_never_compared_says_so_at_once(check: Check, found: Evidence, vi: str) -> None:
    for decided in (False, True):
        told = said(replace(check, evidence=found), decided=decided)
        assert told is not None
        assert told.vi == vi
        assert told.en != vi


@pytest.mark.parametrize(
    ("check", "found", "en"),
    [
        pytest.param(BEGUN, Evidence(consent_missing=True), "Not compared: no consent was given", id="no consent"),
        pytest.param(BEGUN, Evidence(key_missing=True), "Not compared: the card could not be read", id="no key"),
        pytest.param(
            BEGUN,
            Evidence(chip_fault=FaultCode.CARD_MUTE),
            "Not compared: there is no photo to compare with",
            id="a dead chip, and no photo in the list",
        ),
        pytest.param(WITH_PHOTO, Evidence(), "Not compared: the camera saw no clear face", id="nobody before it"),
        pytest.param(replace(WITH_PHOTO, live=LIVE), Evidence(), "Not compared in time", id="too late"),
    ],
)
def test_what_may_still_come_is_said_only_with_the_verdict(check: Check, found: Evidence, en: str) -> None:
    check = replace(check, evidence=found)
    assert said(check, decided=False) is None
    told = said(check, decided=True)
    assert told is not None
    assert told.en == en


@pytest.mark.parametrize("fault", [FaultCode.CAMERA_MISSING, FaultCode.CHIP_PHOTO_UNUSABLE])
def test_a_fault_is_named(fault: FaultCode) -> None:
    (line,) = not_compared_lines(replace(WITH_PHOTO, evidence=Evidence(face_fault=fault)), decided=False)
    assert line.value.en == "Could not be compared"
    assert line.detail is not None
