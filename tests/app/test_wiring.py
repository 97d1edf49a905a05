"""What the presence loop's words mean to a check."""

from __future__ import annotations

import pytest

from kiosk.app.wiring import presence_events
from kiosk.check import events as ev
from kiosk.domain.faults import Device, FaultCode
from kiosk.domain.presence import CardGone, CardSeen, PresenceEvent, ReadersChanged

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
