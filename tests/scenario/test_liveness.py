"""Whole checks of people and of prints before the virtual camera: real rooms, real engine, a virtual card."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiosk.app.faces.setup import model_packs
from kiosk.biometric.camera.pixels import pixels_of
from kiosk.biometric.liveness.orders import EXPRESSIONS
from kiosk.check import events as ev
from kiosk.check.states import Idle, Kiosk, ShowingResult
from kiosk.domain.authenticity import CheckStatus
from kiosk.domain.liveness import LivenessPart, LivenessReason
from kiosk.domain.verdict import Reason, Verdict
from kiosk.simulator.person.actor import Actor
from kiosk.simulator.person.camera import VirtualCamera
from kiosk.simulator.person.features import features_of
from kiosk.simulator.person.head import Head
from kiosk.simulator.person.manner import Manner
from tests.fakes.camera import picture, plain_frame
from tests.fakes.models import MODEL_PACK, expression_networks, needs_model_pack, yunet
from tests.scenario.house import House, card, exam_site

HOLDER, STRANGER = "obama_2009_frame.jpg", "biden_2010_frame.jpg"


def somebody(photograph: str, manner: Manner = Manner.ALIVE) -> Actor:
    pixels = pixels_of(picture(photograph))
    left, right, *_ = yunet().faces(pixels)[0].points
    return Actor(Head(pixels, left, right), manner)


def somebody_expressive(photograph: str, manner: Manner = Manner.ALIVE) -> Actor:
    """Who can shut their eyes and open their mouth too."""
    pixels = pixels_of(picture(photograph))
    face = yunet().faces(pixels)[0]
    features = features_of(expression_networks().places(pixels, face))
    return Actor(Head(pixels, face.points[0], face.points[1], features), manner)


def patient_site(folder: Path, policy: str) -> Path:
    """The exam site with more time for everything: who does what is asked passes on a busy machine too."""
    site = exam_site(folder, policy)
    text = site.read_text("utf-8")
    for usual, longer in (
        ("budget_seconds = 20", "budget_seconds = 60"),
        ("active_seconds = 15", "active_seconds = 30"),
    ):
        assert usual in text
        text = text.replace(usual, longer)
    site.write_text(text, "utf-8")
    return site


@contextmanager
def house(
    folder: Path, policy: str = "active", *, pack: bool = False, patient: bool = False
) -> Iterator[tuple[House, VirtualCamera]]:
    """A kiosk whose virtual camera lets the person hear what they are asked; with the model pack, where wanted."""
    camera = VirtualCamera(pixels_of(picture("q_no_face.jpg")))
    built = House(folder).set(site=(patient_site if patient else exam_site)(folder, policy))
    built.source = camera
    if pack:
        model_packs(built.settings).install(MODEL_PACK)
    with built.open() as opened:

        def hear(kiosk: Kiosk) -> None:
            prompt = kiosk.check.prompt if kiosk.check else None
            camera.ask(prompt.challenge if prompt else None)

        opened.hear = hear
        yield opened, camera


def verdict(house: House) -> tuple[Verdict, tuple[Reason, ...]]:
    house.until(Idle)
    house.type_can("012345")
    house.lay(card())
    decision = house.decision()
    return decision.verdict, decision.reasons


@pytest.mark.parametrize("policy", ["passive_then_active", "active"])
def test_the_holder_turns_their_head_and_is_admitted(tmp_path: Path, policy: str) -> None:
    with house(tmp_path, policy, patient=True) as (opened, camera):
        camera.show(somebody(HOLDER))
        assert verdict(opened) == (Verdict.ADMIT, ())
        check = opened.until(ShowingResult).check
        assert check is not None and check.challenged


def test_a_print_of_the_holder_on_a_stand_is_referred(tmp_path: Path) -> None:
    with house(tmp_path) as (opened, camera):
        camera.show(somebody(HOLDER, Manner.STILL_PRINT))
        assert verdict(opened) == (Verdict.REFER, (Reason.LIVENESS_FAILED,))


def test_a_print_that_is_turned_by_hand_is_referred(tmp_path: Path) -> None:
    with house(tmp_path) as (opened, camera):
        camera.show(somebody(HOLDER, Manner.WAVED_PRINT))
        decided, reasons = verdict(opened)
        assert decided is Verdict.REFER
        assert set(reasons) & {Reason.LIVENESS_FAILED, Reason.LIVENESS_NOT_DONE}


def test_a_stranger_who_turns_their_head_is_still_a_stranger(tmp_path: Path) -> None:
    with house(tmp_path) as (opened, camera):
        camera.show(somebody(STRANGER))
        assert verdict(opened)[1][0] is Reason.FACE_DIFFERS


def test_somebody_alive_cannot_be_alive_for_a_print(tmp_path: Path) -> None:
    """The print is compared with the chip; then a stranger takes its place and turns their head."""
    with house(tmp_path) as (opened, camera):
        camera.show(somebody(HOLDER, Manner.UNWILLING))
        opened.until(Idle)
        opened.type_can("012345")
        opened.lay(card())
        opened.until(such=lambda kiosk: kiosk.check is not None and kiosk.check.evidence.comparison is not None)
        camera.show(somebody(STRANGER))
        assert opened.decision().verdict is Verdict.REFER


def test_staff_look_at_who_cannot_turn_their_head(tmp_path: Path) -> None:
    with house(tmp_path) as (opened, camera):
        camera.show(somebody(HOLDER, Manner.UNWILLING))
        opened.until(Idle)
        opened.type_can("012345")
        opened.lay(card())
        opened.until(such=lambda kiosk: kiosk.check is not None and kiosk.check.prompt is not None)
        opened.assembly.runner.post(ev.StaffLooks())
        assert opened.decision().reasons == (Reason.LIVENESS_NOT_DONE,)


@pytest.mark.parametrize(
    "shown",
    [picture("q_no_face.jpg"), plain_frame(0, 640, 480), plain_frame(255, 64, 64)],
    ids=["nobody", "black", "tiny"],
)
def test_what_shows_no_face_blocks_no_chip_and_admits_nobody(tmp_path: Path, shown: object) -> None:
    with house(tmp_path) as (opened, camera):
        camera.show(pixels_of(shown))  # type: ignore[arg-type]
        decided, reasons = verdict(opened)
        assert decided is Verdict.REFER and Reason.FACE_NOT_COMPARED in reasons
        check = opened.until(ShowingResult).check
        assert check is not None and check.evidence.inspection is not None
        assert check.evidence.liveness.of(LivenessPart.CHALLENGE).status is not None


# With the model pack, whose networks ask for a blink or an open mouth and see whether it comes

PACKED_HOLDER = "obama_2010_frame.jpg"
"""Photographed with a closed mouth; the chip's portrait is of another year."""


