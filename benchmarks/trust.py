"""What trust costs: passive authentication beside small and large stores, start-up, import. Prints one JSON object.

    python benchmarks/trust.py [--sizes 1 600 20000] [--list 600] [--cards 200]

Anchors are roots of a training authority on P-256, spread over all two-letter codes, so that a large store has some
thirty of each name. For each size, in a process of its own: milliseconds to open the store, of the first card and of
the cards after it (median, p95), megabytes by which the process has grown since before the store was opened, and the
seconds in which the store was imported. Every card must come out as CHAIN_TRUSTED. Then the seconds to look into a
master list and to install it.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from itertools import cycle, islice, product
from pathlib import Path
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kiosk.domain.chip_reading import ElementaryFile
    from kiosk.reader.trust.store.preview import Preview

PHOTO = Path(__file__).resolve().parent.parent / "tests/fixtures/faces/obama_2012_chip_480x640.jp2"
CARD_MS, IMPORT_SECONDS, STARTUP_MS, GROWTH = 10.0, 3.0, 100.0, 1.5
"""What is wanted: a card after the first, a list of 600, opening a store; and how much more a card may cost beside the
largest store than beside the smallest."""

Json = dict[str, Any]


def anchors(count: int) -> Iterable[bytes]:
    """That many roots, each of a key of its own; one in 676 has the name of the card's."""
    from kiosk.simulator.card.country import Country
    from kiosk.simulator.card.signature_scheme import SIGNATURE_SCHEMES
    from kiosk.simulator.issuing.certificates import Validity, csca_certificate

    scheme = SIGNATURE_SCHEMES["ecdsa-p256-sha256"]
    validity = Validity(date(2020, 1, 1), date(2040, 1, 1), signs_until=date(2030, 1, 1))
    codes = ("".join(letters) for letters in cycle(list(product(ascii_uppercase, repeat=2))))
    for code in islice(codes, count):
        country = Country("VNM" if code == "VN" else code, code)
        yield csca_certificate(scheme, country, scheme.new_key(), validity, explicit=False)


def issued(folder: Path) -> bytes:
    """A card's files under ``folder``; gives its root."""
    from kiosk.simulator.card.person import AN
    from kiosk.simulator.issuing.authority import TestAuthority
    from kiosk.simulator.issuing.personaliser import issue

    authority = TestAuthority.create()
    (folder / "card").mkdir()
    for file, data in issue(AN, PHOTO.read_bytes(), "cccd-2021", authority).files.items():
        (folder / "card" / file.name).write_bytes(data)
    return authority.csca


def card_files(folder: Path) -> dict[ElementaryFile, bytes]:
    from kiosk.domain.chip_reading import ElementaryFile

    return {ElementaryFile[path.name]: path.read_bytes() for path in (folder / "card").iterdir()}


def master_list(certificates: Iterable[bytes]) -> bytes:
    from kiosk.simulator import der
    from kiosk.simulator.issuing.authority import TestAuthority
    from kiosk.simulator.issuing.security_object import signed_data

    content = der.sequence(der.integer(0), der.set_of(*certificates))
    return signed_data(content, "2.23.136.1.1.2", TestAuthority.create(), datetime.now(UTC))


def imported(store: Path, data: bytes) -> tuple[Preview, float, float]:
    """The seconds to look into the file, and to install all of it."""
    from kiosk.reader.trust.store.agreement import Agreement
    from kiosk.reader.trust.store.assessment import preview_file
    from kiosk.reader.trust.store.installation import Act, install
    from kiosk.reader.trust.store.preview import Consent
    from kiosk.reader.trust.store.trust import open_trust

    now, trust = datetime.now(UTC), open_trust(store)
    began = time.perf_counter()
    preview = preview_file("list.ml", data, trust, trust.store.generation(), now)
    looked = time.perf_counter()
    done = install(store, preview, Agreement(("benchmark",), frozenset(Consent)), now)
    ended = time.perf_counter()
    assert isinstance(done, Act), done
    return preview, looked - began, ended - looked


