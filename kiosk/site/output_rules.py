"""The table ``[outputs]`` of a profile: which field of a check goes out by which way, and how long it may wait."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kiosk.domain.outbox import KEEP_DAYS_LIMITS
from kiosk.domain.outputs import NOT_IN_FILES, Fields, OutputField, OutputRules
from kiosk.site.profile_values import MalformedError, whole_within

WAYS = ("webhook", "export", "api")
KNOWN = (*WAYS, "keep_days")


def output_rules(table: Mapping[str, object]) -> OutputRules:
    """A way that is left out does not exist at this site; one with an empty list tells verdicts and nothing else."""
    chosen: dict[str, Any] = {way: _fields(table[way], way) for way in WAYS if way in table}
    if "keep_days" in table:
        chosen["keep_days"] = whole_within(table, "keep_days", KEEP_DAYS_LIMITS, "outputs.")
    return OutputRules(**chosen)


def _fields(names: object, way: str) -> Fields:
    known = [name.value for name in OutputField if way != "export" or name not in NOT_IN_FILES]
    if not isinstance(names, list):
        raise MalformedError(f"outputs.{way}: a list of fields; it may be empty")
    for name in names:
        if name not in known:
            shown = f"«{name[:30]}»" if isinstance(name, str) else "this"
            raise MalformedError(f"outputs.{way}: {shown} is none of {', '.join(known)}")
    return frozenset(OutputField(name) for name in names)
