from __future__ import annotations

import re

import pytest

from kiosk.reader.trust.countries import codes_of


@pytest.mark.parametrize(
    ("issuing_state", "codes"),
    [
        pytest.param("VNM", {"VN", "VNM"}, id="Vietnam"),
        pytest.param("D", {"D", "DE", "DEU"}, id="Germany's one letter"),
        pytest.param("DEU", {"DE", "DEU"}, id="Germany by ISO 3166"),
        pytest.param("LTU", {"LT", "LTU"}, id="a first CSCA of Lithuania has three letters"),
        pytest.param("GBD", {"GB", "GBD", "GBR"}, id="British overseas territories citizen"),
        pytest.param("GBN", {"GB", "GBN", "GBR"}, id="British national (overseas)"),
        pytest.param("RKS", {"KS", "XK", "RKS"}, id="Kosovo"),
        pytest.param("UNO", {"UN", "ZZ", "UNO"}, id="United Nations, with the code of its first CSCA"),
        pytest.param("UNA", {"UN", "UNA"}, id="specialized agency of the United Nations"),
        pytest.param("EUE", {"EU", "EUE"}, id="European Union"),
        pytest.param("XOM", {"XO", "XOM"}, id="Order of Malta"),
        pytest.param("ZIM", {"ZW", "ZIM", "ZWE"}, id="Zimbabwe's other letters"),
        pytest.param("ROM", {"RO", "ROM", "ROU"}, id="Romania's former letters"),
        pytest.param("XPO", set(), id="Interpol has no letters for certificates"),
        pytest.param("UTO", set(), id="Utopia"),
        pytest.param("XXX", set(), id="a nationality that is not told"),
        pytest.param("", set(), id="not known"),
        pytest.param("VN", set(), id="two letters are no issuing state"),
    ],
)
def test_codes_of_issuing_states(issuing_state: str, codes: set[str]) -> None:
    assert codes_of(issuing_state) == codes


def test_no_two_states_of_iso_3166_share_letters() -> None:
    every = [a + b + c for a in _LETTERS for b in _LETTERS for c in _LETTERS]
    states = {state: codes_of(state) for state in every if codes_of(state)}
    assert len(states) > 249
    single = {code: {state for state in states if code in states[state]} for code in ("VN", "DE", "CN", "US", "LA")}
    assert single == {"VN": {"VNM"}, "DE": {"DEU"}, "CN": {"CHN"}, "US": {"USA"}, "LA": {"LAO"}}
    assert all(re.fullmatch("[A-Z]{2,3}", code) for codes in states.values() for code in codes)


_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
