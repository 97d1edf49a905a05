"""What a report may tell of a service's address."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.app.settings.address import origin

NONE = "an address that is none"


@pytest.mark.parametrize(
    ("url", "told"),
    [
        pytest.param("https://service.invalid", "https://service.invalid", id="nothing to hide"),
        pytest.param("https://service.invalid:8443/v1", "https://service.invalid:8443", id="a port"),
        pytest.param("https://service.invalid/hooks/T0K3N?key=s3cret#s3cret", "https://service.invalid", id="a path"),
        pytest.param("https://kiosk:s3cret@service.invalid/", "https://service.invalid", id="a password"),
        pytest.param("http://[::1]:8790/a", "http://[::1]:8790", id="IPv6"),
        pytest.param("HTTPS://Service.INVALID/A", "https://service.invalid", id="capitals"),
        pytest.param("s3cret", NONE, id="no scheme"),
        pytest.param("https:///s3cret", NONE, id="no host"),
        pytest.param("https://host:s3cret/", NONE, id="no port"),
        pytest.param("https://[s3cret/", NONE, id="half a host"),
        pytest.param("", NONE, id="nothing"),
    ],
)
def test_scheme_host_and_port_are_told(url: str, told: str) -> None:
    assert origin(url) == told


@given(st.text())
def test_what_stands_in_a_path_is_never_told(path: str) -> None:
    assert origin(f"https://service.invalid/{path}") == "https://service.invalid"
