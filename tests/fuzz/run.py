"""Runs of the fuzz targets guided by coverage: ``python -m tests.fuzz.run TARGET… --seconds N``.

Needs atheris (docs/fuzzing.md says where there is one). Each target runs in a process of its own, which libFuzzer ends;
inputs that break a parser are written to ``build/fuzz/crashes/TARGET/``, and what the run learned to
``build/fuzz/corpus/TARGET/``, from where the next one goes on. One line of JSON a target goes to standard output.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import time
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from tests.fuzz.targets import Target

SECONDS_AN_INPUT, MEGABYTES = 10, 1024


def main() -> int:
    """Exit status 0 when no target broke, 1 when one did, 2 when there is no atheris."""
    parser = argparse.ArgumentParser(description="Fuzz the parsers of card bytes with atheris.")
    parser.add_argument("targets", nargs="+", metavar="TARGET", help="names of tests/fuzz/targets.py, or all")
    parser.add_argument("--seconds", type=int, default=60, help="for each target (default: 60)")
    parser.add_argument("--executions", type=int, default=-1, help="for each target (default: no limit)")
    parser.add_argument("--output", type=Path, default=Path("build/fuzz"), help="default: build/fuzz")
    options = parser.parse_args()
    try:
        import atheris
    except ImportError:
        print("atheris is not installed; docs/fuzzing.md says how", file=sys.stderr)
        return 2
    with atheris.instrument_imports(include=["kiosk", "asn1crypto"]):
        from tests.fuzz.targets import TARGETS
    names = list(TARGETS) if options.targets == ["all"] else options.targets
    unknown = [name for name in names if name not in TARGETS]
    if unknown:
        parser.error(f"no such target: {', '.join(unknown)}; there are {', '.join(TARGETS)}")
    broken = False
    for name in names:
        report = _run(name, TARGETS[name], (options.seconds, options.executions), options.output)
        broken |= bool(report["crashes"] or report["exit"])
        print(json.dumps(report), flush=True)
    return 1 if broken else 0


def _run(name: str, target: Target, limits: tuple[int, int], output: Path) -> dict[str, object]:
    """One target in a process of its own; the instrumented modules are imported once for all of them.

    ``limits`` are seconds and executions."""
    corpus, crashes, log = output / "corpus" / name, output / "crashes" / name, output / f"{name}.log"
    for folder in (corpus, crashes):
        folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(target.seeds):
        (corpus / f"seed-{number}").write_bytes(seed)
    started = time.monotonic()
    process = os.fork()
    if process == 0:
        _fuzz(target, limits, corpus, crashes, log)
    status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    text = log.read_text(errors="replace")
    return {
        "target": name,
        "seconds": round(time.monotonic() - started),
        "executions": _found(r"stat::number_of_executed_units:\s+(\d+)", text),
        "edges_by_seeds": _found(r"INITED +cov: (\d+)", text),
        "edges": _found(r"DONE +cov: (\d+)", text),
        "inputs_kept": _found(r"DONE +cov: \d+ ft: \d+ corp: (\d+)", text),
        "slowest_seconds": _found(r"stat::slowest_unit_time_sec:\s+(\d+)", text),
        "peak_megabytes": _found(r"stat::peak_rss_mb:\s+(\d+)", text),
        "exit": status,
        "crashes": sorted(path.name for path in crashes.iterdir()),
    }


def _found(pattern: str, log: str) -> int | None:
    found = re.search(pattern, log)
    return int(found[1]) if found else None


def _fuzz(target: Target, limits: tuple[int, int], corpus: Path, crashes: Path, log: Path) -> NoReturn:
    import atheris

    from tests.fuzz.mutations import MAX_INPUT, mutate

    with log.open("wb") as stream:
        for descriptor in (1, 2):
            os.dup2(stream.fileno(), descriptor)

    def changed(data: bytes, max_size: int, seed: int) -> bytes:
        random = Random(seed)
        if random.random() < 0.5:
            return bytes(atheris.Mutate(data, max_size))
        return mutate(data, random, target.seeds)[:max_size]

    arguments = [
        "fuzz",
        f"-max_total_time={limits[0]}",
        f"-runs={limits[1]}",
        f"-timeout={SECONDS_AN_INPUT}",
        f"-rss_limit_mb={MEGABYTES}",
        f"-max_len={MAX_INPUT}",
        f"-artifact_prefix={crashes}/",
        "-print_final_stats=1",
        str(corpus),
    ]
    atheris.Setup(arguments, lambda data: target(data), custom_mutator=changed)
    atheris.Fuzz()
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main())