def measure(folder: Path, cards: int) -> Json:
    """Open the store of ``folder`` and check the card there again and again, in a process of its own."""
    from kiosk.domain.authenticity import AuthenticityState
    from kiosk.reader.trust.passive_auth import authenticate
    from kiosk.reader.trust.store.trust import open_trust

    files, now = card_files(folder), datetime.now(UTC)
    memory = resident_mb()
    began = time.perf_counter()
    trust = open_trust(folder / "trust")
    opened = time.perf_counter() - began
    seconds: list[float] = []
    cpu_seconds: list[float] = []
    for _ in range(cards):
        began, cpu_began = time.perf_counter(), time.process_time()
        outcome = authenticate(files, trust, now)
        cpu_seconds.append(time.process_time() - cpu_began)
        seconds.append(time.perf_counter() - began)
        assert outcome.state is AuthenticityState.CHAIN_TRUSTED, outcome.state
    return {
        "startup_ms": round(opened * 1000, 2),
        "first_card_ms": round(seconds[0] * 1000, 2),
        "card_ms": spread([one * 1000 for one in seconds[1:]]),
        "card_cpu_ms": spread([one * 1000 for one in cpu_seconds[1:]]),
        "grown_mb": round(resident_mb() - memory, 1),
    }


def resident_mb() -> float:
    """Memory of this process that is in use now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def spread(values: Sequence[float]) -> dict[str, float]:
    ordered = sorted(values)
    return {"median": round(statistics.median(ordered), 2), "p95": round(ordered[round(0.95 * (len(ordered) - 1))], 2)}


def row(size: int, cards: int) -> Json:
    with tempfile.TemporaryDirectory(prefix="kiosk-bench-") as name:
        folder = Path(name)
        roots = [issued(folder), *anchors(size - 1)]
        _, looking, installing = imported(folder / "trust", master_list(roots))
        done = subprocess.run(
            [sys.executable, __file__, "--one", name, "--cards", str(cards)], stdout=subprocess.PIPE, check=True
        )
        return {
            "anchors": size,
            **json.loads(done.stdout),
            "import_seconds": round(looking + installing, 2),
            "store_mb": round((folder / "trust" / "trust.sqlite").stat().st_size / 1e6, 2),
        }


def list_import(size: int) -> Json:
    """A master list into an empty store, and the same again beside what it brought."""
    with tempfile.TemporaryDirectory(prefix="kiosk-bench-") as name:
        data = master_list(anchors(size))
        preview, looking, installing = imported(Path(name), data)
        return {
            "certificates": preview.entries,
            "loaded": preview.loaded,
            "self_signed_ok": preview.self_signed_ok,
            "bytes": len(data),
            "preview_seconds": round(looking, 2),
            "install_seconds": round(installing, 3),
        }


def met(rows: Sequence[Json], listed: Json) -> dict[str, bool]:
    """Which of the wanted values are reached; a card by its CPU time, as others may use the machine."""
    smallest, largest = rows[0]["card_cpu_ms"]["median"], rows[-1]["card_cpu_ms"]["median"]
    return {
        "card": all(one["card_cpu_ms"]["median"] < CARD_MS for one in rows),
        "growth": largest < GROWTH * smallest,
        "startup": all(one["startup_ms"] < STARTUP_MS for one in rows),
        "import": listed["preview_seconds"] + listed["install_seconds"] < IMPORT_SECONDS,
    }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sizes", type=int, nargs="+", default=[1, 600, 20_000], help="installed anchors")
    options.add_argument("--list", type=int, default=600, help="certificates of the master list")
    options.add_argument("--cards", type=int, default=200, help="how often the card is checked")
    options.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.one is not None:
        print(json.dumps(measure(given.one, given.cards)))
        return
    rows = [row(size, given.cards) for size in given.sizes]
    listed = list_import(given.list)
    result = {
        "schema": "kiosk.bench-trust/1",
        "cores": os.cpu_count(),
        "rows": rows,
        "master_list": listed,
        "met": met(rows, listed),
    }
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
