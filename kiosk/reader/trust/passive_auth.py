"""Passive authentication (ICAO Doc 9303-11 §5.1): hashes, the signature over them, and the chain of its signer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType

from kiosk.domain.authenticity import NOT_DONE, AuthenticityState, CheckStatus, DocumentCheck
from kiosk.domain.chip_reading import ElementaryFile
from kiosk.reader.lds.catalogue import CATALOGUE, data_group_number
from kiosk.reader.lds.dg1 import parse_dg1
from kiosk.reader.lds.errors import LdsError
from kiosk.reader.lds.sod import (
    LDS_SECURITY_OBJECT,
    PLAIN_DATA,
    SecurityObject,
    parse_security_object,
    unwrap_sod,
)
from kiosk.reader.trust.anchors import TrustAnchors
from kiosk.reader.trust.asn1 import Asn1Error
from kiosk.reader.trust.certificate import Certificate
from kiosk.reader.trust.chain import ChainCheck, Document, check_chain
from kiosk.reader.trust.cms import SignatureCheck, check_signature
from kiosk.reader.trust.reasons import CheckReason, failed, not_done, passed
from kiosk.reader.trust.signatures import UnsupportedSignatureError, digest, digest_name
from kiosk.reader.trust.signed_data import SignedData, parse_signed_data
from kiosk.reader.trust.weakness import POLICY


@dataclass(frozen=True, slots=True)
class PassiveAuthentication:
    """The checks and what they amount to.

    ``authentic`` are the files whose hash is good under a good signature: only these may be used for anything.
    ``listed`` are the data groups of the signed list, ``None`` while its signature is not known to be good. ``signer``
    is the certificate under whose key the signature was checked, ``path`` the way from it to the anchor that decided.
    ``hash_lines`` has one line for each data group that was read. ``weak`` names the algorithms and key sizes under the
    document's signatures that the policy calls weak.
    """

    state: AuthenticityState = AuthenticityState.NOT_DONE
    hashes: DocumentCheck = NOT_DONE
    sod_signature: DocumentCheck = NOT_DONE
    signer_chain: DocumentCheck = NOT_DONE
    authentic: frozenset[ElementaryFile] = frozenset()
    listed: frozenset[ElementaryFile] | None = None
    signer: Certificate | None = None
    hash_lines: Mapping[ElementaryFile, DocumentCheck] = field(default_factory=lambda: MappingProxyType({}))
    signer_validity: DocumentCheck = NOT_DONE
    revocation: DocumentCheck = NOT_DONE
    issuing_state: DocumentCheck = NOT_DONE
    weak: tuple[str, ...] = ()
    path: tuple[Certificate, ...] = ()


def authenticate(
    files: Mapping[ElementaryFile, bytes], trust: TrustAnchors, at: datetime, issuing_state: str | None = None
) -> PassiveAuthentication:
    """Check all data groups that were read against EF.SOD; never raises for hostile files.

    ``issuing_state`` is the document's as its MRZ has it, empty for one that is not known, by default DG1's. An EF.SOD
    that is not well-formed was forged or damaged after it was signed: its signature counts as failed.
    """
    sod = files.get(ElementaryFile.SOD)
    if sod is None:
        missing = not_done(CheckReason.SOD_MISSING)
        return _nothing_done(AuthenticityState.NOT_DONE, missing, missing)
    try:
        signed = parse_signed_data(unwrap_sod(sod))
        listed = parse_security_object(signed.content)
    except (LdsError, Asn1Error):
        malformed = CheckReason.SOD_MALFORMED
        return _nothing_done(AuthenticityState.SIGNATURE_BAD, failed(malformed), not_done(malformed))
    signature = _check_signature(signed)
    document = document_of(files)
    if issuing_state is not None:
        document = replace(document, issuing_state=issuing_state)
    chain = _check_chain(signature, trust, at, document)
    lines = _hash_lines(files, listed)
    hashes = _summarized(lines)
    good = frozenset(file for file, line in lines.items() if line.status is CheckStatus.PASSED)
    sound = signature.check.status is CheckStatus.PASSED and chain.state not in _WORTHLESS
    return PassiveAuthentication(
        state=_state(hashes, chain),
        hashes=hashes,
        sod_signature=signature.check,
        signer_chain=chain.check,
        authentic=good if sound else frozenset(),
        listed=_listed_files(listed) if sound else None,
        signer=signature.certificate,
        hash_lines=MappingProxyType(lines),
        signer_validity=chain.validity,
        revocation=chain.revocation,
        issuing_state=chain.issuing_state,
        weak=_weak(listed, signature, chain),
        path=chain.path,
    )


def _nothing_done(state: AuthenticityState, signature: DocumentCheck, others: DocumentCheck) -> PassiveAuthentication:
    return PassiveAuthentication(
        state=state,
        hashes=others,
        sod_signature=signature,
        signer_chain=others,
        signer_validity=others,
        revocation=others,
        issuing_state=others,
    )


_WORTHLESS = frozenset({AuthenticityState.SIGNATURE_BAD, AuthenticityState.REVOKED})
"""What a signature of such a signer covers may be anybody's."""


