"""Options and fixtures for the whole suite."""

from __future__ import annotations

import pytest

pytest_plugins = ["tests.pcsc_rig"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--hardware", action="store_true", help="run tests that need a USB reader and a real card")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--hardware"):
        return
    skip = pytest.mark.skip(reason="needs a USB reader and a real card: run with --hardware")
    for item in items:
        if "hardware" in item.keywords:
            item.add_marker(skip)
