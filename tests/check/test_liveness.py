"""Liveness in a check: who is asked to move and when, what a verdict waits for, and whose face it is about."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.check import effects as fx
from kiosk.check import events as ev
from kiosk.check.screens import ScreenKind, citizen_screen, operator_screen
from kiosk.check.states import AwaitingKey, Completing, Idle, Kiosk, Reading, Recording
from kiosk.check.wording import words
from kiosk.check.wording.liveness_lines import CHALLENGES, PARTS, WHYS, liveness_rows
from kiosk.domain.authenticity import CheckStatus
from kiosk.domain.face import FaceBand, FaceHint
from kiosk.domain.faults import FaultCode
from kiosk.domain.liveness import (
    Challenge,
    ChallengePrompt,
    LivenessFinding,
    LivenessPart,
    LivenessPolicy,
    LivenessReason,
    LivenessReport,
    LivenessRules,
)
from kiosk.domain.text import Text
from kiosk.domain.verdict import Reason, Verdict
from tests.fakes.findings import LISTED, LIVE, MATCH, MISMATCH, PROFILE, READER
from tests.fakes.walk import Walk

PASSED, FAILED, NOT_DONE = CheckStatus.PASSED, CheckStatus.FAILED, CheckStatus.NOT_DONE
OFF, PASSIVE, EITHER, ACTIVE = LivenessPolicy
R = LivenessReason


def report(
    passive: CheckStatus | LivenessReason = R.TOO_FEW_FRAMES,
    challenge: CheckStatus | LivenessReason = R.NOT_ASKED,
    person: int = 1,
    **others: CheckStatus | LivenessReason,
) -> LivenessReport:
    """The two parts that may suffice and any others, each by its status or by why it is not done."""
    found = {LivenessPart.PASSIVE: passive, LivenessPart.CHALLENGE: challenge}
    found |= {LivenessPart(name): said for name, said in others.items()}
    findings = [
        LivenessFinding(part, NOT_DONE, said) if isinstance(said, LivenessReason) else LivenessFinding(part, said)
        for part, said in found.items()
    ]
    return LivenessReport(tuple(findings), person=person)


def walk(policy: LivenessPolicy) -> Walk:
    return Walk(Kiosk(replace(PROFILE, liveness=LivenessRules(policy)), Idle()))


def compared(policy: LivenessPolicy, told: LivenessReport) -> Walk:
    """A check in which everything but the liveness is done."""
    going = walk(policy).code_then_card().face_seen()
    going.send(ev.LivenessFound(going.id, told)).chip_read().inspected()
    return going.send(ev.ListAnswered(going.id, LISTED), ev.FaceCompared(going.id, MATCH, LIVE))


CLEAR = report(PASSED)
DOUBTFUL = report(R.IN_DOUBT)
WITHOUT_PACK = report(R.NO_MODELS)
OBEYED = report(R.NO_MODELS, PASSED)


@pytest.mark.parametrize(
    ("policy", "told", "asked"),
    [
        (OFF, WITHOUT_PACK, False),
        (PASSIVE, WITHOUT_PACK, False),
        (PASSIVE, DOUBTFUL, False),
        (EITHER, report(), False),
        (EITHER, CLEAR, False),
        (EITHER, DOUBTFUL, True),
        (EITHER, WITHOUT_PACK, True),
        (EITHER, report(FAILED), False),
        (ACTIVE, CLEAR, True),
        (ACTIVE, report(), True),
        (ACTIVE, WITHOUT_PACK, True),
    ],
    ids=lambda value: value.value if isinstance(value, LivenessPolicy) else None,
)
def test_who_is_asked_to_move_while_the_chip_is_read(policy: LivenessPolicy, told: LivenessReport, asked: bool) -> None:
    reading = walk(policy).code_then_card().face_seen()
    reading.send(ev.LivenessFound(reading.id, told))
    assert isinstance(reading.phase, Reading)
    assert bool(reading.all(fx.StartChallenge)) is asked


def test_nobody_is_asked_twice() -> None:
    reading = walk(ACTIVE).code_then_card().face_seen()
    for _ in range(3):
        reading.send(ev.LivenessFound(reading.id, WITHOUT_PACK)).face_seen()
    assert len(reading.all(fx.StartChallenge)) == 1


def test_who_still_looks_for_the_code_is_asked_nothing_yet() -> None:
    waiting = walk(ACTIVE).send(ev.CardPresented(READER)).face_seen()
    waiting.send(ev.LivenessFound(waiting.id, WITHOUT_PACK))
    assert isinstance(waiting.phase, AwaitingKey) and not waiting.all(fx.StartChallenge)


def test_nobody_is_asked_before_their_face_is_seen_well() -> None:
    reading = walk(ACTIVE).code_then_card()
    reading.send(ev.LivenessFound(reading.id, WITHOUT_PACK))
    assert not reading.all(fx.StartChallenge)
    reading.face_seen()
    assert reading.all(fx.StartChallenge)


@pytest.mark.parametrize(
    ("policy", "told", "verdict", "reasons"),
    [
        (OFF, LivenessReport(), Verdict.ADMIT, ()),
        (PASSIVE, CLEAR, Verdict.ADMIT, ()),
        (PASSIVE, WITHOUT_PACK, Verdict.REFER, (Reason.LIVENESS_NOT_DONE,)),
        (PASSIVE, DOUBTFUL, Verdict.REFER, (Reason.LIVENESS_NOT_DONE,)),
        (PASSIVE, report(FAILED), Verdict.REFER, (Reason.LIVENESS_FAILED,)),
        (EITHER, CLEAR, Verdict.ADMIT, ()),
        (EITHER, OBEYED, Verdict.ADMIT, ()),
        (EITHER, report(R.IN_DOUBT, PASSED), Verdict.ADMIT, ()),
        (EITHER, report(FAILED), Verdict.REFER, (Reason.LIVENESS_FAILED,)),
        (EITHER, report(PASSED, movement=FAILED), Verdict.REFER, (Reason.LIVENESS_FAILED,)),
        (EITHER, report(R.NO_MODELS, R.TOO_LATE), Verdict.REFER, (Reason.LIVENESS_NOT_DONE,)),
        (EITHER, report(R.NO_MODELS, FAILED), Verdict.REFER, (Reason.LIVENESS_FAILED,)),
        (ACTIVE, OBEYED, Verdict.ADMIT, ()),
        (ACTIVE, report(PASSED, R.TOO_LATE), Verdict.REFER, (Reason.LIVENESS_NOT_DONE,)),
        (ACTIVE, report(PASSED, PASSED, same_face=FAILED), Verdict.REFER, (Reason.LIVENESS_FAILED,)),
        (ACTIVE, report(PASSED, PASSED, injection=FAILED), Verdict.ADMIT_WITH_ATTENTION, (Reason.CAMERA_DOUBTFUL,)),
    ],
)
def test_what_a_report_amounts_to(
    policy: LivenessPolicy, told: LivenessReport, verdict: Verdict, reasons: tuple[Reason, ...]
) -> None:
    done = compared(policy, told)
    assert isinstance(done.phase, Recording)
    assert (done.decision.verdict, done.decision.reasons) == (verdict, reasons)


@pytest.mark.parametrize(
    ("policy", "told"),
    [
        (PASSIVE, report()),
        (EITHER, report()),
        (EITHER, WITHOUT_PACK),
        (EITHER, report(R.NO_MODELS, R.UNDER_WAY)),
        (ACTIVE, CLEAR),
        (ACTIVE, report(PASSED, R.UNDER_WAY)),
    ],
)
def test_the_verdict_waits_for_the_rest_and_not_beyond_the_budget(policy: LivenessPolicy, told: LivenessReport) -> None:
    waiting = compared(policy, told)
    assert isinstance(waiting.phase, Completing)
    waiting.send(ev.Tick(), after=PROFILE.budget_seconds + 1.0)
    assert waiting.decision.reasons == (Reason.LIVENESS_NOT_DONE,)
    assert waiting.decision.verdict is Verdict.REFER


def test_the_challenge_that_ends_while_everything_else_is_done_ends_the_check() -> None:
    waiting = compared(ACTIVE, report(R.NO_MODELS, R.UNDER_WAY))
    waiting.send(ev.LivenessFound(waiting.id, OBEYED))
    assert waiting.decision.verdict is Verdict.ADMIT


def test_nobody_moves_for_a_face_that_is_another_s_anyway() -> None:
    going = walk(ACTIVE).code_then_card().face_seen().chip_read().inspected()
    going.send(ev.ListAnswered(going.id, LISTED))
    for number in range(10):
        live = replace(LIVE, template=(float(number), 1.0))
        going.send(ev.LiveFaceFound(going.id, live), ev.FaceCompared(going.id, MISMATCH, live))
    assert going.decision.reasons == (Reason.FACE_DIFFERS, Reason.LIVENESS_NOT_DONE)


# Whose face it is


OTHER = replace(LIVE, template=(0.0, 1.0), person=2)


def test_a_match_of_one_and_the_liveness_of_another_are_not_put_together() -> None:
    """A photograph of the holder is compared first; then somebody steps before the camera and moves."""
    going = compared(ACTIVE, report(R.NO_MODELS, R.UNDER_WAY))
    going.send(ev.LivenessFound(going.id, replace(OBEYED, person=2)))
    assert going.check.evidence.comparison is None
    going.send(ev.LiveFaceFound(going.id, OTHER))
    assert going.last(fx.CompareFaces).live is OTHER
    going.send(ev.FaceCompared(going.id, MISMATCH, OTHER))
    assert going.check.evidence.comparison is not None
    assert going.check.evidence.comparison.band is FaceBand.NO_MATCH


def test_and_not_the_other_way_round() -> None:
    """Somebody moves; then the holder's photograph is held up and compared."""
    going = walk(ACTIVE).code_then_card().face_seen()
    going.send(ev.LivenessFound(going.id, OBEYED), ev.LiveFaceFound(going.id, OTHER)).chip_read().inspected()
    going.send(ev.ListAnswered(going.id, LISTED), ev.FaceCompared(going.id, MATCH, OTHER))
    assert isinstance(going.phase, Completing)
    going.send(ev.Tick(), after=60.0)
    assert going.decision.reasons == (Reason.LIVENESS_NOT_DONE,)


