"""Options and fixtures for the whole suite."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

import pytest
from hypothesis import settings

# A run of the suite says the same of the same tree; new examples are searched for on their own (`make test-search`).
settings.register_profile("same examples", derandomize=True, database=None, deadline=None)
settings.register_profile("search", max_examples=1500, database=None, deadline=None, print_blob=True)
settings.load_profile("same examples")

pytest_plugins = ["tests.pcsc_rig"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--hardware", action="store_true", help="run tests that need a USB reader and a real card")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    _begin_with_what_takes_long(items)
    if config.getoption("--hardware"):
        return
    skip = pytest.mark.skip(reason="needs a USB reader and a real card: run with --hardware")
    for item in items:
        if "hardware" in item.keywords:
            item.add_marker(skip)


def _begin_with_what_takes_long(items: list[pytest.Item]) -> None:
    """File by file, so that no core waits at the end for a file that another has only begun."""
    tests = Counter(item.path for item in items)
    marks: defaultdict[Path, set[str]] = defaultdict(set)
    for item in items:
        marks[item.path] |= {mark.name for mark in item.iter_markers()}
    items.sort(key=lambda item: ("long" not in marks[item.path], "scenario" not in item.path.parts, -tests[item.path]))
