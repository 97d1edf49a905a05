"""Document, face and list, until the verdict."""

from __future__ import annotations

from dataclasses import replace

from kiosk.check import effects as fx
from kiosk.check import events as ev
from kiosk.check.boarding import with_boarding_pass, with_infant_told
from kiosk.check.insurance import (
    answered_by_insurance,
    insurance_failed,
    insurance_too_late,
    question_to_insurance,
)
from kiosk.check.issuer import answered_by_issuer, asked_issuer, issuer_failed, issuer_too_late, question_to_issuer
from kiosk.check.limits import RECORD_SECONDS
from kiosk.check.list_photo import with_list_photo
from kiosk.check.outgoing import outgoing
from kiosk.check.phases.face import told_about_face
from kiosk.check.phases.turns import Step, then, to_phase, with_evidence
from kiosk.check.queueing import queued
from kiosk.check.recording import record_of
from kiosk.check.states import Check, Completing, Instant, Kiosk, Recording
from kiosk.check.weighing import compared, lacking, next_challenge, next_comparison, outstanding
from kiosk.domain.decide import decide


def while_completing(kiosk: Kiosk, check: Check, event: ev.Event, now: Instant) -> Step:
    """The chip is done; what was asked of document, list, issuer and face comes back."""
    match event:
        case ev.DocumentInspected(inspection=inspection, reading=reading):
            check = with_evidence(replace(check, chip_face=inspection.chip_face), inspection=inspection).marked(
                "document", now
            )
            check = with_infant_told(check, kiosk.profile, now)
            question = question_to_issuer(kiosk.profile, reading, inspection)
            if question is None:
                return complete(kiosk, check, now)
            return then(complete(kiosk, asked_issuer(check), now), (fx.AskIssuer(check.id, question),), first=True)
        case ev.InspectionFailed(fault=fault):
            return complete(kiosk, with_evidence(check, chip_fault=fault), now)
        case ev.FaceCompared(comparison=comparison, live=live):
            return complete(kiosk, compared(check, comparison, live).marked("face", now), now)
        case ev.ListAnswered(answer=answer):
            check = with_infant_told(with_evidence(check, listing=answer).marked("list", now), kiosk.profile, now)
            check, camera = with_list_photo(check, kiosk.profile, now)
            return then(complete(kiosk, check, now), camera, first=True)
        case ev.ListFailed(fault=fault):
            return complete(kiosk, with_evidence(check, list_fault=fault), now)
        case ev.IssuerAnswered(answer=answer):
            return complete(kiosk, answered_by_issuer(check, answer).marked("issuer", now), now)
        case ev.IssuerFailed():
            return complete(kiosk, issuer_failed(check), now)
        case ev.InsuranceAnswered(answer=answer):
            return complete(kiosk, answered_by_insurance(check, answer).marked("insurance", now), now)
        case ev.InsuranceFailed():
            return complete(kiosk, insurance_failed(check, now.wall), now)
        case ev.CardRemoved(reader=check.reader):
            return to_phase(kiosk, Completing(replace(check, card_present=False)))
        case ev.Tick() if now.monotonic >= check.budget_ends:
            late = insurance_too_late(issuer_too_late(check), now.wall)
            return conclude(kiosk, with_evidence(late, out_of_time=lacking(check)), now)
        case ev.Tick() if check.pass_wanted and not outstanding(check):
            # The boarding pass was shown: nothing else is awaited.
            return complete(kiosk, check, now)
    told = told_about_face(check, event)
    return complete(kiosk, told, now) if told is not None else (kiosk, ())


def complete(kiosk: Kiosk, check: Check, now: Instant) -> Step:
    """Ask for what is still missing; conclude when nothing is."""
    wanted: list[fx.Effect] = []
    evidence = check.evidence
    if evidence.identity and not check.list_asked and (evidence.inspection or evidence.chip_fault):
        check = replace(check, list_asked=True)
        wanted.append(fx.AskList(check.id, evidence.identity))
    question = question_to_insurance(kiosk.profile, check)
    if question:
        check = replace(check, insurance_asked=True)
        wanted.append(fx.AskInsurance(check.id, question, max(0.0, check.budget_ends - now.monotonic)))
    challenge = next_challenge(check)
    if challenge:
        check = replace(check, challenged=True)
        wanted.append(challenge)
    comparison = next_comparison(check)
    if comparison:
        check = replace(check, comparing=True)
        wanted.append(comparison)
    if not outstanding(check):
        return conclude(kiosk, check, now)
    return replace(kiosk, phase=Completing(check)), tuple(wanted)


def conclude(kiosk: Kiosk, check: Check, now: Instant) -> Step:
    """Decide on the evidence as it is, stop looking for the face, and write the verdict."""
    check = with_boarding_pass(check, kiosk.profile.travel, now)
    decision = decide(check.evidence, kiosk.profile.policy)
    check = replace(check, prompt=None).marked("verdict", now)
    record = record_of(check, decision, kiosk.profile.name, now)
    messages = outgoing(record, check.evidence, kiosk.profile.data.outputs)
    commit = fx.CommitRecord(
        check.id, record, check.evidence.identity, messages, queued(check, decision, kiosk.profile.queue)
    )
    recording = Recording(check, decision, now.monotonic + RECORD_SECONDS)
    return replace(kiosk, phase=recording), (fx.StopFace(check.id), commit)
