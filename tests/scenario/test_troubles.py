"""Whatever breaks, at whatever moment of a check -> what must hold: a whole kiosk with a virtual card.

A trouble strikes on the check's own thread, at the moment at which the phase begins.
"""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kiosk.check import events as ev
from kiosk.check.screens import ScreenKind, citizen_screen
from kiosk.check.states import (
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
)
from kiosk.domain.authenticity import CheckStatus
from kiosk.domain.chip_reading import ElementaryFile
from kiosk.domain.clock import SystemClock
from kiosk.domain.faults import Device, FaultCode
from kiosk.domain.verdict import Reason, Verdict
from kiosk.journal.journal import Journal
from kiosk.simulator.card.faults import TearAtByte
from kiosk.simulator.card.person import NGOC
from tests.fakes.findings import AN_BY_QR, AN_CAN
from tests.fakes.virtual_cards import card as issued
from tests.scenario.house import CHIP_PHOTO, FACES, LIVE, ROOT, WAIT_SECONDS, House, card

CAN = "012345"
AT_REST = (Idle, OutOfService, RemovingCard)
PHASES = {
    "waiting for the key": AwaitingKey,
    "reading": Reading,
    "comparing": Completing,
    "writing": Recording,
    "showing": ShowingResult,
}
Act = Callable[[House], object]


def _long(*phases: str) -> list[object]:
    """Phases that are tried where tests may take their time."""
    return [pytest.param(phase, marks=pytest.mark.long) for phase in phases]


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def strike(house: House, phase: type, act: Act) -> threading.Event:
    """Let ``act`` happen once, at the moment at which the kiosk comes to ``phase``."""
    struck = threading.Event()

    def hear(kiosk: Kiosk) -> None:
        if isinstance(kiosk.phase, phase) and not struck.is_set():
            struck.set()
            act(house)

    house.hear = hear
    return struck


def check(house: House) -> None:
    """Somebody lays their card down and types its number as soon as they are asked."""
    house.lay(card())
    house.until(such=lambda kiosk: kiosk.check is not None or bool(kiosk.faults))
    house.type_can(CAN)


def leave(house: House) -> None:
    """Take the card away, and close whatever result is shown now or comes."""

    def close(kiosk: Kiosk) -> None:
        if isinstance(kiosk.phase, ShowingResult):
            house.assembly.runner.post(ev.Dismissed(kiosk.phase.check.id))

    house.hear = close
    house.reader.remove()
    close(house.assembly.runner.kiosk)


def entries(house: House) -> dict[str, str]:
    """The verdicts in the journal's file, by check."""
    query = "SELECT json_extract(body, '$.check_id'), verdict FROM entry WHERE kind = 'check'"
    with closing(sqlite3.connect(house.settings.data / "journal.sqlite")) as connection:
        found = connection.execute(query).fetchall()
    assert len({check_id for check_id, _ in found}) == len(found), "one entry a check"
    return dict(found)


def promises_hold(house: House) -> None:
    """After the kiosk was stopped."""
    written = entries(house)
    for kiosk in house.seen:
        if isinstance(kiosk.phase, ShowingResult):
            assert written[kiosk.phase.check.id] == kiosk.phase.decision.verdict, "shown as it was written"
        if isinstance(kiosk.phase, AT_REST):
            assert kiosk.check is None
        assert citizen_screen(kiosk, 0.0).title.vi
    with Journal(house.settings.data / "journal.sqlite", "exam", SystemClock()) as journal:
        assert journal.verify() is None
    assert "Nguyễn" not in repr(house.seen) and "001090012345" not in repr(house.seen)


# Devices


def reader_unplugged(house: House) -> None:
    house.reader.remove()
    for event in (ev.CardRemoved(house.reader.name), ev.DeviceFailed(FaultCode.READER_LOST)):
        house.assembly.runner.post(event)


def card_service_restarted(house: House) -> None:
    house.reader.remove()
    house.assembly.runner.post(ev.CardRemoved(house.reader.name))
    house.assembly.runner.post(ev.DeviceFailed(FaultCode.CARD_SERVICE_DOWN))
    house.assembly.runner.post(ev.DeviceReady(Device.CARD_SERVICE))
    house.lay(card())


def camera_gone(house: House) -> None:
    for file in house.camera.iterdir():
        file.unlink()


def shift_closed(house: House) -> None:
    house.assembly.runner.post(ev.DeviceFailed(FaultCode.SHIFT_NOT_OPEN))


def list_replaced(house: House) -> None:
    assert house.settings.roster is not None
    house.assembly._load_list()


