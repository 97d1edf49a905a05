"""The table of faults, and the page that is made of it; ``python -m tests.domain.test_faults`` writes the page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kiosk.domain.faults import FAULTS, Device, Fault, FaultCode, Retry

PAGE = Path(__file__).parents[2] / "docs" / "failure-codes.md"

INTRODUCTION = """\
# Failure codes

A fault is an accident of the kiosk or of a card, never a verdict on a person. Its code is stable: it stands in the
journal, in `--json` output and on the operator's screen, and does not change between versions. A fault alone never
refuses anybody; a check that it keeps from its end refers the person to the staff.

This page is made from the table in `kiosk/domain/faults.py`, which is what the screens say. After a change there,
write it anew with `python -m tests.domain.test_faults`; a test compares the two.

"""

GROUPS: dict[Device | None, str] = {
    Device.CARD_SERVICE: "Card service",
    Device.READER: "Card reader",
    None: "Card, code and person",
    Device.CAMERA: "Camera",
    Device.LIST: "Site's list",
    Device.JOURNAL: "Journal",
    Device.SCANNER: "Code scanner",
    Device.SHIFT: "Shift",
    Device.PROGRAM: "Program",
}

RETRIES = {
    Retry.AT_ONCE: "The program tries again by itself",
    Retry.BY_THE_PERSON: "The person can try again",
    Retry.BY_STAFF: "The staff can mend it",
    Retry.NEVER: "Trying again does not help",
}


def failure_codes_page() -> str:
    sections = [
        _section(title, [code for code in FaultCode if FAULTS[code].device is device])
        for device, title in GROUPS.items()
    ]
    return INTRODUCTION + "\n".join(sections)


def _section(title: str, codes: list[FaultCode]) -> str:
    return f"## {title}\n\n" + "\n".join(map(_lines, codes))


def _lines(code: FaultCode) -> str:
    entry = FAULTS[code]
    return (
        f"### `{code.value}`\n\n"
        f"- {entry.sentence.vi}. {entry.sentence.en}.\n"
        f"- What helps: {entry.remedy.vi}. {entry.remedy.en}.\n"
        f"- {RETRIES[entry.retry]}.\n"
    )


def test_the_page_says_what_the_table_says() -> None:
    assert PAGE.read_text("utf-8") == failure_codes_page()


def test_every_code_is_documented() -> None:
    documented = re.findall(r"^### `(.*)`$", PAGE.read_text("utf-8"), re.MULTILINE)
    assert sorted(documented) == sorted(FaultCode)
    assert set(FAULTS) == set(FaultCode)


@pytest.mark.parametrize("code", FaultCode)
def test_codes_are_kebab_case_and_named_alike(code: FaultCode) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", code.value)
    assert code.name == code.value.upper().replace("-", "_")


@pytest.mark.parametrize("code", FaultCode)
def test_sentences_are_for_people_in_both_languages(code: FaultCode) -> None:
    entry = FAULTS[code]
    for text in (entry.sentence, entry.remedy):
        for sentence in (text.vi, text.en):
            assert sentence.strip() == sentence
            assert 3 <= len(sentence) <= 120
            assert not sentence.endswith(".")
            assert "{" not in sentence
        assert not text.vi.isascii()
        assert text.en.replace("«", "").replace("»", "").isascii()


@pytest.mark.parametrize("code", [code for code in FaultCode if FAULTS[code].retry is Retry.BY_THE_PERSON])
def test_what_the_person_can_mend_is_no_device(code: FaultCode) -> None:
    assert FAULTS[code].device is None


def test_a_fault_tells_code_sentence_and_what_a_technician_needs() -> None:
    assert str(Fault(FaultCode.NO_READER)) == "no-reader: No card reader is connected"
    assert str(Fault(FaultCode.NO_READER, "0x8010002E")) == "no-reader: No card reader is connected (0x8010002E)"
    assert Fault(FaultCode.NO_READER).entry is FAULTS[FaultCode.NO_READER]


if __name__ == "__main__":
    PAGE.write_text(failure_codes_page(), "utf-8")
