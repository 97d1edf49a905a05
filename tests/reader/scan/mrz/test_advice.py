"""When the person is told what to change: after a while, once, and nothing once the lines are read."""

from __future__ import annotations

import pytest

from kiosk.reader.scan.mrz.advice import AGAIN_SECONDS, GONE_SECONDS, ZoneAdvice
from kiosk.reader.scan.mrz.layout import read_lines
from kiosk.reader.scan.mrz.sighting import MrzHint, MrzSighting
from tests.fakes.lds_files import MRZ_A
from tests.fakes.mrz_seen import seen

CORNERS = ((0.0, 0.0),) * 4
SMALL = MrzSighting(corners=CORNERS, hint=MrzHint.CLOSER)
SHAKING = MrzSighting(corners=CORNERS, hint=MrzHint.HOLD_STILL)
READ = MrzSighting(read_lines(seen(MRZ_A)), corners=CORNERS)
NOTHING = MrzSighting()


def told(sightings: list[MrzSighting], every: float = 0.25) -> list[tuple[int, MrzHint]]:
    """What is told, and after which look."""
    advice = ZoneAdvice()
    said = [(number, advice.add(one, number * every)) for number, one in enumerate(sightings)]
    return [(number, hint) for number, hint in said if hint is not None]


@pytest.mark.parametrize(
    ("sightings", "expected"),
    [
        pytest.param([SMALL] * 4, [], id="a moment: nothing yet"),
        pytest.param([SMALL] * 8, [(4, MrzHint.CLOSER)], id="a second: once"),
        pytest.param([SMALL] * 26, [(4, MrzHint.CLOSER), (24, MrzHint.CLOSER)], id="and again later"),
        pytest.param([SMALL, SHAKING] * 6, [], id="looks that disagree say nothing"),
        pytest.param(
            [SMALL] * 6 + [SHAKING] * 4,
            [(4, MrzHint.CLOSER), (8, MrzHint.HOLD_STILL)],
            id="what comes to be wrong then",
        ),
        pytest.param([SMALL] * 3 + [READ] * 4 + [SMALL] * 4, [], id="lines that are read need no help"),
        pytest.param([NOTHING] * 20, [], id="no zone"),
        pytest.param([SMALL, NOTHING, SMALL, NOTHING, SMALL], [(4, MrzHint.CLOSER)], id="lost for a look or two"),
    ],
)
def test_what_is_told(sightings: list[MrzSighting], expected: list[tuple[int, MrzHint]]) -> None:
    assert told(sightings) == expected


def test_a_zone_that_comes_back_is_another_one() -> None:
    advice = ZoneAdvice()
    for at in (0.0, 0.4, 0.8):
        assert advice.add(SMALL, at) is None
    later = 0.8 + GONE_SECONDS + 0.1
    assert [advice.add(SMALL, later + at) for at in (0.0, 0.4, 0.8)] == [None] * 3


def test_the_next_person_is_told_at_once_what_the_last_one_was() -> None:
    advice = ZoneAdvice()
    said = [advice.add(SMALL, at / 2) for at in range(4)]
    advice.forget()
    again = [advice.add(SMALL, 2.0 + at / 2) for at in range(4)]
    assert said == again == [None, None, MrzHint.CLOSER, None]
    assert AGAIN_SECONDS > 2.0
