"""Values of a profile's tables, each read strictly: what is wrong is said with its key."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from kiosk.domain.text import Text
from kiosk.site.columns import header_key


class MalformedError(ValueError):
    """What is wrong, with the key that it is about."""


def only(table: Mapping[str, object], known: Collection[str], prefix: str) -> None:
    unknown = [key for key in table if key not in known]
    if unknown:
        raise MalformedError(f"{prefix}{unknown[0]}: unknown key")


def table_of(table: Mapping[str, object], key: str, prefix: str) -> Mapping[str, object]:
    value = table.get(key)
    if not isinstance(value, dict):
        raise MalformedError(f"{prefix}{key}: {'missing' if value is None else 'a table'}")
    return value


def string_of(table: Mapping[str, object], key: str, prefix: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        raise MalformedError(f"{prefix}{key}: {'missing' if value is None else 'a text that is not empty'}")
    return value


def text_of(table: Mapping[str, object], prefix: str) -> Text:
    only(table, ("vi", "en"), prefix)
    return Text(string_of(table, "vi", prefix), string_of(table, "en", prefix))


def names_of(table: Mapping[str, object], key: str, prefix: str) -> tuple[str, ...]:
    value = table.get(key)
    names = value if isinstance(value, list) else []
    if not names or not all(isinstance(name, str) and header_key(name) for name in names):
        raise MalformedError(f"{prefix}{key}: {'missing' if value is None else 'a list of header names'}")
    return tuple(names)


def flag_of(table: Mapping[str, object], key: str, prefix: str) -> bool:
    """``False`` where it is left out."""
    value = table.get(key, False)
    if not isinstance(value, bool):
        raise MalformedError(f"{prefix}{key}: true or false")
    return value


def within(document: Mapping[str, object], key: str, limits: tuple[float, float]) -> float:
    number = document.get(key)
    least, most = limits
    if isinstance(number, bool) or not isinstance(number, int | float) or not least <= number <= most:
        raise MalformedError(f"{key}: a number from {least:g} to {most:g}")
    return float(number)


def whole_within(table: Mapping[str, object], key: str, limits: tuple[int, int], prefix: str) -> int:
    number = table.get(key)
    least, most = limits
    if isinstance(number, bool) or not isinstance(number, int) or not least <= number <= most:
        raise MalformedError(f"{prefix}{key}: a whole number from {least} to {most}")
    return number
