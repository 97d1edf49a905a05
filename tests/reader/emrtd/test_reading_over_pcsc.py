"""The same reading on both card paths: readers inside the process, and the real PC/SC stack."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.domain.access_key import Can, MrzKey
from kiosk.domain.authenticity import CheckStatus
from kiosk.domain.clock import Deadline, SystemClock
from kiosk.domain.faults import FaultCode
from kiosk.reader.emrtd.reading import EmrtdReader
from kiosk.simulator.card.faults import CardFault, Clone, NoPace, ShortOnly, TearAfterCommand
from kiosk.simulator.chip.chip import Chip
from kiosk.simulator.slot.card_port import SimulatedCard
from tests.fakes.scripted_card import ScriptedCard
from tests.fakes.virtual_cards import card
from tests.pcsc_rig import CardPath

KEYS = (Can("012345"), MrzKey("090012345", "900315", "300315"))
CLOCK = SystemClock()


@pytest.mark.parametrize(
    ("faults", "protocol", "chip_authentication"),
    [
        pytest.param((), "PACE", CheckStatus.PASSED, id="genuine"),
        pytest.param((NoPace(),), "BAC", CheckStatus.PASSED, id="without PACE"),
        pytest.param((ShortOnly(),), "PACE", CheckStatus.PASSED, id="without extended length"),
        pytest.param((Clone(),), "PACE", CheckStatus.FAILED, id="clone, opened anew by a reset"),
    ],
)
def test_a_card(
    card_path: CardPath, faults: tuple[CardFault, ...], protocol: str, chip_authentication: CheckStatus
) -> None:
    issued = card()
    card_path.lay(Chip(issued, faults=faults))

    reading = EmrtdReader(card_path.connector, CLOCK).read(
        card_path.readers[0], KEYS, Deadline(CLOCK, 60), lambda progress: None
    )

    assert reading.fault is None
    assert reading.reader == card_path.readers[0]
    assert reading.atr == issued.profile.atr
    assert reading.access.protocol == protocol
    assert reading.chip_authentication is not None
    assert reading.chip_authentication.status is chip_authentication
    assert reading.files.items() <= issued.files.items()
    assert len(reading.files) >= 6


@pytest.mark.parametrize(
    ("other", "code"),
    [
        pytest.param(lambda: Chip(card(), faults=[TearAfterCommand(9)]), FaultCode.CARD_REMOVED, id="torn away"),
        pytest.param(lambda: ScriptedCard({0xA4: b"\x6a\x82"}), FaultCode.NOT_AN_ID_CARD, id="another card"),
    ],
)
def test_what_goes_wrong(card_path: CardPath, other: Callable[[], SimulatedCard], code: FaultCode) -> None:
    card_path.lay(other())

    reading = EmrtdReader(card_path.connector, CLOCK).read(
        card_path.readers[0], KEYS, Deadline(CLOCK, 60), lambda progress: None
    )

    assert reading.fault is not None
    assert reading.fault.code is code
