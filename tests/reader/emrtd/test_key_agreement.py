"""Ephemeral keys: both sides agree, on every standardized curve; a broken random source is noticed."""

from __future__ import annotations

import secrets

import pytest

from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader.curves import STANDARDIZED_DOMAIN_PARAMETERS, Curve
from kiosk.reader.emrtd.key_agreement import EphemeralKey, chip_key

CURVES = list(STANDARDIZED_DOMAIN_PARAMETERS.values())


@pytest.mark.parametrize("curve", CURVES, ids=lambda curve: curve.name)
def test_both_sides_agree(curve: Curve) -> None:
    ours = EphemeralKey.generate(curve, curve.g, secrets.token_bytes)
    theirs = EphemeralKey.generate(curve, curve.g, secrets.token_bytes)

    assert ours.agree(chip_key(curve, theirs.encoded, "test")) == theirs.agree(ours.public)
    assert len(ours.encoded) == 1 + 2 * curve.size
    assert str(ours.scalar) not in repr(ours)


@pytest.mark.parametrize("curve", CURVES, ids=lambda curve: curve.name)
def test_draws_out_of_range_are_drawn_again(curve: Curve) -> None:
    size = (curve.n.bit_length() + 7) // 8
    spare = 8 * size - curve.n.bit_length()
    draws = [bytes(size), (curve.n << spare).to_bytes(size, "big"), (5 << spare).to_bytes(size, "big")]

    assert EphemeralKey.generate(curve, curve.g, lambda count: draws.pop(0)).scalar == 5


def test_a_random_source_that_gives_only_zeros_is_a_fault() -> None:
    with pytest.raises(Fault) as raised:
        EphemeralKey.generate(CURVES[0], CURVES[0].g, bytes)

    assert raised.value.code is FaultCode.UNEXPECTED


@pytest.mark.parametrize(
    "encoded",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\x00", id="infinity"),
        pytest.param(b"\x04" + bytes(64), id="off the curve"),
        pytest.param(b"\x02" + CURVES[5].encode_point(CURVES[5].g)[1:33], id="compressed"),
        pytest.param(CURVES[5].encode_point(CURVES[5].g)[:-1], id="cut"),
    ],
)
def test_a_point_of_the_chip_is_checked(encoded: bytes) -> None:
    with pytest.raises(Fault) as raised:
        chip_key(STANDARDIZED_DOMAIN_PARAMETERS[13], encoded, "test")

    assert raised.value.code is FaultCode.CARD_ANSWER_WRONG
