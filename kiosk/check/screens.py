"""What both screens show, as values without a toolkit: a window only draws what stands here."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from kiosk.check.boarding import awaits_pass
from kiosk.check.limits import KEY_WAIT_SECONDS, TAKE_OVER_WARNING_SECONDS, WARNING_SECONDS
from kiosk.check.states import (
    AwaitingCard,
    AwaitingConsent,
    AwaitingKey,
    Check,
    CheckingByHand,
    Completing,
    Idle,
    Kiosk,
    Milestone,
    OutOfService,
    Phase,
    Reading,
    Recording,
    RemovingCard,
    Repositioning,
    ShowingResult,
    ShownCard,
    Starting,
)
from kiosk.check.told_numbers import told_number
from kiosk.check.weighing import lacking
from kiosk.check.wording import words
from kiosk.check.wording.citizen_reasons import told_to_citizen, verdict_told
from kiosk.check.wording.insurance_lines import insurance_lines
from kiosk.check.wording.liveness_lines import CHALLENGES
from kiosk.check.wording.not_compared import not_compared_lines
from kiosk.check.wording.operator_lines import (
    VERDICT_TONES,
    boarding_lines,
    document_lines,
    face_lines,
    listing_lines,
    person_lines,
    reason_lines,
)
from kiosk.check.wording.operator_lines import Line as Line
from kiosk.check.wording.operator_lines import Tone as Tone
from kiosk.domain.evidence import Evidence
from kiosk.domain.face import ChipFace, FaceHint, Frame
from kiosk.domain.faults import FAULTS, FaultCode, Retry
from kiosk.domain.liveness import ChallengePrompt
from kiosk.domain.override import Outcome
from kiosk.domain.record import CheckId
from kiosk.domain.shown_code import FlightPass, InsuranceCard
from kiosk.domain.site import ListingAnswer, ListPhoto, SiteWords
from kiosk.domain.text import Text
from kiosk.domain.verdict import Decision

STILL_READING_AFTER = 8.0

_STEPS_SHOWN = frozenset({"SOD", "DG1", "DG2", "chip", "document", "face", "list"})
"""The milestones that are ticks on the citizen's ring."""


class ScreenKind(StrEnum):
    """The citizen's screens, one a state."""

    STARTING = "starting"
    OUT_OF_SERVICE = "out_of_service"
    IDLE = "idle"
    CONSENT = "consent"
    CARD_WANTED = "card_wanted"
    KEY_WANTED = "key_wanted"
    READING = "reading"
    REPOSITION = "reposition"
    LOOK_AT_CAMERA = "look_at_camera"
    CHECKING = "checking"
    RESULT = "result"
    WAIT_FOR_STAFF = "wait_for_staff"
    REMOVE_CARD = "remove_card"


@dataclass(frozen=True, slots=True)
class CitizenScreen:
    """One screen of the citizen window.

    ``seconds_left`` counts down, ``time_used`` (0–1) is its ring; ``progress`` (0–1) is the share of the chip's bytes.
    ``steps_done`` (0–1 each, on the same ring) are the moments at which a step of the check was done. ``place`` is
    shown very large. ``preview`` asks for the live mirrored picture with the oval, ``keypad`` for six digits,
    ``chip_button`` for the button «the chip cannot be read», ``more_time`` for the one that puts off the end of the
    wait. ``consent`` is what the person is asked before anything is read. ``challenge`` is the movement that they are
    asked for, drawn as an arrow over the live picture; its words are the title. ``face_hint`` is what ``hint`` says,
    where that is about the face, for a sign beside it. ``hint_tone`` is that of a ``hint`` on a ground of its own.
    """

    kind: ScreenKind
    title: Text
    tone: Tone = Tone.NEUTRAL
    detail: Text | None = None
    hint: Text | None = None
    place: Text | None = None
    seconds_left: int | None = None
    time_used: float | None = None
    progress: float | None = None
    preview: bool = False
    face_good: bool = False
    keypad: bool = False
    chip_button: bool = False
    more_time: bool = False
    steps_done: tuple[float, ...] = ()
    consent: Text | None = None
    challenge: ChallengePrompt | None = None
    face_hint: FaceHint | None = None
    hint_tone: Tone = Tone.ATTENTION


