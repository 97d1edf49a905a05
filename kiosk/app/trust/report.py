"""What the commands of ``kiosk trust`` print: the JSON shapes, and the same in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from kiosk.reader.trust.store.difference import Difference, Listed
from kiosk.reader.trust.store.installation import Act, Obstacle, Refusal
from kiosk.reader.trust.store.inventory import Item, Origin
from kiosk.reader.trust.store.preview import Consent, ListSigner, Preview, Remark, SignerStanding
from kiosk.reader.trust.store.words import CONSENTS, OBSTACLES, STANDINGS

Json = dict[str, Any]

LINES_SHOWN = 10
"""Of bad entries and remarks in the text form; JSON has them all."""

OPTIONS = {
    Consent.SIGNER: "--accept-signer",
    Consent.UNSIGNED: "--accept-unsigned, or --confirm-fingerprint for the file or for each anchor",
    Consent.PARTIAL: "--accept-partial",
    Consent.PINS: "--confirm-fingerprint with the signer's SHA-256, and --by twice or --issuer-reference",
}


def preview_json(preview: Preview, *, dry_run: bool, outcome: Act | Refusal | None, proven: bool = False) -> Json:
    """The shape ``kiosk.trust-import/1``: the preview, and what became of it."""
    return {
        "schema": "kiosk.trust-import/1",
        "file": preview.file,
        "sha256": preview.sha256.hex(),
        "kind": preview.kind.value,
        "entries": preview.entries,
        "loaded": preview.loaded,
        "self_signed_ok": preview.self_signed_ok,
        "link_ok": preview.link_ok,
        "signer": _signer_json(preview.signer),
        "countries": list(preview.countries),
        "rejected": [{"index": one.index, "reason": one.reason, "kind": one.kind.value} for one in preview.rejected],
        "lists": [
            {
                "kind": one.kind.value,
                "name": one.name,
                "entries": one.entries,
                "signer": _signer_json(one.signer),
                "taken": one.taken,
            }
            for one in preview.lists
        ],
        "ignored": list(preview.ignored),
        "new": preview.new_items,
        "roles": dict(sorted(Counter(one.role.value for one in preview.certificates).items())),
        "revocation_lists": len(preview.revocation_lists),
        "deviation_lists": len(preview.deviation_lists),
        "pinned_signers": len(preview.pins),
        "remarks": dict(sorted(_remarks(preview).items())),
        "needs": sorted(one.value for one in preview.needs),
        "dry_run": dry_run,
        "installed": _act_json(outcome, proven=proven) if isinstance(outcome, Act) else None,
        "refused": _refusal_json(outcome) if isinstance(outcome, Refusal) else None,
    }


def preview_lines(preview: Preview) -> Iterator[str]:
    """The preview for a terminal."""
    yield f"{preview.file}: {preview.kind.value}, SHA-256 {grouped(preview.sha256)}"
    yield (
        f"  certificates  {preview.entries} found, {preview.loaded} load, {preview.self_signed_ok} self-signed and "
        f"{preview.link_ok} linked with good signatures, {len(preview.countries)} countries"
    )
    if preview.revocation_lists or preview.deviation_lists or preview.pins:
        yield (
            f"  besides       {len(preview.revocation_lists)} CRLs, {len(preview.deviation_lists)} deviation lists, "
            f"{len(preview.pins)} fingerprints of signers"
        )
    for facts in preview.lists:
        if facts.signer is not None:
            yield f"  signed        {facts.signer.subject or 'signer not named'}: {STANDINGS[facts.signer.standing].en}"
            if not facts.taken:
                yield "                it is left out"
    for one in preview.certificates[:LINES_SHOWN] if len(preview.certificates) <= LINES_SHOWN else ():
        certificate = one.certificate
        yield f"  {one.role.value:<13} {certificate.subject_text}"
        yield f"                SHA-256 {grouped(certificate.fingerprint)}, until {certificate.not_after:%Y-%m-%d}"
    for remark, count in sorted(_remarks(preview).items()):
        yield f"  remark        {count} × {remark}"
    for rejected in preview.rejected[:LINES_SHOWN]:
        yield f"  bad           {rejected.kind.value} {rejected.index}: {rejected.reason}"
    if len(preview.rejected) > LINES_SHOWN:
        yield f"  bad           and {len(preview.rejected) - LINES_SHOWN} more"
    if preview.ignored:
        yield f"  passed over   {', '.join(preview.ignored[:LINES_SHOWN])}"
    yield f"  new           {preview.new_items} items would be installed"
    if preview.wrongly_signed:
        yield f"  refused       {OBSTACLES[Obstacle.WRONGLY_SIGNED].en}"
    for need in sorted(preview.needs):
        yield f"  needs         {OPTIONS[need]}: {CONSENTS[need].en}"


def refusal_lines(refusal: Refusal) -> Iterator[str]:
    if refusal.obstacle is not None:
        yield OBSTACLES[refusal.obstacle].en
    for one in sorted(refusal.missing):
        yield f"not imported without {OPTIONS[one]}: {CONSENTS[one].en}"


def item_json(item: Item, at: datetime) -> Json:
    """One installed item, as ``trust list`` and ``trust show`` print it."""
    return {
        "fingerprint": item.fingerprint.hex(),
        "role": item.role.value,
        "country": item.country,
        "name": item.name,
        "begins": _time(item.begins),
        "ends": _time(item.ends),
        "remarks": [one.value for one in item.remarks(at)],
        "placed": item.placed or None,
        "origins": [_origin_json(one) for one in item.origins],
    }


def item_line(item: Item, at: datetime) -> str:
    ends = f"{item.ends:%Y-%m-%d}" if item.ends else "-" * 10
    told = "  " + ", ".join(item.remarks(at)) if item.remarks(at) else ""
    by_hand = "  placed by hand" if item.placed and not item.origins else ""
    shown = item.name or "certificate not installed"
    return f"{item.fingerprint.hex()[:16]}  {item.role.value:<14} {item.country:<2}  {ends}  {shown}{told}{by_hand}"


def item_lines(item: Item, at: datetime) -> Iterator[str]:
    yield f"{item.role.value}  {item.name}"
    yield f"  SHA-256   {grouped(item.fingerprint)}"
    yield f"  from      {_time(item.begins) or '-'}"
    yield f"  until     {_time(item.ends) or '-'} {', '.join(item.remarks(at))}".rstrip()
    if item.placed:
        yield f"  placed by hand: {item.placed}"
    for one in item.origins:
        yield f"  {one.kind.value:<9} {_time(one.at)} by {' and '.join(one.people)}"
        yield f"            from {one.file}{f' ({one.part})' if one.part else ''}, SHA-256 {grouped(one.sha256)}"
        if one.signer:
            yield f"            list signed: {one.signer}"
        if one.agreed or one.reference:
            yield f"            agreed: {', '.join((*one.agreed, one.reference)).strip(', ')}"


def difference_json(first: str, second: str, found: Difference) -> Json:
    """The shape ``kiosk.trust-diff/1``."""
    return {
        "schema": "kiosk.trust-diff/1",
        "first": first,
        "second": second,
        "only_first": [_listed_json(one) for one in found.only_first],
        "only_second": [_listed_json(one) for one in found.only_second],
        "common": found.common,
    }


def difference_lines(found: Difference) -> Iterator[str]:
    for sign, side in (("-", found.only_first), ("+", found.only_second)):
        for one in side:
            ends = f"{one.ends:%Y-%m-%d}" if one.ends else "-" * 10
            yield f"{sign} {one.fingerprint.hex()[:16]}  {one.role.value:<14} {one.country:<2}  {ends}  {one.name}"
    yield f"only in the first {len(found.only_first)}, in the second {len(found.only_second)}, in both {found.common}"


def grouped(fingerprint: bytes) -> str:
    """A fingerprint as it is read out over the telephone: pairs of digits with colons."""
    return fingerprint.hex(":").upper()


def _signer_json(signer: ListSigner | None) -> Json | None:
    if signer is None:
        return None
    told = STANDINGS[signer.standing]
    return {
        "standing": signer.standing.value,
        "verified": signer.standing is SignerStanding.ANCHORED,
        "told": {"vi": told.vi, "en": told.en},
        "subject": signer.subject,
        "country": signer.country,
        "fingerprint": signer.fingerprint.hex(),
        "reason": signer.reason,
    }


def _remarks(preview: Preview) -> Counter[Remark]:
    every: Iterable[tuple[Remark, ...]] = (
        *(one.remarks for one in preview.certificates),
        *(one.remarks for one in preview.revocation_lists),
    )
    return Counter(remark for remarks in every for remark in remarks)


def _act_json(act: Act, *, proven: bool) -> Json:
    people = list(act.people)
    return {"act": act.kind.value, "added": act.added, "removed": act.removed, "people": people, "proven": proven}


def _refusal_json(refusal: Refusal) -> Json:
    return {
        "obstacle": refusal.obstacle.value if refusal.obstacle else None,
        "missing": sorted(one.value for one in refusal.missing),
    }


def _origin_json(one: Origin) -> Json:
    return {
        "act": one.kind.value,
        "at": _time(one.at),
        "people": list(one.people),
        "file": one.file,
        "sha256": one.sha256.hex(),
        "file_kind": one.file_kind.value,
        "part": one.part,
        "signer": one.signer,
        "agreed": list(one.agreed),
        "reference": one.reference,
    }


def _listed_json(one: Listed) -> Json:
    return {
        "fingerprint": one.fingerprint.hex(),
        "role": one.role.value,
        "country": one.country,
        "name": one.name,
        "ends": _time(one.ends),
    }


def _time(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat(timespec="seconds")
