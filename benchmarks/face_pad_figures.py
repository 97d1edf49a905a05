"""Error rates of presentation attack detection, with intervals from drawing subjects again and again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
from face_presentations import Presentation

from kiosk.biometric.evaluation.statistics import equal_error_rate
from kiosk.biometric.liveness.passive import CERTAIN_AT, LIVE_AT
from kiosk.domain.authenticity import CheckStatus

Json = dict[str, object]
DRAWS = 1000
SEED = 2026


def figures(live: Sequence[Presentation], attacks: Sequence[Presentation]) -> Json:
    """Rates over all presentations and for each species; APCER of the worst species, as ISO/IEC 30107-3 has it."""
    told: Json = {"all": against(live, attacks)}
    species = sorted({one.species for one in attacks})
    if len(species) > 1:
        told["species"] = {
            name or "-": against(live, [one for one in attacks if one.species == name]) for name in species
        }
    return told


def against(live: Sequence[Presentation], attacks: Sequence[Presentation]) -> Json:
    """``passive``: the networks alone. ``unanswered``: what sessions come to before anybody moves as asked."""
    people, others = [_scored(found) for found in (live, attacks)]
    told: Json = {"live": len(people), "attacks": len(others), "no_response": _lost(live) + _lost(attacks)}
    if people and others:
        told["eer"] = _interval(_eer, people, others)
    for name, threshold in (("passive", LIVE_AT), ("passive_certain", CERTAIN_AT)):
        row: Json = {"threshold": threshold}
        if others:
            row["apcer"] = _interval(lambda one, other, at=threshold: _share(other, at), people, others)
        if people:
            row["bpcer"] = _interval(lambda one, other, at=threshold: 1.0 - _share(one, at), people, others)
        told[name] = row
    told["unanswered"] = {name: _outcomes(found) for name, found in (("live", live), ("attacks", attacks))}
    return told


def _outcomes(found: Sequence[Presentation]) -> Json:
    """What sessions of more than one frame come to before anybody moves as asked, and how many were doubted."""
    sessions = [one.report for one in found if one.frames > 1]
    counted = Counter("asked to move" if one.status is CheckStatus.NOT_DONE else one.status.value for one in sessions)
    return {"sessions": len(sessions), **dict(sorted(counted.items())), "doubted": sum(one.doubted for one in sessions)}


def _lost(found: Sequence[Presentation]) -> int:
    return sum(one.score is None for one in found)


_Scored = list[tuple[str, float]]
"""Of each presentation its subject and its score."""


def _scored(found: Sequence[Presentation]) -> _Scored:
    return [(one.subject, one.score) for one in found if one.score is not None]


def _eer(people: np.ndarray, attacks: np.ndarray) -> float:
    return equal_error_rate(people.astype(np.float32), attacks.astype(np.float32))


def _share(scores: np.ndarray, threshold: float) -> float:
    return float(np.mean(scores >= threshold))


def _interval(rate: Callable[[np.ndarray, np.ndarray], float], people: _Scored, attacks: _Scored) -> list[float]:
    """The rate, and between which two values 95 % of those lie that subjects drawn with replacement give."""
    chance = np.random.default_rng(SEED)
    names = sorted({name for name, _ in (*people, *attacks)})
    heaps = [_by_subject(people, names), _by_subject(attacks, names)]
    value = rate(*(np.concatenate(heap) for heap in heaps))
    drawn = []
    for _ in range(DRAWS):
        chosen = chance.integers(len(names), size=len(names))
        one, other = (np.concatenate([heap[number] for number in chosen]) for heap in heaps)
        if (one.size or not people) and (other.size or not attacks):
            drawn.append(rate(one, other))
    low, high = np.percentile(drawn, (2.5, 97.5)) if drawn else (0.0, 1.0)
    return [round(float(number), 4) for number in (value, low, high)]


def _by_subject(scored: _Scored, names: Sequence[str]) -> list[np.ndarray]:
    return [np.array([score for subject, score in scored if subject == name]) for name in names]
