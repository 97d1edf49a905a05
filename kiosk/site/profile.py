"""Loads a site's profile from its TOML file, strictly: an error names the file, the line and the key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
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
from kiosk.domain.verdict import Verdict
from kiosk.site.columns import FIELDS, REQUIRED, ListColumns, PlacePart, header_key
from kiosk.site.header_names import COMMON
from kiosk.site.hospital_rules import health_record_rules, insurance_rules, manual_cases, registration_release
from kiosk.site.override_rules import override_rules
from kiosk.site.profile_lines import line_of
from kiosk.site.profile_rules import attendance_rules, data_rules, queue_rules, travel_rules
from kiosk.site.profile_values import MalformedError, flag_of, names_of, only, string_of, table_of, text_of, within

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
    "attendance",
    "override",
    "consent",
    "insurance",
    "travel",
    "queue",
    "health_records",
    "registration",
    "reception",
    "retention",
    "outputs",
)
_WORDS = ("site", "person", "staff")
_DETAIL = re.compile("[a-z][a-z_]{0,29}")
_NOT_CHOSEN = frozenset(DocumentCheckName) - CHOSEN_BY_SITE


@dataclass(frozen=True, slots=True)
class Site:
    """One profile: what a check needs to know, and how the site's list names its columns."""

    profile: SiteProfile
    columns: ListColumns


def load_site(path: Path) -> Site:
    """Raise ``Fault(SETTINGS_MALFORMED)`` for what is missing, unknown, of another type or beyond its limits.

    It names the file, the key, and the line where one can be told.
    """
    text = ""
    try:
        text = _text(path)
        return _site(tomllib.loads(text))
    except MalformedError as error:
        line = line_of(text, str(error).partition(":")[0])
        raise Fault(FaultCode.SETTINGS_MALFORMED, f"{path.name}: {f'line {line}: ' if line else ''}{error}") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise Fault(FaultCode.SETTINGS_MALFORMED, f"{path.name}: {error}") from None


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise MalformedError(f"larger than {MAX_BYTES} bytes")
        return path.read_text("utf-8")
    except OSError as error:
        raise MalformedError(str(error.strerror)) from error
    except UnicodeDecodeError as error:
        raise MalformedError("not UTF-8") from error


def _site(document: dict[str, object]) -> Site:
    only(document, _PARTS, "")
    name = string_of(document, "name", "")
    if not name.isascii() or not name.isidentifier():
        raise MalformedError("name: letters, digits and _ only")
    words = table_of(document, "words", "")
    only(words, _WORDS, "words.")
    profile = SiteProfile(
        name=name,
        words=SiteWords(*(text_of(table_of(words, key, "words."), f"words.{key}.") for key in _WORDS)),
        policy=_policy(table_of(document, "policy", ""), _needs(document)),
        budget_seconds=within(document, "budget_seconds", BUDGET_SECONDS),
        remembered_hours=within(document, "remembered_hours", REMEMBERED_HOURS),
        face=_face(document),
        issuer_release=_issuer_release(document),
        liveness=_liveness(document),
        attendance=attendance_rules(document),
        overrides=override_rules(table_of(document, "override", "") if "override" in document else {}),
        data=data_rules(document),
        insurance=insurance_rules(document),
        travel=travel_rules(document),
        queue=queue_rules(document),
        health_records=health_record_rules(document),
        registration=registration_release(document),
        manual_cases=manual_cases(document),
    )
    return Site(profile, _columns(table_of(document, "list", "")))


def _face(document: Mapping[str, object]) -> FaceRules:
    """How strict the face comparison is; the whole table may be left out."""
    table = table_of(document, "face", "") if "face" in document else {}
    only(table, ("false_match_rate",), "face.")
    if "false_match_rate" not in table:
        return FaceRules()
    rate = {"face.false_match_rate": table["false_match_rate"]}
    return FaceRules(within(rate, "face.false_match_rate", FALSE_MATCH_RATE_LIMITS))


def _liveness(document: Mapping[str, object]) -> LivenessRules:
    """How a living person is told from a picture; the whole table may be left out, and so may each key."""
    table = table_of(document, "liveness", "") if "liveness" in document else {}
    only(table, ("policy", "active_seconds"), "liveness.")
    rules = LivenessRules()
    if "policy" in table:
        policy = string_of(table, "policy", "liveness.")
        if policy not in list(LivenessPolicy):
            raise MalformedError(f"liveness.policy: one of {', '.join(LivenessPolicy)}")
        rules = replace(rules, policy=LivenessPolicy(policy))
    if "active_seconds" in table:
        seconds = {"liveness.active_seconds": table["active_seconds"]}
        rules = replace(rules, active_seconds=within(seconds, "liveness.active_seconds", ACTIVE_SECONDS_LIMITS))
    return rules


