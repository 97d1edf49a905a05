"""The mappings of PACE against the worked examples, and what they refuse."""

from __future__ import annotations

import pytest

from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader.crypto import Cipher
from kiosk.reader.curves import STANDARDIZED_DOMAIN_PARAMETERS
from kiosk.reader.dh_groups import DH_GROUPS
from kiosk.reader.domain_parameters import ElementError
from kiosk.reader.emrtd.pace_mapping import generic_mapping, integrated_mapping, pseudo_random
from tests.fakes.replay_channel import FixedRandom
from tests.fakes.vectors import vectors

CURVE, GROUP = STANDARDIZED_DOMAIN_PARAMETERS[13], DH_GROUPS[0]
G1, G2 = vectors("icao9303-11-G1-pace-ecdh-gm"), vectors("icao9303-11-G2-pace-dh-gm")
H1, H2 = vectors("icao9303-11-H1-pace-ecdh-im"), vectors("icao9303-11-H2-pace-dh-im")


@pytest.mark.parametrize(("example", "p"), [(H1, CURVE.p), (H2, GROUP.p)], ids=["H.1", "H.2"])
def test_the_pseudo_random_field_element_of_the_worked_examples(example: dict[str, str], p: int) -> None:
    first, second = bytes.fromhex(example["nonce_s"]), bytes.fromhex(example["nonce_t"])

    assert f"{pseudo_random(Cipher.AES128, first, second, p):X}" == example["rp"]


def test_the_generic_mapping_of_the_worked_examples() -> None:
    on_curve = generic_mapping(
        lambda sent: bytes.fromhex("04" + G1["map"]["pk_ic"]),
        CURVE,
        bytes.fromhex(G1["nonce_s"]),
        FixedRandom(G1["map"]["sk_ifd"]),
    )
    modulo_prime = generic_mapping(
        lambda sent: bytes.fromhex(G2["map"]["pk_ic"]),
        GROUP,
        bytes.fromhex(G2["nonce_s"]),
        FixedRandom(G2["map"]["sk_ifd"]),
    )

    assert CURVE.encode_point(on_curve.generator).hex().upper() == "04" + G1["map"]["g_mapped"]
    assert f"{modulo_prime.generator:X}" == G2["map"]["g_mapped"]
    assert on_curve.chip_key is not None
    assert CURVE.encode_point(on_curve.chip_key).hex().upper() == "04" + G1["map"]["pk_ic"]


def test_the_integrated_mapping_sends_its_nonce_and_needs_no_answer() -> None:
    sent: list[bytes] = []

    def exchange(data: bytes) -> bytes:
        sent.append(data)
        return b""

    mapped = integrated_mapping(
        exchange, CURVE, Cipher.AES128, bytes.fromhex(H1["nonce_s"]), FixedRandom(H1["nonce_t"])
    )

    assert sent == [bytes.fromhex(H1["nonce_t"])]
    assert (f"{mapped.generator.x:X}", f"{mapped.generator.y:X}") == (H1["g_mapped_x"], H1["g_mapped_y"])
    assert mapped.chip_key is None


@pytest.mark.parametrize(
    ("cipher", "nonce", "second"),
    [
        pytest.param(Cipher.TDES, 16, 16, id="3DES"),
        pytest.param(Cipher.AES128, 16, 16, id="AES-128"),
        pytest.param(Cipher.AES192, 32, 24, id="AES-192"),
        pytest.param(Cipher.AES256, 32, 32, id="AES-256"),
    ],
)
def test_the_sizes_of_both_nonces(cipher: Cipher, nonce: int, second: int) -> None:
    asked: list[int] = []

    def random_bytes(count: int) -> bytes:
        asked.append(count)
        return bytes(range(count))

    def mapped(size: int) -> int:
        return integrated_mapping(lambda sent: b"", GROUP, cipher, bytes(range(size)), random_bytes).generator

    assert GROUP.contains(mapped(nonce))
    assert asked == [second]
    for wrong in (8, 16 if nonce == 32 else 32, 48):
        with pytest.raises(Fault) as raised:
            mapped(wrong)
        assert raised.value.code is FaultCode.CARD_ANSWER_WRONG


@pytest.mark.parametrize(
    ("nonce", "answer", "error"),
    [
        pytest.param(b"\x00" * 16, G2["map"]["pk_ic"], ElementError, id="a nonce of zero maps nowhere"),
        pytest.param(b"\x01" * 16, "", Fault, id="no key of the chip"),
        pytest.param(b"\x01" * 16, "02", Fault, id="a key outside the subgroup"),
    ],
)
def test_what_the_generic_mapping_refuses(nonce: bytes, answer: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        generic_mapping(lambda sent: bytes.fromhex(answer), GROUP, nonce, FixedRandom(G2["map"]["sk_ifd"]))
