"""A short run guided by coverage, on the machines for which there is an atheris (docs/fuzzing.md): no target breaks."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.fuzz.targets import TARGETS

_ROOT = Path(__file__).parents[2]

pytestmark = [
    pytest.mark.long,
    pytest.mark.timeout(300),
    pytest.mark.skipif(find_spec("atheris") is None, reason="there is no atheris for this machine: docs/fuzzing.md"),
]


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What the run says of each target; a second or a thousand inputs for each, whichever comes first."""
    limits = ["--seconds", "1", "--executions", "1000"]
    command = [sys.executable, "-m", "tests.fuzz.run", "all", *limits, "--output", str(tmp_path_factory.mktemp("fuzz"))]
    output = subprocess.run(command, cwd=_ROOT, stdout=subprocess.PIPE, check=False).stdout
    return {report["target"]: report for report in map(json.loads, output.splitlines())}


@pytest.mark.parametrize("name", TARGETS)
def test_no_target_breaks(reports: dict[str, dict[str, Any]], name: str) -> None:
    report = reports[name]
    assert (report["exit"], report["crashes"]) == (0, [])
    assert report["executions"] > len(TARGETS[name].seeds)
