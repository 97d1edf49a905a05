"""Model packs: installed whole under their hashes, or not at all."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from kiosk.biometric.networks import model_packs
from kiosk.biometric.networks.engine import CalibratedEngine
from kiosk.biometric.networks.manifest import OnnxModel
from kiosk.biometric.networks.manifest_file import load_manifest
from kiosk.biometric.networks.model_packs import ModelPacks, file_states
from kiosk.domain.face import FaceBand
from kiosk.domain.faults import Fault, FaultCode
from tests.fakes.camera import chip_face, picture
from tests.fakes.models import MODEL_PACK, needs_model_pack
from tests.fakes.sightings import seen

WEIGHTS = b"the weights of a small network"

PACK = f"""\
pack = "ours"
title = "Ours"
[networks.tiny]
use = "liveness"
name = "Tiny"
file = "tiny.onnx"
sha256 = "{hashlib.sha256(WEIGHTS).hexdigest()}"
licence = "MIT"
licence_file = "LICENCE.txt"
origin = "a test"
[engines.ours]
title = "Ours"
detector = "yunet"
parts = [{{ recogniser = "sface" }}]
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "pack"
    folder.mkdir()
    (folder / "tiny.onnx").write_bytes(WEIGHTS)
    (folder / "LICENCE.txt").write_text("do what you like")
    (folder / "manifest.toml").write_text(PACK)
    return folder


@pytest.fixture
def packs(tmp_path: Path) -> ModelPacks:
    return ModelPacks(tmp_path / "data" / "models")


def left(packs: Path) -> set[str]:
    return {path.name for path in packs.iterdir()} if packs.exists() else set()


def test_a_pack_is_copied_with_its_licence_and_its_engines_are_known(packs: ModelPacks, source: Path) -> None:
    installed = packs.install(source)
    assert packs.names() == ("ours",)
    assert {path.name for path in installed.folder.iterdir()} == {"tiny.onnx", "LICENCE.txt", "manifest.toml"}
    assert "ours" in packs.catalogue().names
    shutil.rmtree(source)
    assert file_states(packs.manifest("ours")) == {"tiny.onnx": "ok"}


def test_nothing_is_installed_where_nothing_was(packs: ModelPacks) -> None:
    assert packs.names() == ()
    assert packs.catalogue().names == ("sface", "dlib")


def wrong_byte(folder: Path) -> None:
    (folder / "tiny.onnx").write_bytes(bytes([WEIGHTS[0] ^ 1]) + WEIGHTS[1:])


def no_file(folder: Path) -> None:
    (folder / "tiny.onnx").unlink()


def no_files(folder: Path) -> None:
    no_file(folder)
    no_licence(folder)


def no_folder(folder: Path) -> None:
    shutil.rmtree(folder)


def no_licence(folder: Path) -> None:
    (folder / "LICENCE.txt").unlink()


def endless_licence(folder: Path) -> None:
    (folder / "LICENCE.txt").write_bytes(bytes(model_packs.MAX_LICENCE_BYTES + 1))


def torn_manifest(folder: Path) -> None:
    (folder / "manifest.toml").write_text(PACK[:100])


def a_taken_name(folder: Path) -> None:
    (folder / "manifest.toml").write_text(PACK.replace("[engines.ours]", "[engines.sface]"))


def the_programs_name(folder: Path) -> None:
    (folder / "manifest.toml").write_text(PACK.replace('"ours"', '"built-in"', 1))


def no_manifest(folder: Path) -> None:
    (folder / "manifest.toml").unlink()


@pytest.mark.parametrize(
    ("damage", "why"),
    [
        (wrong_byte, "tiny.onnx: SHA-256"),
        (no_file, "missing in pack: tiny.onnx"),
        (no_files, "missing in pack: LICENCE.txt, tiny.onnx"),
        (no_folder, "pack is no folder"),
        (no_licence, "missing in pack: LICENCE.txt"),
        (endless_licence, "LICENCE.txt: larger than"),
        (torn_manifest, "manifest.toml"),
        (a_taken_name, "sface is the name of something else"),
        (the_programs_name, "the program's own models"),
        (no_manifest, "omz_face_reid_0095_fp16.onnx"),
    ],
    ids=lambda value: value.__name__.replace("_", " ") if callable(value) else "",
)
@pytest.mark.parametrize("before", [False, True], ids=["none before", "one before"])
def test_a_damaged_pack_leaves_everything_as_it_was(
    packs: ModelPacks, source: Path, tmp_path: Path, damage: object, why: str, before: bool
) -> None:
    if before:
        packs.install(source)
    names, there = packs.names(), left(tmp_path / "data" / "models")
    assert callable(damage)
    damage(source)
    with pytest.raises(Fault) as caught:
        packs.install(source)
    assert caught.value.code is FaultCode.MODEL_PACK_REFUSED
    assert why in caught.value.technical
    assert (packs.names(), left(tmp_path / "data" / "models")) == (names, there)


