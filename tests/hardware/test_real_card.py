"""A real card on a real reader, with its owner's consent: ``KIOSK_TEST_CAN=123456 pytest --hardware tests/hardware``.

Only facts that are true of every good card are asserted, and nothing about the person is printed.
"""

from __future__ import annotations

import os

import pytest

from kiosk.app.cards.read import await_card
from kiosk.domain.access_key import Can
from kiosk.domain.authenticity import CheckStatus
from kiosk.domain.chip_reading import ElementaryFile
from kiosk.domain.clock import Deadline, SystemClock
from kiosk.reader.emrtd.reading import EmrtdReader
from kiosk.reader.inspection import ChipInspector
from kiosk.reader.pcsc import PcscConnector
from kiosk.reader.trust.anchors import AnchorSet


@pytest.mark.hardware
def test_a_good_card_is_read_and_is_intact() -> None:
    can = os.environ.get("KIOSK_TEST_CAN")
    if not can:
        pytest.skip("set KIOSK_TEST_CAN to the last six digits of the card's number")
    clock = SystemClock()
    reader = await_card(os.environ.get("KIOSK_TEST_READER", ""), wait=30.0)
    reading = EmrtdReader(PcscConnector(), clock).read(reader, [Can(can)], Deadline(clock, 60.0), lambda _: None)
    assert reading.fault is None, reading.fault
    assert {ElementaryFile.SOD, ElementaryFile.DG1, ElementaryFile.DG2} <= set(reading.files)
    inspection = ChipInspector(AnchorSet()).inspect(reading, None, clock.now())
    assert inspection.authenticity.hashes.status is CheckStatus.PASSED
    assert inspection.authenticity.sod_signature.status is CheckStatus.PASSED
    assert inspection.identity is not None
    assert inspection.chip_face is not None