TROUBLES: dict[str, tuple[Act, Act]] = {
    "reader unplugged": (
        reader_unplugged,
        lambda house: house.assembly.runner.post(ev.DeviceReady(Device.READER)),
    ),
    "card service restarted": (card_service_restarted, lambda house: None),
    "camera gone": (camera_gone, lambda house: (house.camera / LIVE).write_bytes((FACES / LIVE).read_bytes())),
    "shift closed": (shift_closed, lambda house: house.assembly.runner.post(ev.DeviceReady(Device.SHIFT))),
    "list loaded anew": (list_replaced, lambda house: None),
}


@pytest.mark.parametrize("phase", ["reading", "comparing", *_long("waiting for the key", "writing", "showing")])
@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_device_that_fails_refuses_nobody_and_is_forgiven(house: House, trouble: str, phase: str) -> None:
    act, mend = TROUBLES[trouble]
    with house.open():
        house.until(Idle)
        struck = strike(house, PHASES[phase], act)
        check(house)
        house.until(*AT_REST, ShowingResult, such=lambda kiosk: struck.is_set())
        house.until(*AT_REST, ShowingResult)
        shown = {one.phase.decision.verdict for one in house.seen if isinstance(one.phase, ShowingResult)}
        assert not shown & {Verdict.REFUSE}
        leave(house)
        mend(house)
        house.until(Idle)
    promises_hold(house)


# The journal


def journal_of(house: House) -> sqlite3.Connection:
    """The kiosk's own connection: what is set there is set for its next commit."""
    journal = house.assembly._records.journal
    assert isinstance(journal, Journal)
    return journal._connection


