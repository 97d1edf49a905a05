"""Who signed a list, and whether that leads to an anchor (ICAO Doc 9303-12 §8; Doc 9303-3 for deviation lists)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import chain

from kiosk.domain.authenticity import CheckStatus
from kiosk.reader.trust.anchors import AnchorSet, TrustAnchors
from kiosk.reader.trust.certificate import Certificate
from kiosk.reader.trust.cms import check_signature
from kiosk.reader.trust.deviation_list import DEVIATION_LIST, DEVIATION_LIST_SIGNING_KEY
from kiosk.reader.trust.master_list import CSCA_MASTER_LIST, MASTER_LIST_SIGNING_KEY
from kiosk.reader.trust.paths import find_paths
from kiosk.reader.trust.reasons import CheckReason
from kiosk.reader.trust.revocation import check_revocation
from kiosk.reader.trust.signed_data import SignedData
from kiosk.reader.trust.store.preview import ListSigner, SignerStanding

_CHANGED = {
    CheckReason.SIGNATURE_WRONG,
    CheckReason.MESSAGE_DIGEST_DIFFERS,
    CheckReason.SIGNED_CONTENT_TYPE_DIFFERS,
}
"""Why a list is not what somebody signed. Several signers, say, are another matter: no one of them is verified."""

_PURPOSES = {CSCA_MASTER_LIST: MASTER_LIST_SIGNING_KEY, DEVIATION_LIST: DEVIATION_LIST_SIGNING_KEY}


def judge_signer(
    signed: SignedData, listed: Iterable[Certificate], installed: TrustAnchors, at: datetime
) -> ListSigner:
    """``listed`` are the certificates inside the list.

    Validity is not asked: a list stays what it was when its signer's certificate, good for some months, has ended.
    """
    signature = check_signature(signed, signed.content_type)
    signer = signature.certificate
    if signature.check.reason in _CHANGED:
        standing = SignerStanding.WRONG
    elif signature.check.status is not CheckStatus.PASSED or signer is None:
        standing = SignerStanding.NOT_CHECKED
    else:
        standing = _standing(signed, signer, listed, installed, at)
    if signer is None:
        return ListSigner(standing, reason=signature.check.reason)
    return ListSigner(standing, signer.subject_text, signer.country, signer.fingerprint, signature.check.reason)


def _standing(
    signed: SignedData, signer: Certificate, listed: Iterable[Certificate], installed: TrustAnchors, at: datetime
) -> SignerStanding:
    paths = find_paths(signer, installed).paths
    if paths:
        revoked = any(check_revocation(path, installed, at).status is CheckStatus.FAILED for path in paths)
        fit = signer.purposes is not None and _PURPOSES[signed.content_type] in signer.purposes
        return SignerStanding.ANCHORED if fit and not revoked else SignerStanding.NOT_FOR_LISTS
    if find_paths(signer, AnchorSet.of(chain(listed, signed.certificates))).paths:
        return SignerStanding.LIST_ONLY
    return SignerStanding.ISSUER_NOT_KNOWN