def test_a_comparison_that_comes_late_is_not_of_who_stands_there_now() -> None:
    going = walk(EITHER).code_then_card().face_seen().chip_read().inspected()
    going.send(ev.LiveFaceFound(going.id, OTHER), ev.FaceCompared(going.id, MATCH, LIVE))
    assert going.check.evidence.comparison is None
    assert going.last(fx.CompareFaces).live is OTHER


def test_words_about_an_earlier_person_change_nothing() -> None:
    going = walk(ACTIVE).code_then_card().send()
    going.send(ev.LiveFaceFound(going.id, OTHER))
    before = going.check
    going.send(ev.LivenessFound(going.id, OBEYED), ev.LiveFaceFound(going.id, LIVE))
    assert (going.check.live, going.check.evidence) == (before.live, before.evidence)


# Who cannot move


def test_staff_look_themselves_and_the_person_is_referred_and_not_failed() -> None:
    waiting = compared(ACTIVE, report(R.NO_MODELS, R.UNDER_WAY))
    waiting.send(ev.ChallengePrompted(waiting.id, PROMPT), ev.StaffLooks())
    assert waiting.decision.reasons == (Reason.LIVENESS_NOT_DONE,)
    assert waiting.decision.verdict is Verdict.REFER
    finding = waiting.check.evidence.liveness.of(LivenessPart.CHALLENGE)
    assert (finding.status, finding.reason) == (NOT_DONE, R.STAFF_LOOKS)


