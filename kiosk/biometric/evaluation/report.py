"""What a calibration amounts to, as one HTML page with its diagrams inside."""

from __future__ import annotations

import base64
import html
import math
from collections.abc import Mapping, Sequence

from kiosk.biometric.evaluation.calibrate import (
    TRUSTED_FALSE_MATCHES,
    LabelledScores,
    MeasuredCalibration,
)
from kiosk.biometric.evaluation.statistics import Rate, share_at_least

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<style>body{{font:16px/1.45 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1c1c1c}}
table{{border-collapse:collapse;margin:1rem 0}}td,th{{border:1px solid #bbb;padding:.3rem .7rem;text-align:right}}
th:first-child,td:first-child{{text-align:left}}img{{max-width:100%}}.warn{{background:#fff3d6;padding:.6rem}}</style>
</head><body>
{body}
</body></html>
"""


def calibration_page(
    engine: str,
    measured: MeasuredCalibration,
    groups: Mapping[str, LabelledScores],
    diagrams: Mapping[str, bytes],
    notes: Sequence[str],
) -> str:
    """The page; ``diagrams`` are PNGs by their captions, ``notes`` whatever was counted on the way."""
    parts = [
        f"<h1>Calibration of {html.escape(engine)}</h1>",
        f"<p>{html.escape(measured.calibration.data)}: {measured.impostor_pairs:,} impostor pairs, "
        f"{measured.genuine_pairs:,} genuine pairs. Impostor scores: mean {measured.impostor_mean:.4f}, standard "
        f"deviation {measured.impostor_sd:.4f}. Equal error rate: {_percent(measured.equal_error_rate)}.</p>",
        *(f'<p class="warn">{html.escape(line)}</p>' for line in warnings(measured)),
        "<h2>Thresholds</h2>",
        _thresholds(measured),
        "<p>A false-match rate is that of one comparison of two people like those that were measured. Intervals take "
        "the pairs as independent; pairs that share people are not, so that the true intervals are wider.</p>",
    ]
    if groups:
        parts += ["<h2>Groups, at these thresholds</h2>", _groups(measured, groups)]
    for caption, png in diagrams.items():
        source = base64.b64encode(png).decode("ascii")
        parts.append(
            f'<h2>{html.escape(caption)}</h2><img alt="{html.escape(caption)}" src="data:image/png;base64,{source}">'
        )
    if notes:
        parts += ["<h2>Notes</h2><ul>", *(f"<li>{html.escape(note)}</li>" for note in notes), "</ul>"]
    return PAGE.format(title=html.escape(f"Calibration of {engine}"), body="\n".join(parts))


def warnings(measured: MeasuredCalibration) -> list[str]:
    """What a reader must not overlook, in full sentences."""
    said = [
        f"No threshold for a false-match rate of {rate:g}: it takes {needed:,} impostor pairs."
        for rate, needed in measured.lacking.items()
    ]
    said += [
        f"The threshold for {one.false_match_rate:g} rests on {one.false_matches} impostor pairs; "
        f"with fewer than {TRUSTED_FALSE_MATCHES} its rate is known only roughly."
        for one in measured.thresholds
        if one.false_matches < TRUSTED_FALSE_MATCHES
    ]
    if not measured.genuine_pairs:
        said.append("No genuine pairs: how many holders are turned away was not measured.")
    return said


def _thresholds(measured: MeasuredCalibration) -> str:
    rows = [
        (
            f"{one.false_match_rate:g}",
            f"{one.accept_at:.4f}",
            f"{one.low:.4f} – {one.high:.4f}",
            f"{one.false_matches:,}",
            _rate(measured.genuine_accepted[one.false_match_rate]),
        )
        for one in measured.thresholds
    ]
    return _table(("false-match rate", "accept at", "95 % interval", "impostor pairs above", "genuine accepted"), rows)


def _groups(measured: MeasuredCalibration, groups: Mapping[str, LabelledScores]) -> str:
    rows = []
    for name, scores in sorted(groups.items()):
        for one in measured.thresholds:
            rows.append(
                (
                    name or "(no label)",
                    f"{one.false_match_rate:g}",
                    f"{scores.impostors.size:,}",
                    _rate(share_at_least(scores.impostors, one.accept_at)),
                    f"{scores.genuine.size:,}",
                    _rate(share_at_least(scores.genuine, one.accept_at)),
                )
            )
    return _table(("group", "at", "impostor pairs", "accepted", "genuine pairs", "accepted"), rows)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    def line(cells: Sequence[str], kind: str) -> str:
        return "<tr>" + "".join(f"<{kind}>{html.escape(cell)}</{kind}>" for cell in cells) + "</tr>"

    return "<table>" + line(head, "th") + "".join(line(row, "td") for row in rows) + "</table>"


def _rate(rate: Rate) -> str:
    return f"{_percent(rate.value)} ({_percent(rate.low)} – {_percent(rate.high)})" if rate.count else "no pairs"


def _percent(share: float) -> str:
    if math.isnan(share):
        return "unknown"
    return f"{100 * share:.4g} %"


def calibration_json(
    engine: str, measured: MeasuredCalibration, groups: Mapping[str, LabelledScores]
) -> dict[str, object]:
    """The shape ``kiosk.calibration/1``."""
    return {
        "schema": "kiosk.calibration/1",
        "engine": engine,
        "data": measured.calibration.data,
        "impostor_pairs": measured.impostor_pairs,
        "genuine_pairs": measured.genuine_pairs,
        "impostor_mean": measured.impostor_mean,
        "impostor_sd": measured.impostor_sd,
        "equal_error_rate": None if math.isnan(measured.equal_error_rate) else measured.equal_error_rate,
        "thresholds": [
            {
                "false_match_rate": one.false_match_rate,
                "accept_at": one.accept_at,
                "interval": [one.low, one.high],
                "false_matches": one.false_matches,
                "genuine_accepted": _rate_json(measured.genuine_accepted[one.false_match_rate]),
            }
            for one in measured.thresholds
        ],
        "lacking": [{"false_match_rate": rate, "needs": needs} for rate, needs in measured.lacking.items()],
        "groups": {
            name: [
                {
                    "false_match_rate": one.false_match_rate,
                    "impostors_accepted": _rate_json(share_at_least(scores.impostors, one.accept_at)),
                    "genuine_accepted": _rate_json(share_at_least(scores.genuine, one.accept_at)),
                }
                for one in measured.thresholds
            ]
            for name, scores in sorted(groups.items())
        },
        "warnings": warnings(measured),
    }


def _rate_json(rate: Rate) -> dict[str, object] | None:
    return {"rate": rate.value, "interval": [rate.low, rate.high], "pairs": rate.count} if rate.count else None
