"""From the document signer to an installed trust anchor (ICAO Doc 9303-11 §5.1, Doc 9303-12 §7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.authenticity import AuthenticityState, CheckStatus, DocumentCheck
from kiosk.reader.trust.anchors import TrustAnchors
from kiosk.reader.trust.certificate import Certificate
from kiosk.reader.trust.countries import alpha2
from kiosk.reader.trust.reasons import CheckReason, failed, not_done, passed
from kiosk.reader.trust.signatures import KeyMalformedError, UnsupportedSignatureError, resolve, verify


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """The outcome of the chain, and what it makes of a document whose signature is good.

    A chain that contradicts an installed anchor (``FAILED``) makes the signature worthless: ``SIGNATURE_BAD``. A
    signer or issuer outside its validity still passes, as its signature holds: the reason tells, and the state
    is ``CHAIN_TRUSTED_EXPIRED``.
    """

    check: DocumentCheck
    state: AuthenticityState


def check_chain(
    signer: Certificate, trust: TrustAnchors, at: datetime, signing_time: datetime | None, issuing_state: str
) -> ChainCheck:
    """``issuing_state`` is the document's, as its MRZ has it; empty when it is not known."""
    issuer, problem = _issuer(signer, trust)
    pinned = trust.is_pinned(signer)
    if issuer is not None:
        problem = _misuse(signer)
    if problem is None or (pinned and problem.status is CheckStatus.NOT_DONE):
        problem = _country_problem(signer, issuer, issuing_state) or problem
    if problem is not None and problem.status is CheckStatus.FAILED:
        return ChainCheck(problem, AuthenticityState.SIGNATURE_BAD)
    late = next(_untimely(signer, issuer, at, signing_time), "")
    if problem is None:
        state = AuthenticityState.CHAIN_TRUSTED_EXPIRED if late else AuthenticityState.CHAIN_TRUSTED
        return ChainCheck(passed(late), state)
    if pinned:
        state = AuthenticityState.CHAIN_TRUSTED_EXPIRED if late else AuthenticityState.DS_PINNED
        return ChainCheck(not_done(late or CheckReason.SIGNER_PINNED), state)
    return ChainCheck(problem, AuthenticityState.SIGNATURE_OK_CHAIN_UNKNOWN)


def _issuer(signer: Certificate, trust: TrustAnchors) -> tuple[Certificate | None, DocumentCheck | None]:
    """The anchor that signed the signer, or why there is none.

    The signature decides. Where it fails, a key identifier tells a forgery from a CSCA that has changed its key and
    kept its name: only an anchor that may hold the very key the signer names speaks against the signer.
    """
    named = trust.issuers_of(signer)
    if not named:
        return None, not_done(CheckReason.ISSUER_NOT_INSTALLED)
    unsupported = False
    for anchor in named:
        try:
            if _signed_by(signer, anchor):
                return anchor, None
        except UnsupportedSignatureError:
            unsupported = True
        except KeyMalformedError:
            continue
    if unsupported:
        return None, not_done(CheckReason.ALGORITHM_NOT_SUPPORTED)
    if not any(_may_be_the_key(signer, anchor) for anchor in named):
        return None, not_done(CheckReason.ISSUER_KEY_NOT_INSTALLED)
    return None, failed(CheckReason.NOT_SIGNED_BY_ISSUER)


def _may_be_the_key(signer: Certificate, anchor: Certificate) -> bool:
    return signer.authority_key_id is None or anchor.key_id is None or signer.authority_key_id == anchor.key_id


def _signed_by(certificate: Certificate, issuer: Certificate) -> bool:
    algorithm = resolve(certificate.signature_identifier)
    return certificate.signature_agrees and verify(issuer.spki, algorithm, certificate.signature, certificate.tbs)


def _misuse(signer: Certificate) -> DocumentCheck | None:
    if signer.ca:
        return failed(CheckReason.SIGNER_IS_CA)
    if signer.key_usage is not None and "digital_signature" not in signer.key_usage:
        return failed(CheckReason.SIGNER_KEY_USAGE_WRONG)
    return None


def _country_problem(signer: Certificate, issuer: Certificate | None, issuing_state: str) -> DocumentCheck | None:
    """One country's CSCA must not vouch for another's documents (ICAO Doc 9303-12 §7.1.1)."""
    country = alpha2(issuing_state)
    named = {one.country for one in (signer, issuer) if one is not None and one.country}
    if country is not None and named - {country}:
        return failed(CheckReason.COUNTRY_DIFFERS)
    if issuer is not None and (country is None or not issuer.country):
        return not_done(CheckReason.COUNTRY_UNKNOWN)
    return None


def _untimely(
    signer: Certificate, issuer: Certificate | None, at: datetime, signing_time: datetime | None
) -> Iterator[CheckReason]:
    if signing_time is not None and not signer.not_before <= signing_time <= signer.not_after:
        yield CheckReason.SIGNER_NOT_VALID_AT_SIGNING
    if at > signer.not_after:
        yield CheckReason.SIGNER_EXPIRED
    if at < signer.not_before:
        yield CheckReason.SIGNER_NOT_YET_VALID
    if issuer is not None and at > issuer.not_after:
        yield CheckReason.ISSUER_EXPIRED
    if issuer is not None and at < issuer.not_before:
        yield CheckReason.ISSUER_NOT_YET_VALID
