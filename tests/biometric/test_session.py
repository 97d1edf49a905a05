"""One check's watch, over frames whose faces the test decides: what is embedded, whose faces are averaged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from kiosk.biometric.camera.pixels import Pixels, frame_of, turned
from kiosk.biometric.framing import Zone
from kiosk.biometric.liveness.expression import Expression
from kiosk.biometric.liveness.look import Look
from kiosk.biometric.networks.detection import FaceFound
from kiosk.biometric.networks.recognition import Template, cosine, mean, unit
from kiosk.biometric.occlusion import CoveringLook
from kiosk.biometric.session import TEMPLATE_SECONDS, PersonSession
from kiosk.domain.face import FaceHint, FaceQuality, Frame
from kiosk.domain.liveness import Challenge, ChallengePrompt, FaceSighting, LivenessReport
from tests.fakes.camera import plain_frame

GOOD = FaceQuality(eye_distance=90.0, luma=125.0, sharpness=400.0, roll=0.0, yaw=0.0, detection=0.95)
BLURRED = replace(GOOD, sharpness=100.0)
USELESS = replace(GOOD, sharpness=10.0)

AN, BINH = unit((1.0, 0.1, 0.0)), unit((0.1, 1.0, 0.0))
GREY, BLACK = plain_frame(128, 640, 480), plain_frame(0, 640, 480)


def face(across: float = 0.5, eyes: float = 80.0) -> FaceFound:
    x = across * 640
    points = ((x - eyes / 2, 240.0), (x + eyes / 2, 240.0), (x, 280.0), (x - 20, 320.0), (x + 20, 320.0))
    return FaceFound(x - eyes, 140.0, 2 * eyes, 2.5 * eyes, points, 0.95)


@dataclass
class Seen:
    """What the engine finds in the next frame."""

    faces: tuple[FaceFound, ...] = (face(),)
    quality: FaceQuality = GOOD
    template: Template | None = AN


@dataclass
class FakeTemplates:
    """An engine that finds what the test says, and counts its templates."""

    seen: Seen = field(default_factory=Seen)
    made: int = 0

    def faces(self, pixels: Pixels) -> tuple[FaceFound, ...]:
        return self.seen.faces

    def quality(self, pixels: Pixels, face: FaceFound) -> FaceQuality:
        return self.seen.quality

    def template(self, pixels: Pixels, face: FaceFound, luma: float) -> Template | None:
        self.made += 1
        return self.seen.template

    def score(self, one: Template, other: Template) -> float:
        return cosine(one, other)

    def average(self, templates: Sequence[Template]) -> Template:
        return unit(mean(templates))

    def covering_look(self, pixels: Pixels, face: FaceFound, luma: float, template: Template) -> CoveringLook | None:
        return None


class NotedLiveness:
    """Notes what it is told, in order."""

    report = LivenessReport()
    prompt: ChallengePrompt | None = None

    def __init__(self) -> None:
        self.told: list[str] = []

    def see(self, frame: Frame) -> None:
        pass

    def start_challenge(self) -> None:
        self.told.append("challenge")

    def look(self, look: Look) -> None:
        self.told.append("template" if look.template else "look")

    def miss(self, at: float) -> None:
        self.told.append("miss")

    def new_person(self) -> None:
        self.told.append("new person")

    def close(self) -> None:
        self.told.append("close")


class FakeExpressions:
    """A face that looks as the test says."""

    def __init__(self) -> None:
        self.now = Expression(0.0, 0.0)

    def read(self, pixels: Pixels, face: FaceFound) -> Expression:
        return self.now


class Watched:
    """A session with everything around it that a test looks at."""

    def __init__(self) -> None:
        self.templates = FakeTemplates()
        self.liveness = NotedLiveness()
        self.face = FakeExpressions()
        self.session = PersonSession(self.templates, Zone(), self.liveness, 0.4, self.face)

    def look(self, at: float, seen: Seen | None = None, frame: Frame = GREY) -> FaceSighting:
        self.templates.seen = seen or Seen()
        return self.session.look(replace(frame, captured_at=at))


@pytest.fixture
def watched() -> Watched:
    return Watched()


@pytest.mark.parametrize(
    ("seen", "frame", "hint", "compared"),
    [
        (Seen(), GREY, FaceHint.GOOD, True),
        (Seen(faces=()), GREY, FaceHint.NO_FACE, False),
        (Seen(faces=()), BLACK, FaceHint.MORE_LIGHT, False),
        (Seen(faces=(face(), face(0.75))), GREY, FaceHint.SEVERAL_FACES, False),
        (Seen(faces=(face(), face(0.75, 30.0))), GREY, FaceHint.GOOD, True),
        (Seen(faces=(face(0.05),)), GREY, FaceHint.TO_THE_MIDDLE, False),
        (Seen(quality=BLURRED), GREY, FaceHint.HOLD_STILL, True),
        (Seen(quality=USELESS), GREY, FaceHint.HOLD_STILL, False),
        (Seen(template=None), GREY, FaceHint.LOOK_STRAIGHT, False),
        (Seen(template=None, quality=BLURRED), GREY, FaceHint.HOLD_STILL, False),
    ],
    ids=[
        "one good face", "nobody", "a covered lens", "two people", "somebody behind", "at the edge", "a little blurred",
        "blurred", "not seen by the recogniser", "blurred and not seen by the recogniser",
    ],
)  # fmt: skip
def test_one_frame(watched: Watched, seen: Seen, frame: Frame, hint: FaceHint, compared: bool) -> None:
    sighting = watched.look(10.0, seen, frame)
    assert sighting.hint is hint
    assert (sighting.live is not None) is compared


def test_templates_are_made_a_few_times_a_second(watched: Watched) -> None:
    found = [watched.look(10.0 + at / 30).live is not None for at in range(30)]
    assert watched.templates.made == found.count(True) == 4
    assert watched.liveness.told.count("template") == 4
    assert watched.liveness.told.count("look") == 26


def test_two_frames_a_second_are_all_embedded(watched: Watched) -> None:
    assert all(watched.look(10.0 + at / 2).live for at in range(6))


def test_the_live_face_is_the_average_with_the_best_picture(watched: Watched) -> None:
    watched.look(10.0, Seen(quality=BLURRED, template=unit((1.0, 0.3, 0.0))))
    best = watched.look(10.5, Seen(template=unit((1.0, -0.3, 0.0))))
    worse = watched.look(11.0, Seen(quality=BLURRED, template=unit((1.0, 0.0, 0.0))))
    assert best.live is not None
    assert worse.live is not None
    assert worse.live.template == pytest.approx((1.0, 0.0, 0.0))
    assert worse.live.frame == best.live.frame
    assert worse.live.quality == GOOD


def test_somebody_else_after_a_while_starts_everything_anew(watched: Watched) -> None:
    watched.look(10.0)
    for at in (10.5, 11.0, 11.5):
        watched.look(at, Seen(faces=()))
    sighting = watched.look(12.0, Seen(template=BINH))
    assert sighting.live is not None
    assert (sighting.live.person, sighting.live.template) == (2, pytest.approx(BINH))
    assert watched.liveness.told == ["template", "miss", "miss", "miss", "new person", "template"]


def test_somebody_else_in_the_same_place_starts_everything_anew(watched: Watched) -> None:
    watched.look(10.0)
    odd, other = watched.look(10.3, Seen(template=BINH)), watched.look(10.6, Seen(template=BINH))
    assert odd.live is None
    assert other.live is not None
    assert (other.live.person, other.live.template) == (2, pytest.approx(BINH))
    assert watched.liveness.told == ["template", "template", "new person", "template"]


@pytest.mark.parametrize(
    ("quality", "templates"),
    [(GOOD, 8), (USELESS, 0), (replace(GOOD, dark=0.5), 4), (replace(GOOD, dark=0.5, sharpness=10.0), 0)],
    ids=["good", "blurred", "too dark", "too dark and blurred"],
)
def test_faces_that_are_too_dark_are_looked_at_for_a_mask_only(
    watched: Watched, quality: FaceQuality, templates: int
) -> None:
    lives = [watched.look(10.0 + at / 30, Seen(quality=quality)).live for at in range(60)]
    assert watched.templates.made == templates
    assert any(lives) is (quality == GOOD)


@pytest.mark.parametrize(
    ("expressions", "prompt", "hint"),
    [
        ([(0.9, 0.0)], None, FaceHint.GOOD),
        ([(0.9, 0.0), (0.9, 0.0)], None, FaceHint.OPEN_EYES),
        ([(0.9, 0.0), (0.1, 0.0), (0.9, 0.0)], None, FaceHint.GOOD),
        ([(0.1, 0.4), (0.1, 0.5)], None, FaceHint.CLOSE_MOUTH),
        ([(0.9, 0.0), (0.9, 0.0)], ChallengePrompt(Challenge.BLINK, 1, 2), FaceHint.GOOD),
    ],
    ids=["shut once", "shut", "a blink", "speaking", "asked to blink"],
)
def test_eyes_and_mouth(
    watched: Watched, expressions: list[tuple[float, float]], prompt: ChallengePrompt | None, hint: FaceHint
) -> None:
    watched.liveness.prompt = prompt
    for at, (eyes, mouth) in enumerate(expressions):
        watched.face.now = Expression(eyes, mouth)
        watched.look(10.0 + at)
    assert watched.look(10.0 + len(expressions) - 0.9).hint is hint


def test_the_best_picture_has_open_eyes(watched: Watched) -> None:
    watched.look(10.0)
    watched.face.now = Expression(0.8, 0.0)
    sighting = watched.look(10.5, Seen(quality=replace(GOOD, sharpness=500.0)))
    assert sighting.live is not None
    assert (sighting.live.quality.eyes_shut, sighting.live.quality.sharpness) == (0.0, 400.0)


class OnItsHead(FakeTemplates):
    """An engine that finds somebody in pictures whose first pixel is dark, which turned ones are."""

    def faces(self, pixels: Pixels) -> tuple[FaceFound, ...]:
        return self.seen.faces if pixels[0, 0, 0] == 0 else ()


def test_a_camera_on_its_head_is_told_once_and_whoever_was_seen_before_forgotten(watched: Watched) -> None:
    pixels = np.full((480, 640, 3), 128, np.uint8)
    pixels[-1, -1] = 0
    frame = frame_of(pixels)
    watched.session = PersonSession(OnItsHead(), Zone(), watched.liveness, 0.4, watched.face)
    told = [watched.session.look(replace(frame, captured_at=10.0 + at)) for at in range(5)]
    assert [sighting.turn for sighting in told] == [0, 0, 2, 0, 0]
    assert told[2].hint is FaceHint.CAMERA_TURNED
    assert watched.liveness.told.count("new person") == 1
    upright = frame_of(turned(pixels, 2))
    assert watched.session.look(replace(upright, captured_at=15.0)).live is not None


def test_a_closed_session_holds_nobody(watched: Watched) -> None:
    watched.look(10.0)
    watched.session.close()
    assert watched.liveness.told[-1] == "close"
    sighting = watched.look(10.0 + TEMPLATE_SECONDS, Seen(template=BINH))
    assert sighting.live is not None
    assert sighting.live.template == pytest.approx(BINH)
