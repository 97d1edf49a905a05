"""The shape ``kiosk.scan/1``, held to its schema for every kind of code."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from kiosk.app.codes.report import scan_json
from tests.fakes.codes import BOARDING_PASSES, INSURANCE_CARD, INSURANCE_NEWER, OTHERS, VIETNAMESE_PASS
from tests.fakes.lds_files import MRZ_A, MRZ_C, QR_A, QR_B, QR_D

SCHEMA = json.loads((Path(__file__).parents[3] / "docs" / "schemas" / "kiosk.scan-1.json").read_text("utf-8"))
TODAY = date(2026, 11, 22)


def told(*codes: str | bytes) -> Any:
    given = [code.encode() if isinstance(code, str) else code for code in codes]
    shown = json.loads(json.dumps(scan_json("image", given, 12.34, TODAY)))
    jsonschema.validate(shown, SCHEMA, jsonschema.Draft202012Validator)
    return shown


@pytest.mark.parametrize(
    ("code", "kind", "values"),
    [
        pytest.param(
            QR_A,
            "card",
            {
                "number": "001090012345",
                "name": "Nguyễn Văn An",
                "birth_date": "1990-03-15",
                "generation": "cccd-2021",
                "extras": [],
            },
            id="CCCD",
        ),
        pytest.param(QR_B, "card", {"generation": "can-cuoc-2024", "extras": [""] * 4, "sex": "F"}, id="Căn cước"),
        pytest.param(QR_D.replace("10062012", "00002012"), "card", {"birth": "00002012", "birth_date": None}, id="D"),
        pytest.param(
            INSURANCE_CARD, "insurance", {"form": "card-number", "social_number": "0123456789"}, id="insurance card"
        ),
        pytest.param(INSURANCE_NEWER, "insurance", {"form": "social-number", "valid_to": None}, id="newer form"),
        pytest.param(VIETNAMESE_PASS, "boarding-pass", {"surname": "NGUYEN", "given_names": "VAN AN MR"}, id="pass"),
        *(pytest.param(text, "boarding-pass", {}, id=name) for name, text in BOARDING_PASSES.items()),
        pytest.param(MRZ_A, "mrz", {"personal_number": "001090012345", "expiry_date": "2030-03-15"}, id="MRZ"),
        pytest.param(MRZ_C, "mrz", {"never_expires": True, "expiry_date": None}, id="MRZ without expiry"),
    ],
)
def test_codes_of_ours_have_values(code: str, kind: str, values: dict[str, object]) -> None:
    shown = told(code)
    assert (shown["kind"], shown["text"], shown["hex"], shown["error"]) == (kind, code, None, None)
    assert {name: shown["values"][name] for name in values} == values


def test_keys_to_the_chip_in_the_order_of_trying() -> None:
    keys = told(QR_A)["values"]["keys"]
    assert keys[0] == {"password": "CAN", "can": "012345"}
    assert keys[1] == {"password": "MRZ", "document_number": "090012345", "birth": "900315", "expiry": "300315"}


def test_a_flight_has_its_day() -> None:
    (leg,) = told(VIETNAMESE_PASS)["values"]["legs"]
    assert (leg["flight"], leg["date"], leg["seat_label"]) == ("VN240", "2026-11-22", "12C")


@pytest.mark.parametrize(("kind", "texts"), OTHERS.items(), ids=OTHERS)
def test_other_codes_have_a_kind_and_no_values(kind: str, texts: list[str]) -> None:
    shown = told(*texts)
    for code, text in zip((shown, *shown["more"]), texts, strict=True):
        assert (code["kind"], code["text"], code["values"], code["error"]) == (kind, text, None, None)


@pytest.mark.parametrize(
    ("code", "kind", "fault"),
    [
        (QR_A[:60].encode(), "card", "code-malformed"),
        (QR_A.replace("ễ", "?").encode(), "card", "code-garbled"),
        (INSURANCE_CARD[:-1].encode(), "insurance", "code-malformed"),
        (b"Nguy\xea\xden", "unknown", "code-garbled"),
    ],
    ids=["half a card", "a letter lost", "insurance without its end", "Windows-1258"],
)
def test_damaged_codes_have_an_error(code: bytes, kind: str, fault: str) -> None:
    shown = told(code)
    assert (shown["kind"], shown["values"], shown["error"]["code"]) == (kind, None, fault)
    assert shown["error"]["remedy"]["vi"]


def test_what_is_no_text_is_shown_byte_by_byte() -> None:
    shown = told(b"Nguy\xea\xden")
    assert (shown["text"], shown["hex"]) == (None, "4e677579eade6e")


def test_nothing_was_read() -> None:
    shown = told()
    assert (shown["text"], shown["kind"], shown["values"], shown["more"]) == (None, None, None, [])
