"""docs/sites.md and docs/lists.md say what the program does."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from kiosk.domain.authenticity import Authenticity, AuthenticityState, CheckStatus, DocumentCheck
from kiosk.domain.decide import decide
from kiosk.domain.evidence import Evidence, Inspection
from kiosk.domain.identity import Identity, Source
from kiosk.domain.site import POLICY_LIMITS, CheckNeeds, Need, Policy
from kiosk.site.attendance import DETAILS
from kiosk.site.columns import FIELDS, REQUIRED
from kiosk.site.tables.reading import MAX_BYTES
from kiosk.site.tables.table import MAX_CELL, MAX_COLUMNS, MAX_ROWS

DOCS = Path(__file__).parents[2] / "docs"
PAGE, LISTS = ((DOCS / name).read_text("utf-8") for name in ("sites.md", "lists.md"))


def test_the_rules_with_their_limits_and_defaults() -> None:
    rows = re.findall(r"^\| `(\w+)` \| .* \| ([A-Z_]+) \| ([A-Z_]+) \| ([A-Z_]+) \|$", PAGE, re.MULTILINE)
    assert {rule: tuple(values) for rule, *values in rows} == {
        rule: (mildest, gravest, getattr(Policy(), rule)) for rule, (mildest, gravest) in POLICY_LIMITS.items()
    }


def test_the_checks_that_a_site_may_need() -> None:
    part = PAGE.partition("| check | needed to |")[2].partition("\n\n")[0]
    first_cells = " ".join(re.findall(r"^\| (`.*?) \|", part, re.MULTILINE))
    assert re.findall(r"`(\w+)`", first_cells) == [name.value for name, _ in CheckNeeds().items()]


def test_what_a_need_amounts_to() -> None:
    rows = re.findall(r"^\| `(must|warn|may)`.* \| (\w+) \| (\w+) \|$", PAGE, re.MULTILINE)
    report = Authenticity(AuthenticityState.CHAIN_TRUSTED, *(DocumentCheck(CheckStatus.PASSED),) * 7)
    for need, missing, failed in rows:
        policy = Policy(needs=CheckNeeds(ef_com=Need(need)))
        for status, written in ((CheckStatus.NOT_DONE, missing), (CheckStatus.FAILED, failed)):
            found = replace(report, ef_com=DocumentCheck(status))
            evidence = Evidence(Inspection(found, Identity(Source.CHIP)))
            said = [one.verdict.value for one in decide(evidence, policy).findings if one.check]
            assert said == ([] if written == "nothing" else [written]), (need, status)
    assert len(rows) == len(Need)


def test_the_fields_of_a_list() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| (yes|no) \|", LISTS, re.MULTILINE))
    assert rows == {field: "yes" if field in REQUIRED else "no" for field in FIELDS}


def test_the_columns_that_attendance_knows() -> None:
    part = PAGE.partition("| name | its cell | what is judged |")[2].partition("\n\n")[0]
    assert tuple(re.findall(r"^\| `(\w+)` \|", part, re.MULTILINE)) == DETAILS


def test_the_bounds_of_a_file() -> None:
    said = f"{MAX_ROWS:,} rows, {MAX_COLUMNS} columns, {MAX_CELL} letters a cell, {MAX_BYTES >> 20} MB a file"
    assert said in LISTS