def document_of(files: Mapping[ElementaryFile, bytes]) -> Document:
    """By DG1, whose hash is checked on its own: a wrong one spoils the whole state."""
    try:
        mrz = parse_dg1(files[ElementaryFile.DG1])
    except (KeyError, LdsError):
        return Document()
    return Document(mrz.issuing_state, mrz.document_code)


def _weak(listed: SecurityObject, signature: SignatureCheck, chain: ChainCheck) -> tuple[str, ...]:
    """Each name once, in the order in which they are met on the way from the data groups to the anchor."""
    try:
        names = [*POLICY.of_digest(digest_name(listed.hash_algorithm))]
    except UnsupportedSignatureError:
        names = []
    return tuple(dict.fromkeys((*names, *signature.weak, *POLICY.of_path(chain.path))))


def _check_signature(signed: SignedData) -> SignatureCheck:
    """Signed as a security object, or as plain data, which then is told: what it is, its strict parser has decided.

    Plain data means anything; but only a document signer's signature leads to an anchor, and none of its other
    signatures (over attributes, a master list, EF.CardSecurity) covers bytes that parse as a list of hashes.
    """
    if signed.content_type != PLAIN_DATA:
        return check_signature(signed, LDS_SECURITY_OBJECT)
    signature = check_signature(signed, PLAIN_DATA)
    if signature.check.status is CheckStatus.PASSED:
        return replace(signature, check=passed(signature.check.reason or CheckReason.CONTENT_TYPE_IS_DATA))
    return signature


def _check_chain(signature: SignatureCheck, trust: TrustAnchors, at: datetime, document: Document) -> ChainCheck:
    """The chain speaks only for a signature that is good."""
    if signature.check.status is CheckStatus.PASSED and signature.certificate is not None:
        return check_chain(signature.certificate, trust, at, signature.signing_time, document)
    bad = signature.check.status is CheckStatus.FAILED
    state = AuthenticityState.SIGNATURE_BAD if bad else AuthenticityState.NOT_DONE
    unasked = not_done(CheckReason.SIGNATURE_NOT_GOOD)
    return ChainCheck(unasked, state, (), unasked, unasked, unasked)


def _state(hashes: DocumentCheck, chain: ChainCheck) -> AuthenticityState:
    """A wrong hash weighs most, then a wrong signature; a good signature over nothing that was read says nothing."""
    if hashes.status is CheckStatus.FAILED:
        return AuthenticityState.HASH_MISMATCH
    if hashes.status is CheckStatus.NOT_DONE and chain.state is not AuthenticityState.SIGNATURE_BAD:
        return AuthenticityState.NOT_DONE
    return chain.state


def _hash_lines(files: Mapping[ElementaryFile, bytes], listed: SecurityObject) -> dict[ElementaryFile, DocumentCheck]:
    """One line for each data group that was read, in the order of reading."""
    groups = [file for file in files if data_group_number(file) is not None]
    try:
        algorithm = digest_name(listed.hash_algorithm)
    except UnsupportedSignatureError:
        return dict.fromkeys(groups, not_done(CheckReason.ALGORITHM_NOT_SUPPORTED))
    return {file: _hash_line(files[file], listed.hash_of(file), algorithm) for file in groups}


def _hash_line(data: bytes, expected: bytes | None, algorithm: str) -> DocumentCheck:
    if expected is None:
        return failed(CheckReason.HASH_NOT_LISTED)
    return passed() if digest(algorithm, data) == expected else failed(CheckReason.HASH_DIFFERS)


def _summarized(lines: Mapping[ElementaryFile, DocumentCheck]) -> DocumentCheck:
    """One check out of all lines: the first that failed, else the first that was not done."""
    for file, line in lines.items():
        if line.status is CheckStatus.FAILED:
            return failed(f"{line.reason}-{file.value.lower()}")
    first = next(iter(lines.values()), not_done(CheckReason.NOTHING_READ))
    return passed() if first.status is CheckStatus.PASSED else first


def _listed_files(listed: SecurityObject) -> frozenset[ElementaryFile]:
    return frozenset(file for file in CATALOGUE if listed.hash_of(file) is not None)
