"""Signatures as Standard Webhooks 1.0.0 has them: its own example, and secrets that are none."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest

from kiosk.domain.faults import Fault, FaultCode
from kiosk.services.outbound.signing import signed_headers, signing_key

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
"""Of the specification's reference libraries, with the signature that they give for what follows."""


def test_the_example_of_the_reference_libraries() -> None:
    at = datetime.fromtimestamp(1614265330, UTC)
    headers = signed_headers(signing_key(SECRET), "msg_p5jXN8AQM9LWM0D4loKWxJek", at, b'{"test": 2432232314}')
    assert headers == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def base64_of(length: int) -> str:
    return base64.b64encode(bytes(length)).decode()


@pytest.mark.parametrize(
    "secret",
    [
        "",
        "secret",
        "whsec_",
        f"whsec_{base64_of(23)}",
        f"whsec_{base64_of(65)}",
        "whsec_####",
        base64_of(32),
        "whsec_Mật-khẩu",
    ],
    ids=["nothing", "a word", "no key", "too short", "too long", "no base64", "no prefix", "no ASCII"],
)
def test_secrets_that_are_none_are_refused_and_not_told(secret: str) -> None:
    with pytest.raises(Fault, match=r"webhook.secret_file: whsec_ and 24 to 64 bytes in base64") as raised:
        signing_key(secret)
    assert raised.value.code is FaultCode.SETTINGS_MALFORMED
    assert raised.value.technical == "webhook.secret_file: whsec_ and 24 to 64 bytes in base64"
