"""Loads a site's profile from its TOML file, strictly: an error names the file and the key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kiosk.domain.authenticity import DocumentCheckName
from kiosk.domain.chip_reading import ElementaryFile
from kiosk.domain.face import FALSE_MATCH_RATE_LIMITS, FaceRules
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.issuer_answer import RELEASABLE
from kiosk.domain.liveness import ACTIVE_SECONDS_LIMITS, LivenessPolicy, LivenessRules
from kiosk.domain.site import CHOSEN_BY_SITE, POLICY_LIMITS, CheckNeeds, Need, Policy, SiteProfile, SiteWords
from kiosk.domain.text import Text
from kiosk.domain.verdict import Verdict
from kiosk.site.columns import FIELDS, REQUIRED, ListColumns, PlacePart, header_key
from kiosk.site.header_names import COMMON

MAX_BYTES = 64 * 1024
BUDGET_SECONDS = (5.0, 120.0)
REMEMBERED_HOURS = (0.0, 168.0)

_PARTS = (
    "name",
    "budget_seconds",
    "remembered_hours",
    "words",
    "policy",
    "checks",
    "face",
    "issuer_check",
    "list",
    "liveness",
)
_WORDS = ("site", "person", "staff")
_DETAIL = re.compile("[a-z][a-z_]{0,29}")
_NOT_CHOSEN = frozenset(DocumentCheckName) - CHOSEN_BY_SITE


@dataclass(frozen=True, slots=True)
class Site:
    """One profile: what a check needs to know, and how the site's list names its columns."""

    profile: SiteProfile
    columns: ListColumns


class _MalformedError(ValueError):
    """What is wrong, with the key that it is about."""


def load_site(path: Path) -> Site:
    """Raise ``Fault(SETTINGS_MALFORMED)`` for what is missing, unknown, of another type or beyond its limits."""
    try:
        return _site(_document(path))
    except _MalformedError as error:
        raise Fault(FaultCode.SETTINGS_MALFORMED, f"{path.name}: {error}") from None


def _document(path: Path) -> dict[str, object]:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise _MalformedError(f"larger than {MAX_BYTES} bytes")
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise _MalformedError(str(error.strerror)) from error
    except UnicodeDecodeError as error:
        raise _MalformedError("not UTF-8") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise _MalformedError(str(error)) from error


def _site(document: dict[str, object]) -> Site:
    _only(document, _PARTS, "")
    name = _string(document, "name", "")
    if not name.isascii() or not name.isidentifier():
        raise _MalformedError("name: letters, digits and _ only")
    words = _table(document, "words", "")
    _only(words, _WORDS, "words.")
    profile = SiteProfile(
        name=name,
        words=SiteWords(*(_text(_table(words, key, "words."), f"words.{key}.") for key in _WORDS)),
        policy=_policy(_table(document, "policy", ""), _needs(document)),
        budget_seconds=_within(document, "budget_seconds", BUDGET_SECONDS),
        remembered_hours=_within(document, "remembered_hours", REMEMBERED_HOURS),
        face=_face(document),
        issuer_release=_issuer_release(document),
        liveness=_liveness(document),
    )
    return Site(profile, _columns(_table(document, "list", "")))


def _within(document: Mapping[str, object], key: str, limits: tuple[float, float]) -> float:
    number = document.get(key)
    least, most = limits
    if isinstance(number, bool) or not isinstance(number, int | float) or not least <= number <= most:
        raise _MalformedError(f"{key}: a number from {least:g} to {most:g}")
    return float(number)


def _face(document: Mapping[str, object]) -> FaceRules:
    """How strict the face comparison is; the whole table may be left out."""
    table = _table(document, "face", "") if "face" in document else {}
    _only(table, ("false_match_rate",), "face.")
    if "false_match_rate" not in table:
        return FaceRules()
    rate = {"face.false_match_rate": table["false_match_rate"]}
    return FaceRules(_within(rate, "face.false_match_rate", FALSE_MATCH_RATE_LIMITS))


def _liveness(document: Mapping[str, object]) -> LivenessRules:
    """How a living person is told from a picture; the whole table may be left out, and so may each key."""
    table = _table(document, "liveness", "") if "liveness" in document else {}
    _only(table, ("policy", "active_seconds"), "liveness.")
    rules = LivenessRules()
    if "policy" in table:
        policy = _string(table, "policy", "liveness.")
        if policy not in list(LivenessPolicy):
            raise _MalformedError(f"liveness.policy: one of {', '.join(LivenessPolicy)}")
        rules = replace(rules, policy=LivenessPolicy(policy))
    if "active_seconds" in table:
        seconds = {"liveness.active_seconds": table["active_seconds"]}
        rules = replace(rules, active_seconds=_within(seconds, "liveness.active_seconds", ACTIVE_SECONDS_LIMITS))
    return rules


def _issuer_release(document: Mapping[str, object]) -> frozenset[ElementaryFile] | None:
    """The files that the issuer's service may be given here; without the table nobody is asked about anybody."""
    if "issuer_check" not in document:
        return None
    table = _table(document, "issuer_check", "")
    _only(table, ("release",), "issuer_check.")
    names = table.get("release")
    if not isinstance(names, list) or not all(name in list(RELEASABLE) for name in names):
        raise _MalformedError(f"issuer_check.release: a list of {', '.join(RELEASABLE)}; it may be empty")
    return frozenset(ElementaryFile(name) for name in names)


