"""Whether the signer or a certificate above it was revoked (RFC 5280 §6.3, ICAO Doc 9303-12 §7.2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from kiosk.domain.authenticity import CheckStatus, DocumentCheck
from kiosk.reader.trust.anchors import TrustAnchors
from kiosk.reader.trust.certificate import Certificate
from kiosk.reader.trust.issuance import holds, may_revoke
from kiosk.reader.trust.paths import Path, candidates, find_paths
from kiosk.reader.trust.reasons import CheckReason, failed, not_done, passed
from kiosk.reader.trust.revocation_list import RevocationList
from kiosk.reader.trust.validity import CLOCKS_DIFFER

MAX_AGE = timedelta(days=90)
"""A CSCA issues a list every 90 days at least; that long a list counts which does not say when the next one is due."""

MAX_LISTS = 20


def check_revocation(path: Path, trust: TrustAnchors, at: datetime) -> DocumentCheck:
    """One answer for the whole path, which leads from the signer to its anchor.

    Failed as soon as a list of an issuer has the signer or a certificate above it, be the list stale or not: no issuer
    takes a revocation back. Passed only when a current list covers the signer and every link.
    """
    lines = [_status(certificate, issuer, path, trust, at) for certificate, issuer in pairwise(path)]
    anchor = _status(path[-1], path[-1], path, trust, at)
    if anchor.status is CheckStatus.FAILED:
        # An anchor vouches for itself: a list that does not have it adds nothing.
        lines.append(anchor)
    return _first(lines, CheckStatus.FAILED, CheckStatus.NOT_DONE, CheckStatus.PASSED)


def _status(
    certificate: Certificate, issuer: Certificate, path: Path, trust: TrustAnchors, at: datetime
) -> DocumentCheck:
    """By the list that says most: one that has the certificate, else one that may be relied on."""
    lists = trust.revocation_lists_of(issuer)[:MAX_LISTS]
    if not lists:
        return not_done(CheckReason.NO_REVOCATION_LIST)
    outcomes = [_by_list(one, certificate, path, trust, at) for one in lists]
    return _first(outcomes, CheckStatus.FAILED, CheckStatus.PASSED, CheckStatus.NOT_DONE)


def _first(lines: list[DocumentCheck], *order: CheckStatus) -> DocumentCheck:
    return next(line for status in order for line in lines if line.status is status)


def _by_list(
    revocation_list: RevocationList, certificate: Certificate, path: Path, trust: TrustAnchors, at: datetime
) -> DocumentCheck:
    signed = _signed_by_authority(revocation_list, certificate, path, trust)
    if not signed:
        unsupported = signed is None
        return not_done(
            CheckReason.ALGORITHM_NOT_SUPPORTED if unsupported else CheckReason.REVOCATION_LIST_NOT_SIGNED_BY_ISSUER
        )
    if not revocation_list.understood:
        return not_done(CheckReason.REVOCATION_LIST_NOT_UNDERSTOOD)
    signer = certificate is path[0]
    if certificate.serial in revocation_list.revoked:
        return failed(CheckReason.SIGNER_REVOKED if signer else CheckReason.ISSUER_REVOKED)
    for reason in _limits(revocation_list, at, signer=signer):
        return not_done(reason)
    return passed()


def _limits(revocation_list: RevocationList, at: datetime, *, signer: bool) -> Iterator[CheckReason]:
    """Why nothing follows from a serial number that the list does not have."""
    if not (revocation_list.covers_signers if signer else revocation_list.covers_authorities):
        yield CheckReason.REVOCATION_LIST_LIMITED
    if revocation_list.this_update > at + CLOCKS_DIFFER:
        yield CheckReason.REVOCATION_LIST_NOT_YET_VALID
    due = revocation_list.next_update or revocation_list.this_update + MAX_AGE
    if at > due:
        yield CheckReason.REVOCATION_LIST_STALE


def _signed_by_authority(
    revocation_list: RevocationList, certificate: Certificate, path: Path, trust: TrustAnchors
) -> bool | None:
    """Whether a key of the issuer has signed the list: one of the path, or another one of the same name that an anchor
    vouches for, since a CSCA signs its lists with its newest key. ``None`` where a signature could not be computed."""
    unsupported = False
    for authority in (*path[1:], *candidates(certificate, trust)):
        if not may_revoke(authority):
            continue
        outcome = holds(revocation_list, authority)
        if outcome and (authority in path[1:] or trust.is_trusted(authority) or find_paths(authority, trust).paths):
            return True
        unsupported = unsupported or outcome is None
    return None if unsupported else False
