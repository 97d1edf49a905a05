"""The whole engine on photographs of public figures: who matches whom, which defect gets which hint."""

from __future__ import annotations

import io
import math
import shutil
import struct
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from kiosk.biometric.camera.pixels import Pixels, frame_of, pixels_of
from kiosk.biometric.chip_portrait import upright_face
from kiosk.biometric.networks.engine import CalibratedEngine, FaceTemplates
from kiosk.biometric.networks.engine_choice import EngineCatalogue, built_in_engines
from kiosk.biometric.networks.manifest_file import BUILT_IN, load_manifest
from kiosk.domain.face import (
    Bound,
    ChipFace,
    Covering,
    FaceBand,
    FaceHint,
    FaceQuality,
    FalseMatchEstimate,
    Frame,
    LiveFace,
)
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.liveness import FaceSighting, LivenessPolicy, LivenessRules
from tests.fakes.camera import chip_face, picture, plain_frame
from tests.fakes.sightings import seen

QUALITY = FaceQuality(eye_distance=90.0, luma=120.0, sharpness=200.0, roll=0.0, yaw=0.0, detection=0.95)

PHOTOS = ("biden_2010", "collins_astronaut", "obama_2009", "obama_2010", "obama_2012")
CHIPS = (
    *(f"{photo}_chip_{kind}" for photo in PHOTOS for kind in ("480x640.jp2", "240x320.j2k", "240x320.jpg")),
    "collins_gray_240x320.j2k",
)


def person(name: str) -> str:
    return name.split("_")[0]


@cache
def _seen(engine: CalibratedEngine, name: str) -> tuple[FaceHint, LiveFace | None]:
    sighting = seen(engine, picture(name))
    return sighting.hint, sighting.live


def live_face(engine: CalibratedEngine, name: str) -> LiveFace:
    _, live = _seen(engine, name)
    assert live is not None
    return live


@pytest.mark.parametrize("chip", CHIPS)
@pytest.mark.parametrize("photo", PHOTOS)
def test_the_holder_matches_and_nobody_else_does(engine: CalibratedEngine, photo: str, chip: str) -> None:
    comparison = engine.compare(live_face(engine, f"{photo}_frame.jpg"), chip_face(chip))
    expected = FaceBand.MATCH if person(photo) == person(chip) else FaceBand.NO_MATCH
    assert comparison.band is expected


def test_years_between_the_photographs_leave_room_above_the_threshold(engine: CalibratedEngine) -> None:
    for live, chip in (("obama_2009", "obama_2012"), ("obama_2012", "obama_2009"), ("obama_2010", "obama_2012")):
        comparison = engine.compare(live_face(engine, f"{live}_frame.jpg"), chip_face(f"{chip}_chip_480x640.jp2"))
        assert comparison.score > 0.6


def test_a_comparison_says_what_it_stands_on(engine: CalibratedEngine) -> None:
    live = live_face(engine, "obama_2012_frame.jpg")
    comparison = engine.compare(live, chip_face("obama_2010_chip_480x640.jp2"))
    assert (comparison.accept_at, comparison.review_at, comparison.claimed_fmr) == (0.388, 0.31, 1e-3)
    assert comparison.engine == engine.name == "YuNet 2023mar + SFace 2021dec"
    assert comparison.quality == live.quality
    assert comparison.estimate == FalseMatchEstimate(1e-4, Bound.AT_MOST)


def test_a_site_may_ask_for_a_smaller_false_match_rate() -> None:
    strict = CalibratedEngine(false_match_rate=1e-4)
    live = live_face(strict, "obama_2012_frame.jpg")
    comparison = strict.compare(live, chip_face("obama_2010_chip_480x640.jp2"))
    assert (comparison.accept_at, comparison.claimed_fmr) == (0.444, 1e-4)


def test_a_false_match_rate_without_a_measurement_is_refused() -> None:
    with pytest.raises(Fault, match="5e-06") as caught:
        CalibratedEngine(false_match_rate=5e-6)
    assert caught.value.code is FaultCode.SETTINGS_MALFORMED


@pytest.mark.parametrize(
    ("name", "hint", "compared"),
    [
        ("obama_2010_frame.jpg", FaceHint.GOOD, True),
        ("obama_2009_frame.jpg", FaceHint.LOOK_STRAIGHT, True),
        ("q_no_face.jpg", FaceHint.NO_FACE, False),
        ("q_two_faces.jpg", FaceHint.SEVERAL_FACES, False),
        ("q_too_far.jpg", FaceHint.CLOSER, False),
        ("q_roll25.jpg", FaceHint.LOOK_STRAIGHT, True),
        ("q_dark.jpg", FaceHint.MORE_LIGHT, False),
        ("q_bright.jpg", FaceHint.LESS_LIGHT, False),
        ("q_blur.jpg", FaceHint.HOLD_STILL, False),
        # This fixture darkens the room beside an evenly lit face; a mask is believed when it was seen twice.
        ("q_side_light.jpg", FaceHint.GOOD, True),
        ("q_mask_occluded.jpg", FaceHint.GOOD, True),
    ],
)
def test_hint(engine: CalibratedEngine, name: str, hint: FaceHint, compared: bool) -> None:
    told, live = _seen(engine, name)
    assert told is hint
    assert (live is not None) is compared


