"""What outputs cost: a verdict's commit with and without messages, deliveries, the local API. Prints one JSON object.

    python benchmarks/outputs.py [--rounds 300]

Milliseconds of a commit that is on the disk when it returns: the verdict alone, with a message of names and numbers,
with one that has a photograph of 20 kB. Then so many messages from the outbox to a receiver on loopback, and requests
for the status from a program on this machine, each with a connection of its own. The framework's cost is measured in a
process of its own: milliseconds to load it, and the megabytes that the process grows by until the API answers.
"""

from __future__ import annotations

import argparse
import http.client
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from kiosk.domain.clock import SystemClock
from kiosk.domain.desks.local_desk import KioskStatus
from kiosk.domain.outbox import OutboxMessage
from kiosk.domain.record import CheckId, CheckRecord
from kiosk.domain.verdict import Verdict
from kiosk.journal.journal import Journal
from kiosk.services.outbound.courier import Courier
from kiosk.services.outbound.webhook import Endpoint, Webhook

PHOTO_BYTES = 20_000
TOKEN = "t" * 43
SECRET = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
RELEASED = {"number": "001090012345", "name": "Nguyễn Văn An", "birth_date": "1990-03-15", "key": "000101"}

Json = dict[str, Any]


def message(number: int, padding: int = 0) -> OutboxMessage:
    told = {"check": f"c-{number}", "site": "exam", "at": datetime.now(UTC).isoformat(), "verdict": "ADMIT"}
    photo = {"photo": {"encoding": "jpeg", "data": "A" * padding}} if padding else {}
    return OutboxMessage("webhook", f"c-{number}", json.dumps(told | {"released": RELEASED | photo}).encode())


def times(rounds: int, work: Callable[[int], None]) -> Json:
    taken = []
    for number in range(rounds):
        begun = time.perf_counter()
        work(number)
        taken.append((time.perf_counter() - begun) * 1000.0)
    taken.sort()
    return {"median_ms": round(statistics.median(taken), 2), "p99_ms": round(taken[int(0.99 * len(taken))], 2)}


def commits(folder: Path, rounds: int) -> Json:
    sizes = {"verdict alone": None, "with a message": 0, "with a photograph": PHOTO_BYTES}
    told: Json = {}
    for name, padding in sizes.items():
        with Journal(folder / f"{name}.sqlite", "exam", SystemClock()) as journal:

            def commit(number: int, padding: int | None = padding, journal: Journal = journal) -> None:
                now = datetime.now(UTC)
                record = CheckRecord(CheckId(f"c-{number}"), "exam", now, now, 6.0, Verdict.ADMIT, ())
                journal.commit(record, None, () if padding is None else (message(number, padding),))

            told[name] = times(rounds, commit)
    return told


class _Receiver(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(204)
        self.end_headers()

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


def deliveries(folder: Path, rounds: int) -> Json:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    clock = SystemClock()
    with Journal(folder / "deliveries.sqlite", "exam", clock) as journal:
        outbox = journal.open_outbox()
        for number in range(rounds):
            outbox.put(message(number))
        endpoint = Endpoint(f"http://127.0.0.1:{server.server_port}/", "kiosk", "gate", SECRET)
        courier = Courier("webhook", outbox, Webhook(endpoint, clock, lambda image: image), clock)
        begun = time.perf_counter()
        while courier.turn() == 0.0:
            pass
        seconds = time.perf_counter() - begun
        left = outbox.count("webhook").waiting
        outbox.close()
    server.shutdown()
    server.server_close()
    return {"messages": rounds, "left": left, "a_second": round(rounds / seconds, 1)}


class _Desk:
    """A desk that always says the same."""

    def status(self) -> KioskStatus:
        return KioskStatus("gate", "exam", "idle", "", (), ())


def requests(rounds: int) -> Json:
    """Run in a process of its own: the framework is loaded here for the first time."""
    before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    from kiosk.services.local_api.server import LocalApiServer

    loaded = time.perf_counter()
    # As many requests as one likes: the rate is another matter.
    server = LocalApiServer(_Desk(), 0, TOKEN, lambda: time.monotonic() * 1000.0)  # type: ignore[arg-type]
    server.start()

    def ask(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10.0)
        connection.request("GET", "/v1/status", headers={"Authorization": f"Bearer {TOKEN}"})
        answer = connection.getresponse()
        assert answer.status == 200, answer.status
        answer.read()
        connection.close()

    ask(0)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    told = times(rounds, ask)
    server.stop()
    return {"load_ms": round((loaded - begun) * 1000.0), "memory_mb": round(grown / 1024, 1), "status": told}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=300)
    parser.add_argument("--only-api", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only_api:
        print(json.dumps(requests(options.rounds)))
        return
    with tempfile.TemporaryDirectory() as folder:
        told: Json = {
            "commit": commits(Path(folder), options.rounds),
            "deliveries": deliveries(Path(folder), options.rounds),
        }
    alone = [sys.executable, __file__, "--only-api", "--rounds", str(options.rounds)]
    told["local_api"] = json.loads(subprocess.run(alone, check=True, capture_output=True, text=True).stdout)
    print(json.dumps(told, indent=2))


if __name__ == "__main__":
    main()
