"""A shift as lines of the staff screen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from kiosk.check.overrides.screen import OUTCOMES
from kiosk.check.screens import Line, Tone
from kiosk.check.wording.words import REASONS, VERDICTS
from kiosk.domain.desks.shifts import ShiftRefused, WrittenReport
from kiosk.domain.faults import FAULTS, Fault, FaultCode
from kiosk.domain.numerals import decimal, whole
from kiosk.domain.shift import OverrideLine, Shift
from kiosk.domain.text import Text
from kiosk.domain.verdict import Reason, Verdict
from kiosk.ui.operator.health.captions import name_of
from kiosk.ui.operator.shift import captions

VERDICT_TONES = {
    Verdict.ADMIT: Tone.SUCCESS,
    Verdict.ADMIT_WITH_ATTENTION: Tone.ATTENTION,
    Verdict.REFER: Tone.REFER,
    Verdict.REFUSE: Tone.REFUSE,
}
HASH_SHOWN = 16
"""Letters of the closing hash; the report has all of it."""


def shift_lines(shift: Shift) -> tuple[Line, ...]:
    """Who opened and closed it, with which list, after which self test."""
    opening = shift.opened.opening
    lines = [Line(captions.OPENED_BY, plain(opening.by)), Line(captions.OPENED_AT, moment(shift.opened.at))]
    if opening.pinned is None:
        lines.append(Line(captions.LIST, captions.NO_LIST, Tone.ATTENTION))
    else:
        pinned = opening.pinned
        lines.append(Line(captions.LIST, captions.LIST_ROWS.filled(name=pinned.name, rows=whole(pinned.rows))))
    doubtful = [name_of(part.name) for part in opening.tests if part.status != "ok"]
    names = Text(", ".join(one.vi for one in doubtful), ", ".join(one.en for one in doubtful))
    fine = captions.TESTS_FINE.filled(n=len(opening.tests))
    doubt = captions.TESTS_WARN.filled(n=len(doubtful), names=names)
    lines.append(Line(captions.TESTS, doubt if doubtful else fine, Tone.ATTENTION if doubtful else Tone.SUCCESS))
    if shift.closing is not None:
        lines += [
            Line(captions.CLOSED_BY, plain(shift.closing.by)),
            Line(captions.CLOSED_AT, moment(shift.closing.at)),
            Line(captions.HASH, plain(f"{shift.closing.hash[:HASH_SHOWN]}…")),
        ]
    return tuple(lines)


def figure_lines(shift: Shift) -> tuple[Line, ...]:
    """What was counted."""
    figures = shift.figures
    lines = [
        Line(captions.CHECKS, whole(figures.checks)),
        Line(captions.ADMITTED, whole(figures.admitted), Tone.SUCCESS),
        *(Line(VERDICTS[verdict], whole(n), VERDICT_TONES[verdict]) for verdict, n in figures.verdicts),
        Line(captions.OVERRIDDEN, whole(figures.overridden)),
    ]
    if figures.attention_seen or figures.attention_unseen:
        lines += [
            Line(captions.ATTENTION_SEEN, whole(figures.attention_seen)),
            Line(captions.ATTENTION_UNSEEN, whole(figures.attention_unseen)),
        ]
    if figures.checks:
        lines.append(seconds_line(figures.median_seconds, figures.p95_seconds))
    return (*lines, *counted_faults(figures.faults))


def seconds_line(median_seconds: float, p95_seconds: float) -> Line:
    """How long checks take, with each language's own decimal sign."""
    said = captions.SECONDS_VALUE.filled(median=decimal(median_seconds, 1), p95=decimal(p95_seconds, 1))
    return Line(captions.SECONDS, said)


def reason_lines(shift: Shift) -> tuple[Line, ...]:
    """Why the machine did not admit plainly, most frequent first."""
    return counted_reasons(shift.figures.reasons)


def counted_reasons(reasons: Sequence[tuple[str, int]]) -> tuple[Line, ...]:
    """Reasons with how often each was met, most frequent first."""
    return tuple(Line(reason_name(code), whole(n)) for code, n in sorted(reasons, key=lambda one: -one[1]))


def counted_faults(faults: Sequence[tuple[str, int]]) -> tuple[Line, ...]:
    """Device faults with how often each was met."""
    return tuple(Line(fault_name(code), whole(n), Tone.TROUBLE) for code, n in faults)


def override_lines(shift: Shift) -> tuple[Line, ...]:
    """What staff decided, newest first; people are named by their row of the list, or not at all."""
    return tuple(_override(line) for line in reversed(shift.figures.overrides))


def report_lines(written: WrittenReport) -> tuple[Line, ...]:
    """Where the report lies."""
    return tuple(Line(captions.FILE, plain(str(file)), Tone.SUCCESS) for file in written.files)


def refusal_lines(refused: ShiftRefused) -> tuple[Line, ...]:
    """Why nothing was done, part by part where parts failed."""
    lines = [Line(refused.sentence, plain(refused.detail), Tone.REFUSE)]
    for part in refused.failed:
        name = Text(f"{captions.PART_FAILED.vi}: {part.name}", f"{captions.PART_FAILED.en}: {part.name}")
        lines.append(Line(name, part.remedy, Tone.TROUBLE))
    return tuple(lines)


def fault_lines(fault: Fault) -> tuple[Line, ...]:
    """What failed, and what helps."""
    return (Line(fault.entry.sentence, fault.entry.remedy, Tone.TROUBLE),)


def _override(line: OverrideLine) -> Line:
    by = f"{line.by} + {line.confirmed_by}" if line.confirmed_by else line.by
    label = plain(f"{line.at.astimezone():%H:%M} · {line.listing_key or line.check_id[:8]} · {by}")
    undone = captions.UNDONE.filled(by=line.undone_by) if line.undone_by else None
    return Line(label, OUTCOMES[line.outcome], Tone.NEUTRAL if undone else Tone.ATTENTION, detail=undone)


def reason_name(code: str) -> Text:
    """A reason of a newer program's journal has no words here and stands as its code."""
    try:
        said = REASONS[Reason(code)]
    except ValueError:
        return plain(code)
    return said.filled(check="…")


def fault_name(code: str) -> Text:
    try:
        return FAULTS[FaultCode(code)].sentence
    except ValueError:
        return plain(code)


def moment(at: datetime) -> Text:
    return plain(f"{at.astimezone():%H:%M %d/%m/%Y}")


def plain(value: str) -> Text:
    return Text(value, value)
