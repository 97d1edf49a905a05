"""A supervisor's figures as lines and rows of the staff screen."""

from __future__ import annotations

from datetime import datetime

from kiosk.check.screens import Line, Tone
from kiosk.check.wording.words import VERDICTS
from kiosk.domain.desks.supervision import KioskShift, PlaceLine, Supervision, Tally
from kiosk.domain.numerals import decimal, whole
from kiosk.domain.text import Text
from kiosk.domain.verdict import Verdict
from kiosk.ui.operator.number_table import TableRow
from kiosk.ui.operator.shift import captions as shift_captions
from kiosk.ui.operator.shift.lines import VERDICT_TONES, plain, seconds_line
from kiosk.ui.operator.supervisor import captions


def kiosk_rows(found: Supervision) -> tuple[TableRow, ...]:
    """One row a kiosk, this one first, then whose figures cannot be read, and the total of all."""
    rows = [_kiosk_row(one, own=at == 0, now=found.looked_at) for at, one in enumerate(found.kiosks)]
    for file in found.unreadable:
        name = file.removeprefix("figures-").removesuffix(".json")
        rows.append(TableRow(captions.UNREADABLE.filled(file=name), ("–",) * 8, Tone.TROUBLE))
    return (*rows, TableRow(captions.SITE_TOTAL, _cells(found.site), total=True))


def place_rows(places: tuple[PlaceLine, ...] | None) -> tuple[TableRow, ...]:
    """One row a room, flight or clinic, and the total."""
    if not places:
        return ()
    rows = tuple(
        TableRow(
            one.name if one.name.vi else captions.NO_PLACE,
            _counts(one.expected, one.came, one.refused, one.undecided, one.overridden, one.absent),
        )
        for one in places
    )
    summed = _counts(
        sum(one.expected for one in places),
        sum(one.came for one in places),
        sum(one.refused for one in places),
        sum(one.undecided for one in places),
        sum(one.overridden for one in places),
        sum(one.absent for one in places),
    )
    return (*rows, TableRow(captions.SITE_TOTAL, summed, total=True))


def tally_lines(tally: Tally) -> tuple[Line, ...]:
    """What was counted, how long it took, and how often something had to be done twice."""
    lines = [
        Line(shift_captions.CHECKS, whole(tally.checks)),
        Line(shift_captions.ADMITTED, whole(tally.admitted), Tone.SUCCESS),
        *(Line(VERDICTS[verdict], whole(n), VERDICT_TONES[verdict]) for verdict, n in tally.verdicts),
        Line(shift_captions.OVERRIDDEN, whole(tally.overridden)),
    ]
    if tally.checks:
        lines.append(seconds_line(tally.seconds_of(0.5), tally.seconds_of(0.95)))
    for caption, share, of in (
        (captions.SHARE_FIRST_TRY, tally.first_try, tally.chip_reads),
        (captions.SHARE_RETRIES, tally.face_retry, tally.face_checks),
    ):
        if share is not None:
            lines.append(Line(caption, captions.SHARE_OF.filled(percent=round(100 * share), n=whole(of))))
    return tuple(lines)


def headline(found: Supervision) -> Text:
    """Which shift, and when."""
    opened, closing = found.shift.opened, found.shift.closing
    said = captions.LIVE if closing is None else captions.PAST
    return said.filled(number=opened.number, at=f"{opened.at.astimezone():%H:%M %d/%m/%Y}")


def _kiosk_row(one: KioskShift, *, own: bool, now: datetime) -> TableRow:
    if own:
        return TableRow(captions.THIS_KIOSK.filled(kiosk=one.kiosk), _cells(one.tally))
    if not one.is_stale(now):
        return TableRow(plain(one.kiosk), _cells(one.tally))
    minutes = max(0, round((now - one.made_at).total_seconds() / 60))
    return TableRow(captions.STALE.filled(kiosk=one.kiosk, minutes=minutes), _cells(one.tally), Tone.ATTENTION)


def _cells(tally: Tally) -> tuple[str, ...]:
    counts = _counts(tally.checks, tally.admitted, tally.count(Verdict.REFER), tally.count(Verdict.REFUSE))
    times = tuple(_seconds(tally.seconds_of(share)) if tally.checks else "–" for share in (0.5, 0.95))
    return (*counts, *times, _percent(tally.first_try), _percent(tally.face_retry))


def _counts(*counts: int) -> tuple[str, ...]:
    return tuple(whole(count).vi for count in counts)


def _seconds(seconds: float) -> str:
    return f"{decimal(seconds, 1).vi} s"


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{round(100 * share)} %"
