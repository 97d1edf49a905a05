"""Whole sessions of the real engine: people and prints, played from photographs, and what the report says of them.

Both are synthetic (``kiosk.simulator.person``): the tests hold the parts together and prove nothing about error rates.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

import pytest

from kiosk.biometric.camera.pixels import frame_of, pixels_of
from kiosk.biometric.liveness.orders import EXPRESSIONS, TURNS
from kiosk.biometric.liveness.origin import PictureOrigin
from kiosk.biometric.networks.engine import CalibratedEngine
from kiosk.biometric.networks.engine_choice import EngineCatalogue
from kiosk.biometric.networks.manifest_file import KNOWN_PACK, load_manifest
from kiosk.domain.authenticity import CheckStatus
from kiosk.domain.face import Frame
from kiosk.domain.liveness import (
    Challenge,
    FaceSighting,
    LivenessPart,
    LivenessPolicy,
    LivenessReason,
    LivenessReport,
    LivenessRules,
)
from kiosk.simulator.person.actor import Actor
from kiosk.simulator.person.features import features_of
from kiosk.simulator.person.head import Head
from kiosk.simulator.person.manner import Manner
from tests.fakes.camera import picture, plain_frame
from tests.fakes.models import MODEL_PACK, expression_networks, needs_model_pack, yunet

RATE = 10.0
SEED = 4242
ACTIVE = LivenessRules(LivenessPolicy.ACTIVE)
HURRIED = LivenessRules(LivenessPolicy.ACTIVE, active_seconds=5.0)


@pytest.fixture(autouse=True)
def the_same_orders_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kiosk's orders and pauses cannot be foreseen; those of a test must be."""
    monkeypatch.setattr(random, "SystemRandom", lambda: random.Random(SEED))


@cache
def head(name: str) -> Head:
    pixels = pixels_of(picture(f"{name}_frame.jpg"))
    left, right, *_ = yunet().faces(pixels)[0].points
    return Head(pixels, left, right)


@cache
def expressive(name: str) -> Head:
    """A head that can shut its eyes and open its mouth too."""
    plain = head(name)
    places = expression_networks().places(plain.picture, yunet().faces(plain.picture)[0])
    return replace(plain, features=features_of(places))


@dataclass
class Played:
    """A session under way: what is shown in each frame is the test's to say."""

    engine: CalibratedEngine
    rules: LivenessRules = ACTIVE
    rate: float = RATE

    def __post_init__(self) -> None:
        self.session = self.engine.session(self.rules)
        self.frames = 0
        self.asked: list[Challenge] = []
        self.report = LivenessReport()

    def show(self, drawn: Callable[[float, Challenge | None], Frame]) -> FaceSighting:
        """One frame, by the time since the first one and what is asked."""
        seconds = self.frames / self.rate
        self.frames += 1
        seen = self.session.look(drawn(seconds, self.asked[-1] if self.asked else None))
        self.report = seen.liveness
        if seen.live is not None and seen.liveness.wants_challenge:
            self.session.start_challenge()
        if seen.prompt and (not self.asked or self.asked[-1] is not seen.prompt.challenge):
            self.asked.append(seen.prompt.challenge)
        return seen

    def play(self, actor: Actor, seconds: float = 17.0) -> LivenessReport:
        """Until everything is found out, or the time is over; gives the report."""
        for _ in range(round(seconds * self.rate)):
            self.show(lambda at, asked: frame_of(actor.picture(at, asked), 100.0 + at + 0.001 * (at % 0.3), 1))
            if self.frames > 5 and not self.report.pending:
                break
        return self.report


def what(report: LivenessReport, part: LivenessPart) -> tuple[CheckStatus, LivenessReason | None]:
    return report.of(part).status, report.of(part).reason


PASSED = (CheckStatus.PASSED, None)
PEOPLE = ("biden_2010", "collins_astronaut", "obama_2009", "obama_2010", "obama_2012")
CLOSED_MOUTHS = ("biden_2010", "obama_2012")
"""obama_2009 was photographed while speaking: a mouth that is open cannot be opened."""


@pytest.mark.long
@pytest.mark.parametrize("name", PEOPLE)
def test_who_turns_as_asked_is_alive_and_what_the_pack_does_is_not_done(engine: CalibratedEngine, name: str) -> None:
    played = Played(engine)
    report = played.play(Actor(head(name)))
    assert report.status is CheckStatus.PASSED
    for part in (LivenessPart.CHALLENGE, LivenessPart.SAME_FACE, LivenessPart.MOVEMENT, LivenessPart.DEPTH):
        assert what(report, part) == PASSED, part
    assert what(report, LivenessPart.PASSIVE) == (CheckStatus.NOT_DONE, LivenessReason.NO_MODELS)
    assert what(report, LivenessPart.INJECTION) == (CheckStatus.NOT_DONE, LivenessReason.NO_DEVICE)
    assert {Challenge.TURN_LEFT, Challenge.TURN_RIGHT} <= set(played.asked)


@pytest.mark.parametrize(
    ("name", "manner"),
    [("biden_2010", Manner.WAVED_PRINT), ("obama_2009", Manner.WAVED_PRINT), ("collins_astronaut", Manner.UNWILLING)],
)
def test_nothing_else_passes(engine: CalibratedEngine, name: str, manner: Manner) -> None:
    """All manners of all five: benchmarks/face_liveness.py --synthetic."""
    report = Played(engine, HURRIED).play(Actor(head(name), manner))
    assert report.status is not CheckStatus.PASSED
    assert what(report, LivenessPart.CHALLENGE) != PASSED


