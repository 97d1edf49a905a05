"""The report on one card, ``kiosk.card-diagnosis/1``: facts for developers that could be anybody's card.

Each section stands for itself: one that meets a malformed file says so and leaves the others alone. What goes into the
report is counted, measured, or a constant of the protocols and of the issuing authority; ``docs/trace.md`` lists all.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from kiosk import __version__
from kiosk.domain.chip_reading import ElementaryFile as File
from kiosk.reader.codes.expiry import expiry_candidates, expiry_date
from kiosk.reader.diagnosis.files import (
    active_authentication,
    at_most,
    atr_info,
    card_access,
    chip_authentication,
    com,
    dg13,
    directory,
    photo,
)
from kiosk.reader.diagnosis.findings import Findings, Probe, Step
from kiosk.reader.diagnosis.signer import card_security, security_object
from kiosk.reader.lds.dg1 import parse_dg1
from kiosk.reader.lds.dg13 import parse_dg13
from kiosk.reader.lds.errors import LdsError

SCHEMA = "kiosk.card-diagnosis/1"
_CONTACTLESS = 0x80, 0x01

Json = dict[str, Any]


def report(findings: Findings, at: datetime) -> Json:
    """The whole report; ``at`` aware of its zone. Never raises for hostile files."""
    reading = findings.reading
    sections: dict[str, Callable[[], Json | None]] = {
        "document": lambda: _document(findings),
        "card_access": lambda: _of(findings, File.CARD_ACCESS, card_access),
        "com": lambda: _of(findings, File.COM, com),
        "directory": lambda: _of(findings, File.DIR, directory),
        "atr_info": lambda: _of(findings, File.ATR_INFO, atr_info),
        "card_security": lambda: _of(findings, File.CARD_SECURITY, card_security),
        "security_object": lambda: security_object(reading, at),
        "active_authentication": lambda: active_authentication(reading),
        "chip_authentication": lambda: chip_authentication(reading),
        "pace_cam": lambda: _pace_cam(findings),
        "photo": lambda: _of(findings, File.DG2, photo),
        "dg13": lambda: _of(findings, File.DG13, dg13),
        "qr": lambda: None if findings.qr is None else _qr(findings.qr),
        "expiry": lambda: _expiry(findings),
    }
    return {
        "schema": SCHEMA,
        "kiosk": __version__,
        "reader": reading.reader,
        "atr": reading.atr.hex().upper(),
        "reader_max_apdu_data": findings.max_apdu_data,
        "interface": _interface(reading.atr),
        "access": {
            "protocol": reading.access.protocol,
            "password": reading.access.password,
            "mechanism": reading.access.mechanism,
            "downgraded": reading.access.downgraded,
            "note": reading.access.note,
        },
        "files": {file.value: len(data) for file, data in reading.files.items()},
        "absent": {file.value: sw for file, sw in reading.absent.items()},
        **{name: _guarded(section) for name, section in sections.items()},
        "probes": [_probe(probe) for probe in findings.probes],
        "steps": [_step(step) for step in findings.steps],
        "commands": reading.apdu_count,
        "seconds": round(reading.seconds, 3),
        "fault": None if reading.fault is None else reading.fault.code.value,
    }


def _guarded(section: Callable[[], Json | None]) -> Json | None:
    """The section, or why there is none: the parsers' texts name places in files, never contents."""
    try:
        return section()
    except ValueError as error:
        return {"problem": str(error) if isinstance(error, LdsError) else "malformed"}


def _of(findings: Findings, file: File, describe: Callable[[bytes], Json]) -> Json | None:
    data = findings.reading.files.get(file)
    return None if data is None else describe(data)


def _interface(atr: bytes) -> str:
    """By the ATR, which contactless readers make up in a fixed form (PC/SC part 3 §3.1.3.2.3)."""
    if not atr:
        return "unknown"
    return "contactless" if atr[0] == 0x3B and tuple(atr[2:4]) == _CONTACTLESS else "contact"


def _document(findings: Findings) -> Json | None:
    data = findings.reading.files.get(File.DG1)
    if data is None:
        return None
    mrz = parse_dg1(data)
    return {"issuing_state": mrz.issuing_state, "mrz": mrz.format.value}


def _pace_cam(findings: Findings) -> Json | None:
    """Whether the chip proved its key while it was opened; the proof itself is not told."""
    cam = findings.reading.pace_cam
    if cam is None:
        return None
    return {"mechanism": cam.mechanism, "parameter_id": cam.parameter_id, "data_bytes": len(cam.data)}


def _expiry(findings: Findings) -> Json | None:
    """Whether the law's rule gives the day that the card has; no day is told."""
    files = findings.reading.files
    if File.DG1 not in files or File.DG13 not in files:
        return None
    mrz, printed = parse_dg1(files[File.DG1]), parse_dg13(files[File.DG13])
    born, issued = printed.birth_date, printed.issue_date
    if born is None or issued is None:
        return {"rule_holds": None, "is_a_candidate": None, "files_agree": None}
    day = mrz.expiry_date()
    return {
        "rule_holds": expiry_date(born, issued) == day,
        "is_a_candidate": day in expiry_candidates(born, issued),
        "files_agree": printed.never_expires if day is None else printed.expiry_date == day,
    }


def _qr(text: str) -> Json:
    fields = text.split("|")
    return {"fields": len(fields), "fields_at_most": [at_most(len(part.encode())) for part in fields]}


def _probe(probe: Probe) -> Json:
    return {
        "probe": probe.name,
        "sw": None if probe.sw is None else f"{probe.sw:04X}",
        "bytes": probe.length,
        "fault": None if probe.fault is None else probe.fault.value,
    }


def _step(step: Step) -> Json:
    return {
        "step": step.name,
        "commands": step.commands,
        "bytes": step.received,
        "seconds": round(step.seconds, 4),
    }
