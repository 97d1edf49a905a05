"""What staff are told when something is refused."""

from __future__ import annotations

import pytest

from kiosk.domain.desks.staff import Refusal, Refused
from kiosk.domain.staff import PASSWORD_SHORT


@pytest.mark.parametrize("why", Refusal)
def test_every_refusal_has_a_sentence_in_both_languages(why: Refusal) -> None:
    sentence = Refused(why).sentence

    assert sentence.vi
    assert sentence.en
    assert sentence.vi != sentence.en


def test_what_is_weak_is_said() -> None:
    assert Refused(Refusal.WEAK, weakness=PASSWORD_SHORT).sentence == PASSWORD_SHORT


@pytest.mark.parametrize(("seconds", "said"), [(0.2, "1 seconds"), (15.0, "15 seconds"), (29.01, "30 seconds")])
def test_nobody_is_told_to_wait_less_than_they_must(seconds: float, said: str) -> None:
    assert said in Refused(Refusal.WAIT, seconds).sentence.en
