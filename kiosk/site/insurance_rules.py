"""The table ``[insurance]`` of a profile: what of a person the insurance service is given, and what staff see of it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from kiosk.domain.insurance import InsuranceFact, InsuranceField, InsuranceRules
from kiosk.site.profile_values import MalformedError, only, table_of

Name = TypeVar("Name", bound=StrEnum)


def insurance_rules(document: Mapping[str, object]) -> InsuranceRules | None:
    """Without the table nobody is asked about anybody; a list that is left out is empty."""
    if "insurance" not in document:
        return None
    table = table_of(document, "insurance", "")
    only(table, ("release", "show"), "insurance.")
    return InsuranceRules(_named(table, "release", InsuranceField), _named(table, "show", InsuranceFact))


def _named(table: Mapping[str, object], key: str, kind: type[Name]) -> frozenset[Name]:
    names = table.get(key, [])
    if not isinstance(names, list) or not all(name in list(kind) for name in names):
        raise MalformedError(f"insurance.{key}: a list of {', '.join(kind)}; it may be empty")
    return frozenset(kind(name) for name in names)
