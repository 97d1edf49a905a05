"""Logged scores: what a line may hold, and that nothing else slips in."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.biometric.evaluation.score_log import MAX_LINE, LoggedScore, load_scores, parse_scores
from kiosk.domain.faults import Fault, FaultCode


@given(
    st.builds(
        LoggedScore,
        st.from_regex(r"[a-z][a-z0-9-]{0,39}", fullmatch=True),
        st.floats(-1e6, 1e6),
        st.sampled_from([True, False, None]),
        st.sampled_from(["", "women", "nhóm 2"]),
    )
)
def test_a_line_is_read_as_it_was_written(score: LoggedScore) -> None:
    assert parse_scores([score.line() + "\n", "\n"]) == (score,)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("0.5,1", "no JSON"),
        ("[0.5]", "the keys are"),
        ('{"engine": "sface", "score": 0.5}', "the keys are"),
        ('{"engine": "sface", "score": 0.5, "same": true, "name": "A"}', "the keys are"),
        ('{"engine": "sface", "score": 0.5, "same": true, "template": [1]}', "the keys are"),
        ('{"engine": "../x", "score": 0.5, "same": true}', "engine is no name"),
        ('{"engine": "sface", "score": NaN, "same": true}', "score is no number"),
        ('{"engine": "sface", "score": true, "same": true}', "score is no number"),
        ('{"engine": "sface", "score": "0.5", "same": true}', "score is no number"),
        ('{"engine": "sface", "score": 0.5, "same": 1}', "same is neither"),
        ('{"engine": "sface", "score": 0.5, "same": null, "group": "<b>"}', "group is no label"),
        ("[" * MAX_LINE, "no JSON"),
        (" " * MAX_LINE + "{}", "longer than"),
    ],
)
def test_any_other_line_is_refused_by_its_number(line: str, why: str) -> None:
    with pytest.raises(ValueError, match=f"line 2: {why}"):
        parse_scores(["\n", line])


@pytest.mark.parametrize("content", [None, b"\xff", b"x\n"], ids=["missing", "not UTF-8", "no JSON"])
def test_a_file_is_refused_by_name(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "scores.jsonl"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Fault, match=r"scores\.jsonl: ") as caught:
        load_scores(path)
    assert caught.value.code is FaultCode.CALIBRATION_REFUSED


def test_a_file_is_read_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "scores.jsonl"
    path.write_text('{"engine": "sface", "score": 0.5, "same": true}\n\n{"engine": "sface", "score": 0, "same": null}')
    assert load_scores(path) == (LoggedScore("sface", 0.5, True), LoggedScore("sface", 0.0, None))
