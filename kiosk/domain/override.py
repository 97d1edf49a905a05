"""A later decision of staff beside the machine's verdict: for which reasons, by how many people, how it is undone."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from kiosk.domain.record import CheckId
from kiosk.domain.staff import is_login
from kiosk.domain.text import Text
from kiosk.domain.verdict import Verdict


class Outcome(StrEnum):
    """What staff decided. The machine's verdict stays as it is."""

    ADMITTED = "admitted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class OverrideReason:
    """One line of the list to choose from; ``code`` stands in the journal. ``second_person``: it takes two."""

    code: str
    outcome: Outcome
    sentence: Text
    second_person: bool = False

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z][a-z-]{1,39}", self.code):
            raise ValueError("a reason's code has 2 to 40 lower-case letters and hyphens")


@dataclass(frozen=True, slots=True)
class UndoReason:
    code: str
    sentence: Text


USUAL_REASONS = (
    OverrideReason(
        "face-compared-by-staff",
        Outcome.ADMITTED,
        Text("Cán bộ đã trực tiếp đối chiếu khuôn mặt với thẻ", "Staff compared face and card themselves"),
    ),
    OverrideReason(
        "other-document-seen",
        Outcome.ADMITTED,
        Text("Đã kiểm tra giấy tờ tùy thân khác", "Another identity document was seen"),
    ),
    OverrideReason(
        "list-is-wrong",
        Outcome.ADMITTED,
        Text("Danh sách sai, đã xác nhận với đơn vị lập danh sách", "The list is wrong; its keeper confirmed it"),
        second_person=True,
    ),
    OverrideReason(
        "device-failed",
        Outcome.ADMITTED,
        Text("Thiết bị hỏng, đã kiểm tra thủ công", "A device failed; the check was made by hand"),
    ),
    OverrideReason(
        "undertaking-signed",
        Outcome.ADMITTED,
        Text("Đã ký cam kết, bổ sung giấy tờ sau", "An undertaking was signed; papers follow"),
        second_person=True,
    ),
    OverrideReason(
        "another-person",
        Outcome.REFUSED,
        Text("Không phải chủ thẻ", "Somebody else than the card's holder"),
    ),
    OverrideReason(
        "not-entitled",
        Outcome.REFUSED,
        Text("Không thuộc diện được vào", "Not entitled to come in"),
    ),
    OverrideReason(
        "conduct",
        Outcome.REFUSED,
        Text("Vi phạm quy định tại điểm kiểm tra", "Conduct at the desk"),
    ),
)

UNDO_REASONS = (
    UndoReason("chosen-by-mistake", Text("Chọn nhầm", "Chosen by mistake")),
    UndoReason("another-check-meant", Text("Nhầm người", "Another person's check was meant")),
    UndoReason("new-facts", Text("Có thông tin mới", "New facts came up")),
)

UNDO_MINUTES = (1, 60)


@dataclass(frozen=True, slots=True)
class OverrideRules:
    """A site's rules. ``second_person_for`` are the machine's verdicts against which it always takes two people."""

    reasons: tuple[OverrideReason, ...] = USUAL_REASONS
    undo_reasons: tuple[UndoReason, ...] = UNDO_REASONS
    second_person_for: frozenset[Verdict] = frozenset({Verdict.REFUSE})
    undo_minutes: int = 10

    def __post_init__(self) -> None:
        if not UNDO_MINUTES[0] <= self.undo_minutes <= UNDO_MINUTES[1]:
            raise ValueError(f"undo within {UNDO_MINUTES[0]} to {UNDO_MINUTES[1]} minutes")
        if len({reason.code for reason in self.reasons}) < len(self.reasons):
            raise ValueError("two reasons have one code")

    def reasons_for(self, verdict: Verdict) -> tuple[OverrideReason, ...]:
        """What may be chosen against this verdict: nobody admits again whom the machine has admitted plainly."""
        return tuple(
            reason for reason in self.reasons if verdict is not Verdict.ADMIT or reason.outcome is Outcome.REFUSED
        )

    def takes_two(self, verdict: Verdict, reason: OverrideReason) -> bool:
        """Whether a second person has to confirm. Turning somebody away takes one: that harms nobody's safety."""
        if reason.outcome is Outcome.REFUSED:
            return reason.second_person
        return reason.second_person or verdict in self.second_person_for


@dataclass(frozen=True, slots=True)
class Override:
    """One decision, ready for the journal; ``by`` and ``confirmed_by`` are logins."""

    check_id: CheckId
    outcome: Outcome
    reason: str
    by: str
    at: datetime
    confirmed_by: str = ""

    def __post_init__(self) -> None:
        _logins((self.by, *([self.confirmed_by] if self.confirmed_by else ())))
        if self.by == self.confirmed_by:
            raise ValueError("nobody is their own second person")


@dataclass(frozen=True, slots=True)
class Undo:
    """An override taken back; ``override`` is the sequence number of its entry."""

    check_id: CheckId
    override: int
    reason: str
    by: str
    at: datetime

    def __post_init__(self) -> None:
        _logins((self.by,))


def _logins(names: Collection[str]) -> None:
    if not all(is_login(name) for name in names):
        raise ValueError("an override names logins and nothing else")


class OverrideJournal(Protocol):
    """Where overrides are written down, before anybody acts on them."""

    def note_override(self, override: Override) -> int:
        """Add it beside its check, with that entry's hash; the new entry's sequence number.

        Raises ``Fault(JOURNAL_FAILED)``, also when the check is not in the journal.
        """
        ...

    def note_undo(self, undo: Undo) -> int:
        """Raises ``Fault(JOURNAL_FAILED)``, also when there is no such override, or it was undone before."""
        ...