def test_a_mask_is_to_be_taken_off_and_what_it_hides_is_told_of_the_face(engine: CalibratedEngine) -> None:
    session = engine.session(LivenessRules(LivenessPolicy.OFF))
    masked, bare = picture("q_mask_occluded.jpg"), picture("obama_2012_frame.jpg")
    sightings = [session.look(replace(masked, captured_at=at / 4)) for at in range(1, 6)]
    assert [sighting.hint for sighting in sightings[-2:]] == [FaceHint.REMOVE_MASK] * 2
    assert sightings[-1].live is not None
    assert sightings[-1].live.quality.coverings == {Covering.MASK}
    sightings = [session.look(replace(bare, captured_at=at / 4)) for at in range(6, 12)]
    assert sightings[-1].hint is FaceHint.GOOD
    assert sightings[-1].live is not None
    assert (sightings[-1].live.quality.coverings, sightings[-1].live.person) == (frozenset(), 1)


def photograph() -> Pixels:
    return pixels_of(picture("obama_2012_frame.jpg")).copy()


def half_dark() -> Pixels:
    """The face's image-left half at a fifth of its light."""
    pixels = photograph()
    pixels[:, :320] //= 5
    return pixels


def dim() -> Pixels:
    """The room at a third of its light: dark, but still comparable after brightening."""
    return photograph() // 3


def at_the_edge() -> Pixels:
    return np.roll(photograph(), 220, axis=1)


def very_close() -> Pixels:
    pixels = photograph()[120:330, 200:440]
    return np.asarray(Image.fromarray(pixels).resize((640, 560)))[:480]


@pytest.mark.parametrize(
    ("pixels", "hint", "compared"),
    [
        (half_dark, FaceHint.MORE_LIGHT, False),
        (dim, FaceHint.MORE_LIGHT, True),
        (at_the_edge, FaceHint.TO_THE_MIDDLE, False),
        (very_close, FaceHint.FARTHER, True),
    ],
    ids=lambda value: value.__name__.replace("_", " ") if callable(value) else "",
)
def test_hint_for_a_changed_photograph(
    engine: CalibratedEngine, pixels: object, hint: FaceHint, compared: bool
) -> None:
    assert callable(pixels)
    sighting = seen(engine, frame_of(pixels()))
    told, live = sighting.hint, sighting.live
    assert told is hint
    assert (live is not None) is compared


def test_a_dim_face_still_matches(engine: CalibratedEngine) -> None:
    live = seen(engine, frame_of(dim())).live
    assert live is not None
    assert live.quality.luma < 70
    assert engine.compare(live, chip_face("obama_2010_chip_480x640.jp2")).band is FaceBand.MATCH
    assert engine.compare(live, chip_face("biden_2010_chip_480x640.jp2")).band is FaceBand.NO_MATCH


@pytest.mark.parametrize(
    ("frame", "hint"),
    [
        (plain_frame(128, 1, 1), FaceHint.NO_FACE),
        (plain_frame(128, 63, 480), FaceHint.NO_FACE),
        (plain_frame(0, 640, 480), FaceHint.MORE_LIGHT),
        (plain_frame(128, 640, 480), FaceHint.NO_FACE),
        (plain_frame(255, 640, 480), FaceHint.NO_FACE),
    ],
    ids=["one pixel", "a strip", "black", "grey", "white"],
)
def test_an_empty_picture(engine: CalibratedEngine, frame: Frame, hint: FaceHint) -> None:
    assert seen(engine, frame) == FaceSighting(hint)


@pytest.mark.parametrize(
    ("name", "hint"),
    [("obama_2010_frame.jpg", FaceHint.LOOK_STRAIGHT), ("q_roll25.jpg", FaceHint.LOOK_STRAIGHT)],
)
def test_a_face_that_a_recogniser_does_not_see_is_asked_to_look_straight(
    monkeypatch: pytest.MonkeyPatch, engine: CalibratedEngine, name: str, hint: FaceHint
) -> None:
    monkeypatch.setattr(FaceTemplates, "template", lambda *_: None)
    assert seen(engine, picture(name)) == FaceSighting(hint)
    with pytest.raises(Fault, match="no face for the recogniser") as caught:
        engine.compare(
            LiveFace(picture(name), (1.0,), QUALITY),
            chip_face("obama_2012_chip_480x640.jp2"),
        )
    assert caught.value.code is FaultCode.CHIP_PHOTO_UNUSABLE


def test_a_live_face_holds_its_frame_and_a_unit_template(engine: CalibratedEngine) -> None:
    frame = picture("obama_2012_frame.jpg")
    live = seen(engine, frame).live
    assert live is not None
    assert live.frame is frame
    assert math.hypot(*live.template) == pytest.approx(1.0)


