"""Who signed a list, and whether that leads to an anchor (ICAO Doc 9303-12 §8, Doc 9303-3 for deviation lists)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain

from kiosk.domain.authenticity import CheckStatus
from kiosk.reader.trust.certificate import Certificate
from kiosk.reader.trust.cms import check_signature
from kiosk.reader.trust.deviation_list import DEVIATION_LIST, DEVIATION_LIST_SIGNING_KEY
from kiosk.reader.trust.master_list import CSCA_MASTER_LIST, MASTER_LIST_SIGNING_KEY
from kiosk.reader.trust.signed_data import SignedData
from kiosk.reader.trust.store.issuers import Authorities, InstalledTrust, holds
from kiosk.reader.trust.store.preview import ListSigner, SignerStanding

MAX_PATH = 8
"""Certificates from a signer to its anchor: links of a CSCA that changed its key every few years for decades."""

_PURPOSES = {CSCA_MASTER_LIST: MASTER_LIST_SIGNING_KEY, DEVIATION_LIST: DEVIATION_LIST_SIGNING_KEY}


def judge_signer(signed: SignedData, listed: Iterable[Certificate], installed: InstalledTrust) -> ListSigner:
    """``listed`` are the CA certificates that the file itself brings, inside the list or beside its signature."""
    signature = check_signature(signed, signed.content_type)
    signer = signature.certificate
    if signature.check.status is CheckStatus.FAILED:
        standing = SignerStanding.WRONG
    elif signature.check.status is not CheckStatus.PASSED or signer is None:
        standing = SignerStanding.NOT_CHECKED
    else:
        standing = _standing(signed, signer, listed, installed)
    if signer is None:
        return ListSigner(standing, reason=signature.check.reason)
    return ListSigner(standing, signer.subject_text, signer.country, signer.fingerprint, signature.check.reason)


def _standing(
    signed: SignedData, signer: Certificate, listed: Iterable[Certificate], installed: InstalledTrust
) -> SignerStanding:
    def installed_issuers(certificate: Certificate) -> tuple[Certificate, ...]:
        return installed.authorities(certificate.issuer, certificate.authority_key_id)

    if leads_to(signer, installed_issuers, installed.is_trusted):
        fit = signer.purposes is not None and _PURPOSES[signed.content_type] in signer.purposes
        revoked = _is_revoked(signer, installed_issuers(signer), installed)
        return SignerStanding.ANCHORED if fit and not revoked else SignerStanding.NOT_FOR_LISTS
    own = Authorities(chain(listed, signed.certificates))
    if leads_to(signer, lambda one: own.find(one.issuer, one.authority_key_id), lambda one: one.self_issued):
        return SignerStanding.LIST_ONLY
    return SignerStanding.ISSUER_NOT_KNOWN


def _is_revoked(signer: Certificate, issuers: Iterable[Certificate], installed: InstalledTrust) -> bool:
    return any(
        signer.serial in revocation_list.revoked and holds(revocation_list, issuer)
        for issuer in issuers
        for revocation_list in installed.revocation_lists_of(issuer)
    )


def leads_to(
    certificate: Certificate,
    issuers: Callable[[Certificate], tuple[Certificate, ...]],
    is_end: Callable[[Certificate], bool],
) -> bool:
    """Whether signatures lead from the certificate to one that ends the search; names and key identifiers propose."""
    seen = {certificate.der}
    reached = [certificate]
    for _ in range(MAX_PATH):
        if any(is_end(one) for one in reached):
            return True
        found = {issuer.der: issuer for one in reached for issuer in issuers(one) if holds(one, issuer)}
        reached = [issuer for der, issuer in found.items() if der not in seen]
        seen.update(found)
    return False
