"""``kiosk check``: one whole check without a window, the same machine and the same threads."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from kiosk.app import report
from kiosk.app.exits import VERDICT_EXITS, Exit, fault_exit
from kiosk.app.key_options import parse_keys
from kiosk.app.settings.values import Settings
from kiosk.app.wiring import Assembly
from kiosk.check import events as ev
from kiosk.check.states import AwaitingKey, Check, Idle, Kiosk, OutOfService, ShowingResult
from kiosk.domain.authenticity import Authenticity
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.verdict import Decision


class _Watch:
    """Lets the main thread wait for a state of the runner."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._kiosk: Kiosk | None = None

    def see(self, kiosk: Kiosk) -> None:
        with self._changed:
            self._kiosk = kiosk
            self._changed.notify_all()

    def until(self, kinds: tuple[type, ...], seconds: float) -> Kiosk | None:
        with self._changed:
            self._changed.wait_for(lambda: self._kiosk is not None and isinstance(self._kiosk.phase, kinds), seconds)
            return self._kiosk if self._kiosk and isinstance(self._kiosk.phase, kinds) else None


def check_once(
    settings: Settings,
    *,
    can: str | None,
    mrz: str | None,
    qr: str | None,
    anchors: Sequence[Path],
    wait: float,
    as_json: bool,
) -> Exit:
    """Wait for devices and card, run one check, print its result."""
    from kiosk.reader.pcsc import PcscConnector, PcscPresence, ReaderChoice, reader_limits

    qr_identity, keys = parse_keys(can, mrz, qr)
    presence = PcscPresence(ReaderChoice(settings.reader, settings.card_atr))
    assembly = Assembly(
        settings,
        presence,
        PcscConnector(),
        anchors=anchors,
        limits=lambda connection: reader_limits(connection).extended,
        camera_reads_codes=not keys,
    )
    watch = _Watch()
    assembly.runner.subscribe(watch.see)
    assembly.start()
    try:
        ready = watch.until((Idle, AwaitingKey), wait)
        if ready is None:
            return _no_verdict(_trouble(assembly.runner.kiosk), as_json)
        if qr_identity is not None:
            assembly.runner.post(ev.CardCodeRead(qr_identity, keys))
        elif keys:
            assembly.runner.post(ev.KeyTyped(keys))
        shown = watch.until((ShowingResult, OutOfService), wait + settings_seconds(assembly))
        if shown is None or not isinstance(shown.phase, ShowingResult):
            return _no_verdict(_trouble(assembly.runner.kiosk), as_json)
        check, decision = shown.phase.check, shown.phase.decision
    finally:
        assembly.stop()
    if as_json:
        print(json.dumps(check_json(check, decision), ensure_ascii=False, indent=2))
    else:
        _print(check, decision)
    return VERDICT_EXITS[decision.verdict]


def settings_seconds(assembly: Assembly) -> float:
    """The longest that one check of this site may last once the card is there."""
    return assembly.runner.kiosk.profile.budget_seconds + 60.0


def check_json(check: Check, decision: Decision) -> report.Json:
    """The shape ``kiosk.check/1``."""
    evidence = check.evidence
    inspection = evidence.inspection
    return {
        "schema": "kiosk.check/1",
        "check_id": check.id,
        **report.decision_json(decision),
        "seconds": round(check.timeline[-1].seconds, 3) if check.timeline else 0.0,
        "reader": check.reader or None,
        "access": report.access_json(inspection.access) if inspection else None,
        "identity": report.identity_json(evidence.identity),
        "authenticity": report.authenticity_json(inspection.authenticity if inspection else Authenticity()),
        "face": report.face_json(evidence.comparison, evidence.liveness),
        "listing": report.listing_json(evidence.listing),
        "issuer": report.issuer_json(evidence.issuer),
        "insurance": report.insurance_json(evidence.insurance),
        "boarding": report.boarding_json(evidence.boarding),
        "queue_number": check.queue_number,
        "apdu_count": inspection.apdu_count if inspection else 0,
        "timeline": [{"name": mark.name, "seconds": round(mark.seconds, 3)} for mark in check.timeline],
        "error": None,
    }


def _trouble(kiosk: Kiosk) -> Fault:
    if kiosk.faults:
        return Fault(min(kiosk.faults))
    if kiosk.awaited:
        return Fault(FaultCode.OUT_OF_TIME, "waiting for " + ", ".join(sorted(kiosk.awaited)))
    return Fault(FaultCode.NO_CARD)


def _no_verdict(fault: Fault, as_json: bool) -> Exit:
    if as_json:
        nothing: report.Json = {
            "schema": "kiosk.check/1",
            "check_id": None,
            "verdict": None,
            "reasons": [],
            "findings": [],
        }
        print(json.dumps({**nothing, "error": report.fault_json(fault)}, ensure_ascii=False, indent=2))
    else:
        print(f"kiosk: {fault}\n       {fault.entry.remedy.en}", file=sys.stderr)
    return fault_exit(fault.code)


def _print(check: Check, decision: Decision) -> None:
    print(f"{decision.verdict.value}  ({check.timeline[-1].seconds:.1f} s)")
    for finding in decision.findings:
        fault = f" · {finding.fault.value}" if finding.fault else ""
        about = f" · {finding.check.value}" if finding.check else ""
        print(f"  {finding.verdict.value:<22} {finding.reason.value}{about}{fault}")
    inspection, comparison = check.evidence.inspection, check.evidence.comparison
    if inspection is not None:
        print(f"  document: {inspection.authenticity.state.value}")
    if comparison is not None:
        print(f"  face: {report.face_text(comparison)}")
    liveness = check.evidence.liveness
    if liveness.findings:
        found = ", ".join(f"{one.part.value} {(one.reason or one.status).value}" for one in liveness.findings)
        print(f"  liveness: {liveness.status.value} ({found})")
    if check.evidence.listing is not None:
        print(f"  list: {check.evidence.listing.admission.value}")
    if check.evidence.insurance is not None:
        print(f"  insurance: {check.evidence.insurance.finding.value}")
    if check.evidence.boarding is not None:
        print(f"  boarding pass: {report.boarding_text(check.evidence.boarding)}")
    if check.queue_number is not None:
        print(f"  queue number: {check.queue_number}")
