"""What each certificate and each CRL of a file is worth by its signature, before anybody agrees to anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.reader.trust.certificate import Certificate
from kiosk.reader.trust.issuance import Signed, holds, is_self_signed, may_issue
from kiosk.reader.trust.paths import find_paths
from kiosk.reader.trust.revocation_list import RevocationList
from kiosk.reader.trust.store.contents import LimitError
from kiosk.reader.trust.store.issuers import Authorities, InstalledTrust
from kiosk.reader.trust.store.preview import Remark, Role

SOON = timedelta(days=60)
"""Before an anchor ends, its successor has to be found and confirmed."""

MAX_SIGNATURES = 150_000
"""Signatures computed for one file, some three for each of as many entries as it may have; beyond, names collide on
purpose."""

SELF_SIGNATURE_WRONG = "self-signature-wrong"
NOT_A_CA = "not-a-ca"
ALGORITHM_NOT_SUPPORTED = "algorithm-not-supported"
SIGNATURE_WRONG = "signature-wrong"


@dataclass(frozen=True, slots=True)
class Judgement:
    """``problem`` is why a certificate cannot be installed at all; ``role`` is what it would be otherwise."""

    role: Role
    self_signed: bool = False
    linked: bool = False
    problem: str = ""
    remarks: tuple[Remark, ...] = ()


class Judge:
    """Judges the certificates and CRLs of one file, each certificate once; methods raise ``LimitError``."""

    def __init__(self, certificates: Iterable[Certificate], installed: InstalledTrust, at: datetime) -> None:
        self._listed = Authorities(certificates)
        self._installed = installed
        self._at = at
        self._known: dict[bytes, Judgement] = {}
        self._left = MAX_SIGNATURES

    def certificate(self, certificate: Certificate, *, check_signers: bool = True) -> Judgement:
        """``check_signers`` also verifies certificates that may not issue, where their number is small."""
        judgement = self._known.get(certificate.der)
        if judgement is None:
            judgement = self._judged(certificate, check_signers)
            self._known[certificate.der] = judgement
        return judgement

    def revocation_list(self, revocation_list: RevocationList) -> tuple[str, tuple[Remark, ...]]:
        """Why the list is rejected, and what to say about it.

        Only keys count that an anchor vouches for, or a root of the file, which needs the operator's word: a list that
        nobody stands behind must not take the place of another one.
        """
        issuers = tuple(self._issuers(revocation_list))
        outcomes = [self._holds(revocation_list, issuer) for issuer in issuers]
        if any(self._vouches(issuer) for issuer, outcome in zip(issuers, outcomes, strict=True) if outcome):
            return "", tuple(self._remarks_on_list(revocation_list))
        if None in outcomes:
            return "", (Remark.ALGORITHM_NOT_SUPPORTED,)
        key_id = revocation_list.authority_key_id
        if True not in outcomes and key_id is not None and any(issuer.key_id == key_id for issuer in issuers):
            return SIGNATURE_WRONG, ()
        return "", (Remark.ISSUER_NOT_KNOWN,)

    def _issuers(self, signed: Signed) -> Iterator[Certificate]:
        """Candidates of the file first, then installed ones."""
        yield from self._listed.find(signed.issuer, signed.authority_key_id)
        yield from self._installed.authorities(signed.issuer, signed.authority_key_id)

    def _judged(self, certificate: Certificate, check_signers: bool) -> Judgement:
        remarks = tuple(self._remarks(certificate))
        if not may_issue(certificate) and not certificate.self_issued and not check_signers:
            return Judgement(Role.SIGNER, remarks=remarks)
        own = self._holds(certificate, certificate) if certificate.self_issued or _same_key_ids(certificate) else False
        if own:
            problem = "" if may_issue(certificate) else NOT_A_CA
            return Judgement(Role.ROOT, self_signed=True, problem=problem, remarks=remarks)
        linked = self._signed_by_other(certificate)
        role = Role.LINK if may_issue(certificate) else Role.SIGNER
        if linked:
            return Judgement(role, linked=True, remarks=remarks)
        if certificate.self_issued and not _other_key_ids(certificate):
            return Judgement(role, problem=ALGORITHM_NOT_SUPPORTED if own is None else SELF_SIGNATURE_WRONG)
        unknown = Remark.ALGORITHM_NOT_SUPPORTED if linked is None else Remark.ISSUER_NOT_KNOWN
        return Judgement(role, remarks=(unknown, *remarks))

    def _signed_by_other(self, signed: Certificate) -> bool | None:
        """``None`` when no candidate's signature holds and one of them could not be computed."""
        unsupported = False
        for issuer in self._issuers(signed):
            if issuer.der == signed.der:
                continue
            outcome = self._holds(signed, issuer)
            if outcome:
                return True
            unsupported = unsupported or outcome is None
        return None if unsupported else False

    def _holds(self, signed: Signed, issuer: Certificate) -> bool | None:
        self._left -= 1
        if self._left < 0:
            raise LimitError("too many signatures to check")
        return holds(signed, issuer)

    def _vouches(self, issuer: Certificate) -> bool:
        if not may_issue(issuer):
            return False
        return is_self_signed(issuer) or bool(find_paths(issuer, self._installed).paths)

    def _remarks_on_list(self, revocation_list: RevocationList) -> Iterator[Remark]:
        if revocation_list.next_update is not None and self._at > revocation_list.next_update:
            yield Remark.OUTDATED
        known = self._installed.revocation_lists(revocation_list.issuer, revocation_list.authority_key_id)
        same_key = (one for one in known if one.authority_key_id == revocation_list.authority_key_id)
        if any(
            one.issuer == revocation_list.issuer and one.this_update > revocation_list.this_update for one in same_key
        ):
            yield Remark.SUPERSEDED

    def _remarks(self, certificate: Certificate) -> Iterator[Remark]:
        if self._at > certificate.not_after:
            yield Remark.EXPIRED
        elif self._at < certificate.not_before:
            yield Remark.NOT_YET_VALID
        elif self._at + SOON > certificate.not_after:
            yield Remark.ENDS_SOON
        if certificate.malformed:
            yield Remark.EXTENSION_MALFORMED


def _same_key_ids(certificate: Certificate) -> bool:
    return certificate.key_id is not None and certificate.key_id == certificate.authority_key_id


def _other_key_ids(certificate: Certificate) -> bool:
    """Whether it says that another key has signed it: a link to a new key under the same name."""
    ids = (certificate.key_id, certificate.authority_key_id)
    return None not in ids and ids[0] != ids[1]
