"""The rows in which the database keeps what a preview showed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256

from kiosk.reader.trust.certificate import Certificate
from kiosk.reader.trust.store.preview import Preview, PreviewedRevocationList, Role


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item as the table has it, and the part of the file that it came in."""

    fingerprint: bytes
    role: Role
    part: str
    name: str = ""
    country: str = ""
    begins: str | None = None
    ends: str | None = None
    subject: str | None = None
    key_id: bytes | None = None
    der: bytes | None = field(default=None, repr=False)

    def values(self) -> tuple[object, ...]:
        return (
            self.fingerprint, self.role, self.name, self.country, self.begins, self.ends, self.subject, self.key_id,
            self.der,
        )  # fmt: skip


INSERT_ITEM = """
    INSERT INTO item (fingerprint, role, name, country, begins, ends, subject, key_id, der)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
"""
INSERT_ORIGIN = "INSERT INTO origin (fingerprint, act, part) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"


def item_rows(preview: Preview, pins: tuple[bytes, ...]) -> Iterator[ItemRow]:
    """All that is installed of a file. What was there before is among it: the file becomes one more of its origins."""
    for one in preview.certificates:
        if one.role is not Role.SIGNER or one.certificate.fingerprint in pins:
            yield _certificate_row(one.certificate, one.role, one.part)
    with_certificate = {one.certificate.fingerprint for one in preview.signers}
    for fingerprint in pins:
        if fingerprint not in with_certificate:
            yield ItemRow(fingerprint, Role.SIGNER, "")
    # An older list before a newer one of the same issuer, which then takes its place.
    for listed in sorted(preview.revocation_lists, key=lambda one: one.revocation_list.this_update):
        if listed.usable:
            yield _revocation_row(listed)
    for deviations in preview.deviation_lists:
        fingerprint = sha256(deviations.der).digest()
        yield ItemRow(fingerprint, Role.DEVIATION_LIST, deviations.part, country=deviations.country, der=deviations.der)


def _certificate_row(certificate: Certificate, role: Role, part: str) -> ItemRow:
    return ItemRow(
        certificate.fingerprint,
        role,
        part,
        certificate.subject_text,
        certificate.country,
        timestamp(certificate.not_before),
        timestamp(certificate.not_after),
        certificate.subject,
        certificate.key_id,
        certificate.der,
    )


def _revocation_row(one: PreviewedRevocationList) -> ItemRow:
    listed = one.revocation_list
    return ItemRow(
        listed.fingerprint,
        Role.REVOCATION_LIST,
        one.part,
        listed.issuer_text,
        listed.country,
        timestamp(listed.this_update),
        None if listed.next_update is None else timestamp(listed.next_update),
        listed.issuer,
        listed.authority_key_id,
        listed.der,
    )


def timestamp(at: datetime) -> str:
    """ISO 8601 in UTC; text order is time order."""
    return at.astimezone(UTC).isoformat(timespec="seconds")
