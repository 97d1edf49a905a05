"""How fast one card is read, over the real PC/SC stack: prints one JSON object.

    python benchmarks/chip.py [--profiles cccd-2021] [--faults "" short-only] [--bit-rates 106 424 848 0] [--reads 7]

For each profile, switch of the card and bit rate (0: a link and a chip that take no time): seconds of a whole reading
from connecting to letting go (median, p95), commands, bytes both ways, our own CPU time for reading and for checking,
the time that the modelled link and chip take by themselves, and the ratio of both times. Then what a reading costs that
was torn in the middle of the photo and taken up again: beyond opening the chip anew and with it, measured and, as the
floor, by the model alone. The card is another process behind driver and pcscd.

``--peer 'COMMAND {can}'`` lets another PC/SC program read the same card on the same reader, and times it. No reader
for such documents was found on PyPI (looked for in its list of packages, and by the names that are known from
elsewhere), so none is run by itself.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kiosk.app.demo.virtual_desk import PcscDesk
    from kiosk.domain.access_key import AccessKey
    from kiosk.domain.chip_reading import ChipReading
    from kiosk.reader.apdu import Command, Response
    from kiosk.reader.channel import CardConnection, CardConnector
    from kiosk.simulator.card.card import VirtualCard
    from kiosk.simulator.card.card_profile import CardProfile
    from kiosk.simulator.card.faults import CardFault
    from kiosk.simulator.card.person import Citizen, Traveller
    from kiosk.simulator.issuing.authority import TestAuthority

ROOT = Path(__file__).resolve().parent.parent
PHOTO = ROOT / "tests" / "fixtures" / "faces" / "obama_2012_chip_480x640.jp2"
"""Makes a DG2 of 15 kB, which cards in the field have."""

WAIT_SECONDS = 20.0
PEER_SECONDS = 120.0
TORN_AT = 9000
"""The byte of the photo before which the card is lost."""

RATIOS = {106: 1.05, 212: 1.05, 424: 1.05, 848: 1.15}
CPU_MS = 150.0
APDUS, APDUS_SHORT = 26, 100
RESUME_COST = 0.10
"""What is wanted of a card with a DG2 of 15 kB: the ratio by bit rate, CPU time for reading and checking, commands with
extended length and without, and what a resumed reading costs beyond a whole one."""

Json = dict[str, Any]


SECURE = 0x0C
"""The bits of CLA under secure messaging; whatever comes without them opens the chip."""


class CountingConnector:
    """Counts the commands and the bytes of all connections, and the seconds by ``now`` of those that open the chip."""

    def __init__(self, inner: CardConnector, now: Callable[[], float] = time.perf_counter) -> None:
        self._inner = inner
        self.now = now
        self.commands = self.sent = self.received = 0
        self.access = 0.0

    def connect(self, reader: str) -> CountedConnection:
        return CountedConnection(self._inner.connect(reader), self)


class CountedConnection:
    def __init__(self, inner: CardConnection, counts: CountingConnector) -> None:
        self._inner = inner
        self._counts = counts
        self.reader, self.atr, self.close = inner.reader, inner.atr, inner.close

    def transmit(self, command: Command) -> Response:
        began = self._counts.now()
        response = self._inner.transmit(command)
        if command.cla & SECURE != SECURE:
            self._counts.access += self._counts.now() - began
        self._counts.commands += 1
        self._counts.sent += len(command.encode())
        self._counts.received += len(response.data) + 2
        return response


@dataclass(frozen=True)
class Card:
    """An issued card on the disk and what opens it."""

    profile: str
    fault: str
    folder: Path
    torn_folder: Path
    keys: tuple[AccessKey, ...]
    can: str
    most_apdus: int | None


@dataclass(frozen=True)
class Take:
    """One reading, in seconds and counts."""

    reading: ChipReading
    seconds: float
    access: float
    link: float
    cpu: float
    commands: int
    sent: int
    received: int


def issued(folder: Path, profiles: Sequence[str], faults: Sequence[str]) -> Iterator[Card]:
    """A card for each profile and switch, and the same card again that is once torn away in its photo."""
    from kiosk.domain.access_key import Can, MrzKey
    from kiosk.domain.chip_reading import ElementaryFile
    from kiosk.simulator.card import card_store
    from kiosk.simulator.card.faults import ShortOnly, TearAtByte, parse_fault
    from kiosk.simulator.card.profiles import PROFILES
    from kiosk.simulator.issuing.authority import TestAuthority

    photo = PHOTO.read_bytes()
    for name in profiles or PROFILES:
        profile = PROFILES[name]
        authority = TestAuthority.open_for(profile, folder / "authority" / profile.country.state)
        for fault in faults:
            card = first_that_fits(photo, profile, authority, [parse_fault(fault)] if fault else [])
            place = folder / "cards" / f"{name}{'-' if fault else ''}{fault.replace(':', '-')}"
            torn = replace(card, faults=(*card.faults, TearAtByte(TORN_AT, ElementaryFile.DG2)))
            card_store.save(card, place / "whole")
            card_store.save(torn, place / "torn")
            text = card.mrz_information
            mrz = MrzKey(text[0:9].rstrip("<"), text[10:16], text[17:23])
            keys = (Can(card.can), mrz) if card.can else (mrz,)
            bound = APDUS_SHORT if ShortOnly() in card.faults or not profile.manners.extended_length else APDUS
            most_apdus = None if profile.manners.most_read or profile.files.photo_bytes else bound
            yield Card(name, fault, place / "whole", place / "torn", keys, card.can, most_apdus)


def first_that_fits(
    photo: bytes, profile: CardProfile, authority: TestAuthority, faults: Sequence[CardFault]
) -> VirtualCard:
    """A card of this profile for the first of the invented people who can have one."""
    from kiosk.simulator.card.person import PEOPLE, TRAVELLERS
    from kiosk.simulator.issuing.personaliser import issue

    problem = ""
    holders: list[Citizen | Traveller] = [*PEOPLE.values(), *TRAVELLERS.values()]
    for holder in holders:
        try:
            return issue(holder, photo, profile, authority, faults=faults)
        except ValueError as error:
            problem = str(error)
    raise SystemExit(f"{profile.name}: {problem}")


class Bench:
    """One desk with its bit rate: lays cards on the reader and reads them as the kiosk does."""

    def __init__(self, bit_rate: int) -> None:
        from kiosk.app.demo.virtual_desk import PcscDesk
        from kiosk.domain.clock import SystemClock
        from kiosk.reader.emrtd.reading import EmrtdReader

        self.bit_rate = bit_rate
        self.desk: PcscDesk = PcscDesk(bit_rate)
        self.counting = CountingConnector(self.desk.connector)
        self._clock = SystemClock()
        self._reader = EmrtdReader(self.counting, self._clock)

    def forget(self) -> None:
        """Read the next card as the first of its kind."""
        from kiosk.reader.emrtd.reading import EmrtdReader

        self._reader = EmrtdReader(self.counting, self._clock)

    def take(self, card: Card, folder: Path) -> Take:
        """Lay the card on the reader, read it, take it away."""
        from kiosk.app.cards.read import await_card
        from kiosk.domain.clock import Deadline

        self.desk.insert(folder)
        reader = await_card("", WAIT_SECONDS)
        counts = self.counting
        counts.commands = counts.sent = counts.received = 0
        counts.access = 0.0
        cpu, began = time.process_time(), time.perf_counter()
        reading = self._reader.read(reader, card.keys, Deadline(self._clock, 600.0), lambda progress: None)
        seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
        link = self.desk.remove()
        return Take(reading, seconds, counts.access, link, cpu, counts.commands, counts.sent, counts.received)


def measure(card: Card, bit_rate: int, reads: int, bench: Bench, peer: str) -> Json:
    """One row: readings of one card at one bit rate."""
    bench.forget()
    first, *takes = [bench.take(card, card.folder) for _ in range(reads + 1)]
    sample = takes[-1]
    row: Json = {
        "profile": card.profile,
        "fault": card.fault or None,
        "bit_rate_kbit": bit_rate or None,
        "readings": len(takes),
        "complete": all(take.reading.fault is None for take in (first, *takes)),
        "access": sample.reading.access.mechanism,
        "files": {file.value: len(data) for file, data in sample.reading.files.items()},
        "apdus": sample.commands,
        "apdus_first_of_its_kind": first.commands,
        "bytes_to_card": sample.sent,
        "bytes_from_card": sample.received,
        "seconds": spread([take.seconds for take in takes]),
        "link_and_chip_seconds": round(statistics.median(take.link for take in takes), 4),
        "ratio": spread([take.seconds / take.link for take in takes]) if bit_rate else None,
        "own_seconds": spread([take.seconds - take.link for take in takes]),
        "cpu_ms_reading": spread([take.cpu * 1000 for take in takes], 1),
        "cpu_ms_checking": spread([checking(take.reading) * 1000 for take in takes], 1),
        "resume": resume(card, bench, sample, statistics.median(take.seconds for take in takes), reads),
    }
    row["met"] = met(row, card.most_apdus)
    if peer:
        row["peer"] = timed_peer(peer, card, bench.desk)
    return row


def checking(reading: ChipReading) -> float:
    """CPU seconds of all document checks of one reading."""
    from datetime import UTC, datetime

    from kiosk.reader.inspection import ChipInspector
    from kiosk.reader.trust.anchors import AnchorSet

    inspector = ChipInspector(AnchorSet())
    began = time.process_time()
    inspector.inspect(reading, None, datetime.now(UTC))
    return time.process_time() - began


def resume(card: Card, bench: Bench, whole: Take, whole_seconds: float, times: int) -> Json:
    """What it costs to lose the card in the photo and lay it down again, as shares of one whole reading.

    A chip must be opened anew after every loss, which takes it ``reopening_floor_seconds`` by the model whatever the
    program does: ``with_reopening`` holds that, ``beyond_reopening`` does not; ``bytes`` says how much was read twice.
    """
    takes = [(bench.take(card, card.torn_folder), bench.take(card, card.folder)) for _ in range(times)]
    torn, again = takes[-1]
    floor = modelled(card, bench.bit_rate)
    return {
        "torn": torn.reading.fault.code.value if torn.reading.fault else None,
        "complete": all(take.reading.fault is None and take.reading.files == whole.reading.files for _, take in takes),
        "apdus": torn.commands + again.commands,
        "reopening_seconds": round(statistics.median(take.access for _, take in takes), 4),
        "reopening_floor_seconds": round(floor[-1].access, 4),
        **costs(takes, whole_seconds),
        "bytes": round((torn.received + again.received) / whole.received - 1, 3),
        "floor": costs([floor[1:]], floor[0].seconds) if bench.bit_rate else None,
    }


def costs(takes: Sequence[tuple[Take, Take]], whole_seconds: float) -> dict[str, float]:
    """Of the readings that were torn and those that went on, by their medians."""
    both = statistics.median(torn.seconds + again.seconds for torn, again in takes)
    beyond = statistics.median(torn.seconds + again.seconds - again.access for torn, again in takes)
    return {
        "with_reopening": round(both / whole_seconds - 1, 3),
        "beyond_reopening": round(beyond / whole_seconds - 1, 3),
    }


def modelled(card: Card, bit_rate: int) -> tuple[Take, Take, Take]:
    """A whole reading, a torn one and the one that goes on, in the seconds of the model alone: nobody waits."""
    from kiosk.domain.clock import Deadline, SystemClock
    from kiosk.reader.emrtd.reading import EmrtdReader
    from kiosk.simulator.card import card_store
    from kiosk.simulator.chip.chip import Chip
    from kiosk.simulator.chip.link import LinkModel
    from kiosk.simulator.slot.in_process import InProcessConnector, InProcessReader

    link = LinkModel(bit_rate or None)
    chips = [
        Chip(card_store.load(folder), link, sleep=lambda seconds: None)
        for folder in (card.folder, card.folder, card.torn_folder, card.folder)
    ]
    slot = InProcessReader(mute_seconds=0.0)
    counting = CountingConnector(InProcessConnector([slot]), lambda: sum(chip.modelled_seconds for chip in chips))
    clock = SystemClock()
    reader = EmrtdReader(counting, clock)
    takes = []
    for chip in chips:
        counting.access = 0.0
        slot.insert(chip)
        reading = reader.read(slot.name, card.keys, Deadline(clock, 600.0), lambda progress: None)
        slot.remove()
        takes.append(Take(reading, chip.modelled_seconds, counting.access, chip.modelled_seconds, 0.0, 0, 0, 0))
    _, whole, torn, again = takes
    return whole, torn, again


def met(row: Json, most_apdus: int | None) -> dict[str, bool]:
    """Which of the wanted values this row reaches; ``None``: the chip gives too little at once to be counted."""
    reached = {"cpu": row["cpu_ms_reading"]["median"] + row["cpu_ms_checking"]["median"] < CPU_MS}
    if most_apdus is not None:
        reached["apdus"] = row["apdus_first_of_its_kind"] <= most_apdus
    if row["ratio"] is not None:
        reached["ratio"] = row["ratio"]["median"] <= RATIOS[row["bit_rate_kbit"]]
        reached["resume"] = row["resume"]["beyond_reopening"] < RESUME_COST
    return reached


def timed_peer(command: str, card: Card, desk: PcscDesk) -> Json:
    """Let another program read the card; its own start is part of its time."""
    from kiosk.app.cards.read import await_card

    desk.insert(card.folder)
    await_card("", WAIT_SECONDS)
    began = time.perf_counter()
    try:
        done = subprocess.run(
            shlex.split(command.format(can=card.can)), capture_output=True, timeout=PEER_SECONDS, check=False
        )
        exit_code: int | None = done.returncode
    except subprocess.TimeoutExpired:
        exit_code = None
    seconds = time.perf_counter() - began
    link = desk.remove()
    return {"exit": exit_code, "seconds": round(seconds, 3), "link_and_chip_seconds": round(link, 4)}


def spread(values: Sequence[float], digits: int = 4) -> dict[str, float]:
    ordered = sorted(values)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
    return {
        "median": round(statistics.median(ordered), digits),
        "p95": round(p95, digits),
        "max": round(ordered[-1], digits),
    }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--profiles", nargs="+", default=["cccd-2021"], help="profiles of cards; all: every one")
    options.add_argument("--faults", nargs="+", default=["", "short-only"], help='switches of the card; "": none')
    options.add_argument("--bit-rates", type=int, nargs="+", default=[106, 424, 848, 0])
    options.add_argument("--reads", type=int, default=7)
    options.add_argument("--peer", default="", help="the command of another reader; {can} stands for the CAN")
    options.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = options.parse_args()
    profiles = [] if given.profiles == ["all"] else given.profiles
    if given.one is not None:
        cards = list(issued(given.folder, profiles, given.faults))
        bench = Bench(given.one)
        try:
            print(json.dumps([measure(card, given.one, given.reads, bench, given.peer) for card in cards]))
        finally:
            bench.desk.close()
        return
    rows: list[Json] = []
    for bit_rate in given.bit_rates:
        folder = Path(tempfile.mkdtemp(prefix="kiosk-bench-"))
        try:
            rows += child(folder, bit_rate)
        finally:
            shutil.rmtree(folder)
    print(json.dumps({"schema": "kiosk.bench-chip/1", "cores": os.cpu_count(), "rows": rows}, indent=2))


def child(folder: Path, bit_rate: int) -> list[Json]:
    """The rows of one bit rate, from a process of its own: the PC/SC library knows one socket a process."""
    command = [sys.executable, __file__, *sys.argv[1:], "--one", str(bit_rate), "--folder", str(folder)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return list(json.loads(done.stdout.splitlines()[-1]))


if __name__ == "__main__":
    main()
