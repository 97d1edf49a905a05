"""Tries that reached somebody (+) or did not (-) -> whether the receiver counts as reachable."""

from __future__ import annotations

import pytest

from kiosk.domain.delivery import Reachability
from kiosk.services.outbound.reachability import Connection

UNKNOWN, ONLINE, OFFLINE = Reachability.UNKNOWN, Reachability.ONLINE, Reachability.OFFLINE


@pytest.mark.parametrize(
    ("tries", "state"),
    [
        ("", UNKNOWN),
        ("+", ONLINE),
        ("-", UNKNOWN),
        ("--", OFFLINE),
        ("+-", ONLINE),
        ("+-+", ONLINE),
        ("+-+-", OFFLINE),
        ("-+++-", OFFLINE),
        ("-+++++-", ONLINE),
        ("--+", OFFLINE),
        ("--+-+", OFFLINE),
        ("--++", ONLINE),
        ("--++-", ONLINE),
        ("--++--", OFFLINE),
    ],
)
def test_one_lost_try_is_no_outage_and_one_good_one_no_return(tries: str, state: Reachability) -> None:
    connection = Connection()
    for one in tries:
        connection = connection.after(one == "+")
    assert connection.state is state


@pytest.mark.parametrize(("tries", "failures"), [("", 0), ("---", 3), ("--+", 0), ("+-", 1)])
def test_failures_are_counted_in_a_row(tries: str, failures: int) -> None:
    connection = Connection()
    for one in tries:
        connection = connection.after(one == "+")
    assert connection.failures == failures
