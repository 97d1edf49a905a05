"""What went wrong with a delivery -> a sentence for staff, for every word that the outbox may hold."""

from __future__ import annotations

import pytest

from kiosk.domain.delivery import OutputHealth, trouble_words
from kiosk.domain.outbox import is_trouble
from kiosk.domain.service_trouble import ServiceTrouble


@pytest.mark.parametrize("trouble", [*(one.value for one in ServiceTrouble), "damaged", "refused-422", "of-tomorrow"])
def test_every_trouble_is_a_word_with_a_sentence(trouble: str) -> None:
    assert is_trouble(trouble)
    words = trouble_words(trouble)
    assert words.vi and words.en and "{" not in words.vi + words.en


def test_a_refusal_names_the_status() -> None:
    assert trouble_words("refused-422").en == "The receiver refuses the message (HTTP 422)"


@pytest.mark.parametrize("said", ["", "Nguyễn Văn An", "No such person: 001090012345", "a" * 41, "A"])
def test_what_somebody_outside_says_is_no_word_of_the_outbox(said: str) -> None:
    assert not is_trouble(said)


@pytest.mark.parametrize(("trouble", "has_one"), [("", False), ("unreachable", True)])
def test_a_health_without_trouble_has_no_sentence(trouble: str, has_one: bool) -> None:
    assert (OutputHealth("webhook", trouble=trouble).sentence is not None) is has_one
