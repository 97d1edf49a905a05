"""The folder in which a hospital's own system finds the records: each file whole or not there, and gone in time."""

from __future__ import annotations

import logging
import os
import re
import time
from pathlib import Path

from kiosk.domain.hospital.health_record import CheckedInPatient
from kiosk.domain.hospital.health_record_rules import RecordForm
from kiosk.domain.vietnam_time import VIETNAM
from kiosk.services.health_records.fhir import fhir_bundle
from kiosk.services.health_records.xml0 import xml0

_OURS = re.compile(r"\.?[0-9]{8}T[0-9]{6}-[A-Za-z0-9]{1,64}\.(?:xml0\.xml|fhir\.json)(?:\.part)?")
_ENDINGS = {RecordForm.XML0: "xml0.xml", RecordForm.FHIR: "fhir.json"}
_log = logging.getLogger(__name__)


class RecordFolder:
    """For one thread. Files are readable by their owner alone."""

    def __init__(self, folder: Path, keep_hours: float) -> None:
        self._folder = folder
        self._keep_seconds = keep_hours * 3600.0

    def write(self, patient: CheckedInPatient, forms: frozenset[RecordForm]) -> tuple[Path, ...]:
        """Write the patient's record in each form, and erase what is too old; raises ``OSError``."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.erase_old()
        moment = patient.at.astimezone(VIETNAM).strftime("%Y%m%dT%H%M%S")
        visit = _named(patient.visit)
        written = []
        for form in sorted(forms):
            path = self._folder / f"{moment}-{visit}.{_ENDINGS[form]}"
            _write_whole(path, xml0((patient,)) if form is RecordForm.XML0 else fhir_bundle(patient))
            written.append(path)
        return tuple(written)

    def erase(self, visit: str) -> int:
        """Erase every file of one visit that nobody took away yet, of whatever form; how many. Raises ``OSError``."""
        found = [path for path in self._folder.glob(f"*-{_named(visit)}.*") if _OURS.fullmatch(path.name)]
        for path in found:
            path.unlink(missing_ok=True)
        return len(found)

    def erase_old(self, now: float | None = None) -> int:
        """Erase our own files that nobody took away in time; how many. What cannot be erased is logged."""
        before = (time.time() if now is None else now) - self._keep_seconds
        erased = 0
        for path in self._folder.glob("*") if self._folder.is_dir() else ():
            try:
                if _OURS.fullmatch(path.name) and path.is_file() and path.stat().st_mtime < before:
                    path.unlink()
                    erased += 1
            except OSError as error:
                _log.warning("a health record could not be erased: %s", error.strerror)
        return erased


def _named(visit: str) -> str:
    """A visit as it stands in the names of its files."""
    return re.sub(r"[^A-Za-z0-9]", "", visit)[:64] or "0"


def _write_whole(path: Path, content: bytes) -> None:
    """Whoever looks into the folder finds the whole file or none; it is on the disk when this returns."""
    part = path.with_name(f".{path.name}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(path)