@dataclass(frozen=True, slots=True)
class OperatorScreen:
    """The operator's evidence side by side. Photos are ``None`` until they are there, and after the wipe.

    ``challenged``: the person is asked to move now. ``by_hand`` is the check in which staff look, and say when they
    have seen enough; ``to_decide`` is the check whose person waits for their decision now; ``to_see`` is the
    check whose person is admitted with something that they are to acknowledge; ``of_list``: there is
    nothing of a card. ``more_time``: something ends by itself soon, which staff can put off as the person can.
    """

    headline: Text
    tone: Tone = Tone.NEUTRAL
    reasons: tuple[Line, ...] = ()
    document: tuple[Line, ...] = ()
    face: tuple[Line, ...] = ()
    person: tuple[Line, ...] = ()
    listing: tuple[Line, ...] = ()
    trouble: tuple[Line, ...] = ()
    timeline: tuple[Milestone, ...] = ()
    chip_photo: ChipFace | None = None
    live_photo: Frame | None = None
    list_photo: ListPhoto | None = None
    score: float | None = None
    accept_at: float | None = None
    review_at: float | None = None
    seconds: float | None = None
    challenged: bool = False
    by_hand: CheckId | None = None
    to_decide: CheckId | None = None
    to_see: CheckId | None = None
    of_list: bool = False
    more_time: bool = False


def citizen_screen(kiosk: Kiosk, now: float) -> CitizenScreen:
    """The citizen's screen for this state at ``now`` (monotonic seconds)."""
    return _wait_for_staff(kiosk) if kiosk.taken_over else _served_screen(kiosk, now)


def _wait_for_staff(kiosk: Kiosk) -> CitizenScreen:
    return CitizenScreen(ScreenKind.WAIT_FOR_STAFF, _filled(words.WAIT_FOR_STAFF, kiosk.profile.words))


def _served_screen(kiosk: Kiosk, now: float) -> CitizenScreen:
    told = told_number(kiosk)
    if told is not None:
        return CitizenScreen(
            ScreenKind.RESULT,
            words.REGISTERED,
            Tone.SUCCESS,
            detail=words.REGISTERED_DETAIL,
            place=told.place,
            seconds_left=_left(told.until, now),
        )
    match kiosk.phase:
        case Starting():
            return CitizenScreen(ScreenKind.STARTING, words.STARTING)
        case OutOfService():
            return CitizenScreen(ScreenKind.OUT_OF_SERVICE, words.OUT_OF_SERVICE, Tone.TROUBLE, _trouble_word(kiosk))
        case Idle(notice=notice):
            return CitizenScreen(
                ScreenKind.IDLE,
                words.IDLE,
                detail=words.IDLE_DETAIL,
                hint=_idle_hint(kiosk, notice),
                hint_tone=Tone.SUCCESS if kiosk.shown else Tone.ATTENTION,
            )
        case AwaitingCard(until=until):
            left = _left(until, now)
            return CitizenScreen(
                ScreenKind.CARD_WANTED,
                words.CODE_SEEN,
                seconds_left=left,
                chip_button=True,
                more_time=left <= WARNING_SECONDS,
            )
        case AwaitingConsent(until=until):
            return CitizenScreen(
                ScreenKind.CONSENT,
                words.CONSENT,
                consent=kiosk.profile.data.consent,
                seconds_left=_left(until, now),
                more_time=until - now <= WARNING_SECONDS,
            )
        case AwaitingKey(until=until, notice=notice):
            return CitizenScreen(
                ScreenKind.KEY_WANTED,
                words.KEY_WANTED,
                detail=words.KEY_WANTED_DETAIL,
                hint=_notice(notice),
                seconds_left=_left(until, now),
                time_used=1 - max(0.0, until - now) / KEY_WAIT_SECONDS,
                preview=True,
                keypad=True,
                more_time=until - now <= WARNING_SECONDS,
            )
        case CheckingByHand(check=check):
            return CitizenScreen(
                ScreenKind.LOOK_AT_CAMERA,
                _filled(words.BY_HAND, kiosk.profile.words),
                hint=words.HINTS[check.hint],
                preview=True,
                face_good=check.live is not None,
                face_hint=check.hint,
            )
        case Reading(check=check):
            return _reading(kiosk, check, now)
        case Repositioning(check=check):
            return _timed(kiosk, check, now, ScreenKind.REPOSITION, words.REPOSITION, Tone.ATTENTION)
        case Completing(check=check) if check.prompt or (check.reference is not None and not check.comparisons):
            return _timed(kiosk, check, now, ScreenKind.LOOK_AT_CAMERA, words.LOOK_AT_CAMERA, preview=True)
        case Completing(check=check) if awaits_pass(check) and not lacking(check):
            return _timed(kiosk, check, now, ScreenKind.CHECKING, words.PASS_WANTED, preview=True)
        case Completing(check=check) | Recording(check=check):
            return _timed(kiosk, check, now, ScreenKind.CHECKING, words.CHECKING, preview=True)
        case ShowingResult(awaits_staff=True):
            return _wait_for_staff(kiosk)
        case ShowingResult(check=check, by_staff=Outcome() as outcome, until=until):
            return _decided(kiosk.profile.words, check, outcome, _left(until, now))
        case ShowingResult(check=check, decision=decision, until=until):
            return _result(kiosk.profile.words, check, decision, _left(until, now))
        case RemovingCard():
            return CitizenScreen(ScreenKind.REMOVE_CARD, words.REMOVE_CARD, Tone.ATTENTION)