def _issuer_release(document: Mapping[str, object]) -> frozenset[ElementaryFile] | None:
    """The files that the issuer's service may be given here; without the table nobody is asked about anybody."""
    if "issuer_check" not in document:
        return None
    table = table_of(document, "issuer_check", "")
    only(table, ("release",), "issuer_check.")
    names = table.get("release")
    if not isinstance(names, list) or not all(name in list(RELEASABLE) for name in names):
        raise MalformedError(f"issuer_check.release: a list of {', '.join(RELEASABLE)}; it may be empty")
    return frozenset(ElementaryFile(name) for name in names)


def _policy(table: Mapping[str, object], needs: CheckNeeds) -> Policy:
    """Every rule of the site within its limits; a rule that is not given keeps the default of ``Policy``."""
    only(table, POLICY_LIMITS, "policy.")
    chosen: dict[str, Any] = {"needs": needs}
    for name in table:
        mildest, gravest = POLICY_LIMITS[name]
        allowed = [verdict for verdict in Verdict if mildest.severity <= verdict.severity <= gravest.severity]
        value = string_of(table, name, "policy.")
        if value not in allowed:
            raise MalformedError(f"policy.{name}: one of {', '.join(allowed)}")
        chosen[name] = Verdict(value)
    return Policy(**chosen)


def _needs(document: Mapping[str, object]) -> CheckNeeds:
    """What the site needs of single document checks; the whole table may be left out, and so may each check."""
    table = table_of(document, "checks", "") if "checks" in document else {}
    chosen = {}
    for name in table:
        if name in _NOT_CHOSEN:
            raise MalformedError(f"checks.{name}: weighed by fixed rules or by [policy], not chosen here")
        only({name: None}, CHOSEN_BY_SITE, "checks.")
        value = string_of(table, name, "checks.")
        if value not in list(Need):
            raise MalformedError(f"checks.{name}: one of {', '.join(Need)}")
        chosen[name] = Need(value)
    return CheckNeeds(**chosen)


def _columns(table: Mapping[str, object]) -> ListColumns:
    only(table, ("columns", "details", "place", "several_rows"), "list.")
    columns = table_of(table, "columns", "list.")
    only(columns, FIELDS, "list.columns.")
    needed = [field for field in REQUIRED if field not in COMMON]
    own = {name: names_of(columns, name, "list.columns.") for name in FIELDS if name in columns or name in needed}
    details = table_of(table, "details", "list.") if "details" in table else {}
    only(details, [name for name in details if _DETAIL.fullmatch(name)], "list.details.")
    named = {name: names_of(details, name, "list.details.") for name in details}
    owner = _once({**own, **named})
    # What the profile takes for a field of its own is no common name of another.
    common = {field: tuple(name for name in names if header_key(name) not in owner) for field, names in COMMON.items()}
    headers = {field: (*own.get(field, ()), *common.get(field, ())) for field in FIELDS}
    place = table.get("place", [])
    if not isinstance(place, list):
        raise MalformedError("list.place: a list of tables")
    parts = tuple(_place_part(part, index) for index, part in enumerate(place, 1))
    known = tuple((field, names) for field, names in headers.items() if names)
    return ListColumns(known, parts, tuple(named.items()), flag_of(table, "several_rows", "list."))


def _once(headers: Mapping[str, tuple[str, ...]]) -> Mapping[str, str]:
    """Which field each header stands for; raises when it is two."""
    owner: dict[str, str] = {}
    for field, names in headers.items():
        for name in names:
            if owner.setdefault(header_key(name), field) != field:
                part = "columns" if field in FIELDS else "details"
                raise MalformedError(f"list.{part}.{field}: «{name}» stands for {owner[header_key(name)]} already")
    return owner


def _place_part(part: object, number: int) -> PlacePart:
    prefix = f"list.place[{number}]."
    if not isinstance(part, dict):
        raise MalformedError(f"{prefix}: a table")
    only(part, ("headers", "vi", "en"), prefix)
    text = text_of({key: part[key] for key in ("vi", "en") if key in part}, prefix)
    for key, sentence in (("vi", text.vi), ("en", text.en)):
        if sentence.count("{value}") != 1:
            raise MalformedError(f"{prefix}{key}: holds {{value}} once")
    return PlacePart(names_of(part, "headers", prefix), text.vi, text.en)
