"""Which admissions staff look at themselves: those with something to know about this person or this row of the list."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kiosk.domain.verdict import Decision, Finding, Reason, Verdict

IS_OF_THE_PERSON: Mapping[Reason, bool] = MappingProxyType(
    {
        # The document: at a site without the issuer's certificate it would stand at everybody.
        Reason.DATA_ALTERED: False,
        Reason.SIGNATURE_BAD: False,
        Reason.SIGNER_REVOKED: False,
        Reason.ISSUER_NOT_VERIFIED: False,
        Reason.ISSUER_CONFIRMS: False,
        Reason.SIGNER_PINNED: False,
        Reason.SIGNER_EXPIRED: False,
        Reason.DOCUMENT_EXPIRED: False,
        Reason.CHIP_CLONED: False,
        Reason.CLONE_NOT_CHECKED: False,
        Reason.SOURCES_DIFFER: True,
        Reason.DOCUMENT_NOT_CHECKED: False,
        Reason.QR_PROVES_NOTHING: False,
        # Staff are there already.
        Reason.CHECKED_BY_HAND: False,
        Reason.ISSUER_DENIES: False,
        Reason.WEAK_ALGORITHM: False,
        Reason.CHECK_FAILED: False,
        Reason.CHECK_MISSING: False,
        # The holder
        Reason.FACE_DIFFERS: True,
        Reason.FACE_UNSURE: True,
        Reason.FACE_NOT_COMPARED: True,
        Reason.LIVENESS_FAILED: False,
        Reason.LIVENESS_NOT_DONE: False,
        Reason.FACE_COVERED: True,
        Reason.FACE_BY_LIST_PHOTO: True,
        Reason.FACE_DIFFERS_FROM_LIST: True,
        Reason.INFANT: True,
        Reason.CAMERA_DOUBTFUL: False,
        # The list
        Reason.NOT_LISTED: True,
        Reason.POSSIBLE_LISTING: True,
        Reason.ALREADY_ADMITTED: True,
        Reason.RE_ENTRY: True,
        Reason.LIST_DIFFERS: True,
        Reason.LIST_NOT_ASKED: False,
        Reason.WRONG_DAY: True,
        Reason.WRONG_SESSION: True,
        Reason.WRONG_ROOM: True,
        Reason.TOO_EARLY: True,
        Reason.TOO_LATE: True,
        Reason.NEEDS_CARE: True,
        Reason.WATCHED: True,
        Reason.BOARDING_DIFFERS: True,
        Reason.BOARDING_MISSING: True,
        # Outside services
        Reason.INSURANCE_NEEDS_STAFF: True,
        # Accidents say something of the machine, or of a check that came to no end.
        Reason.CHIP_NOT_READ: False,
        Reason.CARD_TAKEN_AWAY: False,
        Reason.NOT_AN_ID_CARD: False,
        Reason.NO_CONSENT: False,
        Reason.NO_ACCESS_KEY: False,
        Reason.WRONG_ACCESS_KEY: False,
        Reason.OUT_OF_TIME: False,
        Reason.DEVICE_FAILED: False,
    }
)
"""Whether an attention for this reason is about the person or their row, and not about document, issuer or machine."""


def asks_for_a_look(finding: Finding) -> bool:
    """Whether this finding of an admission is one that staff acknowledge."""
    return finding.verdict is Verdict.ADMIT_WITH_ATTENTION and IS_OF_THE_PERSON[finding.reason]


def is_to_be_seen(decision: Decision) -> bool:
    """Whether staff acknowledge this admission; a referral or a refusal they decide about anyway."""
    return decision.verdict is Verdict.ADMIT_WITH_ATTENTION and any(map(asks_for_a_look, decision.findings))