@contextmanager
def locked_file(house: House) -> Iterator[None]:
    journal_of(house).execute("PRAGMA busy_timeout = 0")
    file = house.settings.data / "journal.sqlite"
    with closing(sqlite3.connect(file, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def file_moved_away(house: House) -> Iterator[None]:
    file = house.settings.data / "journal.sqlite"
    file.rename(file.with_suffix(".elsewhere"))
    yield
    file.with_suffix(".elsewhere").rename(file)


@contextmanager
def read_only(house: House) -> Iterator[None]:
    connection = journal_of(house)
    connection.execute("PRAGMA query_only = ON")
    yield
    connection.execute("PRAGMA query_only = OFF")


JOURNALS = {"locked": locked_file, "moved away": file_moved_away, "read only": read_only}


@pytest.mark.parametrize("phase", ["comparing", "showing", *_long("waiting for the key", "reading")])
@pytest.mark.parametrize("trouble", JOURNALS)
def test_no_verdict_is_shown_that_the_journal_does_not_hold(house: House, trouble: str, phase: str) -> None:
    """And once it can hold one again, the kiosk serves again by itself."""
    with house.open():
        house.until(Idle)
        broken = JOURNALS[trouble](house)
        struck = strike(house, PHASES[phase], lambda _: broken.__enter__())
        check(house)
        house.until(such=lambda kiosk: struck.is_set())
        shown = isinstance(house.until(ShowingResult, OutOfService).phase, ShowingResult)
        assert shown is (phase == "showing")
        if shown:
            leave(house)
            house.until(Idle)
            house.hear = lambda kiosk: None
            check(house)
        out = house.until(OutOfService)
        assert FaultCode.JOURNAL_FAILED in out.faults
        assert citizen_screen(out, 0.0).kind is ScreenKind.OUT_OF_SERVICE
        house.reader.remove()
        broken.__exit__(None, None, None)
        house.until(Idle)
        assert len(entries(house)) == shown
        check(house)
        house.until(ShowingResult)
        leave(house)
    promises_hold(house)
    assert FaultCode.JOURNAL_FAILED in faults_noted(house), "that it had failed is written once it can be"


def a_text(file: Path) -> None:
    file.write_text("dear diary\n" * 100)


def another_key(file: Path) -> None:
    file.with_suffix(".key").write_bytes(bytes(32))


def no_key(file: Path) -> None:
    file.with_suffix(".key").unlink()


@pytest.mark.parametrize("spoil", [a_text, another_key, no_key])
def test_a_journal_that_cannot_be_opened_is_said_before_anybody_comes(
    house: House, spoil: Callable[[Path], None]
) -> None:
    """And opened once it is as it was."""
    with house.open():
        house.until(Idle)
    file = house.settings.data / "journal.sqlite"
    whole = {one: one.read_bytes() for one in (file, file.with_suffix(".key"))}
    house.seen.clear()
    spoil(file)
    with house.open():
        out = house.until(OutOfService, such=lambda kiosk: FaultCode.JOURNAL_FAILED in kiosk.faults)
        assert out.check is None
        for one, contents in whole.items():
            one.write_bytes(contents)
        house.until(Idle)
        check(house)
        assert house.decision().verdict is Verdict.ADMIT
    promises_hold(house)


def faults_noted(house: House) -> set[str]:
    query = "SELECT json_extract(body, '$.fault') FROM entry WHERE kind = 'device-failed'"
    with closing(sqlite3.connect(house.settings.data / "journal.sqlite")) as connection:
        return {fault for (fault,) in connection.execute(query)}


# The clock


class JumpingClock(SystemClock):
    """Somebody sets the wall clock, or a time server does; the monotonic one goes on."""

    jumped = timedelta()

    def now(self) -> datetime:
        return super().now() + self.jumped


@pytest.mark.parametrize("phase", ["comparing", *_long("waiting for the key", "reading")])
@pytest.mark.parametrize("days", [-1, 1])
def test_a_wall_clock_that_jumps_ends_no_check_and_admits_nobody_twice(house: House, days: int, phase: str) -> None:
    clock = house.clock = JumpingClock()
    with house.open():
        house.until(Idle)
        strike(house, PHASES[phase], lambda _: setattr(clock, "jumped", timedelta(days=days)))
        check(house)
        assert house.decision().verdict is Verdict.ADMIT
        leave(house)
        house.until(Idle)
        house.hear = lambda kiosk: None
        check(house)
        again = house.decision()
    assert again.verdict is Verdict.REFER
    promises_hold(house)


# Hands


def test_a_hundred_times_on_and_off(house: House) -> None:
    with house.open():
        house.until(Idle)
        laid = card()
        for _ in range(100):
            house.lay(laid)
            house.reader.remove()
        check(house)
        assert house.decision().verdict is Verdict.ADMIT
        leave(house)
        house.until(Idle)
        assert house.assembly.feed._stop.wait(WAIT_SECONDS), "the camera is off"
        assert house.assembly.feed.latest() is None, "and nobody's picture is left"
    promises_hold(house)


def test_the_next_card_within_the_same_second(house: House) -> None:
    """A's result is shown, B's card comes: A's is gone, and nothing of it is in what is found about B."""
    with house.open():
        house.until(Idle)
        check(house)
        house.decision()
        house.reader.remove()
        house.lay(issued(NGOC, photo=CHIP_PHOTO))
        kiosk = house.until(AwaitingKey)
        assert kiosk.check is not None
        assert kiosk.check.evidence.identity is None and kiosk.check.live is None and kiosk.check.code is None
        leave(house)
        house.until(Idle)
    promises_hold(house)


def test_another_person_s_card_that_opens_with_the_same_number(house: House) -> None:
    """Laid down in place of the first one while that is read: what was read is of one card, and the code tells whose
    it should have been."""
    other = replace(issued(NGOC, photo=CHIP_PHOTO), can=CAN)

    def swap(_: House) -> None:
        house.reader.remove()
        house.lay(other)

    with house.open():
        house.until(Idle)
        struck = strike(house, Repositioning, swap)
        house.assembly.runner.post(ev.CardCodeRead(AN_BY_QR, (AN_CAN,)))
        house.lay(card(faults=[TearAtByte(2000, ElementaryFile.DG2)]))
        decision = house.decision()
        shown = house.until(ShowingResult).check
        assert struck.is_set()
        assert decision.verdict is Verdict.REFER and Reason.SOURCES_DIFFER in decision.reasons
        assert shown is not None and shown.evidence.identity is not None
        assert shown.evidence.identity.number == NGOC.number
        assert shown.evidence.inspection is not None
        assert shown.evidence.inspection.authenticity.hashes.status is CheckStatus.PASSED
        leave(house)
    promises_hold(house)


# The end of the program


@pytest.mark.parametrize("phase", PHASES)
def test_a_kiosk_that_is_stopped_in_a_check_leaves_a_whole_journal(house: House, phase: str) -> None:
    before = set(threading.enumerate())
    with house.open():
        house.until(Idle)
        struck = strike(house, PHASES[phase], lambda _: None)
        check(house)
        house.until(such=lambda kiosk: struck.is_set())
    promises_hold(house)
    assert len(entries(house)) <= 1
    assert set(threading.enumerate()) <= before
    assert house.assembly.feed.latest() is None


POWER_CUTS = {
    # At which moment; how many verdicts are written; what the same person meets after the start.
    "before it is written": ("reading", 0, Verdict.ADMIT),
    "when it is made": ("comparing", 0, Verdict.ADMIT),
    "when it is written and not shown": ("written", 1, Verdict.REFER),
    "when it is shown": ("showing", 1, Verdict.REFER),
}


@pytest.mark.parametrize("moment", POWER_CUTS)
def test_a_power_cut(tmp_path: Path, moment: str) -> None:
    """What was written counts after the start, what was not never was; nobody is let in twice."""
    phase, written, verdict = POWER_CUTS[moment]
    script = "from tests.scenario.power_cut import die; die(*__import__('sys').argv[1:])"
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path), phase], cwd=ROOT, capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    house = House(tmp_path)
    assert len(entries(house)) == written
    with house.open():
        house.until(Idle)
        check(house)
        assert house.decision().verdict is verdict
        leave(house)
    promises_hold(house)
