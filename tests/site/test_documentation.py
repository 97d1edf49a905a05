"""docs/sites.md says what the program does."""

from __future__ import annotations

import re
from pathlib import Path

from kiosk.domain.site import POLICY_LIMITS, Policy
from kiosk.site.columns import FIELDS, REQUIRED

PAGE = (Path(__file__).parents[2] / "docs" / "sites.md").read_text("utf-8")


def test_the_rules_with_their_limits_and_defaults() -> None:
    rows = re.findall(r"^\| `(\w+)` \| .* \| ([A-Z_]+) \| ([A-Z_]+) \| ([A-Z_]+) \|$", PAGE, re.MULTILINE)
    assert {rule: tuple(values) for rule, *values in rows} == {
        rule: (mildest, gravest, getattr(Policy(), rule)) for rule, (mildest, gravest) in POLICY_LIMITS.items()
    }


def test_the_fields_of_a_list() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| (yes|no) \|", PAGE, re.MULTILINE))
    assert rows == {field: "yes" if field in REQUIRED else "no" for field in FIELDS}
