"""The model manifest: whole, or refused with the name of what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.biometric.networks.manifest import DlibModel, OnnxModel, Scale, Use
from kiosk.biometric.networks.manifest_file import BUILT_IN, KNOWN_PACK, load_manifest
from kiosk.biometric.networks.model_files import load_weights
from kiosk.domain.faults import Fault, FaultCode

SFACE = "face_recognition_sface_2021dec_int8bq_fixed.onnx"


def test_shipped_manifest_describes_the_shipped_files() -> None:
    shipped = load_manifest()
    assert {file.name for file in shipped.files()} == {"YuNet 2023mar", "SFace 2021dec"}
    for file in shipped.files():
        assert load_weights(shipped.folder, file)
        assert (shipped.folder / file.licence_file).is_file()


def test_dlib_is_described_but_never_copied() -> None:
    model = load_manifest().recognisers["dlib"]
    assert isinstance(model, DlibModel)
    assert model.package == "face_recognition_models"
    assert model.weights not in load_manifest().files()


@pytest.mark.parametrize(
    ("manifest", "engine", "scale", "review_at", "thresholds"),
    [
        (BUILT_IN, "sface", Scale.SIMILARITY, 0.31, {1e-3: 0.388, 1e-4: 0.444}),
        (BUILT_IN, "dlib", Scale.SIMILARITY, 0.543, {1e-3: 1 - 0.399, 1e-4: 1 - 0.368}),
        (KNOWN_PACK, "fused", Scale.Z, 2.22, {1e-2: 2.22, 1e-3: 2.93, 1e-4: 3.48}),
        (KNOWN_PACK, "omz-0095", Scale.SIMILARITY, 0.431, {1e-3: 0.522, 1e-4: 0.582}),
        (KNOWN_PACK, "mobilefacenet", Scale.SIMILARITY, 0.456, {1e-3: 0.549, 1e-4: 0.609}),
    ],
)
def test_thresholds_are_those_measured_on_asian_impostors(
    manifest: Path, engine: str, scale: Scale, review_at: float, thresholds: dict[float, float]
) -> None:
    model = load_manifest(manifest).engines[engine]
    calibration = model.calibration
    assert calibration is not None
    assert model.scale is scale
    assert {p.false_match_rate: p.accept_at for p in calibration.operating_points} == pytest.approx(thresholds)
    assert calibration.review_at == review_at
    assert "Asian" in calibration.data


def test_a_threshold_read_for_a_rate_that_was_not_measured_says_so() -> None:
    for manifest in (BUILT_IN, KNOWN_PACK):
        for model in load_manifest(manifest).engines.values():
            assert model.calibration is not None
            measured = any(point.false_match_rate == 1e-2 for point in model.calibration.operating_points)
            assert model.calibration.review_basis.startswith("measured") is measured


def test_the_packs_networks_for_other_uses_have_names() -> None:
    networks = load_manifest(KNOWN_PACK).networks
    assert {name: network.use for name, network in networks.items()} == {
        "minifasnet-v2": Use.LIVENESS,
        "minifasnet-v1se": Use.LIVENESS,
        "face-landmarks": Use.LANDMARKS,
        "face-blendshapes": Use.EXPRESSION,
    }


def test_the_omz_template_is_the_published_one_on_128_pixels() -> None:
    model = load_manifest(KNOWN_PACK).recognisers["omz-0095"]
    assert isinstance(model, OnnxModel)
    published = (
        (0.31556875, 0.4615741),
        (0.68262278, 0.45983393),
        (0.5002625, 0.64050536),
        (0.34947187, 0.82469195),
        (0.65343645, 0.82325089),
    )
    assert model.colour == "BGR"
    for (x, y), (across, down) in zip(model.points, published, strict=True):
        assert (x, y) == pytest.approx((across * 128, down * 128), abs=1e-4)


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("accept_at = 0.388", "accept_at = nan", "accept_at is not a number"),
        ("accept_at = 0.388", "accept_at = 388.0", "accept_at is not within"),
        ("accept_at = 0.388", "accept_at = true", "accept_at is not a number"),
        ("accept_at = 0.388", 'accept_at = "0.388"', "accept_at is not a number"),
        ("accept_at = 0.388", "accept_at = 0.2", "review_at lies above an operating point"),
        ("accept_at = 0.388", "acept_at = 0.388", "accept_at is missing"),
        ("accept_at = 0.388", "accept_at = 0.43", "rate does not fall as the score rises"),
        ("accept_at = 0.388", "accept_at = 0.388, low = 0.4, high = 0.5", "lies outside its interval"),
        ("[0.358, 2.6e-3]", "[0.3, 1.0]", "not within 0 to 1"),
        ("review_at = 0.31", "", "review_at is missing"),
        ("[engines.sface.calibration]", "[engines.sface.calibrated]", "engines.sface.calibrated is not known"),
        ('colour = "RGB"', 'colour = "RGBA"', "colour is none of RGB, BGR"),
        ('scale = "similarity" #', 'scale = "cosine" #', "scale is none of similarity, z"),
        ("dimensions = 128", "dimensions = 128.5", "dimensions is not a whole number"),
        ("dimensions = 128", "dimensions = 128\ntwice = 2", "twice is neither true nor false"),
        ("side = 112", "side = 1000000", "side is not within"),
        ("  [38.2946, 51.6963],\n", "", "points are not five points"),
        ("[38.2946, 51.6963]", "[38.2946]", "points has a point without x and y"),
        ('name = "SFace 2021dec"', 'name = ""', "recognisers.sface.name is not a text"),
        ('name = "SFace 2021dec"', 'name = "S"\ntolerance = 0.6', "recognisers.sface.tolerance is not known"),
        ("[detectors.yunet]", "[spoofing]\n[detectors.yunet]", "spoofing is not known"),
        ("[detectors.yunet]", '[detectors."../yunet"]', "is no name"),
        ('file = "face_detection', 'file = "../face_detection', "is not a plain file name"),
        ('licence_file = "LICENSE-YuNet.txt"', 'licence_file = "/etc/passwd"', "is not a plain file name"),
        ('sha256 = "49f0', 'sha256 = "49f', "sha256 is not 64 hexadecimal digits"),
        ("operating_points = [", "operating_points = []\nothers = [", "operating_points is not a list of tables"),
        ("impostor_sd = 0.095 }]", 'impostor_sd = 0.095 }, { recogniser = "dlib" }]', "several recognisers need"),
        ('package = "face_recognition_models"', 'package = "os.path"', "no name of a Python package"),
        ('file = "face_detection_yunet_2023mar_int8bq.onnx"', f'file = "{SFACE}"', "has two hashes"),
        ("[detectors.yunet]", "[detectors.yunet", "manifest.toml"),
    ],
)  # fmt: skip
def test_broken_manifest_is_refused_by_name(tmp_path: Path, old: str, new: str, named: str) -> None:
    text = BUILT_IN.read_text("utf-8")
    assert old in text
    path = tmp_path / "manifest.toml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(Fault) as caught:
        load_manifest(path)
    assert caught.value.code is FaultCode.FACE_ENGINE_BROKEN
    assert caught.value.technical.startswith("manifest.toml: ")
    assert named in caught.value.technical


@pytest.mark.parametrize("key", ["impostor_mean = 0.133, ", ", impostor_sd = 0.123"])
def test_a_fused_engine_needs_the_moments_of_every_part(tmp_path: Path, key: str) -> None:
    path = tmp_path / "manifest.toml"
    path.write_text(KNOWN_PACK.read_text("utf-8").replace(key, "", 1), "utf-8")
    with pytest.raises(Fault, match="is missing"):
        load_manifest(path)


def test_an_engine_without_calibration_is_read_and_has_none(tmp_path: Path) -> None:
    path = tmp_path / "manifest.toml"
    path.write_text(
        'pack = "ours"\ntitle = "Ours"\n[engines.ours]\ntitle = "Ours"\ndetector = "yunet"\n'
        'parts = [{ recogniser = "sface" }]\n',
        "utf-8",
    )
    assert load_manifest(path).engines["ours"].calibration is None


@pytest.mark.parametrize("content", [None, b"\xff\xfe", b"a = " + b"[" * 200_000, b"#" * 300_000])
def test_what_is_no_manifest_is_a_broken_engine(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "manifest.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Fault) as caught:
        load_manifest(path)
    assert caught.value.code is FaultCode.FACE_ENGINE_BROKEN


LINES = KNOWN_PACK.read_text("utf-8").splitlines()


@given(st.integers(0, len(LINES) - 1), st.sampled_from(["", "x = 1", "[x]", 'pack = ["base"]', "title = 0"]))
def test_a_manifest_with_another_line_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, at: int, line: str
) -> None:
    path = tmp_path_factory.mktemp("pack") / "manifest.toml"
    path.write_text("\n".join([*LINES[:at], line, *LINES[at + 1 :]]), "utf-8")
    try:
        assert load_manifest(path).pack == "base"
    except Fault as fault:
        assert fault.code is FaultCode.FACE_ENGINE_BROKEN
