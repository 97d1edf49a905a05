"""Parses the entries of a file that was taken apart, and numbers those that do not parse."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from kiosk.reader.trust.asn1 import Asn1Error
from kiosk.reader.trust.certificate import Certificate, parse_certificate
from kiosk.reader.trust.deviation_list import Deviation, listed_deviations
from kiosk.reader.trust.revocation_list import RevocationList, parse_revocation_list
from kiosk.reader.trust.signed_data import SignedData
from kiosk.reader.trust.store.contents import Entry, EntryKind, FileKind, Part
from kiosk.reader.trust.store.preview import Rejected

MALFORMED = "malformed"


@dataclass(slots=True)
class ParsedPart:
    """One part of the file with what parses of it, each with the number of its entry."""

    kind: FileKind
    name: str
    signed: SignedData | None
    entries: int
    certificates: list[tuple[int, Certificate]] = field(default_factory=list)
    revocation_lists: list[tuple[int, RevocationList]] = field(default_factory=list)
    fingerprints: list[bytes] = field(default_factory=list)
    deviation_lists: list[tuple[bytes, tuple[Deviation, ...]]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """All parts, the file itself first. ``found`` counts the certificates, whether they parse or not."""

    parts: tuple[ParsedPart, ...]
    rejected: tuple[Rejected, ...]
    found: int
    ignored: tuple[str, ...]


def parse(file: Part) -> ParsedFile:
    """Nothing is judged: a certificate that parses may be forged."""
    numbers: Counter[EntryKind] = Counter()
    rejected: list[Rejected] = []
    parts: list[ParsedPart] = []
    for part in file.walk():
        parsed = ParsedPart(part.kind, part.name, part.signed, len(part.entries))
        for entry in part.entries:
            index = numbers[entry.kind]
            numbers[entry.kind] += 1
            reason = entry.problem or _parse_entry(parsed, index, entry)
            if reason:
                rejected.append(Rejected(index, reason, entry.kind))
        parts.append(parsed)
    ignored = tuple(name for part in file.walk() for name in part.ignored)
    return ParsedFile(tuple(parts), tuple(rejected), numbers[EntryKind.CERTIFICATE], ignored)


def _parse_entry(part: ParsedPart, index: int, entry: Entry) -> str:
    """Why the entry does not parse; empty when it does."""
    try:
        match entry.kind:
            case EntryKind.CERTIFICATE:
                part.certificates.append((index, parse_certificate(entry.data)))
            case EntryKind.REVOCATION_LIST:
                part.revocation_lists.append((index, parse_revocation_list(entry.data)))
            case EntryKind.FINGERPRINT:
                part.fingerprints.append(entry.data)
            case EntryKind.SIGNED_LIST if part.signed is not None:
                part.deviation_lists.append((entry.data, listed_deviations(part.signed.content)))
    except Asn1Error as error:
        return f"{MALFORMED}: {error}"
    return ""
