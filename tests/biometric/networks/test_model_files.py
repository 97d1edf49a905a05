"""Weights are read whole and only under their own hash."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from kiosk.biometric.networks import model_files
from kiosk.biometric.networks.manifest import ModelFile
from kiosk.biometric.networks.model_files import load_weights
from kiosk.domain.faults import Fault, FaultCode

WEIGHTS = b"the weights of a small network"
MODEL = ModelFile("net", "net.onnx", hashlib.sha256(WEIGHTS).hexdigest(), "MIT", "LICENSE", "a test")


def test_weights_are_loaded_when_their_hash_is_right(tmp_path: Path) -> None:
    (tmp_path / MODEL.file).write_bytes(WEIGHTS)
    assert load_weights(tmp_path, MODEL) == WEIGHTS


@pytest.mark.parametrize("at", [0, len(WEIGHTS) // 2, len(WEIGHTS) - 1])
def test_one_changed_byte_is_refused_by_name(tmp_path: Path, at: int) -> None:
    changed = bytearray(WEIGHTS)
    changed[at] ^= 1
    (tmp_path / MODEL.file).write_bytes(changed)
    with pytest.raises(Fault, match=r"net\.onnx") as caught:
        load_weights(tmp_path, MODEL)
    assert caught.value.code is FaultCode.FACE_ENGINE_BROKEN


def test_missing_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(Fault, match=r"net\.onnx: No such file"):
        load_weights(tmp_path, MODEL)


def test_oversized_weights_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_files, "MAX_MODEL_BYTES", len(WEIGHTS) - 1)
    (tmp_path / MODEL.file).write_bytes(WEIGHTS)
    with pytest.raises(Fault, match="larger than"):
        load_weights(tmp_path, MODEL)
