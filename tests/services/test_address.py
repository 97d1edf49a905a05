"""Addresses of services as settings write them -> where is connected to; what cannot be sent safely is refused."""

from __future__ import annotations

import pytest

from kiosk.domain.faults import Fault, FaultCode
from kiosk.services.address import Address


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://service.invalid", Address("service.invalid", 443, "", True)),
        ("https://service.invalid/", Address("service.invalid", 443, "", True)),
        ("https://service.invalid:8443/gateway/v.1/", Address("service.invalid", 8443, "/gateway/v.1", True)),
        ("https://[::1]:8443", Address("::1", 8443, "", True)),
        ("http://127.0.0.1:8080/relay", Address("127.0.0.1", 8080, "/relay", False)),
        ("http://localhost", Address("localhost", 80, "", False)),
    ],
)
def test_addresses(url: str, address: Address) -> None:
    assert Address.parse(url, "service.url") == address


@pytest.mark.parametrize(
    "url",
    [
        "",
        "service.invalid",
        "ftp://service.invalid",
        "file:///etc/passwd",
        "https://",
        "https://service.invalid:0",
        "https://service.invalid:99999",
        "https://service.invalid:https",
        "https://user:secret@service.invalid",
        "https://service.invalid/?a=b",
        "https://service.invalid/#a",
        "https://service.invalid/a b",
        "https://service.invalid/\r\nHost: elsewhere.invalid",
        "https://sérvice.invalid",
        "https://[::1",
        "http://service.invalid",
        "http://127.0.0.1.elsewhere.invalid",
        "http://10.0.0.1",
    ],
)
def test_addresses_to_which_nothing_is_sent(url: str) -> None:
    with pytest.raises(Fault, match=r"service\.url") as raised:
        Address.parse(url, "service.url")
    assert raised.value.code is FaultCode.SETTINGS_MALFORMED
    assert "secret" not in raised.value.technical