def test_staff_may_say_so_before_anything_was_asked() -> None:
    reading = walk(ACTIVE).code_then_card().send(ev.StaffLooks()).face_seen()
    reading.send(ev.LivenessFound(reading.id, OBEYED), ev.ChallengePrompted(reading.id, PROMPT))
    assert not reading.all(fx.StartChallenge) and reading.check.prompt is None
    assert reading.check.evidence.liveness.status is NOT_DONE


def test_no_policy_admits_whom_staff_wanted_to_look_at() -> None:
    profile = replace(
        PROFILE,
        liveness=LivenessRules(ACTIVE),
        policy=replace(PROFILE.policy, liveness_missing=Verdict.ADMIT_WITH_ATTENTION),
    )
    going = Walk(Kiosk(profile, Idle())).code_then_card().face_seen().send(ev.StaffLooks()).chip_read().inspected()
    going.send(ev.ListAnswered(going.id, LISTED), ev.FaceCompared(going.id, MATCH, LIVE))
    assert going.decision.verdict is Verdict.REFER


def test_nor_whom_they_look_at_after_the_face_was_lost_for_a_moment() -> None:
    profile = replace(
        PROFILE,
        liveness=LivenessRules(ACTIVE),
        policy=replace(PROFILE.policy, liveness_missing=Verdict.ADMIT_WITH_ATTENTION),
    )
    going = Walk(Kiosk(profile, Idle())).code_then_card().face_seen().send(ev.StaffLooks()).chip_read().inspected()
    going.send(ev.LiveFaceFound(going.id, OTHER), ev.ListAnswered(going.id, LISTED))
    going.send(ev.FaceCompared(going.id, MATCH, OTHER))
    assert going.decision.verdict is Verdict.REFER


def test_a_face_engine_that_breaks_ends_the_waiting() -> None:
    going = walk(ACTIVE).code_then_card().face_seen().chip_read()
    going.send(ev.FaceFailed(going.id, FaultCode.FACE_ENGINE_BROKEN)).inspected()
    going.send(ev.ListAnswered(going.id, LISTED))
    assert Reason.DEVICE_FAILED in going.decision.reasons


# What the screens say


PROMPT = ChallengePrompt(Challenge.TURN_LEFT, 1, 2, 0.5)


def test_the_person_reads_what_to_do_and_that_the_card_lies_still() -> None:
    reading = walk(ACTIVE).code_then_card().face_seen()
    reading.send(ev.ChallengePrompted(reading.id, PROMPT))
    screen = citizen_screen(reading.kiosk, reading.now.monotonic)
    assert (screen.kind, screen.challenge) == (ScreenKind.READING, PROMPT)
    assert screen.title == CHALLENGES[Challenge.TURN_LEFT]
    reading.send(ev.ChallengePrompted(reading.id, None))
    assert citizen_screen(reading.kiosk, reading.now.monotonic).challenge is None


