"""What is installed, item by item, with where each came from, when, by whom and how it was accepted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from kiosk.reader.trust.certificate import Certificate
from kiosk.reader.trust.issuance import is_self_signed, may_issue
from kiosk.reader.trust.revocation_list import RevocationList
from kiosk.reader.trust.store.contents import FileKind
from kiosk.reader.trust.store.database import failures, identity, open_for_reading
from kiosk.reader.trust.store.installation import ActKind
from kiosk.reader.trust.store.judging import SOON
from kiosk.reader.trust.store.loose_files import LooseFiles, read_loose_files
from kiosk.reader.trust.store.preview import Remark, Role

_ITEMS = "SELECT fingerprint, role, name, country, begins, ends, der FROM item ORDER BY country, name, ends"
_ORIGINS = """
    SELECT fingerprint, part, kind, at, people, file, sha256, file_kind, signer, agreed, reference
    FROM origin JOIN act ON act.number = origin.act ORDER BY act.number
"""


@dataclass(frozen=True, slots=True)
class Origin:
    """One act that brought an item: the file with its SHA-256 and kind, the list's signer, who agreed to what.

    ``part`` names the member of an archive, ``reference`` the letter by which an issuer confirmed a pinned signer.
    """

    kind: ActKind
    at: datetime
    people: tuple[str, ...]
    file: str
    sha256: bytes
    file_kind: FileKind
    part: str
    signer: str
    agreed: tuple[str, ...]
    reference: str


@dataclass(frozen=True, slots=True)
class Item:
    """Something installed, or placed by hand: then ``placed`` is the name of its file.

    For a CRL ``begins`` and ``ends`` are its two updates. A signer that was pinned by its fingerprint alone has no
    ``der``.
    """

    fingerprint: bytes
    role: Role
    name: str
    country: str
    begins: datetime | None
    ends: datetime | None
    der: bytes | None = field(repr=False)
    origins: tuple[Origin, ...] = ()
    placed: str = ""

    def remarks(self, at: datetime) -> tuple[Remark, ...]:
        """What its dates make an operator do."""
        if self.ends is not None and at > self.ends:
            return (Remark.OUTDATED if self.role is Role.REVOCATION_LIST else Remark.EXPIRED,)
        if self.begins is not None and at < self.begins:
            return (Remark.NOT_YET_VALID,)
        soon = self.ends is not None and at + SOON > self.ends and self.role is not Role.REVOCATION_LIST
        return (Remark.ENDS_SOON,) if soon else ()


def inventory(folder: Path) -> tuple[Item, ...]:
    """Every item of the store by country and name, then what was placed by hand and is not in the store.

    Raises ``Fault(TRUST_STORE_UNUSABLE)``.
    """
    stored = tuple(_stored(folder))
    known = {item.fingerprint: item for item in stored}
    placed = {item.fingerprint: item for item in _placed(read_loose_files(folder))}
    both = (
        replace(item, placed=placed[item.fingerprint].placed) if item.fingerprint in placed else item for item in stored
    )
    return (*both, *(item for fingerprint, item in placed.items() if fingerprint not in known))


def _stored(folder: Path) -> Iterator[Item]:
    if identity(folder) is None:
        return
    with failures():
        connection = open_for_reading(folder)
        try:
            origins: dict[bytes, list[Origin]] = {}
            for fingerprint, part, *act in connection.execute(_ORIGINS):
                origins.setdefault(fingerprint, []).append(_origin(part, *act))
            rows = connection.execute(_ITEMS).fetchall()
        finally:
            connection.close()
    for fingerprint, role, name, country, begins, ends, der in rows:
        found = tuple(origins.get(fingerprint, ()))
        yield Item(fingerprint, Role(role), name, country, _time(begins), _time(ends), der, found)


def _origin(
    part: str, kind: str, at: str, people: str, file: str, sha256: bytes, file_kind: str, signer: str, agreed: str,
    reference: str,
) -> Origin:  # fmt: skip
    return Origin(
        ActKind(kind),
        datetime.fromisoformat(at),
        tuple(json.loads(people)),
        file,
        sha256,
        FileKind(file_kind),
        part,
        signer,
        tuple(json.loads(agreed)),
        reference,
    )


def _time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _placed(files: LooseFiles) -> Iterator[Item]:
    for fingerprint in files.pinned:
        yield Item(fingerprint, Role.SIGNER, "", "", None, None, None, placed=files.names[fingerprint])
    for certificate in files.certificates:
        yield _placed_certificate(certificate, files.names[certificate.fingerprint])
    for listed in files.revocation_lists:
        yield _placed_list(listed, files.names[listed.fingerprint])


def _placed_certificate(one: Certificate, file: str) -> Item:
    role = (Role.ROOT if is_self_signed(one) else Role.LINK) if may_issue(one) else Role.SIGNER
    return Item(
        one.fingerprint, role, one.subject_text, one.country, one.not_before, one.not_after, one.der, placed=file
    )


def _placed_list(one: RevocationList, file: str) -> Item:
    return Item(
        one.fingerprint, Role.REVOCATION_LIST, one.issuer_text, one.country, one.this_update, one.next_update, one.der,
        placed=file,
    )  # fmt: skip
