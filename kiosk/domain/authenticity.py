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
    """The document checks, in the order in which they are shown; what each means is in docs/authenticity.md."""

    ACCESS_PROTOCOL = "access_protocol"
    HASHES = "hashes"
    EF_COM = "ef_com"
    SOD_SIGNATURE = "sod_signature"
    SIGNER_CHAIN = "signer_chain"
    SIGNER_VALIDITY = "signer_validity"
    REVOCATION = "revocation"
    ISSUING_STATE = "issuing_state"
    ACTIVE_AUTHENTICATION = "active_authentication"
    CHIP_AUTHENTICATION = "chip_authentication"
    PACE_CAM = "pace_cam"
    CHECK_DIGITS = "check_digits"
    CROSS_CHECKS = "cross_checks"
    VALIDITY = "validity"
    ISSUER_VERIFICATION = "issuer_verification"


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
    """The answer of one check. ``reason`` is a stable code in kebab-case and carries no personal data."""

    status: CheckStatus
    reason: str = ""


@dataclass(frozen=True, slots=True)
class HashLine:
    """The integrity of one data group: ``file`` as in ``DG1``; ``NOT_DONE`` where the signed list has it unread."""

    file: str
    check: DocumentCheck


@dataclass(frozen=True, slots=True)
class CrossCheck:
    """One comparison between two sources, e.g. ``number`` of ``DG1`` and ``QR``; a warning never fails a card."""

    what: str
    left: str
    right: str
    status: CheckStatus
    warning_only: bool = False


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One line of the report; ``file`` is set where a check has a line for each data group."""

    name: DocumentCheckName
    check: DocumentCheck
    file: str = ""


NOT_DONE = DocumentCheck(CheckStatus.NOT_DONE)
NOT_SUPPORTED = DocumentCheck(CheckStatus.NOT_SUPPORTED)
NOT_ASKED = DocumentCheck(CheckStatus.NOT_DONE, "not-asked")


@dataclass(frozen=True, slots=True)
class Authenticity:
    """The whole report on one document.

    ``weak`` names algorithms and key sizes among this document's signatures that count as weak, which is a remark and
    fails nothing. ``path`` are the SHA-256 fingerprints, in hexadecimal, of the certificates from the document signer
    to the anchor that decided; empty where there is none.
    """

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
    access_protocol: DocumentCheck = NOT_DONE
    ef_com: DocumentCheck = NOT_DONE
    hash_lines: tuple[HashLine, ...] = ()
    signer_validity: DocumentCheck = NOT_DONE
    revocation: DocumentCheck = NOT_DONE
    issuing_state: DocumentCheck = NOT_DONE
    check_digits: DocumentCheck = NOT_DONE
    issuer_verification: DocumentCheck = NOT_ASKED
    weak: tuple[str, ...] = ()
    path: tuple[str, ...] = ()

    def checks(self) -> dict[DocumentCheckName, DocumentCheck]:
        """The document checks by name, in the order in which they are shown."""
        return {name: getattr(self, name.value) for name in DocumentCheckName}

    def lines(self) -> tuple[ReportLine, ...]:
        """The report line by line: ``checks`` with one line a data group in place of the one for all hashes."""
        lines: list[ReportLine] = []
        for name, check in self.checks().items():
            if name is DocumentCheckName.HASHES and self.hash_lines:
                lines += [ReportLine(name, line.check, line.file) for line in self.hash_lines]
            else:
                lines.append(ReportLine(name, check))
        return tuple(lines)

    @property
    def clone_check(self) -> CheckStatus:
        """Active and Chip Authentication and PACE-CAM together: one failure fails, one success passes."""
        all_three = {self.active_authentication.status, self.chip_authentication.status, self.pace_cam.status}
        for status in (CheckStatus.FAILED, CheckStatus.PASSED, CheckStatus.NOT_DONE):
            if status in all_three:
                return status
        return CheckStatus.NOT_SUPPORTED
