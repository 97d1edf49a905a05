from __future__ import annotations

import pytest

from kiosk.reader.trust.countries import alpha2


@pytest.mark.parametrize(
    ("issuing_state", "country"),
    [("VNM", "VN"), ("DEU", "DE"), ("D", "DE"), ("GBN", "GB"), ("UNO", "UN"), ("UTO", None), ("XXX", None), ("", None)],
)
def test_countries_of_certificates(issuing_state: str, country: str | None) -> None:
    assert alpha2(issuing_state) == country
