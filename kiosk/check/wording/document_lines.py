"""The document report as rows of words: what decides has a row of its own, what adds little is folded together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from kiosk.check.wording.document_words import (
    DOCUMENT_CHECKS,
    OPENED_BY,
    OVERALL,
    PINNED_OUT_OF_DATE,
    STATES,
    STATUSES,
    WEAK,
)
from kiosk.check.wording.reason_words import reason_text
from kiosk.domain.authenticity import Authenticity, AuthenticityState, CheckStatus, DocumentCheck, HashLine
from kiosk.domain.authenticity import DocumentCheckName as Name
from kiosk.domain.chip_reading import Access
from kiosk.domain.text import Text


@dataclass(frozen=True, slots=True)
class Row:
    """What was asked, the answer, and in ``detail`` why; ``status`` is ``None`` where the row is no check's answer.

    ``state`` is set in the row that says what it all amounts to. A ``remark`` is a fact that calls for attention
    without being an answer.
    """

    label: Text
    value: Text
    status: CheckStatus | None = None
    detail: Text | None = None
    state: AuthenticityState | None = None
    remark: bool = False


_FOLDED: Mapping[Name, Text] = MappingProxyType(
    {
        Name.EF_COM: Text("EF.COM", "EF.COM"),
        Name.SIGNER_VALIDITY: Text("hạn chứng thư", "signer's dates"),
        Name.REVOCATION: Text("thu hồi", "revocation"),
        Name.ISSUING_STATE: Text("quốc gia cấp", "issuing state"),
        Name.CHECK_DIGITS: Text("số kiểm tra MRZ", "check digits"),
        Name.ISSUER_VERIFICATION: Text("hỏi cơ quan cấp", "issuer's word"),
    }
)
"""Checks that may share a row with others of the same answer, by their short names."""

_NEEDS_NO_WORD = frozenset(
    {
        *("", "com-not-read", "com-absent", "file-not-read", "no-revocation-list", "not-asked"),
        *("sod-missing", "sod-malformed", "sod-not-verified", "signature-not-good", "data-not-verified"),
    }
)
"""Reasons that are ordinary, or follow from another row."""

_FOLD_ORDER = (CheckStatus.PASSED, CheckStatus.NOT_SUPPORTED, CheckStatus.NOT_DONE)


def document_rows(report: Authenticity, access: Access | None) -> tuple[Row, ...]:
    """Every line of the report is in some row; all that is left out is a clone check which the card does not have."""
    rows = [_overall(report), *_opened(report.access_protocol, access)]
    folded: dict[CheckStatus, list[Text]] = {status: [] for status in _FOLD_ORDER}
    for name, check in report.checks().items():
        if name is Name.ACCESS_PROTOCOL:
            continue
        if name is Name.HASHES and report.hash_lines:
            rows += _hashes(report.hash_lines)
        elif _may_be_folded(name, check, report.signer_chain):
            folded[check.status].append(_FOLDED[name])
        # A clone check that only passports have would be a row of noise on every citizen's card.
        elif name is not Name.PACE_CAM or check.status is not CheckStatus.NOT_SUPPORTED:
            rows.append(_row(name, check))
    folded[CheckStatus.NOT_DONE] += [_file(line.file) for line in report.hash_lines if _is_unread(line)]
    rows += [Row(_joined(names), STATUSES[status], status) for status, names in folded.items() if names]
    if report.weak:
        weak = ", ".join(report.weak)
        rows.append(Row(WEAK, Text(weak, weak), remark=True))
    return tuple(rows)


def _overall(report: Authenticity) -> Row:
    said = STATES[report.state]
    chained = report.signer_chain.status is CheckStatus.PASSED
    if report.state is AuthenticityState.CHAIN_TRUSTED_EXPIRED and not chained:
        said = PINNED_OUT_OF_DATE
    return Row(Text(f"{OVERALL.vi}: {said.vi}", f"{OVERALL.en}: {said.en}"), Text("", ""), state=report.state)


def _may_be_folded(name: Name, check: DocumentCheck, chain: DocumentCheck) -> bool:
    """A failure, a remark and the issuer's own word always have a row of their own.

    Why the chain could not be checked is said there, once for all that rests on it.
    """
    if name not in _FOLDED or check.status is CheckStatus.FAILED:
        return False
    if check.reason not in _NEEDS_NO_WORD | {chain.reason}:
        return False
    return name is not Name.ISSUER_VERIFICATION or check.status is not CheckStatus.PASSED


def _opened(check: DocumentCheck, access: Access | None) -> Iterator[Row]:
    by = f"{access.protocol} · {access.password}" if access else ""
    if check.status is CheckStatus.FAILED:
        yield Row(OPENED_BY, Text(by, by), check.status, reason_text(check.reason))
    elif access is not None:
        yield Row(OPENED_BY, Text(by, by))


def _hashes(lines: Sequence[HashLine]) -> Iterator[Row]:
    """Groups with the same answer for the same reason share a row, failures first; those only not read are folded."""
    shared: dict[DocumentCheck, list[str]] = {}
    for line in lines:
        if not _is_unread(line):
            shared.setdefault(line.check, []).append(line.file)
    for check, files in sorted(shared.items(), key=lambda item: item[0].status is not CheckStatus.FAILED):
        named, why = ", ".join(files), reason_text(check.reason)
        detail = Text(f"{named} – {why.vi}", f"{named} – {why.en}") if check.reason else Text(named, named)
        yield Row(DOCUMENT_CHECKS[Name.HASHES], STATUSES[check.status], check.status, detail)


def _is_unread(line: HashLine) -> bool:
    return line.check.status is CheckStatus.NOT_DONE and line.check.reason in _NEEDS_NO_WORD


def _row(name: Name, check: DocumentCheck) -> Row:
    """The status, and why: also beside a check that passed with a remark. A card that lacks a check needs no reason."""
    explained = bool(check.reason) and check.status is not CheckStatus.NOT_SUPPORTED
    return Row(
        DOCUMENT_CHECKS[name], STATUSES[check.status], check.status, reason_text(check.reason) if explained else None
    )


def _file(name: str) -> Text:
    return Text(name, name)


def _joined(names: Sequence[Text]) -> Text:
    vi, en = " · ".join(name.vi for name in names), " · ".join(name.en for name in names)
    return Text(vi[:1].upper() + vi[1:], en[:1].upper() + en[1:])
