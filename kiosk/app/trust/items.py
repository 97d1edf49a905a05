"""``kiosk trust list``, ``show``, ``remove``, ``export`` and ``diff``: what is installed, taken apart and compared."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import typer

from kiosk.app.exits import Exit
from kiosk.app.settings.values import Settings
from kiosk.app.trust import report as trust_report
from kiosk.app.trust.acts import note
from kiosk.app.trust.answering import Answering
from kiosk.app.trust.importing import look
from kiosk.domain.clock import SystemClock
from kiosk.reader.trust.store.difference import Listed, difference, listed_entries, listed_items
from kiosk.reader.trust.store.export import folder_files, pem_bundle, write_new
from kiosk.reader.trust.store.installation import remove
from kiosk.reader.trust.store.inventory import Item, inventory
from kiosk.reader.trust.store.preview import Role
from kiosk.reader.trust.store.trust import open_trust

SHORTEST_PREFIX = 8
"""Digits of a fingerprint that may stand for all 64 when they are read out of a list; never to confirm one."""

STORE = "store"
"""In ``trust diff``: what is installed, in place of a file."""


def list_items(settings: Settings, *, as_json: bool) -> Exit:
    """Everything that is trusted, what was placed by hand too."""
    now, items = SystemClock().now(), inventory(settings.trust)
    if as_json:
        told = {"schema": "kiosk.trust-list/1", "items": [trust_report.item_json(item, now) for item in items]}
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return Exit.OK
    for item in items:
        print(trust_report.item_line(item, now))
    roots = [item for item in items if item.role is Role.ROOT]
    ending = sum(bool(item.remarks(now)) for item in roots)
    print(f"{len(items)} items, {len(roots)} of them anchors; {ending} anchors expired, end soon or are not yet valid")
    return Exit.OK


def show_item(settings: Settings, fingerprint: str, *, as_json: bool) -> Exit:
    """One item with its whole provenance; exit 2 when there is none, or more than one."""
    now, item = SystemClock().now(), _one(inventory(settings.trust), fingerprint)
    if as_json:
        told = {"schema": "kiosk.trust-item/1", **trust_report.item_json(item, now)}
        print(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        print("\n".join(trust_report.item_lines(item, now)))
    return Exit.OK


def remove_item(settings: Settings, fingerprint: str, who: Answering, *, as_json: bool) -> Exit:
    """Take one item out of the store; one that was placed by hand is a file that somebody has to take away."""
    item = _one(inventory(settings.trust), fingerprint)
    now = SystemClock().now()
    if not who.may_vouch:
        raise typer.BadParameter("say who does it", param_hint="--by")
    act = remove(settings.trust, item.fingerprint, who.people, now, lambda act: note(settings, act, proven=who.proven))
    if act is None:
        raise typer.BadParameter(f"it was placed by hand: take the file {item.placed} away", param_hint="FINGERPRINT")
    if as_json:
        told = {"schema": "kiosk.trust-removed/1", **trust_report.item_json(item, now), "people": list(act.people)}
        told |= {"proven": who.proven}
        print(json.dumps(told, ensure_ascii=False))
    else:
        print(f"removed {item.role} {item.name} {trust_report.grouped(item.fingerprint)}")
        if item.placed:
            print(f"it is still trusted: the file {item.placed} was placed by hand")
    return Exit.OK


def export_items(settings: Settings, target: Path, *, as_json: bool) -> Exit:
    """Everything into a new folder, or the certificates and CRLs into one new PEM file."""
    now, items = SystemClock().now(), inventory(settings.trust)
    provenance = {"schema": "kiosk.trust-list/1", "items": [trust_report.item_json(item, now) for item in items]}
    try:
        if target.suffix.lower() == ".pem":
            with target.open("xb") as file:
                file.write(pem_bundle(items))
        else:
            write_new(target, folder_files(items, provenance))
    except OSError as error:
        raise typer.BadParameter(f"{target}: {error.strerror or error}", param_hint="FOLDER|FILE.pem") from error
    if as_json:
        print(json.dumps({"schema": "kiosk.trust-exported/1", "target": str(target), "items": len(items)}))
    else:
        print(f"{target}: {len(items)} items")
    return Exit.OK


def show_difference(folder: Path | None, first: str, second: str, *, as_json: bool) -> Exit:
    """What two files, or a file and the store, do not have in common; exit 0 also when they differ."""
    found = difference(_listed(folder, first), _listed(folder, second))
    if as_json:
        print(json.dumps(trust_report.difference_json(first, second, found), ensure_ascii=False, indent=2))
    else:
        print("\n".join(trust_report.difference_lines(found)))
    return Exit.OK


def _listed(folder: Path | None, side: str) -> list[Listed]:
    if side != STORE:
        return list(listed_entries(look(Path(side), open_trust(folder))))
    if folder is None:
        raise typer.BadParameter("there is no settings file that says where the store is", param_hint=STORE)
    return list(listed_items(inventory(folder)))


def _one(items: Sequence[Item], text: str) -> Item:
    """By the whole fingerprint or its first digits; raises ``typer.BadParameter``."""
    digits = text.replace(":", "").replace(" ", "").lower()
    if len(digits) < SHORTEST_PREFIX:
        raise typer.BadParameter(f"give at least {SHORTEST_PREFIX} digits", param_hint="FINGERPRINT")
    found = [item for item in items if item.fingerprint.hex().startswith(digits)]
    if len(found) != 1:
        told = "no item has this fingerprint" if not found else f"{len(found)} items begin so: give more digits"
        raise typer.BadParameter(told, param_hint="FINGERPRINT")
    return found[0]
