"""What a site asks of a chip, what the presence loop's words mean to a check, and whose the camera is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.app.settings.live_camera import LiveCameraTest
from kiosk.app.settings.values import Settings
from kiosk.app.wiring import Assembly, presence_events, wanted_files
from kiosk.check import events as ev
from kiosk.domain.chip_reading import ElementaryFile as File
from kiosk.domain.face import Frame
from kiosk.domain.faults import Device, Fault, FaultCode
from kiosk.domain.presence import CardGone, CardSeen, PresenceEvent, ReadersChanged
from kiosk.domain.site import CheckNeeds, Need, Policy
from kiosk.reader.emrtd.wanted import KIOSK
from kiosk.simulator.slot.in_process import InProcessConnector, InProcessPresence, InProcessReader
from tests.fakes.camera import ScriptedCamera, plain_frame
from tests.fakes.findings import PROFILE

EXAM = Path(__file__).parents[2] / "config" / "sites" / "exam.toml"

SERVICE_WELL = ev.DeviceReady(Device.CARD_SERVICE)


@pytest.mark.parametrize(
    ("happened", "had_reader", "events"),
    [
        pytest.param(CardSeen("R", b"\x3b"), True, (ev.CardPresented("R"),), id="a card comes"),
        pytest.param(CardGone("R"), True, (ev.CardRemoved("R"),), id="a card goes"),
        pytest.param(
            ReadersChanged(("R",)), False, (SERVICE_WELL, ev.DeviceReady(Device.READER)), id="a reader is there"
        ),
        pytest.param(
            ReadersChanged(()), False, (SERVICE_WELL, ev.DeviceFailed(FaultCode.NO_READER)), id="none was ever there"
        ),
        pytest.param(
            ReadersChanged(()), True, (SERVICE_WELL, ev.DeviceFailed(FaultCode.READER_LOST)), id="it was pulled out"
        ),
        pytest.param(
            ReadersChanged((), service=False),
            True,
            (ev.DeviceFailed(FaultCode.CARD_SERVICE_DOWN),),
            id="the service went away",
        ),
    ],
)
def test_presence_becomes_events(happened: PresenceEvent, had_reader: bool, events: tuple[ev.Event, ...]) -> None:
    assert presence_events(happened, had_reader) == events


@pytest.mark.parametrize(
    ("need", "released", "more"),
    [
        pytest.param(Need.MAY, None, set(), id="nothing more"),
        pytest.param(Need.WARN, None, {File.COM}, id="a site that compares EF.COM"),
        pytest.param(Need.MUST, None, {File.COM}, id="a site that insists on it"),
        pytest.param(Need.MAY, frozenset({File.DG1, File.COM}), {File.COM}, id="a service that takes EF.COM"),
    ],
)
def test_what_is_read_of_a_chip(need: Need, released: frozenset[File] | None, more: set[File]) -> None:
    profile = replace(PROFILE, policy=Policy(needs=CheckNeeds(ef_com=need)), issuer_release=released)
    assert set(wanted_files(profile)) == {*KIOSK} | more


@pytest.mark.parametrize("serving", [False, True], ids=["nobody is there", "a check begins meanwhile"])
def test_a_picture_for_staff_leaves_the_camera_as_checks_want_it(tmp_path: Path, serving: bool) -> None:
    camera = ScriptedCamera()
    settings = Settings(tmp_path / "kiosk.toml", "test", EXAM, None, tmp_path / "trust", tmp_path / "data")
    reader = InProcessReader()
    assembly = Assembly(settings, InProcessPresence([reader]), InProcessConnector([reader]), camera=camera)

    begins = [assembly.feed.start] if serving else []

    def read() -> Frame:
        if begins:
            begins.pop()()
        return plain_frame()

    camera.read = read  # type: ignore[method-assign]
    assert assembly._one_frame().bgr == plain_frame().bgr
    assert (assembly.feed.latest() is not None) is serving
    assembly.feed.stop()
    assert (camera.opened, camera.closed) == (1, 1)


def test_a_camera_without_a_picture_is_a_fault(tmp_path: Path) -> None:
    camera = ScriptedCamera(refuse_to_open=(Fault(FaultCode.CAMERA_MISSING, "unplugged"),))
    settings = Settings(tmp_path / "kiosk.toml", "test", EXAM, None, tmp_path / "trust", tmp_path / "data")
    reader = InProcessReader()
    assembly = Assembly(settings, InProcessPresence([reader]), InProcessConnector([reader]), camera=camera)
    with pytest.raises(Fault, match="unplugged"):
        assembly._one_frame()
    assert camera.closed == camera.opened


def test_no_check_begins_with_a_card_that_is_laid_for_a_test(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(tmp_path / "kiosk.toml", "test", EXAM, None, tmp_path / "trust", tmp_path / "data")
    reader = InProcessReader()
    assembly = Assembly(settings, InProcessPresence([reader]), InProcessConnector([reader]), camera=ScriptedCamera())
    posted: list[ev.Event] = []
    monkeypatch.setattr(assembly.runner, "post", posted.append)
    happened = (ReadersChanged(("R",)), CardSeen("R", b"\x3b"), CardGone("R"))

    with assembly.held_back.held_back():
        for event in happened:
            assembly._on_presence(event)
    assert posted == [SERVICE_WELL, ev.DeviceReady(Device.READER), ev.CardRemoved("R")], "readers are watched as ever"

    posted.clear()
    assembly._on_presence(CardSeen("R", b"\x3b"))
    assert posted == [ev.CardPresented("R")]


@pytest.mark.parametrize("serving", [False, True], ids=["nobody is there", "somebody stands before it"])
def test_a_camera_under_test_is_the_kiosks_own_and_stays_so(tmp_path: Path, serving: bool) -> None:
    camera = ScriptedCamera()
    settings = Settings(tmp_path / "kiosk.toml", "test", EXAM, None, tmp_path / "trust", tmp_path / "data")
    reader = InProcessReader()
    assembly = Assembly(settings, InProcessPresence([reader]), InProcessConnector([reader]), camera=camera)
    camera.read = plain_frame  # type: ignore[method-assign]
    desk = assembly.desks.make_settings_desk(list, lambda saved: None, lambda: None)
    if serving:
        assembly.feed.start()

    test = desk.try_camera("/dev/video0", 0)
    assert isinstance(test, LiveCameraTest)
    assert test.wait_for(lambda sighting, _: sighting is not None and sighting.hint is not None, 20.0)
    test.close()
    test.settle()

    assert (assembly.feed.latest() is not None) is serving
    assembly.feed.stop()
    assert (camera.opened, camera.closed) == (1, 1), "opened once, by whoever came first"
