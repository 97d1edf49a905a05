"""Looks at a file that was taken apart and says what importing it would do: makes the preview."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from kiosk.reader.trust.revocation_list import RevocationList
from kiosk.reader.trust.store.contents import EntryKind, FileKind
from kiosk.reader.trust.store.issuers import InstalledTrust
from kiosk.reader.trust.store.judging import SIGNATURE_WRONG, Judge, Judgement
from kiosk.reader.trust.store.list_signer import judge_signer
from kiosk.reader.trust.store.parsing import ParsedFile, ParsedPart, parse
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

MAX_NAME = 100

_USELESS = {Remark.ISSUER_NOT_KNOWN, Remark.ALGORITHM_NOT_SUPPORTED, Remark.SUPERSEDED}
"""Of a CRL: then it is not installed."""


@dataclass(frozen=True, slots=True)
class _JudgedPart:
    """A part, who signed it, whether it is taken, and what each of its certificates is worth."""

    part: ParsedPart
    signer: ListSigner | None
    taken: bool
    judgements: tuple[Judgement, ...] = ()


@dataclass(frozen=True, slots=True)
class _JudgedList:
    """A CRL, and why it is rejected or what is to be said about it."""

    part: str
    index: int
    revocation_list: RevocationList
    problem: str
    remarks: tuple[Remark, ...]


def preview_file(name: str, data: bytes, installed: InstalledTrust, generation: int, at: datetime) -> Preview:
    """What importing the file would do; raises ``ForeignFileError``. ``name`` is for provenance, and shown."""
    file = recognise(data)
    parsed = parse(file)
    signed = list(_with_signers(parsed, installed, at))
    judge = Judge((one for each in signed if each.taken for _, one in each.part.certificates), installed, at)
    parts = [_with_judgements(each, judge) for each in signed]
    taken = [each for each in parts if each.taken]
    judgements = [judgement for each in parts for judgement in each.judgements]
    certificates = tuple(_certificates(taken, installed))
    revocation_lists = list(_revocation_lists(taken, judge))
    rejected = (*parsed.rejected, *_changed_lists(parts), *_bad_certificates(taken), *_bad_lists(revocation_lists))
    pins = tuple(dict.fromkeys(pin for each in taken for pin in each.part.fingerprints))
    return Preview(
        file="".join(char if char.isprintable() else "?" for char in name)[:MAX_NAME],
        sha256=sha256(data).digest(),
        size=len(data),
        kind=file.kind,
        at=at,
        generation=generation,
        entries=parsed.found,
        loaded=len(judgements),
        self_signed_ok=sum(one.self_signed for one in judgements),
        link_ok=sum(one.linked for one in judgements),
        lists=tuple(_facts(each) for each in parts if each.part.entries or each.part.signed is not None),
        rejected=tuple(sorted(rejected, key=lambda one: (one.kind, one.index))),
        certificates=certificates,
        revocation_lists=tuple(_good_lists(revocation_lists, installed)),
        deviation_lists=tuple(_deviation_lists(taken, installed)),
        pins=pins,
        pinned=frozenset(pin for pin in pins if installed.is_installed(pin)),
        ignored=parsed.ignored,
        unvouched=frozenset(_unvouched(certificates, taken)),
    )


def _with_signers(parsed: ParsedFile, installed: InstalledTrust, at: datetime) -> Iterator[_JudgedPart]:
    """A list inside a collection that was changed after it was signed is left out: the others can be taken without it.

    A file that is such a list itself stays, and is refused as a whole.
    """
    for part in parsed.parts:
        listed = (certificate for _, certificate in part.certificates)
        signer = None if part.signed is None else judge_signer(part.signed, listed, installed, at)
        changed = signer is not None and signer.standing is SignerStanding.WRONG
        yield _JudgedPart(part, signer, taken=not changed or part is parsed.parts[0])


def _with_judgements(each: _JudgedPart, judge: Judge) -> _JudgedPart:
    """The document signers of a collection are many, and none is installed: their signatures are not checked."""
    check_signers = each.part.kind is not FileKind.LDIF
    judged = (judge.certificate(one, check_signers=check_signers) for _, one in each.part.certificates)
    return replace(each, judgements=tuple(judged))


def _facts(each: _JudgedPart) -> ListFacts:
    return ListFacts(each.part.kind, each.part.name, each.part.entries, each.signer, each.taken)


def _changed_lists(parts: Iterable[_JudgedPart]) -> Iterator[Rejected]:
    signed = (each for each in parts if each.signer is not None)
    for index, each in enumerate(signed):
        if not each.taken:
            yield Rejected(index, SIGNATURE_WRONG, EntryKind.SIGNED_LIST)


def _bad_certificates(taken: Iterable[_JudgedPart]) -> Iterator[Rejected]:
    for each in taken:
        for (index, _), judgement in zip(each.part.certificates, each.judgements, strict=True):
            if judgement.problem:
                yield Rejected(index, judgement.problem)


def _certificates(taken: Iterable[_JudgedPart], installed: InstalledTrust) -> Iterator[PreviewedCertificate]:
    """Each certificate once, as it came first."""
    seen: set[bytes] = set()
    for each in taken:
        for (_, one), judgement in zip(each.part.certificates, each.judgements, strict=True):
            if not judgement.problem and one.der not in seen:
                seen.add(one.der)
                known = installed.is_installed(one.fingerprint)
                yield PreviewedCertificate(one, judgement.role, each.part.name, known, judgement.remarks)


def _revocation_lists(taken: Iterable[_JudgedPart], judge: Judge) -> Iterator[_JudgedList]:
    seen: set[bytes] = set()
    for each in taken:
        for index, one in each.part.revocation_lists:
            if one.der not in seen:
                seen.add(one.der)
                yield _JudgedList(each.part.name, index, one, *judge.revocation_list(one))


def _bad_lists(judged: Iterable[_JudgedList]) -> Iterator[Rejected]:
    return (Rejected(one.index, one.problem, EntryKind.REVOCATION_LIST) for one in judged if one.problem)


def _good_lists(judged: Iterable[_JudgedList], installed: InstalledTrust) -> Iterator[PreviewedRevocationList]:
    for one in judged:
        if not one.problem:
            known = installed.is_installed(one.revocation_list.fingerprint)
            usable = not _USELESS & set(one.remarks)
            yield PreviewedRevocationList(one.revocation_list, one.part, known, usable, one.remarks)


def _deviation_lists(taken: Iterable[_JudgedPart], installed: InstalledTrust) -> Iterator[PreviewedDeviationList]:
    for each in taken:
        for der, deviations in each.part.deviation_lists:
            country = each.signer.country if each.signer else ""
            known = installed.is_installed(sha256(der).digest())
            yield PreviewedDeviationList(der, country, each.part.name, known, deviations)


def _unvouched(certificates: Iterable[PreviewedCertificate], taken: Iterable[_JudgedPart]) -> Iterator[Consent]:
    """What speaks for each new anchor: it is enough that one list does whose signer leads to an installed anchor."""
    behind: dict[bytes, list[ListSigner | None]] = {}
    for each in taken:
        for _, certificate in each.part.certificates:
            behind.setdefault(certificate.der, []).append(each.signer)
    for one in certificates:
        if one.role is not Role.ROOT or one.installed:
            continue
        signers = [signer for signer in behind[one.certificate.der] if signer is not None]
        if not any(signer.standing is SignerStanding.ANCHORED for signer in signers):
            yield Consent.SIGNER if signers else Consent.UNSIGNED