def _left(until: float, now: float) -> int:
    return max(0, math.ceil(until - now))


def _notice(fault: FaultCode | None) -> Text | None:
    return words.CITIZEN_NOTICES.get(fault, FAULTS[fault].sentence) if fault else None


def _idle_hint(kiosk: Kiosk, notice: FaultCode | None) -> Text | None:
    match kiosk.shown:
        case ShownCard(card=InsuranceCard()):
            return words.INSURANCE_SEEN
        case ShownCard(card=FlightPass()):
            return words.PASS_SEEN
    return _notice(notice)


def _trouble_word(kiosk: Kiosk) -> Text | None:
    return FAULTS[min(kiosk.faults)].sentence if kiosk.faults else None


def _reading(kiosk: Kiosk, check: Check, now: float) -> CitizenScreen:
    long = check.timeline and now - check.started.monotonic > STILL_READING_AFTER
    title = words.STILL_READING if long else words.READING
    return _timed(kiosk, check, now, ScreenKind.READING, title, preview=True, progress=check.share_read)


_IN_THE_WAY = frozenset(
    {FaceHint.NO_FACE, FaceHint.SEVERAL_FACES, FaceHint.TO_THE_MIDDLE, FaceHint.CLOSER, FaceHint.FARTHER}
)
"""Hints without which no movement is seen; a turned head is asked to look straight, which would be no help."""


def _timed(
    kiosk: Kiosk,
    check: Check,
    now: float,
    kind: ScreenKind,
    title: Text,
    tone: Tone = Tone.NEUTRAL,
    *,
    preview: bool = False,
    progress: float | None = None,
) -> CitizenScreen:
    budget = kiosk.profile.budget_seconds
    used = 1 - max(0.0, check.budget_ends - now) / budget
    # Once everything is being compared there is nothing more to do for the person.
    hint = words.HINTS[check.hint] if preview and kind is not ScreenKind.CHECKING else None
    begun = check.budget_ends - budget - check.started.monotonic
    done = (one.seconds for one in check.timeline if one.name in _STEPS_SHOWN)
    prompt = check.prompt if preview else None
    if prompt is not None:
        # The title says what to do; what keeps it from being seen, or that the card must lie still, stands below.
        below = title if kind is ScreenKind.READING else None
        title, hint = CHALLENGES[prompt.challenge], hint if check.hint in _IN_THE_WAY else below
    return CitizenScreen(
        kind,
        title,
        tone,
        hint=hint,
        seconds_left=_left(check.budget_ends, now),
        time_used=min(1.0, max(0.0, used)),
        progress=progress,
        preview=preview,
        face_good=check.live is not None,
        challenge=prompt,
        face_hint=check.hint if hint is words.HINTS[check.hint] else None,
        steps_done=tuple(share for seconds in done if 0.0 <= (share := (seconds - begun) / budget) <= 1.0),
    )


def _result(site: SiteWords, check: Check, decision: Decision, left: int) -> CitizenScreen:
    verdict = verdict_told(decision)
    title = _filled(words.CITIZEN_VERDICTS[verdict], site)
    told, shows_place = told_to_citizen(decision)
    listing = check.evidence.listing
    place = listing.listing.place if shows_place and listing and listing.listing else None
    detail = _filled(told, site) if told else None
    return CitizenScreen(
        ScreenKind.RESULT, title, VERDICT_TONES[verdict], detail=detail, place=place, seconds_left=left
    )


_OUTCOME_TONES = {Outcome.ADMITTED: Tone.SUCCESS, Outcome.REFUSED: Tone.REFUSE}


def _decided(site: SiteWords, check: Check, outcome: Outcome, left: int) -> CitizenScreen:
    listing = check.evidence.listing
    place = listing.listing.place if outcome is Outcome.ADMITTED and listing and listing.listing else None
    title = _filled(words.STAFF_OUTCOMES[outcome], site)
    return CitizenScreen(ScreenKind.RESULT, title, _OUTCOME_TONES[outcome], place=place, seconds_left=left)


def _filled(text: Text, site: SiteWords) -> Text:
    return text.filled(staff=site.staff, person=site.person)


