"""What the staff screen shows while somebody overrides: who waits, which reasons there are, what is to be confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from kiosk.check.overrides.steps import (
    AwaitingSecond,
    Choosing,
    Confirming,
    Done,
    Notice,
    Overriding,
    Resting,
    Undoing,
    Writing,
)
from kiosk.check.referrals import Referred
from kiosk.check.wording.operator_lines import VERDICT_TONES, Line, Tone
from kiosk.check.wording.words import REASONS, VERDICTS
from kiosk.domain.faults import FAULTS
from kiosk.domain.override import Outcome, OverrideReason
from kiosk.domain.record import CheckId
from kiosk.domain.text import Text


class OverrideKind(StrEnum):
    """Which page is shown."""

    WAITING = "waiting"
    REASONS = "reasons"
    CONFIRM = "confirm"
    SECOND_PERSON = "second_person"
    UNDO_REASONS = "undo_reasons"
    WRITING = "writing"


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """Somebody to decide about, or (``undoes``) a decision that can still be taken back.

    ``unseen``: they are in, and what is to be known about them is to be acknowledged.
    """

    check_id: CheckId
    name: Text = field(repr=False)
    about: Text = field(default=Text("", ""))
    tone: Tone = Tone.NEUTRAL
    undoes: bool = False
    unseen: bool = False


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """``code`` is what stands in the journal."""

    code: str
    name: Text
    about: Text
    tone: Tone = Tone.NEUTRAL


@dataclass(frozen=True, slots=True)
class OverrideScreen:
    """One page. ``notice`` says why the last act did nothing; ``lines`` are read out before it is confirmed."""

    kind: OverrideKind
    headline: Text
    tone: Tone = Tone.NEUTRAL
    waiting: tuple[WaitingRow, ...] = ()
    reasons: tuple[ReasonRow, ...] = ()
    lines: tuple[Line, ...] = ()
    notice: Text | None = None


OUTCOMES: Mapping[Outcome, Text] = MappingProxyType(
    {Outcome.ADMITTED: Text("Cho vào", "Admit"), Outcome.REFUSED: Text("Không cho vào", "Turn away")}
)
_OUTCOME_TONES = {Outcome.ADMITTED: Tone.SUCCESS, Outcome.REFUSED: Tone.REFUSE}

NOTICES: Mapping[Notice, Text] = MappingProxyType(
    {
        Notice.NOT_ALLOWED: Text("Tài khoản này không được quyết định thay", "This account may not override"),
        Notice.NOT_THERE: Text("Người này không còn trong hàng chờ", "This person is not waiting any more"),
        Notice.BUSY: Text("Đang ghi quyết định trước", "The decision before is being written"),
        Notice.NO_SUCH_REASON: Text("Không chọn được lý do này ở đây", "This reason cannot be chosen here"),
        Notice.SAME_PERSON: Text("Người xác nhận phải là người khác", "Somebody else has to confirm"),
        Notice.TOO_LATE: Text("Đã quá thời gian hoàn tác", "It is too late to undo this"),
        Notice.NOT_SEEN: Text("Chưa ghi được – chưa tính là đã xem", "Not written – it does not count as seen"),
        Notice.NOT_WRITTEN: Text("Chưa ghi được – quyết định không có hiệu lực", "Not written – nothing was decided"),
    }
)

_WAITING = Text("Người chờ cán bộ: {n}", "Waiting for staff: {n}")
_REASONS = Text("Quyết định thay: chọn lý do", "Override: choose the reason")
_CONFIRM = Text("Xác nhận: {outcome}", "Confirm: {outcome}")
_SECOND = Text("Cần người thứ hai xác nhận: {outcome}", "A second person has to confirm: {outcome}")
_UNDO = Text("Hoàn tác: chọn lý do", "Undo: choose the reason")
_WRITE = Text("Đang ghi vào nhật ký…", "Being written into the journal…")

_A_CHECK = Text("một kiểm tra giấy tờ", "a document check")
"""Which one it was is no longer known here; the evidence named it while the result was shown."""

_NO_NAME = Text("Chưa rõ tên", "No name known")
_WAITS = Text("{verdict} · chờ {n} phút", "{verdict} · {n} min")
_UNSEEN = Text("Cho vào, cần lưu ý – chưa xem · {n} phút", "Admitted with attention – not seen yet · {n} min")
_UNDOES = Text("{outcome} · hoàn tác trong {n} phút", "{outcome} · undo within {n} min")
_TAKES_TWO = Text("{outcome} · hai người", "{outcome} · two people")

_PERSON = Text("Người", "Person")
_PLACE = Text("Vị trí", "Place")
_MACHINE = Text("Máy kết luận", "The machine's verdict")
_WHY = Text("Vì", "Because")
_DECISION = Text("Quyết định", "Decision")
_REASON = Text("Lý do", "Reason")
_BY = Text("Người quyết định", "Decided by")
_STAYS = Text(
    "Kết luận của máy vẫn được giữ; quyết định được ghi thêm bên cạnh",
    "The machine's verdict stays; the decision is written beside it",
)


def override_screen(desk: Overriding, now: float, undoing: CheckId | None = None) -> OverrideScreen:
    """The page for this state at ``now`` (monotonic seconds); ``undoing`` asks for the reasons of an undo."""
    notice = _notice(desk)
    match desk.step:
        case Resting() if undoing is not None and any(one.person.check_id == undoing for one in desk.done):
            rows = tuple(ReasonRow(one.code, one.sentence, Text("", "")) for one in desk.rules.undo_reasons)
            return OverrideScreen(OverrideKind.UNDO_REASONS, _UNDO, reasons=rows, notice=notice)
        case Resting():
            people = _people(desk)
            undone = (_undo_row(one, now) for one in reversed(desk.done))
            rows_waiting = (*(_row(desk, one, now) for one in people), *undone)
            headline = _WAITING.filled(n=waiting_count(desk))
            return OverrideScreen(OverrideKind.WAITING, headline, waiting=rows_waiting, notice=notice)
        case Choosing(person=person):
            reasons = tuple(_reason_row(desk, person, one) for one in desk.rules.reasons_for(person.verdict))
            lines = _about(person)
            return OverrideScreen(OverrideKind.REASONS, _REASONS, reasons=reasons, lines=lines, notice=notice)
        case Confirming(person=person, reason=reason, by=by):
            lines = _read_out(person, reason, by.login)
            return _asking(OverrideKind.CONFIRM, _CONFIRM, reason, lines, notice)
        case AwaitingSecond(person=person, reason=reason, by=by):
            lines = _read_out(person, reason, by.login)
            return _asking(OverrideKind.SECOND_PERSON, _SECOND, reason, lines, notice)
        case Writing() | Undoing():
            return OverrideScreen(OverrideKind.WRITING, _WRITE)


def waiting_count(desk: Overriding) -> int:
    """How many people wait for staff: for a decision, or to be seen."""
    return len(desk.queue) + len(desk.unseen)


def _people(desk: Overriding) -> tuple[Referred, ...]:
    """Whoever was shown last stands first, whether they have to wait or not; nobody stands there twice."""
    people = (*desk.queue, *desk.unseen)
    latest = desk.latest
    if latest is None:
        return people
    return (latest, *(one for one in people if one.check_id != latest.check_id))


def _row(desk: Overriding, person: Referred, now: float) -> WaitingRow:
    unseen = any(one.check_id == person.check_id for one in desk.unseen)
    about = (_UNSEEN if unseen else _WAITS).filled(verdict=VERDICTS[person.verdict], n=_minutes(now - person.since))
    return WaitingRow(person.check_id, _called(person), about, VERDICT_TONES[person.verdict], unseen=unseen)


def _undo_row(done: Done, now: float) -> WaitingRow:
    outcome = OUTCOMES[done.override.outcome]
    about = _UNDOES.filled(outcome=outcome, n=max(1, _minutes(done.undo_until - now + 59.0)))
    return WaitingRow(done.person.check_id, _called(done.person), about, _OUTCOME_TONES[done.override.outcome], True)


def _reason_row(desk: Overriding, person: Referred, reason: OverrideReason) -> ReasonRow:
    outcome = OUTCOMES[reason.outcome]
    about = _TAKES_TWO.filled(outcome=outcome) if desk.rules.takes_two(person.verdict, reason) else outcome
    return ReasonRow(reason.code, reason.sentence, about, _OUTCOME_TONES[reason.outcome])


def _asking(
    kind: OverrideKind, headline: Text, reason: OverrideReason, lines: tuple[Line, ...], notice: Text | None
) -> OverrideScreen:
    said = headline.filled(outcome=OUTCOMES[reason.outcome])
    # Not the outcome's colour: a green headline is a verdict, and nothing is decided yet.
    return OverrideScreen(kind, said, Tone.NEUTRAL, lines=lines, notice=notice)


def _about(person: Referred) -> tuple[Line, ...]:
    lines = [Line(_PERSON, _called(person))]
    if person.place.vi:
        lines.append(Line(_PLACE, person.place))
    lines.append(Line(_MACHINE, VERDICTS[person.verdict], VERDICT_TONES[person.verdict]))
    lines.extend(Line(_WHY, REASONS[reason].filled(check=_A_CHECK), Tone.ATTENTION) for reason in person.reasons)
    return tuple(lines)


def _read_out(person: Referred, reason: OverrideReason, by: str) -> tuple[Line, ...]:
    return (
        *_about(person),
        Line(_DECISION, OUTCOMES[reason.outcome], _OUTCOME_TONES[reason.outcome], detail=_STAYS),
        Line(_REASON, reason.sentence),
        Line(_BY, Text(by, by)),
    )


def _called(person: Referred) -> Text:
    return Text(person.name, person.name) if person.name else _NO_NAME


def _minutes(seconds: float) -> int:
    return max(0, int(seconds // 60))


def _notice(desk: Overriding) -> Text | None:
    if desk.notice is None:
        return None
    said = NOTICES[desk.notice]
    if desk.fault is None:
        return said
    remedy = FAULTS[desk.fault].remedy
    return Text(f"{said.vi}. {remedy.vi}", f"{said.en}. {remedy.en}")
