"""The shipped networks by themselves, and the model pack where it lies beside the checkout."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.biometric.liveness.expression import ExpressionNetworks
from kiosk.biometric.networks.detection import FaceDetector
from kiosk.biometric.networks.manifest import OnnxModel
from kiosk.biometric.networks.manifest_file import KNOWN_PACK, load_manifest
from kiosk.biometric.networks.recognition import OnnxRecogniser

MODEL_PACK = Path(__file__).parents[3] / "shared" / "face-models"

needs_model_pack = pytest.mark.skipif(
    not all((MODEL_PACK / file.file).is_file() for file in load_manifest(KNOWN_PACK).files()),
    reason="the model pack is not beside this checkout (../shared/face-models)",
)


def yunet() -> FaceDetector:
    shipped = load_manifest()
    return FaceDetector(shipped.folder, shipped.detectors["yunet"])


def sface() -> OnnxRecogniser:
    shipped = load_manifest()
    model = shipped.recognisers["sface"]
    assert isinstance(model, OnnxModel)
    return OnnxRecogniser(shipped.folder, model)


def expression_networks() -> ExpressionNetworks:
    """Of the model pack: only in tests that need it."""
    pack = replace(load_manifest(KNOWN_PACK), folder=MODEL_PACK)
    return ExpressionNetworks({name: (MODEL_PACK, network) for name, network in pack.networks.items()})