@pytest.mark.parametrize(
    ("hint", "said"),
    [
        (FaceHint.SEVERAL_FACES, words.HINTS[FaceHint.SEVERAL_FACES]),
        (FaceHint.NO_FACE, words.HINTS[FaceHint.NO_FACE]),
        (FaceHint.CLOSER, words.HINTS[FaceHint.CLOSER]),
        (FaceHint.LOOK_STRAIGHT, words.READING),
        (FaceHint.GOOD, words.READING),
    ],
)
def test_what_keeps_a_movement_from_being_seen_is_said_below_it(hint: FaceHint, said: Text) -> None:
    reading = walk(ACTIVE).code_then_card().face_seen()
    reading.send(ev.ChallengePrompted(reading.id, PROMPT), ev.FaceHinted(reading.id, hint))
    screen = citizen_screen(reading.kiosk, reading.now.monotonic)
    assert (screen.title, screen.hint) == (CHALLENGES[Challenge.TURN_LEFT], said)


def test_after_the_chip_the_person_is_still_asked() -> None:
    waiting = compared(ACTIVE, report(R.NO_MODELS, R.UNDER_WAY))
    waiting.send(ev.ChallengePrompted(waiting.id, PROMPT))
    screen = citizen_screen(waiting.kiosk, waiting.now.monotonic)
    assert (screen.kind, screen.title) == (ScreenKind.LOOK_AT_CAMERA, CHALLENGES[Challenge.TURN_LEFT])


def test_with_the_verdict_nothing_is_asked_any_more() -> None:
    waiting = compared(ACTIVE, report(R.NO_MODELS, R.UNDER_WAY))
    waiting.send(ev.ChallengePrompted(waiting.id, PROMPT), ev.Tick(), after=60.0)
    assert isinstance(waiting.phase, Recording) and waiting.check.prompt is None
    assert not operator_screen(waiting.kiosk, waiting.now.monotonic).challenged


def rows(told: LivenessReport) -> list[tuple[str, str, str | None]]:
    return [
        (row.label.en, row.value.en, row.detail.en if row.detail else None)
        for row in liveness_rows(replace(told, policy=ACTIVE))
    ]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (
            report(R.NO_MODELS, PASSED, same_face=PASSED, movement=PASSED, depth=PASSED, injection=PASSED),
            [
                ("Living person", "passed", None),
                ("Parts passed", "Movement on request · same face · moves · depth · source of the pictures", None),
                ("Parts not done", "Networks · surroundings", "The model pack is not installed"),
            ],
        ),
        (
            report(PASSED, PASSED, same_face=PASSED, movement=PASSED, surroundings=R.MOVES_ALONG, injection=PASSED),
            [
                ("Living person", "passed", None),
                ("Parts passed", "Networks · movement on request · same face · moves · source of the pictures", None),
                (
                    "Parts not done",
                    "Depth · surroundings",
                    "The surroundings move with the face, like a picture in a hand",
                ),
            ],
        ),
        (
            report(R.NO_MODELS, R.UNDER_WAY, same_face=PASSED),
            [
                ("Living person", "not done", None),
                ("Parts passed", "Same face", None),
                (
                    "Parts not done",
                    "Networks · movement on request · moves · depth · surroundings · source of the pictures",
                    "The model pack is not installed; under way; not asked for",
                ),
            ],
        ),
    ],
)
def test_staff_read_every_part_once(told: LivenessReport, expected: list[tuple[str, str, str | None]]) -> None:
    assert rows(told) == expected


def test_staff_read_what_failed_and_why_beside_what_it_amounts_to() -> None:
    still = LivenessFinding(LivenessPart.MOVEMENT, FAILED, R.STILL_PICTURE)
    told = LivenessReport((*WITHOUT_PACK.findings, still))
    assert rows(told)[0] == ("Living person", "FAILED", "Moves: nothing moves at all")
    going = compared(EITHER, told)
    lines = {line.label.en: line for line in operator_screen(going.kiosk, 0.0).face}
    assert lines["Living person"].status is FAILED
    assert going.decision.reasons == (Reason.LIVENESS_FAILED,)


def test_every_code_has_its_words() -> None:
    assert set(CHALLENGES) == set(Challenge)
    assert set(PARTS) == set(LivenessPart)
    assert set(WHYS) == set(LivenessReason)


def test_a_site_that_asks_for_nothing_says_so_in_one_row() -> None:
    (row,) = liveness_rows(LivenessReport())
    assert (row.status, row.detail) == (NOT_DONE, WHYS[R.NOT_ASKED])
