"""Verdicts and a site's rule -> who gets a queue number, and how the person is shown it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.check import effects as fx
from kiosk.check import events as ev
from kiosk.check.screens import citizen_screen
from kiosk.check.states import Idle, Kiosk
from kiosk.domain.face import FaceComparison
from kiosk.domain.queue import QueueRules
from kiosk.domain.site import SiteProfile
from kiosk.domain.text import Text
from tests.fakes.findings import INSPECTED, LISTED, LIVE, MATCH, MISMATCH, PROFILE
from tests.fakes.walk import Walk

GIVES = replace(PROFILE, queue=QueueRules(Text("Số thứ tự {value}", "Number {value}")))


def decided(profile: SiteProfile, comparison: FaceComparison = MATCH) -> Walk:
    walk = Walk(Kiosk(profile, Idle())).code_then_card().face_seen().chip_read()
    walk.send(ev.DocumentInspected(walk.id, INSPECTED), ev.ListAnswered(walk.id, LISTED))
    while not walk.all(fx.CommitRecord):
        walk.send(ev.FaceCompared(walk.id, comparison, LIVE), ev.LiveFaceFound(walk.id, replace(LIVE)))
    return walk


@pytest.mark.parametrize(
    ("profile", "comparison", "gets_one"),
    [
        pytest.param(GIVES, MATCH, True, id="admitted"),
        pytest.param(GIVES, MISMATCH, False, id="referred"),
        pytest.param(PROFILE, MATCH, False, id="a site that gives none"),
    ],
)
def test_who_gets_one(profile: SiteProfile, comparison: FaceComparison, gets_one: bool) -> None:
    (commit,) = decided(profile, comparison).all(fx.CommitRecord)
    assert commit.queued == (LISTED.listing if gets_one else None)


@pytest.mark.parametrize(
    ("number", "place"),
    [
        pytest.param(7, Text("Phòng 12 – Ghế 07 · Số thứ tự 7", "Room 12 – Seat 07 · Number 7"), id="behind the place"),
        pytest.param(None, Text("Phòng 12 – Ghế 07", "Room 12 – Seat 07"), id="it could not be written"),
    ],
)
def test_what_the_person_is_shown(number: int | None, place: Text) -> None:
    walk = decided(GIVES)
    walk.send(ev.Recorded(walk.id, number))
    assert citizen_screen(walk.kiosk, walk.now.monotonic).place == place
