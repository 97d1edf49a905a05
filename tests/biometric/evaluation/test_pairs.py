"""Pair lists of both formats, and every way in which a line can be none."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.biometric.evaluation.pairs import Pair, load_pairs, parse_pairs
from kiosk.domain.faults import Fault, FaultCode

LFW = """\
2\t1
Ann_Lee\t1\t4
Ann_Lee\t2\tBob_Ray\t1
Cy_Oh\t3\t12
Bob_Ray\t1\tCy_Oh\t3
"""


def test_lfws_ten_fold_list() -> None:
    assert parse_pairs(LFW) == (
        Pair("Ann_Lee/Ann_Lee_0001.jpg", "Ann_Lee/Ann_Lee_0004.jpg", True, 0),
        Pair("Ann_Lee/Ann_Lee_0002.jpg", "Bob_Ray/Bob_Ray_0001.jpg", False, 0),
        Pair("Cy_Oh/Cy_Oh_0003.jpg", "Cy_Oh/Cy_Oh_0012.jpg", True, 1),
        Pair("Bob_Ray/Bob_Ray_0001.jpg", "Cy_Oh/Cy_Oh_0003.jpg", False, 1),
    )


def test_lfws_development_list_has_one_fold() -> None:
    assert [pair.fold for pair in parse_pairs("1\nAnn\t1\t2\nAnn\t1\tBob\t1\n")] == [0, 0]


@pytest.mark.parametrize(
    ("line", "pair"),
    [
        ("a.jpg b.jpg 1", Pair("a.jpg", "b.jpg", True, 0)),
        ("a/1.png\tb/2.png\t0", Pair("a/1.png", "b/2.png", False, 0)),
        ("a b.jpg\tc d.jpg\t1\tmiền Nam", Pair("a b.jpg", "c d.jpg", True, 0, "miền Nam")),
        ("# a remark\n\na.jpg b.jpg 0 women", Pair("a.jpg", "b.jpg", False, 0, "women")),
    ],
    ids=["blanks", "tabs", "a group", "remarks"],
)
def test_plain_lines(line: str, pair: Pair) -> None:
    assert parse_pairs(line) == (pair,)


def test_plain_lines_are_dealt_to_ten_folds() -> None:
    assert [pair.fold for pair in parse_pairs("a b 1\n" * 12)] == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no pairs"),
        ("# nothing\n", "no pairs"),
        ("a.jpg b.jpg", "line 1: 2 cells"),
        ("a b 1 g x", "line 1: 5 cells"),
        ("a b 2", "line 1: the third cell"),
        ("a b yes", "line 1: the third cell"),
        ("a b 1\n../a b 1", "line 2: a path leads out"),
        ("/etc/passwd b 1", "line 1: a path leads out"),
        ("a\\..\\b c 1", "line 1: a path leads out"),
        ("a b 1 <script>", "line 1: a group's name"),
        ("10\t300\nAnn\t1\t2", "1 pairs instead of 10 × 2 × 300"),
        ("0\t0", "0 pairs instead of"),
        ("1\t1\nAnn\t1\t2\nAnn\tone\tBob\t1", "line 3: a picture's number"),
        ("1\t1\nAnn\t1\t2\n../Ann\t1\tBob\t1", "line 3: a path leads out"),
        ("1\t1\nAnn\t1\t2\nAnn", "line 3: 1 cells"),
    ],
)
def test_what_is_no_list_is_refused_by_line(text: str, why: str) -> None:
    with pytest.raises(ValueError, match="^" + why.replace(".", r"\.").replace("×", ".")):
        parse_pairs(text)


@pytest.mark.parametrize("content", [None, b"\xff\xfe", b"a b 3"], ids=["missing", "not UTF-8", "no list"])
def test_a_file_is_refused_by_name_and_nothing_of_it_is_told(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "pairs.txt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Fault, match=r"pairs\.txt: ") as caught:
        load_pairs(path)
    assert caught.value.code is FaultCode.CALIBRATION_REFUSED


def test_who_is_on_a_pair_stays_out_of_its_repr() -> None:
    assert "Ann" not in repr(parse_pairs(LFW)[0])


@given(st.text(max_size=200))
def test_any_text_gives_pairs_below_the_folder_or_is_refused(text: str) -> None:
    try:
        pairs = parse_pairs(text)
    except ValueError:
        return
    for pair in pairs:
        assert not {".."} & {*pair.first.split("/"), *pair.second.split("/")}
        assert not pair.first.startswith("/")
