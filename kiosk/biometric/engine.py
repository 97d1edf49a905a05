"""A face engine: YuNet finds, recognisers compare, the calibration says what a score means. Imports OpenCV."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from kiosk.biometric.alignment import ARCFACE_POINTS, ARCFACE_SIDE, aligned_face
from kiosk.biometric.detection import FaceDetector, FaceFound
from kiosk.biometric.engine_choice import EnginePlan, built_in_engines
from kiosk.biometric.framing import Zone
from kiosk.biometric.liveness.watch import LivenessWatch
from kiosk.biometric.manifest import DlibModel, Recogniser
from kiosk.biometric.measures import measure
from kiosk.biometric.pixels import Pixels, pixels_of
from kiosk.biometric.portrait import decode_portrait
from kiosk.biometric.recognition import FaceRecogniser, OnnxRecogniser, Template
from kiosk.biometric.scoring import false_matches_at, operating_point, score_of
from kiosk.biometric.session import PersonSession
from kiosk.domain.face import DEFAULT_FALSE_MATCH_RATE, ChipFace, FaceComparison, FaceQuality, LiveFace
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.liveness import LivenessRules

CHIP_EYE_DISTANCE = 40.0
"""Pixels: a smaller face on the chip's portrait is not compared (docs/biometrics.md, quality)."""

UPRIGHT_SCORE = 0.90
"""Of YuNet: the fixtures' faces have at least 0.91 upright, at most 0.88 on their head or side."""


class FaceTemplates:
    """Detector and recognisers of an engine, without thresholds: what calibration and benchmark need too.

    A template holds those of all recognisers one after another. Not thread-safe.
    """

    def __init__(self, plan: EnginePlan) -> None:
        """Load the models and check their hashes; raises ``Fault(FACE_ENGINE_BROKEN)`` naming the file."""
        self._engine = plan.engine
        self._detector = FaceDetector(*plan.detector)
        self._recognisers = tuple(_recogniser(*place) for place in plan.recognisers)

    def faces(self, pixels: Pixels) -> tuple[FaceFound, ...]:
        """The faces in the picture, largest first."""
        return self._detector.faces(pixels)

    def quality(self, pixels: Pixels, face: FaceFound) -> FaceQuality:
        return measure(face, aligned_face(pixels, face.points, ARCFACE_POINTS, ARCFACE_SIDE))

    def template(self, pixels: Pixels, face: FaceFound, luma: float) -> Template | None:
        """The template of a face whose median luma is this; ``None`` where one recogniser does not find the face."""
        whole: list[float] = []
        for recogniser in self._recognisers:
            part = recogniser.template(pixels, face, luma)
            if part is None:
                return None
            whole.extend(part)
        return tuple(whole)

    def score(self, one: Template, other: Template) -> float:
        """The engine's score of two templates; raises ``ValueError`` for what is no template of this engine."""
        return score_of(
            self._engine,
            [
                recogniser.similarity(mine, theirs)
                for recogniser, mine, theirs in zip(
                    self._recognisers, self._parts(one), self._parts(other), strict=True
                )
            ],
        )

    def _parts(self, template: Template) -> Sequence[Template]:
        if len(template) != sum(recogniser.dimensions for recogniser in self._recognisers):
            raise ValueError(f"a template of {len(template)} numbers")
        parts, at = [], 0
        for recogniser in self._recognisers:
            parts.append(template[at : at + recogniser.dimensions])
            at += recogniser.dimensions
        return parts


class CalibratedEngine:
    """The port ``FaceEngine``; not thread-safe, each thread makes its own."""

    def __init__(
        self,
        plan: EnginePlan | None = None,
        false_match_rate: float = DEFAULT_FALSE_MATCH_RATE,
        zone: Zone | None = None,
    ) -> None:
        """Load the models of ``plan``, the built-in engine ``sface`` without one.

        Raises ``Fault(FACE_ENGINE_BROKEN)`` naming the file, or the engine that has no calibration of its own, and
        ``Fault(SETTINGS_MALFORMED)`` for a false-match rate that it was not calibrated for.
        """
        plan = plan or built_in_engines().plan("sface")
        self._calibration = plan.calibration
        self._operating_point = operating_point(self._calibration, false_match_rate)
        self._name = plan.engine.title
        self._zone = zone or Zone()
        self._templates = FaceTemplates(plan)

    @property
    def name(self) -> str:
        return self._name

    def session(self, rules: LivenessRules) -> PersonSession:
        """Begin to watch the person of one check."""
        return PersonSession(self._templates, self._zone, LivenessWatch(rules))

    def compare(self, live: LiveFace, chip: ChipFace) -> FaceComparison:
        """Compare with the chip's portrait.

        Raises ``Fault(CHIP_PHOTO_UNUSABLE)``, and ``Fault(FACE_ENGINE_BROKEN)`` for a live template that is not this
        engine's: a score that is no number must never look like another person's face.
        """
        template = self._chip_template(pixels_of(decode_portrait(chip)))
        try:
            score = self._templates.score(live.template, template)
        except ValueError as error:
            raise Fault(FaultCode.FACE_ENGINE_BROKEN, f"live face: {error}") from error
        return FaceComparison(
            score=score,
            accept_at=self._operating_point.accept_at,
            review_at=self._calibration.review_at,
            claimed_fmr=self._operating_point.false_match_rate,
            engine=self._name,
            quality=live.quality,
            estimate=false_matches_at(self._calibration, score),
        )

    def _chip_template(self, portrait: Pixels) -> Template:
        upright, face = upright_face(self._templates, portrait)
        template = self._templates.template(upright, face, self._templates.quality(upright, face).luma)
        if template is None:
            raise Fault(FaultCode.CHIP_PHOTO_UNUSABLE, "no face for the recogniser in the portrait")
        return template


def upright_face(templates: FaceTemplates, portrait: Pixels) -> tuple[Pixels, FaceFound]:
    """The portrait as it is, or turned when it lies on its side or on its head, and its only face.

    DG2 says nothing of a picture's orientation; ISO/IEC 19794-5 wants it upright. YuNet also finds faces that stand on
    their head, with points of no use and a score below ``UPRIGHT_SCORE``, so the turn with the best score is taken.
    Raises ``Fault(CHIP_PHOTO_UNUSABLE)``.
    """
    best, found = portrait, templates.faces(portrait)
    if not found or found[0].score < UPRIGHT_SCORE:
        for quarters in (1, 2, 3):
            turned = np.ascontiguousarray(np.rot90(portrait, quarters))
            faces = templates.faces(turned)
            if faces and (not found or faces[0].score > found[0].score):
                best, found = turned, faces
    if not found:
        raise Fault(FaultCode.CHIP_PHOTO_UNUSABLE, "no face in the portrait")
    return best, _only_face(found)


def _only_face(faces: tuple[FaceFound, ...]) -> FaceFound:
    """The face of a portrait, of those that are large enough; raises ``Fault(CHIP_PHOTO_UNUSABLE)``."""
    large = [face for face in faces if face.eye_distance >= CHIP_EYE_DISTANCE]
    if len(large) != 1:
        what = "several faces" if large else "face too small"
        raise Fault(FaultCode.CHIP_PHOTO_UNUSABLE, f"{what} in the portrait")
    return large[0]


def _recogniser(folder: Path, model: Recogniser) -> FaceRecogniser:
    if isinstance(model, DlibModel):
        from kiosk.biometric.dlib_recognition import DlibRecogniser

        return DlibRecogniser(model)
    return OnnxRecogniser(folder, model)
