"""``benchmarks/optical.py``: its frames are what they claim, everything is counted, anybody's own pictures are read."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from kiosk.reader.codes.mrz import parse_mrz
from kiosk.reader.codes.qr import CardGeneration, parse_card_qr
from kiosk.reader.scan.mrz.layout import read_lines
from kiosk.reader.scan.mrz.states import is_state
from tests.fakes import mrz_seen as seen
from tests.fakes.code_pictures import CARD_2021, CARD_2024, grey_pixels, scene, symbol_without_eci
from tests.fakes.lds_files import MRZ_A
from tests.fakes.mrz_frames import UTOPIA_TD2, UTOPIA_TD3

pytestmark = pytest.mark.long

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The benchmark's modules, which are no package."""
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    import optical
    import optical_cards
    import optical_figures
    import optical_people
    import optical_scenes

    return SimpleNamespace(
        run=optical, cards=optical_cards, figures=optical_figures, people=optical_people, scenes=optical_scenes
    )


def test_invented_people_have_cards_that_parse(parts: SimpleNamespace) -> None:
    for seed in range(60):
        draw = np.random.default_rng(seed)
        for generation in parts.people.Generation:
            person = parts.people.made_up(draw, generation)
            card = parse_card_qr(parts.people.qr_text(person, generation))
            assert (card.number, card.name) == (person.number, person.name)
            assert card.generation is CardGeneration(generation.value)
            mrz = parse_mrz("".join(parts.people.mrz_lines(person)))
            assert mrz.wrong_check_digits == ()
            assert mrz.personal_number == person.number


def test_the_frames_corners_and_sizes_are_those_of_what_is_seen(parts: SimpleNamespace) -> None:
    draw = np.random.default_rng(3)
    person = parts.people.made_up(draw, parts.people.Generation.CAN_CUOC_2024)
    card = parts.cards.draw_card(person, parts.people.Generation.CAN_CUOC_2024, "back", draw)
    conditions = parts.scenes.Conditions(0.6, turn=25.0, tilt=15.0, noise=0.0)
    placed = parts.scenes.place(card, (1280, 720), conditions, draw)
    assert card.text and card.lines and placed.mrz is not None
    matrix = cv2.getPerspectiveTransform(
        placed.qr.astype(np.float32), np.float32([[0, 0], [400, 0], [400, 400], [0, 400]])
    )
    straight = cv2.cvtColor(cv2.warpPerspective(placed.pixels, matrix, (400, 400)), cv2.COLOR_BGR2GRAY)
    cell = 400 / card.modules
    dark, pale = (straight[int(row * cell), int(row * cell)] for row in (3.5, 1.5))
    assert dark < 120 < pale, "the middle of the first finder pattern, and the ring around it"
    assert placed.module_pixels == pytest.approx(0.6 * 1280 * 18.0 / 85.6 / card.modules, rel=0.1)
    assert placed.character_pixels == pytest.approx(0.6 * 1280 * 2.54 / 85.6, rel=0.1)


def test_every_kind_of_damage_keeps_the_code_within_the_frame(parts: SimpleNamespace) -> None:
    size = parts.scenes.RESOLUTIONS["1280"]
    for number, kind in enumerate(parts.scenes.Damage):
        draw = np.random.default_rng([7, number])
        card = parts.run.drawn(number, draw)
        placed = parts.scenes.place(card, size, parts.scenes.conditions_of(kind, 0.9, size[0], draw), draw)
        assert placed.pixels.shape == (size[1], size[0], 3)
        assert (placed.qr.min(axis=0) >= 0).all()
        assert (placed.qr.max(axis=0) <= size).all()


def test_the_same_seed_makes_the_same_frames(parts: SimpleNamespace) -> None:
    first, again, other = (next(parts.run.frames(seed, 1)) for seed in (1, 1, 2))
    assert np.array_equal(first.pixels, again.pixels)
    assert first.truth == again.truth
    assert first.truth != other.truth


