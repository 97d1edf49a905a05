"""Whole sessions of virtual people and recordings (kiosk/simulator/person) against the active challenge."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median

from face_replays import LONG_REST

from kiosk.biometric.camera.folder_camera import PICTURE_LIMITS
from kiosk.biometric.camera.pictures import decode_picture
from kiosk.biometric.camera.pixels import frame_of, pixels_of
from kiosk.biometric.liveness.expression import ExpressionNetworks
from kiosk.biometric.liveness.orders import EXPRESSIONS, TURNS, orders
from kiosk.biometric.liveness.shape import parallax
from kiosk.biometric.networks.detection import FaceDetector
from kiosk.biometric.networks.engine import CalibratedEngine
from kiosk.biometric.networks.engine_choice import EngineCatalogue
from kiosk.biometric.networks.manifest_file import KNOWN_PACK, load_manifest
from kiosk.domain.liveness import Challenge, LivenessPolicy, LivenessReport, LivenessRules
from kiosk.simulator.person.actor import Actor
from kiosk.simulator.person.features import features_of
from kiosk.simulator.person.head import Head, Pose
from kiosk.simulator.person.held_print import held_up
from kiosk.simulator.person.manner import Manner

PLAYED_SECONDS = 18.0

SPEAKING = "obama_2009"
"""Photographed with an open mouth, which cannot open by as much again: told apart."""

Json = dict[str, object]
Hears = Callable[[float, Challenge | None], Challenge | None]
"""What somebody does at a time, to whom this is asked: people what they are asked, a recording what it shows."""


class Stage:
    """The photographs as heads, and an engine with the model pack or without it."""

    def __init__(self, faces: Path, pack: Path | None) -> None:
        shipped = load_manifest()
        packs = [shipped] if pack is None else [shipped, replace(load_manifest(KNOWN_PACK), folder=pack)]
        plan = EngineCatalogue(packs).plan("auto" if pack is None else "fused")
        self.expressions = pack is not None
        self.engine = CalibratedEngine(plan)
        self.detector = FaceDetector(shipped.folder, shipped.detectors["yunet"])
        self.heads: dict[str, Head] = {}
        networks = ExpressionNetworks(plan.networks) if self.expressions else None
        for file in sorted(faces.glob("[bco]*_frame.jpg")):
            pixels = pixels_of(decode_picture(file.read_bytes(), PICTURE_LIMITS))
            face = self.detector.faces(pixels)[0]
            features = features_of(networks.places(pixels, face)) if networks else None
            self.heads[file.stem.removesuffix("_frame")] = Head(pixels, face.points[0], face.points[1], features)


def played(stage: Stage, rates: Sequence[float], repeats: int, seed: int) -> Iterator[Json]:
    """Every photograph in every manner, and as recordings; people ``repeats`` times, in other orders each time."""
    chance = random.Random(seed)
    for rate in rates:
        for name, head in stage.heads.items():
            for manner in Manner:
                for _ in range(repeats if manner is Manner.ALIVE else 1):
                    yield _row(stage, name, head, manner.value, rate, manner, lambda at, asked: asked)
            for _ in range(repeats):
                yield _row(stage, name, head, "recording", rate, Manner.ALIVE, _recorded(chance, stage.expressions))


def summary(rows: Sequence[Json]) -> list[Json]:
    """How many of each passed, at each rate."""
    told: list[Json] = []
    for rate, manner in dict.fromkeys((row["rate"], row["manner"]) for row in rows):
        same = [row for row in rows if (row["rate"], row["manner"]) == (rate, manner)]
        times = [float(str(row["seconds"])) for row in same if row["liveness"] == "passed"]
        told.append(
            {
                "rate": rate,
                "manner": manner,
                "passed": sum(row["liveness"] == "passed" for row in same),
                "failed": sum(row["liveness"] == "failed" for row in same),
                "of": len(same),
                "seconds": [min(times), median(times), max(times)] if times else None,
            }
        )
    return told


def _recorded(chance: random.Random, expressions: bool) -> Hears:
    """A recording of one of the orders, with pauses that no prompt surprises, begun with the challenge, in a loop."""
    order = chance.choice(orders(expressions=expressions))
    begun: list[float] = []

    def hears(at: float, asked: Challenge | None) -> Challenge | None:
        if asked is None:
            return None
        begun.append(at)
        number, within = divmod(at - begun[0], LONG_REST + 1.2)
        return order[int(number) % len(order)] if within >= LONG_REST else None

    return hears


def _row(stage: Stage, name: str, head: Head, told: str, rate: float, manner: Manner, hears: Hears) -> Json:
    report, seconds, asked = _session(stage.engine, Actor(head, manner), rate, hears)
    return {
        "rate": rate,
        "photograph": name,
        "manner": f"{told}, asked for the mouth" if name == SPEAKING and Challenge.OPEN_MOUTH in asked else told,
        "liveness": report.status.value,
        "seconds": round(seconds, 1),
        "not_passed": [one.reason.value for one in report.findings if one.reason],
    }


def _session(
    engine: CalibratedEngine, actor: Actor, rate: float, hears: Hears
) -> tuple[LivenessReport, float, set[Challenge]]:
    session = engine.session(LivenessRules(LivenessPolicy.ACTIVE))
    asked, report, at, ever = None, LivenessReport(), 0.0, set()
    for number in range(round(PLAYED_SECONDS * rate)):
        at = number / rate
        sighting = session.look(frame_of(actor.picture(at, hears(at, asked)), 100.0 + at, number + 1))
        if sighting.live is not None and sighting.liveness.wants_challenge:
            session.start_challenge()
        asked, report = sighting.prompt.challenge if sighting.prompt else None, sighting.liveness
        ever |= {asked} if asked in (*TURNS, *EXPRESSIONS) else set()
        if number > 3 and not report.pending:
            break
    session.close()
    return report, at, ever


def turned(stage: Stage) -> list[Json]:
    """For each angle the parallax of the heads and of the same photographs as prints: smallest, median, largest."""
    rows: list[Json] = []
    for angle in (10, 15, 20, 25, 30, 40):
        heads, prints = [], []
        for head in stage.heads.values():
            straight = stage.detector.faces(head.picture)[0].points
            held = stage.detector.faces(held_up(head.picture))[0].points
            for side in (-1, 1):
                seen = stage.detector.faces(head.posed(Pose(side * angle)))[0].points
                heads.append(side * parallax(straight, seen))
                print_seen = stage.detector.faces(held_up(head.picture, side * angle))[0].points
                prints.append(abs(parallax(held, print_seen)))
        row: Json = {"degrees": angle}
        for name, values in (("head", heads), ("print", prints)):
            row[name] = [round(value, 3) for value in (min(values), median(values), max(values))]
        rows.append(row)
    return rows
