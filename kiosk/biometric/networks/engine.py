"""A face engine: YuNet finds, recognisers compare, the calibration says what a score means. Imports OpenCV."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from kiosk.biometric.camera.pixels import Pixels, pixels_of
from kiosk.biometric.chip_portrait import check_quality, upright_face
from kiosk.biometric.framing import Zone
from kiosk.biometric.liveness.making import LivenessMaking
from kiosk.biometric.liveness.origin import PictureOrigin
from kiosk.biometric.measures import measure
from kiosk.biometric.networks.alignment import ARCFACE_POINTS, ARCFACE_SIDE, aligned_face
from kiosk.biometric.networks.detection import FaceDetector, FaceFound
from kiosk.biometric.networks.engine_choice import EnginePlan, built_in_engines
from kiosk.biometric.networks.manifest import DlibModel, Recogniser
from kiosk.biometric.networks.recognition import FaceRecogniser, OnnxRecogniser, Template
from kiosk.biometric.networks.scoring import false_matches_at, operating_point, score_of
from kiosk.biometric.occlusion import CoveringLook
from kiosk.biometric.portrait import decode_portrait
from kiosk.biometric.session import PersonSession
from kiosk.domain.face import DEFAULT_FALSE_MATCH_RATE, ChipFace, FaceComparison, FaceQuality, LiveFace
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.liveness import LivenessRules

COVERINGS_SEEN_BY = "sface"
"""The recogniser whose templates tell what a face wears: the signs were fitted to the one that ships."""


class FaceTemplates:
    """Detector and recognisers of an engine, without thresholds: what calibration and benchmark need too.

    A template holds those of all recognisers one after another. Not thread-safe.
    """

    def __init__(self, plan: EnginePlan) -> None:
        """Load the models and check their hashes; raises ``Fault(FACE_ENGINE_BROKEN)`` naming the file."""
        self._engine = plan.engine
        self._detector = FaceDetector(*plan.detector)
        self._recognisers = tuple(_recogniser(*place) for place in plan.recognisers)
        names = [part.recogniser for part in plan.engine.parts]
        self._seer = names.index(COVERINGS_SEEN_BY) if COVERINGS_SEEN_BY in names else None

    @property
    def dimensions(self) -> int:
        return sum(recogniser.dimensions for recogniser in self._recognisers)

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

    def average(self, templates: Sequence[Template]) -> Template:
        """One template for several of one person; raises ``ValueError`` for what is no template of this engine."""
        whole: list[float] = []
        for recogniser, parts in zip(self._recognisers, zip(*map(self._parts, templates), strict=True), strict=True):
            whole.extend(recogniser.average(parts))
        return tuple(whole)

    def covering_look(self, pixels: Pixels, face: FaceFound, luma: float, template: Template) -> CoveringLook | None:
        """A look at what this face wears, ``template`` being its own; ``None`` where no recogniser can tell."""
        if self._seer is None:
            return None
        seer = self._recognisers[self._seer]
        assert isinstance(seer, OnnxRecogniser)
        return CoveringLook(seer.embed, seer.aligned(pixels, face, luma), self._parts(template)[self._seer])

    def _parts(self, template: Template) -> Sequence[Template]:
        if len(template) != self.dimensions:
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
        origin: Callable[[], PictureOrigin] = PictureOrigin,
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
        strictest = max(point.accept_at for point in self._calibration.operating_points)
        self._liveness = LivenessMaking(plan.networks, self._templates.score, strictest, origin)
        self._expressions = self._liveness.expressions

    @property
    def name(self) -> str:
        return self._name

    @property
    def templates(self) -> FaceTemplates:
        """What this engine compares, for whoever compares more with it than live faces and chips."""
        return self._templates

    def session(self, rules: LivenessRules) -> PersonSession:
        """Begin to watch the person of one check."""
        watch, same_person_at = self._liveness.watch(rules), self._calibration.review_at
        return PersonSession(self._templates, self._zone, watch, same_person_at, self._expressions)

    def compare(self, live: LiveFace, chip: ChipFace) -> FaceComparison:
        """Compare with the chip's portrait.

        Raises ``Fault(CHIP_PHOTO_UNUSABLE | CHIP_PHOTO_POOR)``, and ``Fault(FACE_ENGINE_BROKEN)`` for a live template
        that is not this engine's: a score that is no number must never look like another person's face.
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
        quality = self._templates.quality(upright, face)
        check_quality(quality)
        template = self._templates.template(upright, face, quality.luma)
        if template is None:
            raise Fault(FaultCode.CHIP_PHOTO_UNUSABLE, "no face for the recogniser in the portrait")
        return template


def _recogniser(folder: Path, model: Recogniser) -> FaceRecogniser:
    if isinstance(model, DlibModel):
        from kiosk.biometric.networks.dlib_recognition import DlibRecogniser

        return DlibRecogniser(model)
    return OnnxRecogniser(folder, model)
