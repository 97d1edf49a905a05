"""The folder of records: whole files for their owner alone, gone in time, and nobody else's files touched."""

from __future__ import annotations

import os
import stat
import time
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.domain.hospital.health_record_rules import RecordForm
from kiosk.services.health_records.fhir import fhir_bundle
from kiosk.services.health_records.folder import RecordFolder
from kiosk.services.health_records.xml0 import xml0
from tests.services.health_records.test_xml0 import AN

BOTH = frozenset(RecordForm)
NAME = f"20260626T003000-{'c' * 32}"


def test_each_form_is_a_file(tmp_path: Path) -> None:
    folder = tmp_path / "out" / "records"
    written = RecordFolder(folder, 24.0).write(AN, BOTH)
    assert {path.name: path.read_bytes() for path in written} == {
        f"{NAME}.xml0.xml": xml0((AN,)),
        f"{NAME}.fhir.json": fhir_bundle(AN),
    }
    assert sorted(path.name for path in folder.iterdir()) == sorted(path.name for path in written)
    assert {stat.S_IMODE(path.stat().st_mode) for path in written} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("form", RecordForm)
def test_one_form_alone(tmp_path: Path, form: RecordForm) -> None:
    (path,) = RecordFolder(tmp_path, 24.0).write(AN, frozenset({form}))
    assert form.value in path.name


def test_the_same_patient_twice_is_one_file(tmp_path: Path) -> None:
    folder = RecordFolder(tmp_path, 24.0)
    assert folder.write(AN, BOTH) == folder.write(AN, BOTH)
    assert len(list(tmp_path.iterdir())) == 2


def test_what_nobody_took_is_erased_and_no_other_file(tmp_path: Path) -> None:
    folder = RecordFolder(tmp_path, 1.0)
    old = [tmp_path / f"{NAME}.xml0.xml", tmp_path / f".{NAME}.xml0.xml.part"]
    others = [tmp_path / "notes.txt", tmp_path / f"{NAME}.xml0.xml.sent", tmp_path / "20260626.xml"]
    for path in (*old, *others):
        path.write_text("x")
        os.utime(path, (time.time() - 7200, time.time() - 7200))
    (young,) = RecordFolder(tmp_path, 24.0).write(AN, frozenset({RecordForm.FHIR}))
    assert folder.erase_old() == 2
    assert set(tmp_path.iterdir()) == {*others, young}


def test_a_visit_is_erased_whole_and_no_other_visit(tmp_path: Path) -> None:
    folder = RecordFolder(tmp_path, 24.0)
    folder.write(AN, BOTH)
    (tmp_path / f".{NAME}.xml0.xml.part").write_text("a write that was cut off")
    other = folder.write(replace(AN, visit="c" * 31), BOTH)
    mark = tmp_path / f"{NAME}.xml0.xml.sent"
    mark.write_text("not ours")
    assert folder.erase(AN.visit) == 3
    assert set(tmp_path.iterdir()) == {*other, mark}
    assert folder.erase(AN.visit) == 0


def test_a_folder_that_is_not_there_holds_nothing_old(tmp_path: Path) -> None:
    assert RecordFolder(tmp_path / "nowhere", 1.0).erase_old() == 0


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(OSError):
        RecordFolder(tmp_path / "file", 1.0).write(AN, BOTH)
