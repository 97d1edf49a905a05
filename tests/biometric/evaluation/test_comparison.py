"""Whole sets are compared as single templates are."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from kiosk.biometric.evaluation import comparison as module
from kiosk.biometric.evaluation.comparison import TemplateComparison, Templates
from kiosk.biometric.networks import dlib_recognition
from kiosk.biometric.networks.engine_choice import EngineCatalogue
from kiosk.biometric.networks.manifest_file import KNOWN_PACK, load_manifest
from kiosk.biometric.networks.recognition import cosine, unit
from kiosk.biometric.networks.scoring import score_of

CATALOGUE = EngineCatalogue([load_manifest(), load_manifest(KNOWN_PACK)])
WIDTHS = {"sface": (128,), "fused": (128, 256), "omz-0095": (256,), "dlib": (128,)}


def crowd(engine: str, count: int) -> Templates:
    """Templates as the engine's recognisers make them: each part of length one."""
    draw = np.random.default_rng(count)
    parts = [draw.normal(0, 1, (count, width)) for width in WIDTHS[engine]]
    return np.hstack([[unit(list(row)) for row in part] for part in parts]).astype(np.float32)


def singly(engine: str, one: np.ndarray, other: np.ndarray) -> float:
    plan = CATALOGUE.plan(engine)
    if engine == "dlib":
        return dlib_recognition.similarity(tuple(one.tolist()), tuple(other.tolist()))
    ends = list(itertools.accumulate(WIDTHS[engine], initial=0))
    return score_of(
        plan.engine,
        [cosine(tuple(one[a:b].tolist()), tuple(other[a:b].tolist())) for a, b in itertools.pairwise(ends)],
    )


@pytest.mark.parametrize("engine", WIDTHS)
def test_a_matrix_holds_what_single_comparisons_give(engine: str) -> None:
    people = crowd(engine, 5)
    comparison = TemplateComparison.of(CATALOGUE.plan(engine))
    assert comparison.dimensions == people.shape[1]
    scores = comparison.matrix(people, people)
    for row, column in itertools.product(range(5), range(5)):
        # The square root near a distance of zero doubles what single precision lost.
        tolerance = 2e-3 if engine == "dlib" and row == column else 1e-4
        assert scores[row, column] == pytest.approx(singly(engine, people[row], people[column]), abs=tolerance)


def test_pairs_are_the_matrix_along_its_diagonal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BLOCK", 3)
    one, other = crowd("sface", 8), crowd("sface", 9)[:8]
    comparison = TemplateComparison.of(CATALOGUE.plan("sface"))
    assert comparison.pairs(one, other) == pytest.approx(np.diagonal(comparison.matrix(one, other)), abs=1e-6)
    assert comparison.pairs(one[:0], other[:0]).size == 0


@pytest.mark.parametrize("block", [1, 2, 3, 512])
def test_strangers_are_all_pairs_of_two_people_each_once(monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    monkeypatch.setattr(module, "BLOCK", block)
    people = ["ann", "ann", "bob", "cy", "bob", "dee", "ann"]
    templates = crowd("fused", len(people))
    templates[3] = np.nan
    comparison = TemplateComparison.of(CATALOGUE.plan("fused"))
    expected = [
        float(comparison.matrix(templates[[a]], templates[[b]])[0, 0])
        for a, b in itertools.combinations(range(len(people)), 2)
        if people[a] != people[b] and 3 not in (a, b)
    ]
    assert sorted(comparison.strangers(templates, people)) == pytest.approx(sorted(expected), abs=1e-4)


@pytest.mark.parametrize("block", [1, 2, 512])
def test_strangers_between_two_sets(monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    monkeypatch.setattr(module, "BLOCK", block)
    chips, probes = crowd("sface", 3), crowd("sface", 4)
    probes[1] = np.nan
    chip_people, probe_people = ["ann", "bob", "ann"], ["ann", "bob", "cy", "ann"]
    comparison = TemplateComparison.of(CATALOGUE.plan("sface"))
    expected = [
        float(comparison.matrix(chips[[a]], probes[[b]])[0, 0])
        for a, b in itertools.product(range(3), range(4))
        if chip_people[a] != probe_people[b] and b != 1
    ]
    found = comparison.strangers_between(chips, chip_people, probes, probe_people)
    assert sorted(found) == pytest.approx(sorted(expected), abs=1e-5)


def test_whoever_has_no_template_scores_below_everything() -> None:
    templates = crowd("dlib", 2)
    templates[1] = math.nan
    scores = TemplateComparison.of(CATALOGUE.plan("dlib")).matrix(templates, templates)
    assert scores[0, 1] == scores[1, 0] == scores[1, 1] == -np.inf


@pytest.mark.parametrize("people", [[], ["ann"], ["ann", "ann"]])
def test_without_strangers_there_are_no_scores(people: list[str]) -> None:
    comparison = TemplateComparison.of(CATALOGUE.plan("sface"))
    assert comparison.strangers(crowd("sface", 4)[: len(people)], people).size == 0
