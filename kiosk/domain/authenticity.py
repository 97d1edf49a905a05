"""Is the document genuine: the list of document checks, never blurred into one flag (BSI TR-03135-1)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class CheckStatus(StrEnum):
    """The four honest answers of a document check."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_SUPPORTED = "not_supported"
    NOT_DONE = "not_done"


class DocumentCheckName(StrEnum):
    """The document checks, in the order in which they are shown."""

    HASHES = "hashes"
    SOD_SIGNATURE = "sod_signature"
    SIGNER_CHAIN = "signer_chain"
    VALIDITY = "validity"
    ACTIVE_AUTHENTICATION = "active_authentication"
    CHIP_AUTHENTICATION = "chip_authentication"
    PACE_CAM = "pace_cam"
    CROSS_CHECKS = "cross_checks"


class AuthenticityState(StrEnum):
    """What passive authentication amounts to. «Intact» (signature good) is not «genuine» (chain trusted)."""

    NOT_DONE = "NOT_DONE"
    HASH_MISMATCH = "HASH_MISMATCH"
    SIGNATURE_BAD = "SIGNATURE_BAD"
    SIGNATURE_OK_CHAIN_UNKNOWN = "SIGNATURE_OK_CHAIN_UNKNOWN"
    CHAIN_TRUSTED = "CHAIN_TRUSTED"
    CHAIN_TRUSTED_EXPIRED = "CHAIN_TRUSTED_EXPIRED"
    DS_PINNED = "DS_PINNED"
    REVOKED = "REVOKED"


@dataclass(frozen=True, slots=True)
class DocumentCheck:
    """One line of the report. ``reason`` is a stable code in kebab-case and carries no personal data."""

    status: CheckStatus
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CrossCheck:
    """One comparison between two sources, e.g. ``number`` of ``DG1`` and ``QR``; a warning never fails a card."""

    what: str
    left: str
    right: str
    status: CheckStatus
    warning_only: bool = False


NOT_DONE = DocumentCheck(CheckStatus.NOT_DONE)
NOT_SUPPORTED = DocumentCheck(CheckStatus.NOT_SUPPORTED)


@dataclass(frozen=True, slots=True)
class Authenticity:
    """The whole report on one document."""

    state: AuthenticityState = AuthenticityState.NOT_DONE
    hashes: DocumentCheck = NOT_DONE
    sod_signature: DocumentCheck = NOT_DONE
    signer_chain: DocumentCheck = NOT_DONE
    validity: DocumentCheck = NOT_DONE
    active_authentication: DocumentCheck = NOT_DONE
    chip_authentication: DocumentCheck = NOT_DONE
    cross_checks: DocumentCheck = NOT_DONE
    cross_check_lines: tuple[CrossCheck, ...] = ()
    pace_cam: DocumentCheck = NOT_SUPPORTED

    def checks(self) -> dict[DocumentCheckName, DocumentCheck]:
        """The document checks by name, in the order in which they are shown."""
        return {name: getattr(self, name.value) for name in DocumentCheckName}

    @property
    def clone_check(self) -> CheckStatus:
        """Active and Chip Authentication and PACE-CAM together: one failure fails, one success passes."""
        all_three = {self.active_authentication.status, self.chip_authentication.status, self.pace_cam.status}
        for status in (CheckStatus.FAILED, CheckStatus.PASSED, CheckStatus.NOT_DONE):
            if status in all_three:
                return status
        return CheckStatus.NOT_SUPPORTED
