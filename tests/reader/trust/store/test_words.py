from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import pytest

from kiosk.domain.text import Text
from kiosk.reader.trust.store.installation import Obstacle
from kiosk.reader.trust.store.preview import Consent, Remark, Role, SignerStanding
from kiosk.reader.trust.store.words import CONSENTS, OBSTACLES, REMARKS, ROLES, STANDINGS


@pytest.mark.parametrize(
    ("kinds", "words"),
    [(Role, ROLES), (SignerStanding, STANDINGS), (Consent, CONSENTS), (Obstacle, OBSTACLES), (Remark, REMARKS)],
)
def test_everything_has_words_of_its_own(kinds: type[StrEnum], words: Mapping[StrEnum, Text]) -> None:
    assert set(words) == set(kinds)
    assert len({text.vi for text in words.values()}) == len({text.en for text in words.values()}) == len(kinds)
    assert all(text.vi and text.en for text in words.values())