def test_an_interrupted_installation_is_no_pack(
    packs: ModelPacks, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def power_fails(staging: Path, *_: object) -> None:
        (staging / "tiny.onnx").write_bytes(WEIGHTS[:3])
        raise KeyboardInterrupt

    packs.install(source)
    before = packs.manifest("ours")
    monkeypatch.setattr(model_packs, "_fill", power_fails)
    with pytest.raises(KeyboardInterrupt):
        packs.install(source)
    assert packs.manifest("ours") == before
    assert file_states(before) == {"tiny.onnx": "ok"}


def test_a_folder_left_behind_is_not_read(packs: ModelPacks, source: Path, tmp_path: Path) -> None:
    packs.install(source)
    (tmp_path / "data" / "models" / ".ours-torn").mkdir()
    assert packs.names() == ("ours",)


def test_a_pack_of_the_same_name_is_replaced_and_the_former_is_gone(
    packs: ModelPacks, source: Path, tmp_path: Path
) -> None:
    first = packs.install(source).folder
    (source / "manifest.toml").write_text(PACK.replace('title = "Ours"', 'title = "Newer"', 1))
    second = packs.install(source)
    assert second.title == "Newer"
    assert not first.exists()
    assert left(tmp_path / "data" / "models") == {"ours", second.folder.name}


def test_removing_leaves_nothing(packs: ModelPacks, source: Path, tmp_path: Path) -> None:
    packs.install(source)
    packs.remove("ours")
    assert left(tmp_path / "data" / "models") == set()
    assert packs.catalogue().names == ("sface", "dlib")


def test_a_pack_whose_link_became_a_folder_is_still_one(packs: ModelPacks, source: Path, tmp_path: Path) -> None:
    folder = packs.install(source).folder
    link = tmp_path / "data" / "models" / "ours"
    link.unlink()
    folder.rename(link)
    assert packs.names() == ("ours",)
    assert packs.install(source).pack == "ours"
    packs.remove("ours")
    packs.install(source).folder.rename(tmp_path / "elsewhere")
    with pytest.raises(Fault, match="No such file"):
        packs.catalogue()


def test_removing_a_plain_folder(packs: ModelPacks, source: Path, tmp_path: Path) -> None:
    folder = packs.install(source).folder
    link = tmp_path / "data" / "models" / "ours"
    link.unlink()
    folder.rename(link)
    packs.remove("ours")
    assert packs.names() == ()


@pytest.mark.parametrize("name", ["ours", "", "..", "../pack", "built-in"])
def test_removing_what_is_not_installed_is_refused(packs: ModelPacks, source: Path, name: str) -> None:
    with pytest.raises(Fault, match="no pack") as caught:
        packs.remove(name)
    assert caught.value.code is FaultCode.MODEL_PACK_REFUSED
    assert source.is_dir()


RECOGNISER = f"""
[recognisers.ours]
name = "Ours"
file = "tiny.onnx"
sha256 = "{hashlib.sha256(WEIGHTS).hexdigest()}"
licence = "MIT"
licence_file = "LICENCE.txt"
origin = "a test"
side = 112
points = [[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]]
colour = "RGB"
mean = 127.5
scale = 0.0078125
dimensions = 512
[engines.fused]
title = "Fused"
detector = "yunet"
parts = [{{ recogniser = "ours" }}]
[engines.fused.calibration]
data = "a test"
operating_points = [{{ false_match_rate = 1e-3, accept_at = 0.4 }}]
review_at = 0.3
review_basis = "a test"
"""


@pytest.mark.parametrize(
    ("content", "why"),
    [(WEIGHTS[:-1] + b"x", "SHA-256 is not the manifest's"), (None, "No such file or directory")],
    ids=["changed", "gone"],
)
def test_a_file_damaged_later_is_told_and_nothing_takes_its_engines_place(
    packs: ModelPacks, source: Path, content: bytes | None, why: str
) -> None:
    (source / "manifest.toml").write_text(PACK + RECOGNISER)
    weights = packs.install(source).folder / "tiny.onnx"
    weights.unlink()
    if content is not None:
        weights.write_bytes(content)
    assert file_states(packs.manifest("ours")) == {"tiny.onnx": why}
    with pytest.raises(Fault, match="tiny") as caught:
        CalibratedEngine(packs.catalogue().plan("auto"))
    assert caught.value.code is FaultCode.FACE_ENGINE_BROKEN


def test_weights_that_are_no_network_are_a_broken_engine(packs: ModelPacks, source: Path) -> None:
    (source / "manifest.toml").write_text(PACK + RECOGNISER)
    packs.install(source)
    with pytest.raises(Fault, match="tiny") as caught:
        CalibratedEngine(packs.catalogue().plan("fused"))
    assert caught.value.code is FaultCode.FACE_ENGINE_BROKEN


def test_a_customers_engine_without_calibration_does_not_run(packs: ModelPacks, source: Path) -> None:
    packs.install(source)
    with pytest.raises(Fault, match="no calibration of its own") as caught:
        CalibratedEngine(packs.catalogue().plan("ours"))
    assert caught.value.code is FaultCode.FACE_ENGINE_BROKEN


def customers_pack(folder: Path) -> Path:
    """A network as a customer delivers it: SFace under another name, with nothing but its own manifest."""
    shipped = load_manifest()
    sface = shipped.recognisers["sface"]
    assert isinstance(sface, OnnxModel)
    folder.mkdir()
    shutil.copy(shipped.folder / sface.weights.file, folder / "acme.onnx")
    (folder / "LICENCE.txt").write_text("bought")
    (folder / "manifest.toml").write_text(
        f"""\
pack = "acme"
title = "ACME's recogniser"
[recognisers.acme]
name = "ACME ArcFace"
file = "acme.onnx"
sha256 = "{sface.weights.sha256}"
licence = "bought"
licence_file = "LICENCE.txt"
origin = "ACME"
side = {sface.side}
points = {[list(point) for point in sface.points]}
colour = "{sface.colour}"
mean = {sface.mean}
scale = {sface.scale}
dimensions = {sface.dimensions}
[engines.acme]
title = "YuNet 2023mar + ACME ArcFace"
detector = "yunet"
parts = [{{ recogniser = "acme" }}]
"""
    )
    return folder


OWN_CALIBRATION = """\
pack = "acme-here"
title = "Calibration of ACME"
[engines.acme-here]
title = "YuNet 2023mar + ACME ArcFace"
detector = "yunet"
parts = [{ recogniser = "acme", weight = 1.0, impostor_mean = 0.08, impostor_sd = 0.1 }]
[engines.acme-here.calibration]
data = "a test"
operating_points = [{ false_match_rate = 1e-3, accept_at = 0.37 }]
review_at = 0.3
review_basis = "measured"
"""


def test_a_customers_network_from_its_folder_to_a_comparison(packs: ModelPacks, tmp_path: Path) -> None:
    packs.install(customers_pack(tmp_path / "acme"))
    assert packs.catalogue().missing("acme") == ("calibration",)
    calibration = tmp_path / "calibration"
    calibration.mkdir()
    (calibration / "manifest.toml").write_text(OWN_CALIBRATION)
    packs.install(calibration)
    theirs, ours = (CalibratedEngine(packs.catalogue().plan(name)) for name in ("acme-here", "sface"))
    scores = []
    for engine in (theirs, ours):
        live = seen(engine, picture("obama_2012_frame.jpg")).live
        assert live is not None
        found = [engine.compare(live, chip_face(chip)) for chip in (f"{name}_chip_480x640.jp2" for name in PHOTOS)]
        assert [one.band is FaceBand.MATCH for one in found] == [name.startswith("obama") for name in PHOTOS]
        assert {(one.accept_at, one.review_at) for one in found} == {(0.37, 0.3) if engine is theirs else (0.388, 0.31)}
        scores.append([one.score for one in found])
    assert scores[0] == pytest.approx(scores[1])


PHOTOS = ("biden_2010", "collins_astronaut", "obama_2009", "obama_2010", "obama_2012")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> ModelPacks:
    packs = ModelPacks(tmp_path_factory.mktemp("data"))
    packs.install(MODEL_PACK)
    return packs


@pytest.fixture(scope="module")
def fused(installed: ModelPacks) -> CalibratedEngine:
    return CalibratedEngine(installed.catalogue().plan("auto"))


@needs_model_pack
def test_the_model_pack_makes_the_fused_engine_the_automatic_one(fused: CalibratedEngine) -> None:
    assert fused.name == "YuNet 2023mar + SFace 2021dec + OMZ-0095"


@needs_model_pack
@pytest.mark.parametrize("chip", PHOTOS)
@pytest.mark.parametrize("photo", PHOTOS)
def test_the_fused_engine_matches_the_holder_and_nobody_else(fused: CalibratedEngine, photo: str, chip: str) -> None:
    live = seen(fused, picture(f"{photo}_frame.jpg")).live
    assert live is not None
    comparison = fused.compare(live, chip_face(f"{chip}_chip_480x640.jp2"))
    same = photo.split("_")[0] == chip.split("_")[0]
    assert comparison.band is (FaceBand.MATCH if same else FaceBand.NO_MATCH)
    assert comparison.score > 4.5 if same else comparison.score < 1.5


@needs_model_pack
@pytest.mark.parametrize("name", ["omz-0095", "mobilefacenet"])
def test_the_other_recognisers_tell_people_apart_too(installed: ModelPacks, name: str) -> None:
    engine = CalibratedEngine(installed.catalogue().plan(name))
    live = seen(engine, picture("obama_2012_frame.jpg")).live
    assert live is not None
    same = engine.compare(live, chip_face("obama_2010_chip_480x640.jp2"))
    other = engine.compare(live, chip_face("biden_2010_chip_480x640.jp2"))
    assert (same.band, other.band) == (FaceBand.MATCH, FaceBand.NO_MATCH)
