"""What leaves the kiosk about a card, and what a service's answer says in the report."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.domain.authenticity import CheckStatus, DocumentCheck
from kiosk.domain.chip_reading import ElementaryFile
from kiosk.domain.issuer_answer import IssuerAnswer, IssuerFinding, IssuerQuestion, IssuerTrouble
from tests.fakes.issuer_questions import EVIDENCE, FILES, NOW, NUMBER, READING, SIGNER, WHOLE, question

DG1, DG2, DG13, DG14, DG15 = (ElementaryFile(f"DG{number}") for number in (1, 2, 13, 14, 15))


def test_without_a_release_only_the_security_object_and_its_signer_leave() -> None:
    assert question() == IssuerQuestion(FILES[ElementaryFile.SOD], SIGNER)


@pytest.mark.parametrize(
    ("released", "files", "number", "evidence"),
    [
        ({DG14}, {DG14}, "", None),
        ({DG1}, {DG1}, NUMBER, None),
        ({DG13}, {DG13}, "", None),
        ({DG15}, {DG15}, "", EVIDENCE),
        ({DG1, DG2, DG15}, {DG1, DG2, DG15}, NUMBER, EVIDENCE),
    ],
    ids=["DG14", "DG1 and the number in it", "DG13", "DG15 and its evidence", "several"],
)
def test_what_a_release_adds(
    released: set[ElementaryFile], files: set[ElementaryFile], number: str, evidence: object
) -> None:
    asked = question(*released)
    assert (set(asked.files), asked.number, asked.active_authentication) == (files, number, evidence)
    assert all(asked.files[file] == FILES[file] for file in files)


def test_a_file_that_the_chip_did_not_give_is_not_there() -> None:
    bare = replace(READING, files={ElementaryFile.SOD: b"sod"})
    assert question(DG1, DG15, reading=bare) == IssuerQuestion(b"sod", SIGNER)


def test_a_question_shows_nothing_of_the_card() -> None:
    shown = repr(WHOLE)
    assert NUMBER not in shown and "dg1" not in shown and "signature" not in shown


@pytest.mark.parametrize(
    ("finding", "trouble", "line"),
    [
        (IssuerFinding.GENUINE, None, DocumentCheck(CheckStatus.PASSED)),
        (IssuerFinding.NOT_GENUINE, None, DocumentCheck(CheckStatus.FAILED, "issuer-says-not-genuine")),
        (IssuerFinding.NOT_KNOWN, None, DocumentCheck(CheckStatus.NOT_DONE, "issuer-does-not-know")),
        (
            IssuerFinding.NOT_ASKED,
            IssuerTrouble.DATA_MISSING,
            DocumentCheck(CheckStatus.NOT_DONE, "issuer-service-data-missing"),
        ),
        (IssuerFinding.SERVICE_FAILED, None, DocumentCheck(CheckStatus.NOT_DONE, "issuer-service-unexpected")),
    ],
    ids=["genuine", "not genuine", "not known", "not asked", "failed without a word"],
)
def test_the_line_of_the_report(finding: IssuerFinding, trouble: IssuerTrouble | None, line: DocumentCheck) -> None:
    assert IssuerAnswer(finding, "a service", NOW, trouble).as_check() == line


@pytest.mark.parametrize("trouble", IssuerTrouble)
def test_a_service_that_fails_never_fails_a_card(trouble: IssuerTrouble) -> None:
    line = IssuerAnswer(IssuerFinding.SERVICE_FAILED, "a service", NOW, trouble).as_check()
    assert line == DocumentCheck(CheckStatus.NOT_DONE, f"issuer-service-{trouble}")


def test_the_reference_leads_to_a_person_and_is_not_shown() -> None:
    assert "ref-1" not in repr(IssuerAnswer(IssuerFinding.GENUINE, "a service", NOW, reference="ref-1"))
