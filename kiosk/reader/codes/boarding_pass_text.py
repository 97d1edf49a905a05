"""A boarding pass written as the text of its bar code (IATA Resolution 792): for training and tests."""

from __future__ import annotations

from kiosk.reader.codes.boarding_pass import (
    LEG_FIELDS,
    MAX_LEGS,
    NAME_WIDTH,
    REPEATED_FIELDS,
    SECURITY_MARK,
    UNIQUE_FIELDS,
    VERSION_MARK,
    BoardingPass,
    Leg,
)

_LARGEST = 0xFF


def boarding_pass_text(made: BoardingPass) -> str:
    """The text that ``parse_boarding_pass`` reads back as the same pass.

    Raises ``ValueError`` for what does not fit: a field longer than its width, more than four legs, conditional fields
    without a version.
    """
    if not 1 <= len(made.legs) <= MAX_LEGS:
        raise ValueError(f"one to {MAX_LEGS} legs")
    once = _unique(made)
    if once and not made.version:
        raise ValueError("conditional fields need a version")
    head = f"M{len(made.legs)}{_padded(made.name, NAME_WIDTH)}{_padded(made.ticket, 1)}"
    version = f"{VERSION_MARK}{_padded(made.version, 1)}{_sized(once)}" if made.version else ""
    legs = (_leg(leg, version if at == 0 else "", versioned=bool(made.version)) for at, leg in enumerate(made.legs))
    security = f"{SECURITY_MARK}{made.security.type}{_sized(made.security.data)}" if made.security else ""
    return head + "".join(legs) + security


def _leg(leg: Leg, version: str, *, versioned: bool) -> str:
    mandatory = _fields(leg, LEG_FIELDS)
    filled = leg.further or any(getattr(leg, name) for name, _ in REPEATED_FIELDS)
    repeated = _fields(leg, REPEATED_FIELDS) + leg.further if filled else ""
    if (repeated or leg.airline_data) and not versioned:
        raise ValueError("conditional fields need a version")
    variable = version + (_sized(repeated) + leg.airline_data if repeated or leg.airline_data or version else "")
    return mandatory + _sized(variable)


def _fields(leg: Leg, fields: tuple[tuple[str, int], ...]) -> str:
    return "".join(_padded(getattr(leg, name), width) for name, width in fields)


def _unique(made: BoardingPass) -> str:
    """The fields up to the last that is filled; all of them when unknown ones follow."""
    values = [(getattr(made, name), width) for name, width in UNIQUE_FIELDS]
    while values and not values[-1][0] and not made.further:
        values.pop()
    return "".join(_padded(value, width) for value, width in values) + made.further


def _padded(value: str, width: int) -> str:
    if len(value) > width:
        raise ValueError(f"a field is longer than {width} characters")
    return value.ljust(width)


def _sized(text: str) -> str:
    if len(text) > _LARGEST:
        raise ValueError(f"more than {_LARGEST} characters in one part")
    return f"{len(text):02X}{text}"
