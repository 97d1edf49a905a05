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
from kiosk.simulator.card import card_store
from kiosk.simulator.card.card_profile import CardProfile
from kiosk.simulator.card.faults import parse_fault
from kiosk.simulator.card.person import PEOPLE, TRAVELLERS, Holder
from kiosk.simulator.card.profiles import find_profile, usual_holder, usual_profile
from kiosk.simulator.issuing.authority import AuthorityError, TestAuthority
from kiosk.simulator.issuing.personaliser import AS_PROFILE, issue
from kiosk.simulator.issuing.silhouette import silhouette


def issue_card(
    out: Path,
    *,
    person: str | None,
    changes: Mapping[str, str | None],
    profile: str | None,
    photo: Path | None,
    authority: Path | None,
    aa: str | None,
    ca: str | None,
    explicit_parameters: bool,
    faults: tuple[str, ...],
    as_json: bool,
) -> Exit:
    """Issue the card into ``out``; whatever cannot be a card is a usage error that says why."""
    try:
        wanted = find_profile(profile) if profile else None
        holder = _changed(_holder(person, wanted), changes)
        chosen = wanted or usual_profile(holder)
        card = issue(
            holder,
            photo.read_bytes() if photo else silhouette(),
            chosen,
            TestAuthority.open_for(chosen, authority or out.parent / "authority"),
            aa=_key(aa),
            ca=_key(ca),
            explicit_parameters=explicit_parameters or None,
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
    print(f"{out}: {card.profile.name}, fictitious person")
    print(f"CAN {card.can or 'none'}")
    print("\n".join(f"MRZ {line}" for line in card.mrz))
    print(f"QR  {card.qr_text or 'none'}")
    print(f"Trust anchor: {out / 'csca.der'}")
    if photo is None:
        print("The portrait is a drawn silhouette: no face can be compared with it (--photo gives one).")
    return Exit.OK


def _key(kind: str | None) -> str | None:
    """``none`` asks for a chip without the key; nothing said leaves it to the profile."""
    if kind is None:
        return AS_PROFILE
    return None if kind == "none" else kind


def _holder(person: str | None, profile: CardProfile | None) -> Holder:
    if person is None:
        return PEOPLE["an"] if profile is None else usual_holder(profile)
    known: dict[str, Holder] = {**PEOPLE, **TRAVELLERS}
    holder = known.get(person.lower())
    if holder is None:
        raise typer.BadParameter(f"known are {', '.join(known)}", param_hint="--person")
    return holder


def _changed(holder: Holder, changes: Mapping[str, str | None]) -> Holder:
    given: dict[str, object] = {}
    for name, text in changes.items():
        if text is None:
            continue
        try:
            given[name] = date.fromisoformat(text) if name.endswith("_date") else Sex(text) if name == "sex" else text
        except ValueError as error:
            raise typer.BadParameter(str(error), param_hint=name) from error
    try:
        return replace(holder, **given)  # type: ignore[arg-type]
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
