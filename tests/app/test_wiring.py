"""What a site asks of a chip, and what the presence loop's words mean to a check."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.app.wiring import presence_events, wanted_files
from kiosk.check import events as ev
from kiosk.domain.chip_reading import ElementaryFile as File
from kiosk.domain.faults import Device, FaultCode
from kiosk.domain.presence import CardGone, CardSeen, PresenceEvent, ReadersChanged
from kiosk.domain.site import CheckNeeds, Need, Policy
from kiosk.reader.emrtd.wanted import KIOSK
from tests.fakes.findings import PROFILE

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