def test_a_held_card_moves_less_and_less_and_comes_into_focus(parts: SimpleNamespace) -> None:
    draw = np.random.default_rng(5)
    held = parts.scenes.HeldCard(parts.run.drawn(0, draw), (640, 480), draw)
    early, late = held.scene(0.0).conditions, held.scene(2.0).conditions
    assert early.motion > late.motion
    assert early.defocus > late.defocus


@pytest.mark.parametrize(
    ("truth", "contents", "exact", "wrong"),
    [
        ((b"a",), (b"a",), 1, 0),
        ((b"a",), (), 0, 0),
        ((b"a",), (b"b",), 0, 1),
        ((b"a",), (b"a", b"b"), 1, 1),
        ((b"a", b"b"), (b"b",), 0, 0),
    ],
    ids=["read", "not read", "a ghost", "read, and a ghost", "one of two"],
)
def test_counting(
    parts: SimpleNamespace, truth: tuple[bytes, ...], contents: tuple[bytes, ...], exact: int, wrong: int
) -> None:
    tally = parts.figures.Tally()
    tally.add(parts.figures.groups_of("1280", "main", "clean", 2.5), truth, contents, 4.0)
    report = tally.report()
    assert report["groups"]["all"] == {"frames": 1, "exact_percent": 100.0 * exact, "wrong": wrong}
    assert "mild, 2 px and more" in report["groups"]
    assert report["cpu_ms_found" if exact else "cpu_ms_not_found"] == {"median": 4.0, "p95": 4.0}


@pytest.mark.parametrize(
    ("answers", "read", "within", "seconds"),
    [
        ([(True, 200.0)], 100.0, 100.0, 0.2),
        ([(False, 100.0), (True, 50.0)], 100.0, 100.0, 0.25),
        ([(False, 800.0), (True, 50.0)], 100.0, 0.0, 1.65),
        ([(False, 1000.0)] * 9, 0.0, 0.0, None),
    ],
    ids=["at once", "after a rest of equal length", "too late", "never"],
)
def test_a_sequence_goes_on_by_the_frames_own_times(
    parts: SimpleNamespace, answers: list[tuple[bool, float]], read: float, within: float, seconds: float | None
) -> None:
    """An engine that says the truth or nothing, at a share of half a core."""
    given = iter(answers)

    class Engine:
        name = "fake"

        def send(self, pixels: np.ndarray, *, keep: bool) -> None:
            json.dumps({"keep": keep, "shape": pixels.shape})

        def answer(self) -> object:
            found, spent = next(given)
            return SimpleNamespace(contents=truth if found else (), cpu_ms=spent)

    draw = np.random.default_rng([1, 2, 640, 0])
    truth = (str(parts.run.drawn(0, draw).text).encode(),)
    report = parts.run.sequences(Engine(), "640", 1, 1)
    assert (report["read_percent"], report["within_1_s_percent"]) == (read, within)
    assert report["seconds"].get("median") == (pytest.approx(seconds, abs=0.01) if seconds else None)


