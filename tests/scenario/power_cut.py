"""A kiosk that loses its power in the middle of a check: run in a process of its own, which it kills."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from kiosk.app.late_records import LateRecords
from kiosk.check.states import Completing, Idle, Kiosk, Reading, ShowingResult
from kiosk.domain.identity import Identity
from kiosk.domain.outbox import OutboxMessage
from kiosk.domain.record import CheckRecord
from tests.scenario.house import House, card

PHASES = {"reading": Reading, "comparing": Completing, "showing": ShowingResult}


def die(folder: str, moment: str) -> None:
    """Check A's card until ``moment``: the beginning of a phase, or ``written``, when the commit comes back."""
    house = House(Path(folder))
    if moment == "written":
        commit = LateRecords.commit

        def commit_and_die(
            records: LateRecords,
            record: CheckRecord,
            identity: Identity | None,
            outgoing: Sequence[OutboxMessage] = (),
        ) -> NoReturn:
            commit(records, record, identity, outgoing)
            os.kill(os.getpid(), signal.SIGKILL)
            raise AssertionError

        LateRecords.commit = commit_and_die  # type: ignore[method-assign]

    def hear(kiosk: Kiosk) -> None:
        if isinstance(kiosk.phase, PHASES.get(moment, ())):
            os.kill(os.getpid(), signal.SIGKILL)

    house.hear = hear
    with house.open():
        house.until(Idle)
        house.type_can("012345")
        house.lay(card())
        house.until(ShowingResult)