@pytest.mark.parametrize(
    "template",
    [(), (0.0,) * 128, (math.nan,) * 128, (math.inf,) * 128, (1.0,) * 127],
    ids=["empty", "zero", "not a number", "infinite", "of another engine"],
)
def test_a_template_that_is_none_never_looks_like_another_person(
    engine: CalibratedEngine, template: tuple[float, ...]
) -> None:
    live = replace(live_face(engine, "obama_2012_frame.jpg"), template=template)
    with pytest.raises(Fault) as caught:
        engine.compare(live, chip_face("obama_2012_chip_480x640.jp2"))
    assert caught.value.code is FaultCode.FACE_ENGINE_BROKEN


def as_chip(pixels: Pixels) -> ChipFace:
    out = io.BytesIO()
    Image.fromarray(pixels[..., ::-1]).save(out, "JPEG", quality=90)
    return ChipFace(out.getvalue(), "jpeg")


def portrait(height: int) -> Pixels:
    whole = Image.fromarray(pixels_of(picture("obama_2012_chip_480x640.jp2")))
    return np.asarray(whole.resize((height * 3 // 4, height), Image.Resampling.LANCZOS))


@pytest.mark.parametrize(
    ("chip", "why"),
    [
        (ChipFace(b"", "jpeg"), "0 bytes"),
        (ChipFace(chip_face("obama_2012_chip_480x640.jp2").image[:5000], "jp2"), "OSError"),
        (as_chip(np.full((640, 480, 3), 128, np.uint8)), "no face"),
        (as_chip(np.full((1, 1, 3), 128, np.uint8)), "no face"),
        (as_chip(pixels_of(picture("q_no_face.jpg"))), "no face"),
        (as_chip(portrait(160)), "face too small"),
        (as_chip(np.hstack([portrait(640), portrait(640)])), "several faces"),
    ],
    ids=["empty", "truncated", "grey", "one pixel", "a cup of coffee", "a thumbnail", "two faces"],
)
def test_a_portrait_that_cannot_be_compared(engine: CalibratedEngine, chip: ChipFace, why: str) -> None:
    with pytest.raises(Fault, match=why) as caught:
        engine.compare(live_face(engine, "obama_2012_frame.jpg"), chip)
    assert caught.value.code is FaultCode.CHIP_PHOTO_UNUSABLE


@pytest.mark.parametrize("quarters", [0, 1, 2, 3], ids=["upright", "on its side", "on its head", "on the other side"])
def test_a_portrait_that_lies_is_turned(engine: CalibratedEngine, quarters: int) -> None:
    live = live_face(engine, "obama_2010_frame.jpg")
    turned = as_chip(np.ascontiguousarray(np.rot90(portrait(640), quarters)))
    assert engine.compare(live, turned).band is FaceBand.MATCH
    assert engine.compare(live_face(engine, "biden_2010_frame.jpg"), turned).band is FaceBand.NO_MATCH


def test_a_portrait_that_stands_is_not_turned(engine: CalibratedEngine) -> None:
    templates = FaceTemplates(built_in_engines().plan("sface"))
    pixels = portrait(640)
    assert upright_face(templates, pixels)[0] is pixels


@pytest.mark.parametrize(
    ("width", "height"), [(20_000, 20_000), (1, 60_000), (8_001, 1_000)], ids=["a bomb", "a line", "a little too many"]
)
def test_a_portrait_of_too_many_pixels_is_not_decoded(engine: CalibratedEngine, width: int, height: int) -> None:
    data = bytearray(chip_face("obama_2012_chip_240x320.j2k").image)
    data[8:40] = struct.pack(">8I", width, height, 0, 0, width, height, 0, 0)
    with pytest.raises(Fault) as caught:
        engine.compare(live_face(engine, "obama_2012_frame.jpg"), ChipFace(bytes(data), "j2k"))
    assert caught.value.code is FaultCode.CHIP_PHOTO_UNUSABLE


@pytest.mark.parametrize("margin", [0.0, 0.1, 0.2], ids=["to the hair", "into the hair", "eyebrows to lips"])
def test_a_tightly_cut_portrait_is_still_found(engine: CalibratedEngine, margin: float) -> None:
    left, top, right, bottom = 120, 180, 360, 480
    across, down = int((right - left) * margin / 2), int((bottom - top) * margin / 2)
    cut = portrait(640)[top + down : bottom - down, left + across : right - across]
    assert engine.compare(live_face(engine, "obama_2010_frame.jpg"), as_chip(cut)).band is FaceBand.MATCH


@pytest.mark.parametrize(
    "model", ["face_detection_yunet_2023mar_int8bq", "face_recognition_sface_2021dec_int8bq_fixed"]
)
def test_one_changed_byte_in_a_model_stops_the_engine(tmp_path: Path, model: str) -> None:
    folder = tmp_path / "models"
    shutil.copytree(BUILT_IN.parent, folder)
    with (folder / f"{model}.onnx").open("r+b") as file:
        file.seek(1000)
        byte = file.read(1)
        file.seek(1000)
        file.write(bytes([byte[0] ^ 1]))
    with pytest.raises(Fault, match=model) as caught:
        CalibratedEngine(EngineCatalogue([load_manifest(folder / "manifest.toml")]).plan("sface"))
    assert caught.value.code is FaultCode.FACE_ENGINE_BROKEN
