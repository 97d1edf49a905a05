"""Looks at a file that was taken apart and says what importing it would do: makes the preview."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from kiosk.reader.trust.asn1 import Asn1Error
from kiosk.reader.trust.certificate import Certificate, parse_certificate
from kiosk.reader.trust.deviation_list import listed_deviations
from kiosk.reader.trust.revocation_list import RevocationList, parse_revocation_list
from kiosk.reader.trust.store.contents import Entry, EntryKind, FileKind, Part
from kiosk.reader.trust.store.issuers import InstalledTrust
from kiosk.reader.trust.store.judging import Judge
from kiosk.reader.trust.store.list_signer import judge_signer
from kiosk.reader.trust.store.preview import (
    Consent,
    ListFacts,
    ListSigner,
    Preview,
    PreviewedCertificate,
    PreviewedDeviationList,
    PreviewedRevocationList,
    Rejected,
    Remark,
    Role,
    SignerStanding,
)
from kiosk.reader.trust.store.recognition import recognise

MALFORMED = "malformed"
MAX_NAME = 100

_USELESS = {Remark.ISSUER_NOT_KNOWN, Remark.ALGORITHM_NOT_SUPPORTED, Remark.SUPERSEDED}
"""Of a CRL: then it is not installed."""


@dataclass(slots=True)
class _Found:
    """What parsed, with the number of its entry and the part it came in; and what did not."""

    certificates: list[tuple[int, Part, Certificate]] = field(default_factory=list)
    revocation_lists: list[tuple[int, Part, RevocationList]] = field(default_factory=list)
    pins: list[bytes] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)


def preview_file(name: str, data: bytes, installed: InstalledTrust, generation: int, at: datetime) -> Preview:
    """What importing the file would do; raises ``ForeignFileError``. ``name`` is for provenance, and shown."""
    part = recognise(data)
    found = _parse(part)
    judge = Judge((certificate for _, _, certificate in found.certificates), installed, at)
    signers = {id(one): _signer(one, found, installed, at) for one in part.walk()}
    certificates, counts = _judge_certificates(found, judge, installed)
    revocation_lists = tuple(_judge_revocation_lists(found, judge, installed))
    deviation_lists = tuple(_deviation_lists(part, signers, installed, found))
    return Preview(
        file="".join(char if char.isprintable() else "?" for char in name)[:MAX_NAME],
        sha256=sha256(data).digest(),
        size=len(data),
        kind=part.kind,
        at=at,
        generation=generation,
        entries=sum(entry.kind is EntryKind.CERTIFICATE for one in part.walk() for entry in one.entries),
        loaded=len(found.certificates),
        self_signed_ok=counts["self-signed"],
        link_ok=counts["linked"],
        lists=tuple(
            ListFacts(one.kind, one.name, len(one.entries), signers[id(one)])
            for one in part.walk()
            if one.entries or one.signed is not None
        ),
        rejected=tuple(sorted(found.rejected, key=lambda one: (one.kind, one.index))),
        certificates=certificates,
        revocation_lists=revocation_lists,
        deviation_lists=deviation_lists,
        pins=tuple(dict.fromkeys(found.pins)),
        ignored=tuple(ignored for one in part.walk() for ignored in one.ignored),
        unvouched=frozenset(_unvouched(certificates, found, signers)),
    )


def _parse(part: Part) -> _Found:
    found = _Found()
    numbers: Counter[EntryKind] = Counter()
    for one in part.walk():
        for entry in one.entries:
            index = numbers[entry.kind]
            numbers[entry.kind] += 1
            reason = entry.problem or _parse_entry(found, index, one, entry)
            if reason:
                found.rejected.append(Rejected(index, reason, entry.kind))
    return found


def _parse_entry(found: _Found, index: int, part: Part, entry: Entry) -> str:
    """Why the entry does not parse; empty when it does."""
    try:
        if entry.kind is EntryKind.CERTIFICATE:
            found.certificates.append((index, part, parse_certificate(entry.data)))
        elif entry.kind is EntryKind.REVOCATION_LIST:
            found.revocation_lists.append((index, part, parse_revocation_list(entry.data)))
        elif entry.kind is EntryKind.FINGERPRINT:
            found.pins.append(entry.data)
    except Asn1Error as error:
        return f"{MALFORMED}: {error}"
    return ""


def _signer(part: Part, found: _Found, installed: InstalledTrust, at: datetime) -> ListSigner | None:
    if part.signed is None:
        return None
    return judge_signer(part.signed, (one for _, of, one in found.certificates if of is part), installed, at)


def _judge_certificates(
    found: _Found, judge: Judge, installed: InstalledTrust
) -> tuple[tuple[PreviewedCertificate, ...], Counter[str]]:
    counts: Counter[str] = Counter()
    previewed: dict[bytes, PreviewedCertificate] = {}
    for index, part, certificate in found.certificates:
        judgement = judge.certificate(certificate, check_signers=part.kind is not FileKind.LDIF)
        counts["self-signed"] += judgement.self_signed
        counts["linked"] += judgement.linked
        if judgement.problem:
            found.rejected.append(Rejected(index, judgement.problem))
        elif certificate.der not in previewed:
            previewed[certificate.der] = PreviewedCertificate(
                certificate,
                judgement.role,
                part.name,
                installed.is_installed(certificate.fingerprint),
                judgement.remarks,
            )
    return tuple(previewed.values()), counts


def _judge_revocation_lists(
    found: _Found, judge: Judge, installed: InstalledTrust
) -> Iterator[PreviewedRevocationList]:
    seen: set[bytes] = set()
    for index, part, revocation_list in found.revocation_lists:
        problem, remarks = judge.revocation_list(revocation_list)
        if problem:
            found.rejected.append(Rejected(index, problem, EntryKind.REVOCATION_LIST))
        elif revocation_list.der not in seen:
            seen.add(revocation_list.der)
            yield PreviewedRevocationList(
                revocation_list,
                part.name,
                installed=installed.is_installed(revocation_list.fingerprint),
                usable=not _USELESS & set(remarks),
                remarks=remarks,
            )


def _deviation_lists(
    part: Part, signers: dict[int, ListSigner | None], installed: InstalledTrust, found: _Found
) -> Iterator[PreviewedDeviationList]:
    lists = (one for one in part.walk() if one.kind is FileKind.DEVIATION_LIST and one.signed is not None)
    for index, one in enumerate(lists):
        (entry,) = one.entries
        signer = signers[id(one)]
        assert one.signed is not None
        try:
            deviations = listed_deviations(one.signed.content)
        except Asn1Error as error:
            found.rejected.append(Rejected(index, f"{MALFORMED}: {error}", EntryKind.SIGNED_LIST))
            continue
        yield PreviewedDeviationList(
            entry.data,
            signer.country if signer else "",
            one.name,
            installed.is_installed(sha256(entry.data).digest()),
            deviations,
        )


def _unvouched(
    certificates: tuple[PreviewedCertificate, ...], found: _Found, signers: dict[int, ListSigner | None]
) -> Iterator[Consent]:
    """What speaks for each new anchor: it is enough that one list does whose signer leads to an installed anchor."""
    vouching: dict[bytes, list[ListSigner | None]] = {}
    for _, part, certificate in found.certificates:
        vouching.setdefault(certificate.der, []).append(signers[id(part)])
    for one in certificates:
        if one.installed or one.role is not Role.ROOT:
            continue
        behind = vouching[one.certificate.der]
        if any(signer is not None and signer.standing is SignerStanding.ANCHORED for signer in behind):
            continue
        yield Consent.UNSIGNED if None in behind and all(signer is None for signer in behind) else Consent.SIGNER
