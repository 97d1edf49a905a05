"""docs/authenticity.md tells of every line and state, in the words of the screens and in the order of the report."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema

from kiosk.check.wording.document_words import STATES
from kiosk.domain.authenticity import AuthenticityState, CheckStatus, DocumentCheckName

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "authenticity.md").read_text("utf-8")


def section(title: str) -> str:
    return PAGE.partition(f"## {title}\n")[2].partition("\n## ")[0]


def first_cells(text: str) -> list[str]:
    return re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)


def test_the_answers() -> None:
    assert first_cells(PAGE.partition("\n## ")[0]) == [status.value for status in (*CheckStatus,)]


def test_every_line_is_explained_in_the_order_of_the_report() -> None:
    assert first_cells(section("The lines")) == [name.value for name in DocumentCheckName]


def test_every_line_has_its_sources() -> None:
    assert first_cells(section("Where the lines come from")) == [name.value for name in DocumentCheckName]


def test_every_state_stands_with_the_words_of_the_screen() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \|", section("What passive authentication amounts to"), re.MULTILINE)
    assert rows == [(state.value, STATES[state].en) for state in AuthenticityState]


def test_the_example_is_part_of_the_published_shape() -> None:
    example = json.loads(section("As JSON").partition("```json\n")[2].partition("```")[0])
    schema = json.loads((DOCS / "schemas" / "kiosk.authenticity-1.json").read_text("utf-8"))
    jsonschema.validate(example, {**schema, "required": []}, jsonschema.Draft202012Validator)
    assert set(example) <= set(schema["properties"])


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([\w./-]+)\)", PAGE):
        assert (DOCS / target).exists(), target
