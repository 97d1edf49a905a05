"""Reads profiles of documents from TOML, strictly: an error names the file and the key.

What may stand in a file follows from the types of ``card_profile.py``; docs/training-cards.md explains it. The same
tables, as JSON, are in the ``card.json`` of a card folder.
"""

from __future__ import annotations

import dataclasses
import tomllib
import types
import typing
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from kiosk.simulator.card.card_profile import CardProfile

MAX_BYTES = 64 * 1024
MAX_ITEMS = 32

BASE = "base"
"""The key that names another profile to start from: tables are merged with it, everything else takes its place."""

Table = Mapping[str, Any]
Known = Callable[[str], Table | None]
"""Gives the table of the profile with a name, ``None`` for an unknown one."""


class ProfileError(ValueError):
    """The file holds no profile; the text names file and key."""


def read_table(path: Path) -> dict[str, Any]:
    """The table of a file, not looked into; raises ``ProfileError``."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise ProfileError(f"{path.name}: larger than {MAX_BYTES} bytes")
        return tomllib.loads(data.decode("utf-8"))
    except OSError as error:
        raise ProfileError(f"{path.name}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ProfileError(f"{path.name}: not UTF-8") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ProfileError(f"{path.name}: {error}") from error


def parse_profile(table: Table, source: str, known: Known = lambda name: None) -> CardProfile:
    """The profile that a table describes; raises ``ProfileError`` about ``source``."""
    try:
        profile = _value(CardProfile, resolved(table, known), "")
    except ProfileError as error:
        raise ProfileError(f"{source}: {error}") from error
    assert isinstance(profile, CardProfile)
    return profile


def profile_table(profile: CardProfile) -> dict[str, Any]:
    """The table that ``parse_profile`` reads the same profile from, in types that JSON has."""
    table = _plain(profile)
    assert isinstance(table, dict)
    return table


def resolved(table: Table, known: Known) -> Table:
    """The table with what it takes over from its base; raises ``ProfileError`` for an unknown base."""
    if BASE not in table:
        return table
    base = known(table[BASE]) if isinstance(table[BASE], str) else None
    if base is None:
        raise ProfileError(f"{BASE}: no profile of this name")
    return _merged(base, {key: value for key, value in table.items() if key != BASE})


def _merged(base: Table, changes: Table) -> dict[str, Any]:
    merged = dict(base)
    for key, value in changes.items():
        own = merged.get(key)
        merged[key] = _merged(own, value) if isinstance(own, Mapping) and isinstance(value, Mapping) else value
    return merged


def _value(kind: Any, value: object, place: str) -> object:
    """``value`` as an instance of ``kind``: a dataclass, a tuple of one kind, an optional, or a plain type."""
    if dataclasses.is_dataclass(kind):
        return _instance(kind, value, place)
    if typing.get_origin(kind) is types.UnionType:
        return None if value is None else _value(typing.get_args(kind)[0], value, place)
    if typing.get_origin(kind) is tuple:
        if not isinstance(value, list) or len(value) > MAX_ITEMS:
            raise ProfileError(f"{place}: a list of at most {MAX_ITEMS}")
        inner = typing.get_args(kind)[0]
        return tuple(_value(inner, item, f"{place}[{number}]") for number, item in enumerate(value, start=1))
    return _scalar(kind, value, place)


def _instance(kind: Any, value: object, place: str) -> object:
    if not isinstance(value, Mapping):
        raise ProfileError(f"{place}: a table")
    hints = typing.get_type_hints(kind)
    prefix = f"{place}." if place else ""
    unknown = next((key for key in value if key not in hints), None)
    if unknown is not None:
        raise ProfileError(f"{prefix}{unknown}: unknown key")
    for field in dataclasses.fields(kind):
        required = field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
        if required and field.name not in value:
            raise ProfileError(f"{prefix}{field.name}: missing")
    given = {key: _value(hints[key], item, f"{prefix}{key}") for key, item in value.items()}
    try:
        return kind(**given)
    except ValueError as error:
        raise ProfileError(f"{place}: {error}" if place else str(error)) from error


def _scalar(kind: Any, value: object, place: str) -> object:
    if kind in (bool, int, str):
        if type(value) is not kind:
            words = {bool: "true or false", int: "a whole number", str: "a text"}
            raise ProfileError(f"{place}: {words[kind]}")
        return value
    if kind is date and type(value) is date:
        return value
    if not isinstance(value, str):
        raise ProfileError(f"{place}: a text")
    try:
        if kind is date:
            return date.fromisoformat(value)
        return bytes.fromhex(value) if kind is bytes else kind(value)
    except ValueError as error:
        wanted = "a date" if kind is date else "hexadecimal digits" if kind is bytes else f"one of {', '.join(kind)}"
        raise ProfileError(f"{place}: {wanted}") from error


def _plain(value: object) -> object:
    if dataclasses.is_dataclass(value):
        named = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        return {name: _plain(item) for name, item in named.items() if item is not None}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return value.hex().upper() if isinstance(value, bytes) else value
