"""The model manifest: whole, or refused with the name of what is wrong."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from kiosk.biometric import manifest
from kiosk.biometric.manifest import DEFAULT_MANIFEST, ModelFile, load_manifest, load_weights
from kiosk.domain.faults import Fault, FaultCode


def test_shipped_manifest_describes_the_shipped_files() -> None:
    shipped = load_manifest()
    for model in (shipped.detector.weights, shipped.recogniser.weights):
        assert load_weights(shipped.folder, model)
        assert (shipped.folder / model.licence_file).is_file()


def test_shipped_thresholds_are_those_measured_on_asian_impostors() -> None:
    calibration = load_manifest().recogniser.calibration
    assert [(p.false_match_rate, p.accept_at) for p in calibration.operating_points] == [(1e-3, 0.388), (1e-4, 0.444)]
    assert calibration.review_at == 0.31
    assert calibration.review_basis.startswith("not calibrated")
    assert "Asian" in calibration.data


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("accept_at = 0.388", "accept_at = nan", "accept_at is not a number"),
        ("accept_at = 0.388", "accept_at = 38.8", "accept_at is not within"),
        ("accept_at = 0.388", "accept_at = true", "accept_at is not a number"),
        ("accept_at = 0.388", 'accept_at = "0.388"', "accept_at is not a number"),
        ("accept_at = 0.388", "accept_at = 0.2", "review_at lies above an operating point"),
        ("accept_at = 0.388", "acept_at = 0.388", "accept_at is missing"),
        ("review_at = 0.31", "", "review_at is missing"),
        ("[recogniser.calibration]", "[recogniser.calibrated]", "recogniser.calibration is missing"),
        ('colour = "RGB"', 'colour = "RGBA"', "colour is neither RGB nor BGR"),
        ("dimensions = 128", "dimensions = 128.5", "dimensions is not a whole number"),
        ("side = 112", "side = 1000000", "side is not within"),
        ("  [38.2946, 51.6963],\n", "", "points are not five points"),
        ("[38.2946, 51.6963]", "[38.2946]", "points has a point without x and y"),
        ('name = "SFace 2021dec"', 'name = ""', "recogniser.name is not a text"),
        ('name = "SFace 2021dec"', 'name = "SFace 2021dec"\ntolerance = 0.6', "recogniser.tolerance is not known"),
        ("[detector]", "[spoofing]\n[detector]", "spoofing is not known"),
        ('file = "face_detection', 'file = "../face_detection', "is not a plain file name"),
        ("operating_points = [", "operating_points = []\nothers = [", "operating_points is not a list of tables"),
        ("[detector]", "[detector", "manifest.toml"),
    ],
)
def test_broken_manifest_is_refused_by_name(tmp_path: Path, old: str, new: str, named: str) -> None:
    text = DEFAULT_MANIFEST.read_text("utf-8")
    assert old in text
    path = tmp_path / "manifest.toml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(Fault) as caught:
        load_manifest(path)
    assert caught.value.code is FaultCode.FACE_ENGINE_BROKEN
    assert caught.value.technical.startswith("manifest.toml: ")
    assert named in caught.value.technical


def test_missing_manifest_is_a_broken_engine(tmp_path: Path) -> None:
    with pytest.raises(Fault) as caught:
        load_manifest(tmp_path / "manifest.toml")
    assert caught.value.code is FaultCode.FACE_ENGINE_BROKEN


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
    monkeypatch.setattr(manifest, "MAX_MODEL_BYTES", len(WEIGHTS) - 1)
    (tmp_path / MODEL.file).write_bytes(WEIGHTS)
    with pytest.raises(Fault, match="larger than"):
        load_weights(tmp_path, MODEL)
