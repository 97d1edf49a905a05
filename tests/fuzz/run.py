"""Long runs of the fuzz targets by hand, guided by coverage: ``python -m tests.fuzz.run TARGET… --seconds N``.

Needs atheris (Linux, see docs/fuzzing.md), which is no dependency of the project. Each target runs in a process of its
own, which libFuzzer ends; inputs that break a parser are written to ``build/fuzz/crashes/TARGET/``, and what the run
learned to ``build/fuzz/corpus/TARGET/``, from where the next one goes on. One line of JSON a target goes to standard
output.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from pathlib import Path
from random import Random

OUTPUT = Path("build/fuzz")
SECONDS_AN_INPUT, MEGABYTES = 10, 1024


def main() -> int:
    """Exit status 0 when no target broke, 1 when one did, 2 when there is no atheris."""
    parser = argparse.ArgumentParser(description="Fuzz the parsers of card bytes with atheris.")
    parser.add_argument("targets", nargs="+", metavar="TARGET", help="names of tests/fuzz/targets.py, or all")
    parser.add_argument("--seconds", type=int, default=60, help="for each target (default: 60)")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    try:
        import atheris  # noqa: F401
    except ImportError:
        print("atheris is not installed; docs/fuzzing.md says how", file=sys.stderr)
        return 2
    if options.child:
        _fuzz(options.targets[0], options.seconds)
    from tests.fuzz.targets import TARGETS

    names = list(TARGETS) if options.targets == ["all"] else options.targets
    unknown = [name for name in names if name not in TARGETS]
    if unknown:
        parser.error(f"no such target: {', '.join(unknown)}; there are {', '.join(TARGETS)}")
    reports = []
    for name in names:
        reports.append(_run(name, options.seconds))
        print(json.dumps(reports[-1]), flush=True)
    return 1 if any(report["crashes"] or report["exit"] for report in reports) else 0


def _run(name: str, seconds: int) -> dict[str, object]:
    """One target in a process of its own."""
    command = [sys.executable, "-m", "tests.fuzz.run", name, "--seconds", str(seconds), "--child"]
    log = OUTPUT / f"{name}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as stream:
        exit_status = subprocess.run(command, stdout=stream, stderr=subprocess.STDOUT, check=False).returncode
    text = log.read_text(errors="replace")
    return {
        "target": name,
        "seconds": seconds,
        "executions": _statistic(text, "number_of_executed_units"),
        "slowest_seconds": _statistic(text, "slowest_unit_time_sec"),
        "peak_megabytes": _statistic(text, "peak_rss_mb"),
        "exit": exit_status,
        "crashes": sorted(path.name for path in (OUTPUT / "crashes" / name).glob("*")),
    }


def _statistic(log: str, name: str) -> int | None:
    found = re.search(rf"stat::{name}:\s+(\d+)", log)
    return int(found[1]) if found else None


def _fuzz(name: str, seconds: int) -> None:
    """Does not return: libFuzzer ends the process."""
    import atheris

    with atheris.instrument_imports(include=["kiosk", "asn1crypto"]):
        from tests.fuzz.mutations import MAX_INPUT, mutate
        from tests.fuzz.targets import TARGETS

    target = TARGETS[name]
    corpus, crashes = OUTPUT / "corpus" / name, OUTPUT / "crashes" / name
    for folder in (corpus, crashes):
        folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(target.seeds):
        (corpus / f"seed-{number}").write_bytes(seed)

    def changed(data: bytes, max_size: int, seed: int) -> bytes:
        random = Random(seed)
        if random.random() < 0.5:
            return bytes(atheris.Mutate(data, max_size))
        return mutate(data, random, target.seeds)[:max_size]

    arguments = [
        sys.argv[0],
        f"-max_total_time={seconds}",
        f"-timeout={SECONDS_AN_INPUT}",
        f"-rss_limit_mb={MEGABYTES}",
        f"-max_len={MAX_INPUT}",
        f"-artifact_prefix={crashes}/",
        "-print_final_stats=1",
        str(corpus),
    ]
    atheris.Setup(arguments, lambda data: target(data), custom_mutator=changed)
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main())
