"""One reading -> what is written for the issuer's own check: nothing of the holder unless it was released."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from kiosk.domain.chip_reading import ActiveAuthentication, ElementaryFile
from kiosk.domain.issuer_answer import RELEASABLE
from kiosk.services.issuer.export import as_files, as_json
from kiosk.services.issuer.form import MissingError, Occasion, Source, fill
from kiosk.services.issuer.profile import load_profile, shipped_names
from tests.fakes.issuer_questions import EVERYTHING, FILES, NOW, READING, SIGNER, WHOLE, question

SCHEMA = json.loads((Path(__file__).parents[3] / "docs/schemas/kiosk.issuer-export-1.json").read_text("utf-8"))
DG1, DG2, DG13, DG14 = (ElementaryFile(f"DG{number}") for number in (1, 2, 13, 14))
REFUSED = replace(READING, active_authentication=ActiveAuthentication(b"challenge", b"", 0x6982))


def told(data: bytes) -> dict[str, str]:
    return {"data": base64.b64encode(data).decode(), "sha256": hashlib.sha256(data).hexdigest()}


def test_without_a_release_the_json_holds_the_security_object_and_its_signer() -> None:
    export = as_json(question(), "SIGNATURE_OK_CHAIN_UNKNOWN", NOW)
    jsonschema.validate(export, SCHEMA, jsonschema.Draft202012Validator)
    assert export == {
        "schema": "kiosk.issuer-export/1",
        "read_at": "2026-11-22T03:00:00+00:00",
        "state": "SIGNATURE_OK_CHAIN_UNKNOWN",
        "sod": told(FILES[ElementaryFile.SOD]),
        "signer": told(SIGNER),
        "files": {},
        "active_authentication": None,
    }


def test_the_json_with_everything() -> None:
    export = as_json(WHOLE, "CHAIN_TRUSTED", NOW)
    jsonschema.validate(export, SCHEMA, jsonschema.Draft202012Validator)
    assert export["files"] == {file.value: told(FILES[file]) for file in RELEASABLE}
    assert base64.b64decode(export["active_authentication"]["signature"]) == b"signature"


@pytest.mark.parametrize("asked", [question(signer=b""), question(*EVERYTHING, reading=REFUSED)])
def test_what_is_not_there_is_null(asked: object) -> None:
    export = as_json(asked, "SIGNATURE_BAD", NOW)  # type: ignore[arg-type]
    jsonschema.validate(export, SCHEMA, jsonschema.Draft202012Validator)
    assert None in (export["signer"], export["active_authentication"])


@pytest.mark.parametrize(
    ("released", "also"),
    [
        ((), set()),
        ((DG14,), {"DG14.bin"}),
        ((DG1, DG13), {"DG1.bin", "DG13.bin"}),
        (RELEASABLE, {*(f"{file.value}.bin" for file in RELEASABLE), "AA-challenge.bin", "AA-signature.bin"}),
    ],
    ids=["nothing", "DG14", "DG1 and DG13", "everything"],
)
def test_the_files_of_a_folder(released: tuple[ElementaryFile, ...], also: set[str]) -> None:
    files = as_files(question(*released))
    assert set(files) == {"SOD.bin", "signer.cer", "signer.pem", *also}
    assert (files["SOD.bin"], files["signer.cer"]) == (FILES[ElementaryFile.SOD], SIGNER)


def test_a_folder_without_a_signer() -> None:
    assert set(as_files(question(signer=b""))) == {"SOD.bin"}


@pytest.mark.parametrize("name", shipped_names())
def test_no_shipped_form_holds_the_photograph_unless_it_was_released(name: str) -> None:
    without = question(*EVERYTHING - {DG2})
    try:
        filled = fill(load_profile(name).form, without, Occasion("t", NOW))
    except MissingError as missing:
        assert missing.source is Source.DG2
    else:
        assert base64.b64encode(FILES[DG2]).decode() not in filled.values()
