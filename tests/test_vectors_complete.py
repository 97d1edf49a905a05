"""Every worked example and recorded session that is at hand is used by some test, and the copies are true."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.fakes.vectors import COPIES, ORIGINALS

TESTS = Path(__file__).parent
FILES = sorted({path.stem for folder in (COPIES, ORIGINALS) if folder.is_dir() for path in folder.glob("*.json")})


def named_in_tests() -> set[str]:
    """All texts that stand in code of the tests; a test names what it loads."""
    modules = (ast.parse(path.read_text("utf-8")) for path in TESTS.rglob("test_*.py") if path != Path(__file__))
    texts = {node.value for module in modules for node in ast.walk(module) if isinstance(node, ast.Constant)}
    return {str(text).removesuffix(".json") for text in texts}


@pytest.fixture(scope="module")
def used() -> set[str]:
    return named_in_tests()


@pytest.mark.parametrize("name", FILES)
def test_it_is_loaded_by_a_test(name: str, used: set[str]) -> None:
    assert name in used


def test_the_official_ones_are_in_this_repository() -> None:
    kept = {path.stem for path in COPIES.glob("*.json")}
    assert {name for name in FILES if not name.startswith("gmrtd-")} == kept


@pytest.mark.parametrize("name", sorted(path.stem for path in COPIES.glob("*.json")))
def test_the_copy_is_the_original(name: str) -> None:
    original = ORIGINALS / f"{name}.json"
    if not original.exists():
        pytest.skip(f"the original of {name} is not here")
    assert (COPIES / f"{name}.json").read_bytes() == original.read_bytes()
