"""Files of weights: read only when their hash is the manifest's."""

from __future__ import annotations

import hashlib
from pathlib import Path

from kiosk.biometric.networks.manifest import ModelFile
from kiosk.domain.faults import Fault, FaultCode

MAX_MODEL_BYTES = 512 * 1024 * 1024
"""A customer's recogniser of 100 layers has about 250 MB; what is larger is no model for a kiosk."""


def load_weights(folder: Path, model: ModelFile) -> bytes:
    """The bytes of a model file whose hash is the manifest's; raises ``Fault(FACE_ENGINE_BROKEN)`` naming the file."""
    path = folder / model.file
    try:
        if path.stat().st_size > MAX_MODEL_BYTES:
            raise Fault(FaultCode.FACE_ENGINE_BROKEN, f"{model.file}: larger than {MAX_MODEL_BYTES} bytes")
        weights = path.read_bytes()
    except OSError as error:
        raise Fault(FaultCode.FACE_ENGINE_BROKEN, f"{model.file}: {error.strerror}") from error
    if hashlib.sha256(weights).hexdigest() != model.sha256:
        raise Fault(FaultCode.FACE_ENGINE_BROKEN, f"{model.file}: SHA-256 is not the manifest's")
    return weights
