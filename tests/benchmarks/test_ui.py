"""The benchmark of the windows draws whole checks, each of another person, and reports what its guide says."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.ui import one_check
from kiosk.check.states import AwaitingConsent, Idle, Kiosk, ShowingResult

ROOT = Path(__file__).parent.parent.parent


def test_a_check_goes_from_card_to_idle() -> None:
    states = [state for state in one_check(3) if isinstance(state, Kiosk)]
    assert isinstance(states[0].phase, AwaitingConsent)
    assert isinstance(states[-1].phase, Idle)


def test_every_check_has_another_person() -> None:
    names = set()
    for number in range(6):
        shown = next(state.phase for state in one_check(number) if isinstance(state.phase, ShowingResult))  # type: ignore[attr-defined]
        assert shown.check.evidence.identity is not None
        names.add(shown.check.evidence.identity.name)
    assert len(names) == 6


@pytest.mark.parametrize(
    ("options", "keys"),
    [
        (
            ["--part", "checks", "--checks", "3"],
            {"checks", "beats", "by_the_clock", "own_work", "waiting_for_own_threads", "first_change_ms"},
        ),
        (["--part", "idle", "--idle-seconds", "0.2"], {"seconds", "share_of_a_core"}),
        (["--part", "memory", "--memory-checks", "2"], {"checks", "resident_mb"}),
    ],
    ids=["checks", "idle", "memory"],
)
def test_each_part_prints_its_figures(options: list[str], keys: set[str]) -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / "ui.py"), *options]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, timeout=100)
    assert set(json.loads(done.stdout.splitlines()[-1])) == keys
