"""The site's rules of overrides from its profile: reasons to choose from, when it takes two, how long undo works."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kiosk.domain.override import UNDO_MINUTES, Outcome, OverrideReason, OverrideRules
from kiosk.domain.text import Text
from kiosk.domain.verdict import Verdict
from kiosk.site.profile_values import MalformedError, only, string_of, whole_within

MOST_REASONS = 30
"""More than anybody reads through while a person waits."""

_PREFIX = "override."


def override_rules(table: Mapping[str, object]) -> OverrideRules:
    """The table ``override``; what it leaves out is as usual. Raises ``MalformedError`` with the key.

    Two people are always needed against a REFUSE: a profile may ask for more, never for less.
    """
    only(table, ("undo_minutes", "second_person_for", "reasons"), _PREFIX)
    rules = OverrideRules()
    if "undo_minutes" in table:
        rules = replace(rules, undo_minutes=whole_within(table, "undo_minutes", UNDO_MINUTES, _PREFIX))
    if "second_person_for" in table:
        rules = replace(rules, second_person_for=rules.second_person_for | _verdicts(table["second_person_for"]))
    if "reasons" in table:
        rules = replace(rules, reasons=_reasons(table["reasons"]))
    return rules


def _verdicts(value: object) -> frozenset[Verdict]:
    if not isinstance(value, list) or not all(name in list(Verdict) for name in value):
        raise MalformedError(f"{_PREFIX}second_person_for: a list of {', '.join(Verdict)}")
    return frozenset(Verdict(name) for name in value)


def _reasons(value: object) -> tuple[OverrideReason, ...]:
    if not isinstance(value, list) or not 1 <= len(value) <= MOST_REASONS:
        raise MalformedError(f"{_PREFIX}reasons: 1 to {MOST_REASONS} tables")
    reasons = tuple(_reason(one, f"{_PREFIX}reasons {number}.") for number, one in enumerate(value, start=1))
    codes = [reason.code for reason in reasons]
    twice = next((code for code in codes if codes.count(code) > 1), None)
    if twice is not None:
        raise MalformedError(f"{_PREFIX}reasons: {twice} stands there twice")
    return reasons


def _reason(value: object, prefix: str) -> OverrideReason:
    if not isinstance(value, dict):
        raise MalformedError(f"{prefix[:-1]}: a table")
    only(value, ("code", "outcome", "vi", "en", "second_person"), prefix)
    outcome, two = string_of(value, "outcome", prefix), value.get("second_person", False)
    if outcome not in list(Outcome):
        raise MalformedError(f"{prefix}outcome: one of {', '.join(Outcome)}")
    if not isinstance(two, bool):
        raise MalformedError(f"{prefix}second_person: true or false")
    sentence = Text(string_of(value, "vi", prefix), string_of(value, "en", prefix))
    try:
        return OverrideReason(string_of(value, "code", prefix), Outcome(outcome), sentence, two)
    except ValueError as error:
        if isinstance(error, MalformedError):
            raise
        raise MalformedError(f"{prefix}code: {error}") from None