def operator_screen(kiosk: Kiosk, now: float) -> OperatorScreen:
    """The operator's screen for this state at ``now`` (monotonic seconds)."""
    trouble = (
        *_taken_over(kiosk, now),
        *(
            Line(FAULTS[fault].sentence, FAULTS[fault].remedy, Tone.TROUBLE)
            for fault in (*sorted(kiosk.faults), *_what_staff_can_mend(kiosk.phase))
        ),
    )
    check = kiosk.check
    if check is None:
        citizen = _served_screen(kiosk, now)
        return OperatorScreen(citizen.title, citizen.tone, trouble=trouble, more_time=_ends_by_itself(kiosk.phase))
    result = kiosk.phase if isinstance(kiosk.phase, ShowingResult) else None
    decision = result.decision if result else None
    by_hand = isinstance(kiosk.phase, CheckingByHand)
    doing = words.BY_HAND_FOR_STAFF if by_hand else _served_screen(kiosk, now).title
    headline, tone = _headline(result) if result else (doing, Tone.NEUTRAL)
    evidence = check.evidence
    person = person_lines(evidence.identity) if evidence.identity else ()
    comparison = evidence.comparison
    live = check.compared or check.live
    return OperatorScreen(
        headline=headline,
        tone=tone,
        reasons=reason_lines(decision) if decision else (),
        document=document_lines(evidence.inspection) if evidence.inspection else (),
        face=face_lines(comparison, evidence.liveness)
        if comparison
        else not_compared_lines(check, decided=decision is not None),
        # What only the list says was on no card.
        person=() if evidence.by_hand else person,
        listing=(*(person if evidence.by_hand else ()), *_listing(kiosk, evidence)),
        trouble=trouble,
        timeline=check.timeline,
        chip_photo=check.chip_face,
        live_photo=live.frame if live else None,
        list_photo=_list_photo(evidence.listing),
        score=comparison.score if comparison else None,
        accept_at=comparison.accept_at if comparison else None,
        review_at=comparison.review_at if comparison else None,
        seconds=check.timeline[-1].seconds if decision and check.timeline else now - check.started.monotonic,
        challenged=check.prompt is not None and decision is None,
        by_hand=check.id if by_hand else None,
        to_decide=check.id if result and result.awaits_staff else None,
        to_see=check.id if result and result.is_to_be_seen else None,
        of_list=evidence.by_hand is not None,
        more_time=_ends_by_itself(kiosk.phase),
    )


def _ends_by_itself(phase: Phase) -> bool:
    """Whether the person has only so long, and may be given more; decisions of staff have a time of their own."""
    match phase:
        case ShowingResult(awaits_staff=awaits_staff):
            return not awaits_staff
    return isinstance(phase, AwaitingCard | AwaitingConsent | AwaitingKey | CheckingByHand)


def _headline(result: ShowingResult) -> tuple[Text, Tone]:
    """The machine's verdict, which stays below among the reasons when staff decided beside it."""
    if result.by_staff is not None:
        return words.STAFF_DECISIONS[result.by_staff], _OUTCOME_TONES[result.by_staff]
    return words.VERDICTS[result.decision.verdict], VERDICT_TONES[result.decision.verdict]


def _taken_over(kiosk: Kiosk, now: float) -> tuple[Line, ...]:
    if kiosk.taken_over is None:
        return ()
    left = _left(kiosk.taken_over.until, now)
    ending = words.TAKEN_OVER_ENDING.filled(n=left)
    remedy = words.TAKEN_OVER_REMEDY.filled(n=math.ceil(left / 60))
    return (Line(words.TAKEN_OVER, ending if left <= TAKE_OVER_WARNING_SECONDS else remedy, Tone.ATTENTION),)


def _list_photo(answer: ListingAnswer | None) -> ListPhoto | None:
    return answer.listing.photo if answer and answer.listing else None


def _listing(kiosk: Kiosk, evidence: Evidence) -> tuple[Line, ...]:
    """What the list and the insurance service say about the person."""
    lines = (*(listing_lines(evidence.listing) if evidence.listing else ()), *boarding_lines(evidence.boarding))
    rules = kiosk.profile.insurance
    insured = insurance_lines(evidence.insurance, rules.show) if evidence.insurance and rules else ()
    return (*lines, *insured)


def _what_staff_can_mend(phase: Phase) -> tuple[FaultCode, ...]:
    """What was wrong with the last scan, where the staff can help: a scanner that garbles letters."""
    match phase:
        case Idle(notice=fault) | AwaitingKey(notice=fault) if fault and FAULTS[fault].retry is Retry.BY_STAFF:
            return (fault,)
    return ()