def test_anybodys_own_pictures(tmp_path: Path) -> None:
    pictures = {"good.png": CARD_2021, "tiny.png": CARD_2024}
    cv2.imwrite(str(tmp_path / "good.png"), grey_pixels(scene(symbol_without_eci(CARD_2021, 4.0))))
    cv2.imwrite(str(tmp_path / "tiny.png"), grey_pixels(scene(symbol_without_eci(CARD_2024, 0.7))))
    (tmp_path / "truth.json").write_text(json.dumps(pictures), "utf-8")
    command = ["benchmarks/optical.py", "--images", str(tmp_path), "--library", "none", "--json"]
    done = subprocess.run(
        [sys.executable, *command, "--engine", "cascade", "--engine", "nothing"],
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    cascade, nothing = json.loads(done.stdout)["engines"]
    assert cascade["groups"]["all"] == {"frames": 2, "exact_percent": 50.0, "wrong": 0}
    assert "none of cascade" in nothing["skipped"]


class TestZones:
    """``benchmarks/optical_mrz.py`` and what it draws."""

    @pytest.mark.parametrize("form", ["td2", "td3"])
    def test_invented_documents_have_lines_that_hold(self, zones: SimpleNamespace, form: str) -> None:
        for seed in range(60):
            lines = zones.documents.document_lines(form, np.random.default_rng(seed))
            mrz = parse_mrz("".join(lines))
            assert (mrz.format.value.lower(), mrz.wrong_check_digits) == (form, ())
            assert is_state(mrz.issuing_state)
            assert is_state(mrz.nationality)

    @pytest.mark.parametrize(("form", "millimetres"), [("td1", 85.6), ("td2", 105.0), ("td3", 125.0)])
    def test_characters_are_as_large_as_they_are_printed(
        self, zones: SimpleNamespace, form: str, millimetres: float
    ) -> None:
        draw = np.random.default_rng(5)
        document = zones.sequences.draw(form, draw, None)
        placed = zones.scenes.place(document, (1280, 720), zones.scenes.Conditions(0.5, noise=0.0), draw)
        assert placed.character_pixels == pytest.approx(0.5 * 1280 * 2.54 / millimetres, rel=0.02)
        assert (placed.mrz.min(axis=0) >= 0).all()

    @pytest.mark.parametrize(
        ("lines", "checked"),
        [
            (("I<UTO", "7408", "NAME"), ("I<UTO", "7408")),
            (("P<UTONAME<<OF", "L898902C"), ("P<UTO", "L898902C")),
            ((), ()),
        ],
        ids=["three lines", "two", "none"],
    )
    def test_the_name_is_not_checked(
        self, zones: SimpleNamespace, lines: tuple[str, ...], checked: tuple[str, ...]
    ) -> None:
        assert zones.sequences.checked(lines) == checked

    def test_a_third_as_many_of_the_larger_documents(self, zones: SimpleNamespace) -> None:
        formats = [next(zones.run.frames(7, 1, None, (form,))).lines for form in ("td1", "td2", "td3")]
        assert [(len(lines), len(lines[0])) for lines in formats] == [(3, 30), (2, 36), (2, 44)]

    @pytest.mark.parametrize(
        ("confirmed", "accepted"), [(True, 1), (False, 0)], ids=["by another frame", "by none: a repair is too many"]
    )
    def test_what_counts_alone_is_less(self, zones: SimpleNamespace, confirmed: bool, accepted: int) -> None:
        reading = read_lines(seen.confused(MRZ_A, (1, 4, "I", 2.0)))
        tally = zones.run.Tally()
        lines = tuple(MRZ_A[at : at + 30] for at in (0, 30, 60))
        tally.add(zones.run.Sample(np.zeros((1, 1, 3)), lines, ["all"]), reading, 5.0, alone=not confirmed)
        assert (tally.groups["all"]["accepted"], tally.groups["all"]["lines"]) == (accepted, 1)

    def test_miscounted_fillers_of_other_readers_are_counted_anew(self, zones: SimpleNamespace) -> None:
        for text, columns in ((MRZ_A, 30), (UTOPIA_TD2, 36), (UTOPIA_TD3, 44)):
            rows = [text[at : at + columns] for at in range(0, len(text), columns)]
            rows[-1 if len(rows) == 3 else 0] += "<<<"
            reading = zones.libraries.reading_of(["some print", *rows])
            assert reading is not None
            assert reading.text == text


@pytest.fixture
def zones(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    import optical_documents
    import optical_mrz
    import optical_mrz_libraries
    import optical_mrz_sequences
    import optical_scenes

    return SimpleNamespace(
        run=optical_mrz,
        documents=optical_documents,
        libraries=optical_mrz_libraries,
        sequences=optical_mrz_sequences,
        scenes=optical_scenes,
    )
