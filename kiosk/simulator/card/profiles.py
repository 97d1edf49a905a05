"""The profiles of documents that come with the program: the files of ``card_profiles``, by name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from kiosk.simulator.card.card_profile import CardProfile, Document
from kiosk.simulator.card.person import PEOPLE, TRAVELLERS, Citizen, Holder
from kiosk.simulator.card.profile_file import ProfileError, Table, parse_profile, read_table, resolved

NEW_LAW = date(2024, 7, 1)
"""From this day on cards are issued under Law 26/2023."""

NUMBER_FIELD = 9
"""Characters of the document number in the machine readable zone; only a card of three lines has room for more."""

_FOLDER = Path(__file__).with_name("card_profiles")


def find_profile(text: str) -> CardProfile:
    """The built-in profile of this name, or the one of the TOML file at this path; raises ``ProfileError``."""
    if text in PROFILES:
        return PROFILES[text]
    if not text.endswith(".toml"):
        raise ProfileError(f"{text!r} is no profile of a card; known are {', '.join(PROFILES)}")
    path = Path(text)
    return parse_profile(read_table(path), path.name, _TABLES.get)


def generation_of(issued: date) -> CardProfile:
    """The generation of the Vietnamese card that was issued on this day; raises ``ProfileError`` for an older day."""
    for profile in PROFILES.values():
        vietnamese = profile.document is Document.VIETNAMESE_CARD
        if vietnamese and profile.issued_from <= issued <= profile.issued_until:
            return profile
    raise ProfileError("no generation of the card was issued on this day")


def usual_profile(holder: Holder) -> CardProfile:
    """The document that this person would have: a citizen the card of their day of issue, a traveller the passport of
    today, or the card that holds a document number too long for one; raises ``ProfileError`` as ``generation_of``."""
    if isinstance(holder, Citizen):
        return generation_of(holder.issue_date)
    return PROFILES["passport-cam" if len(holder.number) <= NUMBER_FIELD else "id-card-td1"]


def usual_holder(profile: CardProfile) -> Holder:
    """The first of the invented people who could have such a document; raises ``ProfileError`` when nobody could."""
    vietnamese = profile.document is Document.VIETNAMESE_CARD
    people: Iterable[Holder] = PEOPLE.values() if vietnamese else TRAVELLERS.values()
    for holder in people:
        if profile.issued_from <= holder.issue_date <= profile.issued_until:
            return holder
    raise ProfileError(f"none of the invented people was issued a document of the profile {profile.name}")


def _built_in() -> dict[str, Table]:
    """By name, in the order of the files' names, which begin with a number: a base stands before what builds on it."""
    tables: dict[str, Table] = {}
    for path in sorted(_FOLDER.glob("*.toml")):
        table = resolved(read_table(path), tables.get)
        tables[table["name"]] = table
    return tables


_TABLES = _built_in()

PROFILES: dict[str, CardProfile] = {name: parse_profile(table, f"{name}.toml") for name, table in _TABLES.items()}
"""By name; the two generations of the Vietnamese card come first."""