@needs_model_pack
def test_with_the_pack_who_does_all_that_is_asked_is_admitted(tmp_path: Path) -> None:
    with house(tmp_path, pack=True, patient=True) as (opened, camera):
        camera.show(somebody_expressive(PACKED_HOLDER))
        assert verdict(opened) == (Verdict.ADMIT, ())
        check = opened.until(ShowingResult).check
        assert check is not None
        for part in (LivenessPart.CHALLENGE, LivenessPart.PASSIVE, LivenessPart.SAME_FACE):
            assert check.evidence.liveness.of(part).status is CheckStatus.PASSED, part
        asked = {one.check.prompt.challenge for one in opened.seen if one.check and one.check.prompt}
        assert asked & set(EXPRESSIONS), "an expression was asked for"


@needs_model_pack
def test_with_the_pack_who_only_turns_their_head_is_referred(tmp_path: Path) -> None:
    with house(tmp_path, pack=True) as (opened, camera):
        camera.show(somebody_expressive(PACKED_HOLDER, Manner.ONLY_TURNS))
        assert verdict(opened) == (Verdict.REFER, (Reason.LIVENESS_NOT_DONE,))
        check = opened.until(ShowingResult).check
        assert check is not None
        assert check.evidence.liveness.of(LivenessPart.CHALLENGE).reason is LivenessReason.TOO_LATE


@needs_model_pack
def test_with_the_pack_a_still_photograph_is_referred(tmp_path: Path) -> None:
    with house(tmp_path, pack=True) as (opened, camera):
        camera.show(somebody_expressive(PACKED_HOLDER, Manner.STILL_PRINT))
        assert verdict(opened) == (Verdict.REFER, (Reason.LIVENESS_FAILED,))
