"""Whatever a chip's operating system makes of lengths, ends of files and identifiers, the reading comes to its end."""

from __future__ import annotations

import functools
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.access_key import Can
from kiosk.domain.authenticity import CheckStatus
from kiosk.domain.clock import Deadline, SystemClock
from kiosk.reader.emrtd.reading import EmrtdReader
from kiosk.simulator.card.card import VirtualCard
from kiosk.simulator.card.manners import EndOfFile, LongAnswer, Manners, OverMost
from kiosk.simulator.card.person import PEOPLE
from kiosk.simulator.card.profiles import PROFILES
from kiosk.simulator.chip.chip import Chip
from kiosk.simulator.issuing.personaliser import issue
from kiosk.simulator.slot.in_process import InProcessConnector, InProcessReader
from tests.fakes.virtual_cards import authority, photo

CLOCK = SystemClock()
SHORT_APDU = 261
"""The longest command of a reader that knows short APDUs only."""


@functools.cache
def issued(photo_bytes: int) -> VirtualCard:
    profile = PROFILES["cccd-2021"]
    profile = replace(profile, files=replace(profile.files, photo_bytes=photo_bytes))
    return issue(PEOPLE["an"], photo(), profile, authority())


manners = st.builds(
    Manners,
    extended_length=st.booleans(),
    max_command=st.sampled_from([255, 256, 1024, 65535]),
    max_response=st.sampled_from([256, 300, 600, 1000, 2000, 4096, 9000, 65536]),
    most_read=st.sampled_from([0, 16, 60, 90, 128, 192, 200, 223, 224, 231, 256, 500, 1000, 2048, 5000]),
    over_most=st.sampled_from(OverMost),
    end_of_file=st.sampled_from(EndOfFile),
    short_identifiers=st.booleans(),
    keeps_current=st.booleans(),
    long_answer=st.sampled_from(LongAnswer),
)


@settings(deadline=None, max_examples=60)
@given(manners, st.sampled_from([1000, 6000, 33000]), st.sampled_from([None, SHORT_APDU]))
def test_every_manner_ends_in_a_whole_reading_and_costs_the_next_card_no_more(
    chip_manners: Manners, photo_bytes: int, max_apdu: int | None
) -> None:
    card = issued(photo_bytes if chip_manners.most_read == 0 or chip_manners.most_read > 128 else 1000)
    card = replace(card, profile=replace(card.profile, manners=chip_manners))
    slot = InProcessReader(mute_seconds=0.0, max_apdu=max_apdu)
    reader = EmrtdReader(InProcessConnector([slot]), CLOCK)
    counts = []
    for _ in range(2):
        slot.insert(Chip(card))
        reading = reader.read(slot.name, [Can(card.can)], Deadline(CLOCK, 60), lambda progress: None)
        slot.remove()

        assert reading.fault is None
        assert reading.files.items() <= card.files.items()
        assert len(reading.files) == len(card.files) - 1, "all but EF.COM"
        assert reading.chip_authentication is not None
        assert reading.chip_authentication.status is CheckStatus.PASSED
        assert reading.active_authentication is not None
        assert reading.active_authentication.signature
        counts.append(reading.apdu_count)
    # What is known costs one command where a header is read on its own that a cut answer would have brought along.
    assert counts[1] <= counts[0] + 1
