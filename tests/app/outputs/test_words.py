"""The outputs that a profile names -> what ``kiosk site check`` says of them."""

from __future__ import annotations

import pytest

from kiosk.app.outputs.words import outputs_explained
from kiosk.domain.data_rules import DataRules
from kiosk.domain.outputs import OutputField, OutputRules
from kiosk.domain.text import Text

AGREED = Text("Đồng ý", "Agree")
NAME = frozenset({OutputField.NAME})
PHOTO = frozenset({OutputField.NAME, OutputField.PHOTO})


@pytest.mark.parametrize(
    ("rules", "consent", "said"),
    [
        (OutputRules(), AGREED, ["Nothing about a check leaves the kiosk"]),
        (
            OutputRules(webhook=frozenset()),
            None,
            [
                "Sent by webhook for every check: the verdict alone, no personal data",
                "What waits to be sent or exported is wiped after 7 days",
            ],
        ),
        (
            OutputRules(export=NAME, api=NAME, keep_days=2),
            AGREED,
            [
                "Kept to be exported as a file: Name",
                "A program on this machine may ask for: Name",
                "What waits to be sent or exported is wiped after 2 days",
            ],
        ),
        (
            OutputRules(webhook=PHOTO),
            None,
            [
                "Sent by webhook for every check: Name, Photograph of the face on the chip",
                "What waits to be sent or exported is wiped after 7 days",
                "The consent text has to name the sensitive data that go out: Photograph of the face on the chip",
                "Data go out and the kiosk asks for no consent: the site has to ask for it itself",
            ],
        ),
    ],
    ids=["nothing", "verdicts", "a name by two ways", "a photograph without consent"],
)
def test_outputs_in_words(rules: OutputRules, consent: Text | None, said: list[str]) -> None:
    sentences = list(outputs_explained(DataRules(consent=consent, outputs=rules)))
    assert [one.en for one in sentences] == said
    assert all(one.vi for one in sentences)
