"""From the document signer to an installed trust anchor (ICAO Doc 9303-11 §5.1, Doc 9303-12 §7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from kiosk.domain.authenticity import NOT_DONE, AuthenticityState, CheckStatus, DocumentCheck
from kiosk.reader.trust.anchors import TrustAnchors
from kiosk.reader.trust.certificate import DOCUMENT_TYPES, Certificate
from kiosk.reader.trust.issuance import may_be_the_key
from kiosk.reader.trust.issuing_state import check_issuing_state
from kiosk.reader.trust.paths import Path, find_paths
from kiosk.reader.trust.reasons import CheckReason, failed, not_done, passed
from kiosk.reader.trust.revocation import check_revocation
from kiosk.reader.trust.validity import check_validity

_OTHER_PURPOSES = "2.23.136.1.1."
"""ICAO's own purposes: master lists and deviation lists, seals, data of LDS2. A document signer has none of them."""


@dataclass(frozen=True, slots=True)
class Document:
    """What the MRZ says that the signer's certificate must agree with; empty where it is not known.

    ``issuing_state`` is up to three letters, ``code`` the type of document in one or two letters without fillers.
    """

    issuing_state: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """The outcome of the chain, and what it makes of a document whose signature is good.

    A chain that contradicts an installed anchor (``FAILED``) makes the signature worthless: ``SIGNATURE_BAD``. A
    signer or issuer outside its validity still passes, as its signature holds: the reason tells, and the state is
    ``CHAIN_TRUSTED_EXPIRED``. ``path`` is empty without an anchor that vouches for the signer.
    """

    check: DocumentCheck
    state: AuthenticityState
    path: Path = ()
    validity: DocumentCheck = NOT_DONE
    revocation: DocumentCheck = NOT_DONE
    issuing_state: DocumentCheck = NOT_DONE


def check_chain(
    signer: Certificate, trust: TrustAnchors, at: datetime, signing_time: datetime | None, document: Document
) -> ChainCheck:
    """The best of all paths to anchors; else the pin; else why the signer is not known."""
    search = find_paths(signer, trust)
    judged = [_judged(path, trust, at, signing_time, document) for path in search.paths]
    if judged:
        return min(judged, key=lambda one: _BEST_FIRST.index(one.state))
    problem = search.problem or not_done(CheckReason.ISSUER_NOT_INSTALLED)
    contradicted = problem.status is CheckStatus.FAILED
    if trust.is_pinned(signer) and not contradicted:
        return _pinned(signer, at, signing_time, document)
    return ChainCheck(
        problem,
        AuthenticityState.SIGNATURE_BAD if contradicted else AuthenticityState.SIGNATURE_OK_CHAIN_UNKNOWN,
        validity=_against_only(check_validity((signer,), at, signing_time), problem),
        revocation=not_done(problem.reason),
        issuing_state=_against_only(check_issuing_state((signer,), document.issuing_state), problem),
    )


_BEST_FIRST = (
    AuthenticityState.CHAIN_TRUSTED,
    AuthenticityState.CHAIN_TRUSTED_EXPIRED,
    AuthenticityState.SIGNATURE_OK_CHAIN_UNKNOWN,
    AuthenticityState.REVOKED,
    AuthenticityState.SIGNATURE_BAD,
)
"""Of two anchors for one key the better one counts: the one that is in time, or that nobody has revoked. What speaks
against the signer itself speaks on every path."""


def _judged(
    path: Path, trust: TrustAnchors, at: datetime, signing_time: datetime | None, document: Document
) -> ChainCheck:
    validity = check_validity(path, at, signing_time)
    revocation = check_revocation(path, trust, at)
    country = check_issuing_state(path, document.issuing_state)
    late = validity.reason if validity.status is CheckStatus.FAILED else ""
    problem = _graver(_misuse(path[0], document), country if country.status is not CheckStatus.PASSED else None)
    if problem is not None and problem.status is CheckStatus.FAILED:
        state = AuthenticityState.SIGNATURE_BAD
    elif revocation.status is CheckStatus.FAILED:
        state = AuthenticityState.REVOKED
    elif problem is not None:
        state = AuthenticityState.SIGNATURE_OK_CHAIN_UNKNOWN
    else:
        state = AuthenticityState.CHAIN_TRUSTED_EXPIRED if late else AuthenticityState.CHAIN_TRUSTED
    check = problem or passed(late or next(_oddities(path), ""))
    return ChainCheck(check, state, path, validity, revocation, country)


def _pinned(signer: Certificate, at: datetime, signing_time: datetime | None, document: Document) -> ChainCheck:
    """The operator vouches for the very certificate, so its country is asked, but need not be known."""
    validity = check_validity((signer,), at, signing_time)
    country = check_issuing_state((signer,), document.issuing_state)
    late = validity.reason if validity.status is CheckStatus.FAILED else ""
    problem = _graver(_misuse(signer, document), country if country.status is CheckStatus.FAILED else None)
    if problem is None:
        state = AuthenticityState.CHAIN_TRUSTED_EXPIRED if late else AuthenticityState.DS_PINNED
    elif problem.status is CheckStatus.FAILED:
        state = AuthenticityState.SIGNATURE_BAD
    else:
        state = AuthenticityState.SIGNATURE_OK_CHAIN_UNKNOWN
    check = problem or not_done(late or CheckReason.SIGNER_PINNED)
    return ChainCheck(check, state, (), validity, not_done(CheckReason.ISSUER_NOT_INSTALLED), country)


def _against_only(line: DocumentCheck, problem: DocumentCheck) -> DocumentCheck:
    """What a signer says of itself counts against it at once, but for it only when an anchor vouches for it."""
    return line if line.status is CheckStatus.FAILED else not_done(problem.reason)


def _graver(first: DocumentCheck | None, second: DocumentCheck | None) -> DocumentCheck | None:
    """What speaks against the signer weighs more than what is not understood about it; else the first."""
    found = [one for one in (first, second) if one is not None]
    return next((one for one in found if one.status is CheckStatus.FAILED), next(iter(found), None))


def _misuse(signer: Certificate, document: Document) -> DocumentCheck | None:
    """Why this certificate must not sign this document, whoever has issued it (ICAO Doc 9303-12 §7.1.1)."""
    if signer.ca:
        return failed(CheckReason.SIGNER_IS_CA)
    if signer.key_usage is not None and "digital_signature" not in signer.key_usage:
        return failed(CheckReason.SIGNER_KEY_USAGE_WRONG)
    if any(purpose.startswith(_OTHER_PURPOSES) for purpose in signer.purposes or ()):
        return failed(CheckReason.SIGNER_PURPOSE_WRONG)
    # One letter stands for every type that begins with it (ICAO Doc 9303-12 §7.1.1.6).
    letters = {document.code, document.code[:1]} - {""}
    if signer.document_types is not None and letters and not letters & signer.document_types:
        return failed(CheckReason.DOCUMENT_TYPE_NOT_LISTED)
    if signer.not_understood or DOCUMENT_TYPES in signer.malformed:
        return not_done(CheckReason.EXTENSION_NOT_UNDERSTOOD)
    return None


def _oddities(path: Path) -> Iterator[CheckReason]:
    """What certificates of real countries get wrong without making any of them less safe."""
    for certificate, issuer in pairwise(path):
        if certificate.issuer != issuer.subject:
            yield CheckReason.ISSUER_NAME_DIFFERS
        if not may_be_the_key(certificate, issuer):
            yield CheckReason.ISSUER_KEY_ID_DIFFERS
    if any(certificate.malformed for certificate in path):
        yield CheckReason.EXTENSION_MALFORMED