def _policy(table: Mapping[str, object], needs: CheckNeeds) -> Policy:
    """Every rule of the site within its limits; a rule that is not given keeps the default of ``Policy``."""
    _only(table, POLICY_LIMITS, "policy.")
    chosen: dict[str, Any] = {"needs": needs}
    for name in table:
        mildest, gravest = POLICY_LIMITS[name]
        allowed = [verdict for verdict in Verdict if mildest.severity <= verdict.severity <= gravest.severity]
        value = _string(table, name, "policy.")
        if value not in allowed:
            raise _MalformedError(f"policy.{name}: one of {', '.join(allowed)}")
        chosen[name] = Verdict(value)
    return Policy(**chosen)


def _needs(document: Mapping[str, object]) -> CheckNeeds:
    """What the site needs of single document checks; the whole table may be left out, and so may each check."""
    table = _table(document, "checks", "") if "checks" in document else {}
    chosen = {}
    for name in table:
        if name in _NOT_CHOSEN:
            raise _MalformedError(f"checks.{name}: weighed by fixed rules or by [policy], not chosen here")
        _only({name: None}, CHOSEN_BY_SITE, "checks.")
        value = _string(table, name, "checks.")
        if value not in list(Need):
            raise _MalformedError(f"checks.{name}: one of {', '.join(Need)}")
        chosen[name] = Need(value)
    return CheckNeeds(**chosen)


def _columns(table: Mapping[str, object]) -> ListColumns:
    _only(table, ("columns", "details", "place"), "list.")
    columns = _table(table, "columns", "list.")
    _only(columns, FIELDS, "list.columns.")
    needed = [field for field in REQUIRED if field not in COMMON]
    own = {name: _names(columns, name, "list.columns.") for name in FIELDS if name in columns or name in needed}
    details = _table(table, "details", "list.") if "details" in table else {}
    _only(details, [name for name in details if _DETAIL.fullmatch(name)], "list.details.")
    named = {name: _names(details, name, "list.details.") for name in details}
    owner = _once({**own, **named})
    # What the profile takes for a field of its own is no common name of another.
    common = {field: tuple(name for name in names if header_key(name) not in owner) for field, names in COMMON.items()}
    headers = {field: (*own.get(field, ()), *common.get(field, ())) for field in FIELDS}
    place = table.get("place", [])
    if not isinstance(place, list):
        raise _MalformedError("list.place: a list of tables")
    parts = tuple(_place_part(part, index) for index, part in enumerate(place, 1))
    return ListColumns(tuple((field, names) for field, names in headers.items() if names), parts, tuple(named.items()))


def _once(headers: Mapping[str, tuple[str, ...]]) -> Mapping[str, str]:
    """Which field each header stands for; raises when it is two."""
    owner: dict[str, str] = {}
    for field, names in headers.items():
        for name in names:
            if owner.setdefault(header_key(name), field) != field:
                part = "columns" if field in FIELDS else "details"
                raise _MalformedError(f"list.{part}.{field}: «{name}» stands for {owner[header_key(name)]} already")
    return owner


def _place_part(part: object, number: int) -> PlacePart:
    prefix = f"list.place[{number}]."
    if not isinstance(part, dict):
        raise _MalformedError(f"{prefix}: a table")
    _only(part, ("headers", "vi", "en"), prefix)
    text = _text({key: part[key] for key in ("vi", "en") if key in part}, prefix)
    for key, sentence in (("vi", text.vi), ("en", text.en)):
        if sentence.count("{value}") != 1:
            raise _MalformedError(f"{prefix}{key}: holds {{value}} once")
    return PlacePart(_names(part, "headers", prefix), text.vi, text.en)


# One value each


def _only(table: Mapping[str, object], known: Collection[str], prefix: str) -> None:
    unknown = [key for key in table if key not in known]
    if unknown:
        raise _MalformedError(f"{prefix}{unknown[0]}: unknown key")


def _table(table: Mapping[str, object], key: str, prefix: str) -> Mapping[str, object]:
    value = table.get(key)
    if not isinstance(value, dict):
        raise _MalformedError(f"{prefix}{key}: {'missing' if value is None else 'a table'}")
    return value


def _string(table: Mapping[str, object], key: str, prefix: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        raise _MalformedError(f"{prefix}{key}: {'missing' if value is None else 'a text that is not empty'}")
    return value


def _text(table: Mapping[str, object], prefix: str) -> Text:
    _only(table, ("vi", "en"), prefix)
    return Text(_string(table, "vi", prefix), _string(table, "en", prefix))


def _names(table: Mapping[str, object], key: str, prefix: str) -> tuple[str, ...]:
    value = table.get(key)
    names = value if isinstance(value, list) else []
    if not names or not all(isinstance(name, str) and header_key(name) for name in names):
        raise _MalformedError(f"{prefix}{key}: {'missing' if value is None else 'a list of header names'}")
    return tuple(names)
