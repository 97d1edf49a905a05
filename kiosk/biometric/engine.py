"""The default face engine: YuNet finds, SFace compares, the calibration says what a score means. Imports OpenCV."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from kiosk.biometric.alignment import brightened
from kiosk.biometric.detection import FaceDetector, FaceFound
from kiosk.biometric.framing import Zone, frame_person
from kiosk.biometric.manifest import DEFAULT_MANIFEST, load_manifest
from kiosk.biometric.measures import measure
from kiosk.biometric.pixels import Pixels, pixels_of
from kiosk.biometric.portrait import decode_portrait
from kiosk.biometric.quality import hint_for, is_usable
from kiosk.biometric.recognition import FaceRecogniser, Template, cosine
from kiosk.domain.face import ChipFace, FaceComparison, FaceHint, Frame, LiveFace
from kiosk.domain.faults import Fault, FaultCode

DEFAULT_FALSE_MATCH_RATE = 1e-3

CHIP_EYE_DISTANCE = 40.0
"""Pixels: a smaller face on the chip's portrait is not compared (docs/biometrics.md, quality)."""

BLACK_LUMA = 25
"""A frame whose median is below this is a covered lens or an unlit room, not an empty place."""

UNCLEAR = frozenset({FaceHint.SEVERAL_FACES, FaceHint.TO_THE_MIDDLE})
"""Framings in which the largest face need not be the person's."""


class SFaceEngine:
    """The port ``FaceEngine``; not thread-safe, each thread makes its own."""

    def __init__(
        self,
        manifest: Path = DEFAULT_MANIFEST,
        false_match_rate: float = DEFAULT_FALSE_MATCH_RATE,
        zone: Zone | None = None,
    ) -> None:
        """Load the models and check their hashes.

        Raises ``Fault(FACE_ENGINE_BROKEN)`` naming the file, and ``Fault(SETTINGS_MALFORMED)`` for a false-match rate
        that the recogniser was not calibrated for.
        """
        models = load_manifest(manifest)
        self._calibration = models.recogniser.calibration
        points = {point.false_match_rate: point for point in self._calibration.operating_points}
        if false_match_rate not in points:
            raise Fault(FaultCode.SETTINGS_MALFORMED, f"no threshold for a false-match rate of {false_match_rate:g}")
        self._operating_point = points[false_match_rate]
        self._name = f"{models.detector.weights.name} + {models.recogniser.weights.name}"
        self._zone = zone or Zone()
        self._detector = FaceDetector(models)
        self._recogniser = FaceRecogniser(models)

    @property
    def name(self) -> str:
        return self._name

    def best_of(self, frame: Frame) -> tuple[FaceHint, LiveFace | None]:
        """The hint for this frame, and its face when that may be compared.

        A face can come with a hint other than ``GOOD``: good enough to compare, and the person can do better.
        Raises ``Fault(FACE_ENGINE_BROKEN)``.
        """
        pixels = pixels_of(frame)
        framing = frame_person(self._detector.faces(pixels), self._zone, frame.width, frame.height)
        person = framing.person
        if person is None:
            return (FaceHint.MORE_LIGHT if np.median(pixels[::8, ::8]) < BLACK_LUMA else framing.hint), None
        aligned = self._recogniser.align(pixels, person.points)
        quality = measure(person, aligned)
        hint = min(framing.hint, hint_for(quality), key=list(FaceHint).index)
        if framing.hint in UNCLEAR or not is_usable(quality):
            return hint, None
        return hint, LiveFace(frame, self._recogniser.template(brightened(aligned, quality.luma)), quality)

    def compare(self, live: LiveFace, chip: ChipFace) -> FaceComparison:
        """Compare with the chip's portrait.

        Raises ``Fault(CHIP_PHOTO_UNUSABLE)``, and ``Fault(FACE_ENGINE_BROKEN)`` for a live template that is not this
        engine's: a score that is no number must never look like another person's face.
        """
        template = self._chip_template(pixels_of(decode_portrait(chip)))
        try:
            score = cosine(live.template, template)
        except ValueError as error:
            raise Fault(FaultCode.FACE_ENGINE_BROKEN, f"live face: {error}") from error
        return FaceComparison(
            score=score,
            accept_at=self._operating_point.accept_at,
            review_at=self._calibration.review_at,
            claimed_fmr=self._operating_point.false_match_rate,
            engine=self._name,
            quality=live.quality,
        )

    def _chip_template(self, portrait: Pixels) -> Template:
        face = _only_face(self._detector.faces(portrait))
        aligned = self._recogniser.align(portrait, face.points)
        return self._recogniser.template(brightened(aligned, measure(face, aligned).luma))


def _only_face(faces: tuple[FaceFound, ...]) -> FaceFound:
    """The face of a portrait, of those that are large enough; raises ``Fault(CHIP_PHOTO_UNUSABLE)``."""
    large = [face for face in faces if face.eye_distance >= CHIP_EYE_DISTANCE]
    if len(large) != 1:
        what = "several faces" if large else "no face" if not faces else "face too small"
        raise Fault(FaultCode.CHIP_PHOTO_UNUSABLE, f"{what} in the portrait")
    return large[0]