def test_a_print_that_does_not_move_at_all_is_a_still_picture(engine: CalibratedEngine) -> None:
    report = Played(engine).play(Actor(head("obama_2012"), Manner.STILL_PRINT))
    assert what(report, LivenessPart.MOVEMENT) == (CheckStatus.FAILED, LivenessReason.STILL_PICTURE)
    assert report.status is CheckStatus.FAILED


def test_who_mistakes_left_for_right_every_time_fails(engine: CalibratedEngine) -> None:
    report = Played(engine).play(Actor(head("obama_2012"), Manner.MISTAKEN))
    assert what(report, LivenessPart.CHALLENGE) == (CheckStatus.FAILED, LivenessReason.WRONG_MOVEMENT)


def test_a_camera_of_three_frames_a_second_is_slow_and_no_attack(engine: CalibratedEngine) -> None:
    report = Played(engine, rate=3.0).play(Actor(head("biden_2010")), seconds=25.0)
    assert report.status is CheckStatus.PASSED


def test_two_people_who_swap_in_the_middle_do_not_pass_together(engine: CalibratedEngine) -> None:
    played, one, other = Played(engine), Actor(head("biden_2010")), Actor(head("obama_2012"))
    while Challenge.TURN_LEFT not in played.asked and Challenge.TURN_RIGHT not in played.asked:
        played.show(lambda at, asked: frame_of(one.picture(at, asked), 100.0 + at, 1))
    report = played.play(other)
    assert report.status is CheckStatus.FAILED
    assert what(report, LivenessPart.SAME_FACE) == (CheckStatus.FAILED, LivenessReason.ANOTHER_FACE)


def test_nobody_a_black_picture_and_too_small_a_picture_find_nothing(engine: CalibratedEngine) -> None:
    played = Played(engine)
    for frame in (picture("q_no_face.jpg"), plain_frame(0), plain_frame(255, 1, 1)):
        seen = played.show(lambda at, asked: frame)  # noqa: B023 - called at once
        assert seen.live is None and seen.liveness.status is CheckStatus.NOT_DONE


def test_a_site_that_asks_for_nothing_gets_nothing(engine: CalibratedEngine) -> None:
    played = Played(engine, LivenessRules(LivenessPolicy.OFF))
    assert played.play(Actor(head("obama_2012"), Manner.STILL_PRINT), seconds=1.0) == LivenessReport()
    assert played.asked == []


def test_a_virtual_camera_is_a_hint_and_changes_nothing_else() -> None:
    origin = PictureOrigin(device=True, virtual=True, name="OBS Virtual Camera")
    report = Played(CalibratedEngine(origin=lambda: origin)).play(Actor(head("biden_2010")))
    assert report.injection_suspected and report.status is CheckStatus.PASSED


@pytest.fixture(scope="module")
def packed() -> CalibratedEngine:
    pack = replace(load_manifest(KNOWN_PACK), folder=MODEL_PACK)
    return CalibratedEngine(EngineCatalogue([load_manifest(), pack]).plan("fused"))


@needs_model_pack
class TestWithTheModelPack:
    def test_five_good_frames_are_enough_for_the_passive_part(self, packed: CalibratedEngine) -> None:
        played = Played(packed, LivenessRules(LivenessPolicy.PASSIVE))
        report = played.play(Actor(head("obama_2012"), Manner.UNWILLING))
        assert report.status is CheckStatus.PASSED and played.frames <= 7
        assert what(report, LivenessPart.PASSIVE) == PASSED
        assert what(report, LivenessPart.CHALLENGE) == (CheckStatus.NOT_DONE, LivenessReason.NOT_ASKED)

    def test_a_clear_passive_part_asks_for_no_movement(self, packed: CalibratedEngine) -> None:
        played = Played(packed, LivenessRules(LivenessPolicy.PASSIVE_THEN_ACTIVE))
        report = played.play(Actor(head("obama_2012"), Manner.UNWILLING))
        assert report.status is CheckStatus.PASSED and played.asked == []

    @pytest.mark.parametrize("name", PEOPLE)
    def test_a_telephone_whose_edge_is_in_sight_looks_like_a_picture(self, packed: CalibratedEngine, name: str) -> None:
        report = Played(packed, LivenessRules(LivenessPolicy.PASSIVE)).play(Actor(head(name), Manner.PHONE), 2.0)
        assert what(report, LivenessPart.PASSIVE) == (CheckStatus.FAILED, LivenessReason.LIKE_A_PICTURE)

    @pytest.mark.parametrize("name", CLOSED_MOUTHS)
    def test_who_turns_blinks_and_opens_the_mouth_as_asked_is_alive(self, packed: CalibratedEngine, name: str) -> None:
        played = Played(packed)
        report = played.play(Actor(expressive(name)))
        assert report.status is CheckStatus.PASSED
        for part in (LivenessPart.PASSIVE, LivenessPart.CHALLENGE, LivenessPart.SAME_FACE, LivenessPart.MOVEMENT):
            assert what(report, part) == PASSED, part
        assert set(played.asked) & set(TURNS) and set(played.asked) & set(EXPRESSIONS)

    def test_who_only_turns_is_not_done_in_time(self, packed: CalibratedEngine) -> None:
        played = Played(packed, HURRIED)
        report = played.play(Actor(expressive("obama_2012"), Manner.ONLY_TURNS))
        assert what(report, LivenessPart.CHALLENGE) == (CheckStatus.NOT_DONE, LivenessReason.TOO_LATE)
        assert report.status is CheckStatus.NOT_DONE
        assert played.asked[-1] in EXPRESSIONS
