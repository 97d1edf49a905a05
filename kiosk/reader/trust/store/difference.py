"""What two lists, or a list and the store, do not have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from kiosk.reader.trust.store.inventory import Item
from kiosk.reader.trust.store.preview import Preview, Role


@dataclass(frozen=True, slots=True)
class Listed:
    """One item, however it is held; two are the same when their fingerprints are."""

    fingerprint: bytes
    role: Role
    country: str
    name: str
    ends: datetime | None


@dataclass(frozen=True, slots=True)
class Difference:
    """Items of one side only, by country and name, and how many both sides have."""

    only_first: tuple[Listed, ...]
    only_second: tuple[Listed, ...]
    common: int


def difference(first: Iterable[Listed], second: Iterable[Listed]) -> Difference:
    before = {one.fingerprint: one for one in first}
    after = {one.fingerprint: one for one in second}
    return Difference(
        tuple(sorted((before[one] for one in before.keys() - after.keys()), key=_order)),
        tuple(sorted((after[one] for one in after.keys() - before.keys()), key=_order)),
        len(before.keys() & after.keys()),
    )


def listed_items(items: Iterable[Item]) -> Iterator[Listed]:
    """What is installed or placed by hand."""
    return (Listed(one.fingerprint, one.role, one.country, one.name, one.ends) for one in items)


def listed_entries(preview: Preview) -> Iterator[Listed]:
    """What a file holds and could be installed, document signers too."""
    for one in preview.certificates:
        certificate = one.certificate
        yield Listed(
            certificate.fingerprint, one.role, certificate.country, certificate.subject_text, certificate.not_after
        )
    for each in preview.revocation_lists:
        listed = each.revocation_list
        yield Listed(listed.fingerprint, Role.REVOCATION_LIST, listed.country, listed.issuer_text, listed.next_update)
    for deviations in preview.deviation_lists:
        fingerprint = sha256(deviations.der).digest()
        yield Listed(fingerprint, Role.DEVIATION_LIST, deviations.country, "", None)
    for fingerprint in preview.pins:
        yield Listed(fingerprint, Role.SIGNER, "", "", None)


def _order(one: Listed) -> tuple[str, str, bytes]:
    return one.country, one.name, one.fingerprint
