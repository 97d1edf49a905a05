"""``kiosk card issue``: a virtual card for a fictitious citizen, written as a folder."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import typer

from kiosk.app.exits import Exit
from kiosk.domain.identity import Sex
from kiosk.simulator import card_store
from kiosk.simulator.authority import AuthorityError, TestAuthority
from kiosk.simulator.faults import parse_fault
from kiosk.simulator.person import PEOPLE, Citizen
from kiosk.simulator.personaliser import issue
from kiosk.simulator.profiles import PROFILES
from kiosk.simulator.silhouette import silhouette


def issue_card(
    out: Path,
    *,
    person: str,
    changes: Mapping[str, str | None],
    profile: str | None,
    photo: Path | None,
    authority: Path | None,
    aa: str,
    ca: str,
    explicit_parameters: bool,
    faults: tuple[str, ...],
    as_json: bool,
) -> Exit:
    """Issue the card into ``out``; whatever cannot be a card is a usage error that says why."""
    citizen = _citizen(person, changes)
    try:
        card = issue(
            citizen,
            photo.read_bytes() if photo else silhouette(),
            profile or _profile_of(citizen.issue_date),
            TestAuthority.open(authority or out.parent / "authority"),
            aa=None if aa == "none" else aa,
            ca=None if ca == "none" else ca,
            explicit_parameters=explicit_parameters,
            faults=[parse_fault(fault) for fault in faults],
        )
        card_store.save(card, out)
    except (AuthorityError, card_store.CardStoreError) as error:
        raise typer.BadParameter(str(error), param_hint="--authority or --out") from error
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    if as_json:
        facts = {
            "schema": "kiosk.card-issued/1",
            "folder": str(out),
            "profile": card.profile.name,
            "can": card.can,
            "mrz": list(card.mrz),
            "qr": card.qr_text,
            "csca": str(out / "csca.der"),
        }
        print(json.dumps(facts, ensure_ascii=False))
        return Exit.OK
    print(f"{out}: {card.profile.name}, fictitious citizen")
    print(f"CAN {card.can}")
    print("\n".join(f"MRZ {line}" for line in card.mrz))
    print(f"QR  {card.qr_text}")
    print(f"Trust anchor: {out / 'csca.der'}")
    if photo is None:
        print("The portrait is a drawn silhouette: no face can be compared with it (--photo gives one).")
    return Exit.OK


def _citizen(person: str, changes: Mapping[str, str | None]) -> Citizen:
    citizen = PEOPLE.get(person.lower())
    if citizen is None:
        raise typer.BadParameter(f"known are {', '.join(PEOPLE)}", param_hint="--person")
    given: dict[str, object] = {}
    for name, text in changes.items():
        if text is None:
            continue
        try:
            given[name] = date.fromisoformat(text) if name.endswith("_date") else Sex(text) if name == "sex" else text
        except ValueError as error:
            raise typer.BadParameter(str(error), param_hint=name) from error
    try:
        return replace(citizen, **given)  # type: ignore[arg-type]
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


def _profile_of(issued: date) -> str:
    """The generation that was issued on this day."""
    for name, profile in PROFILES.items():
        if profile.issued_from <= issued <= profile.issued_until:
            return name
    raise typer.BadParameter("no generation of the card was issued on this day", param_hint="--issued")
