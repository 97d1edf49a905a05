"""States of a kiosk -> what the local API may know of them; what it asks -> events, or not now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from kiosk.app.outputs.local_desk import KioskLocalDesk
from kiosk.check import events as ev
from kiosk.check.machine import advance
from kiosk.check.states import (
    AwaitingCard,
    AwaitingConsent,
    AwaitingKey,
    CardCode,
    Check,
    Completing,
    Idle,
    Instant,
    Kiosk,
    OutOfService,
    Phase,
    Reading,
    Recording,
    RemovingCard,
    ShowingResult,
    Starting,
    TakenOver,
)
from kiosk.domain.access_key import Can
from kiosk.domain.desks.local_desk import Declined
from kiosk.domain.faults import FaultCode
from kiosk.domain.outputs import OutputField
from kiosk.domain.record import CheckId
from kiosk.domain.verdict import Decision, Verdict
from tests.fakes.findings import AN_CAN, PROFILE
from tests.fakes.released import EVIDENCE
from tests.fakes.staff import START, MovableClock

CHECK = Check(CheckId("c-1"), "reader", Instant(1000.0, START), 1020.0, evidence=EVIDENCE)
DECISION = Decision(Verdict.ADMIT)
CODE = CardCode(None, (AN_CAN,))
RESULT = ShowingResult(CHECK, DECISION, 1006.0, 1016.0)
WAIT = 10.0
KEYS = (Can("012345"),)
HELD = TakenOver("hoa.admin", 2000.0)


class Watched:
    """A desk with what it posts."""

    def __init__(self, keep_seconds: float = 3600.0) -> None:
        self.posted: list[ev.Event] = []
        fields = frozenset({OutputField.NAME})
        self.desk = KioskLocalDesk("gate", fields, self.posted.append, MovableClock(), keep_seconds, tuple)

    def see(self, phase: Phase) -> None:
        self.desk.observe(Kiosk(PROFILE, phase, frozenset({FaultCode.CAMERA_LOST})))


@pytest.fixture
def watched() -> Iterator[Watched]:
    made = Watched()
    yield made
    made.desk.close()


PHASES: dict[str, tuple[Phase, str]] = {
    "starting": (Starting(), ""),
    "out-of-service": (OutOfService(), ""),
    "idle": (Idle(), ""),
    "awaiting-card": (AwaitingCard(CODE, 1.0), ""),
    "awaiting-consent": (AwaitingConsent(CHECK, 1.0), "c-1"),
    "awaiting-key": (AwaitingKey(CHECK, 1.0), "c-1"),
    "reading": (Reading(CHECK), "c-1"),
    "completing": (Completing(CHECK), "c-1"),
    "recording": (Recording(CHECK, DECISION), "c-1"),
    "showing-result": (RESULT, "c-1"),
    "removing-card": (RemovingCard("reader", 1.0), ""),
}


@pytest.mark.parametrize("name", PHASES)
def test_the_status_names_the_phase(watched: Watched, name: str) -> None:
    phase, check_id = PHASES[name]
    watched.see(phase)
    status = watched.desk.status()
    assert (status.kiosk, status.site, status.phase, status.check_id) == ("gate", "exam", name, check_id)
    assert status.faults == ("camera-lost",)


def test_before_the_first_word_of_the_kiosk_it_is_starting(watched: Watched) -> None:
    assert (watched.desk.status().phase, watched.desk.latest()) == ("starting", None)


@pytest.mark.parametrize("name", PHASES)
def test_keys_are_taken_where_somebody_could_type_them(watched: Watched, name: str) -> None:
    watched.see(PHASES[name][0])
    taken = name in {"idle", "awaiting-card", "awaiting-consent", "awaiting-key"}
    assert watched.desk.type_key(KEYS) == (None if taken else Declined.NOT_NOW)
    assert watched.posted == ([ev.KeyTyped(KEYS)] if taken else [])


@pytest.mark.parametrize(
    ("kiosk", "why"),
    [
        (Kiosk(PROFILE, Idle(), taken_over=HELD), Declined.TAKEN_OVER),
        (Kiosk(PROFILE, AwaitingCard(CODE, 1.0), taken_over=HELD), Declined.TAKEN_OVER),
        (Kiosk(PROFILE, RESULT, taken_over=HELD), Declined.TAKEN_OVER),
        (Kiosk(PROFILE, Reading(CHECK), taken_over=HELD), Declined.NOT_NOW),
        (Kiosk(PROFILE, AwaitingConsent(replace(CHECK, reader=""), 1.0)), Declined.NO_CARD),
    ],
    ids=["nobody there", "a code was shown", "a result is shown", "a check goes on", "a code alone, without a card"],
)
def test_a_key_that_the_machine_would_drop_is_declined(watched: Watched, kiosk: Kiosk, why: Declined) -> None:
    watched.desk.observe(kiosk)
    assert watched.desk.type_key(KEYS) is why
    assert watched.posted == []
    after, effects = advance(kiosk, ev.KeyTyped(KEYS), Instant(1007.0, START))
    assert (after, effects) == (kiosk, ()), "it would have been dropped"


def test_a_key_is_taken_for_a_check_that_staff_watch_with_the_screen_taken_over(watched: Watched) -> None:
    watched.desk.observe(Kiosk(PROFILE, AwaitingKey(CHECK, 1.0), taken_over=HELD))
    assert watched.desk.type_key(KEYS) is None
    assert watched.posted == [ev.KeyTyped(KEYS)]


@pytest.mark.parametrize("name", PHASES)
def test_a_check_is_dismissed_where_somebody_could_close_it(watched: Watched, name: str) -> None:
    watched.see(PHASES[name][0])
    taken = name in {"awaiting-consent", "awaiting-key", "showing-result"}
    assert watched.desk.dismiss("c-1") == (None if taken else Declined.NOT_NOW)
    assert watched.posted == ([ev.Dismissed(CheckId("c-1"))] if taken else [])


def test_another_check_than_the_one_that_is_meant_is_left_alone(watched: Watched) -> None:
    watched.see(RESULT)
    assert watched.desk.dismiss("c-0") is Declined.NOT_NOW
    assert watched.posted == []


@pytest.mark.parametrize("name", [name for name in PHASES if name != "showing-result"])
def test_no_verdict_is_told_before_it_is_shown(watched: Watched, name: str) -> None:
    watched.see(PHASES[name][0])
    assert watched.desk.latest() is None


def test_a_verdict_is_told_with_the_fields_that_the_site_names(watched: Watched) -> None:
    watched.see(RESULT)
    told = watched.desk.latest()
    assert told is not None
    assert (told.check_id, told.site, told.verdict, told.at) == ("c-1", "exam", Verdict.ADMIT, START)
    assert (told.released, told.forgotten) == ({"name": "Nguyễn Văn An"}, False)
    assert "Nguyễn" not in repr(told)


def test_a_verdict_stays_when_the_screen_is_wiped_and_the_next_one_takes_its_place(watched: Watched) -> None:
    heard: list[str] = []
    with watched.desk.listening(lambda: heard.append("news")):
        watched.see(RESULT)
        watched.see(replace(RESULT, until=1020.0))
        watched.see(Idle())
        watched.see(replace(RESULT, check=replace(CHECK, id=CheckId("c-2"))))
    told = watched.desk.latest()
    assert told is not None and told.check_id == "c-2"
    assert heard == ["news", "news"], "a result that is shown longer is no news"


def test_the_fields_are_forgotten_after_their_time() -> None:
    watched = Watched(keep_seconds=0.0)
    watched.see(RESULT)
    forgetting = watched.desk._forgetting
    assert forgetting is not None
    forgetting.join(WAIT)
    told = watched.desk.latest()
    assert told is not None
    assert (told.check_id, told.verdict, told.released, told.forgotten) == ("c-1", Verdict.ADMIT, {}, True)


def test_closing_forgets_everything(watched: Watched) -> None:
    watched.see(RESULT)
    forgetting = watched.desk._forgetting
    watched.desk.close()
    assert watched.desk.latest() is None
    assert forgetting is not None and forgetting.finished.is_set(), "nothing waits any more"


def test_a_listener_that_fails_reaches_no_check(watched: Watched, caplog: pytest.LogCaptureFixture) -> None:
    def gone() -> None:
        raise RuntimeError("the loop of An is closed")

    with watched.desk.listening(gone):
        watched.see(RESULT)
    assert watched.desk.latest() is not None
    assert "An is" not in caplog.text


def test_a_state_that_the_desk_chokes_on_reaches_no_check(watched: Watched, caplog: pytest.LogCaptureFixture) -> None:
    watched.see(replace(RESULT, check=None))  # type: ignore[arg-type]
    assert watched.desk.latest() is None
    assert "was not told" in caplog.text
