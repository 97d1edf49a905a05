from __future__ import annotations

import pytest

from kiosk.reader.scan.mrz.states import is_state


@pytest.mark.parametrize("letters", ["VNM", "D", "UTO", "XXA", "GBN", "RKS", "USA", "FRA"])
def test_these_stand_in_documents(letters: str) -> None:
    assert is_state(letters)


@pytest.mark.parametrize("letters", ["VNN", "VNR", "VN", "", "D<<", "vnm", "0SA", "VNMX", "EUR"])
def test_these_do_not(letters: str) -> None:
    assert not is_state(letters)
