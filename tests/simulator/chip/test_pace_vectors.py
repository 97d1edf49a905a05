from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from kiosk.reader import tlv
from kiosk.reader.crypto import PASSWORD, Cipher, aes_cmac, kdf
from kiosk.reader.curves import STANDARDIZED_DOMAIN_PARAMETERS, Point
from kiosk.reader.dh_groups import DH_GROUPS
from kiosk.simulator.card.card import VirtualCard
from kiosk.simulator.card.card_profile import Access, CloneChecks, PaceOffer, StaticKey
from kiosk.simulator.card.chip_keys import ChipAuthenticationKey
from kiosk.simulator.card.mechanisms import PACE
from kiosk.simulator.card.private_keys import EcPrivateKey, encode_private_key
from kiosk.simulator.chip.chip import Chip
from kiosk.simulator.chip.pace import Pace
from kiosk.simulator.chip.pace_mapping import integrated, nonce_size, pseudo_random
from tests.fakes.replay_channel import FixedRandom
from tests.fakes.terminal import CARD_OF_ICAO_G1, Terminal
from tests.fakes.vectors import exchanges, vectors
from tests.fakes.virtual_cards import card

CAN_OF_ICAO_H = "123456"
MRZ_OF_ICAO_I = ("I<UTOC11T002JM4<<<<<<<<<<<<<<<", "9608122F2310314UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<")
CURVE = STANDARDIZED_DOMAIN_PARAMETERS[13]


def chip(offer: PaceOffer, randoms: Iterable[str], access: dict[str, Any] | None = None, **changes: Any) -> Terminal:
    """A card that offers just this and draws the numbers of the example."""
    issued: VirtualCard = card()
    keys = changes.get("chip_authentication", ())
    checks = CloneChecks(chip_authentication=tuple(key.plan for key in keys))
    profile = replace(issued.profile, access=Access(pace=(offer,), **(access or {})), clone_checks=checks)
    changed = replace(issued, **({"chip_authentication": ()} | changes), profile=profile)
    return Terminal(Chip(changed, rng=FixedRandom(*randoms)))


def general_authenticate(terminal: Terminal, data: bytes, *, last: bool = False) -> bytes:
    """One step; the one object inside the answer."""
    inner = tlv.encode(0x7C, data)
    length = bytes((len(inner),)) if len(inner) < 256 else b"\x00" + len(inner).to_bytes(2, "big")
    command = (b"\x00" if last else b"\x10") + b"\x86\x00\x00" + length + inner + (b"\x00" if len(length) == 1 else b"")
    answer = bytes.fromhex(terminal.hex(command.hex()))
    assert answer[-2:] == b"\x90\x00"
    return tlv.parse_one(answer[:-2], 0x7C).value


def set_at(terminal: Terminal, oid: str, password: int) -> None:
    assert terminal.hex(f"0022C1A40F800A{oid}8301{password:02X}") == "9000"


def test_g1_generic_mapping_on_a_curve() -> None:
    worked = vectors("icao9303-11-G1-pace-ecdh-gm")
    randoms = (worked["nonce_s"], worked["map"]["sk_ic"], worked["agree"]["sk_ic"])
    terminal = chip(PaceOffer("ecdh-gm-aes-128", 13), randoms, mrz=CARD_OF_ICAO_G1)
    for command, answer in exchanges(worked):
        assert terminal.hex(command) == answer


def test_g2_generic_mapping_modulo_a_prime() -> None:
    worked = vectors("icao9303-11-G2-pace-dh-gm")
    mapped, agreed = worked["map"], worked["agree"]
    terminal = chip(
        PaceOffer("dh-gm-aes-128", 0),
        (worked["nonce_s"], mapped["sk_ic"], agreed["sk_ic"]),
        {"certification_authority": "DETESTCVCA00003"},
        mrz=CARD_OF_ICAO_G1,
    )
    first, second, *_, last = exchanges(worked)
    assert (terminal.hex(first[0]), terminal.hex(second[0])) == (first[1], second[1])
    for tag, ours, theirs in ((0x81, mapped["pk_ifd"], mapped["pk_ic"]), (0x83, agreed["pk_ifd"], agreed["pk_ic"])):
        answer = general_authenticate(terminal, tlv.encode(tag, bytes.fromhex(ours)))
        assert answer == tlv.encode(tag + 1, bytes.fromhex(theirs))
    assert terminal.hex(last[0]) == last[1]


@pytest.mark.parametrize(
    ("name", "protocol", "parameter_id", "prefix"),
    [
        ("icao9303-11-H1-pace-ecdh-im", "ecdh-im-aes-128", 13, "04"),
        ("icao9303-11-H2-pace-dh-im", "dh-im-aes-128", 0, ""),
    ],
    ids=["H1: on a curve", "H2: modulo a prime"],
)
def test_integrated_mapping(name: str, protocol: str, parameter_id: int, prefix: str) -> None:
    worked = vectors(name)
    # The example's private number modulo the prime is longer than the order, and does the same as its remainder.
    order = DH_GROUPS[0].q if parameter_id == 0 else CURVE.n
    private = (int(worked["sk_ic"], 16) % order).to_bytes((order.bit_length() + 7) // 8, "big").hex()
    terminal = chip(PaceOffer(protocol, parameter_id), (worked["nonce_s"], private), can=CAN_OF_ICAO_H)
    set_at(terminal, "04007F000702020404" + "02" if prefix else "04007F00070202040302", 2)
    assert general_authenticate(terminal, b"") == tlv.encode(0x80, bytes.fromhex(worked["nonce_z"]))
    mapped = general_authenticate(terminal, tlv.encode(0x81, bytes.fromhex(worked["nonce_t"])))
    assert mapped == bytes.fromhex("8200")
    agreed = general_authenticate(terminal, tlv.encode(0x83, bytes.fromhex(prefix + worked["pk_ifd"])))
    assert agreed == tlv.encode(0x84, bytes.fromhex(prefix + worked["pk_ic"]))
    tokens = general_authenticate(terminal, tlv.encode(0x85, bytes.fromhex(worked["token_ifd"])), last=True)
    assert tokens == tlv.encode(0x86, bytes.fromhex(worked["token_ic"]))


def test_i_chip_authentication_mapping() -> None:
    worked = vectors("icao9303-11-I-pace-cam")
    # The example prints the static public key only; the private one follows from the chip authentication data.
    mapping_key, data = int(worked["map"]["sk_ic"], 16), int(worked["cam"]["ca_data"], 16)
    private = EcPrivateKey(CURVE, mapping_key * pow(data, -1, CURVE.n) % CURVE.n)
    assert CURVE.encode_point(private.public)[1:].hex().upper() == worked["cam"]["pk_ic_static"]
    key = ChipAuthenticationKey(StaticKey(13, key_id=13), encode_private_key(private))
    # The example's second private number is beyond the order of the curve.
    agreement_key = f"{int(worked['agree']['sk_ic'], 16) % CURVE.n:064X}"
    terminal = chip(
        PaceOffer("ecdh-cam-aes-128", 13),
        (worked["nonce_s"], worked["map"]["sk_ic"], agreement_key),
        mrz=MRZ_OF_ICAO_I,
        chip_authentication=(key,),
    )
    for command, answer in exchanges(worked):
        assert terminal.hex(command) == answer


def test_the_nonce_of_a_recorded_session_with_3des() -> None:
    worked = vectors("gmrtd-pace-ecdh-gm-3des-nz")
    k_pi = kdf(bytes.fromhex(worked["k"]), PASSWORD, Cipher.TDES)
    run = Pace(PACE["ecdh-gm-3des"], CURVE, k_pi, FixedRandom(worked["nonce_s"]))
    answer, _ = run.step(bytes.fromhex("7C00"))
    assert answer.hex().upper() + "9000" == exchanges(worked)[1][1]


@pytest.mark.parametrize("name", ["icao9303-11-H1-pace-ecdh-im", "icao9303-11-H2-pace-dh-im"], ids=["H1", "H2"])
def test_the_pseudo_random_function(name: str) -> None:
    worked = vectors(name)
    group = CURVE if "ecdh" in name else DH_GROUPS[0]
    s, t = (bytes.fromhex(worked[nonce]) for nonce in ("nonce_s", "nonce_t"))
    assert pseudo_random(Cipher.AES128, s, t, group.p).hex().upper() == worked["r"]


@pytest.mark.parametrize(
    ("cipher", "s_size", "r_bits"),
    [(Cipher.TDES, 16, 384), (Cipher.AES128, 16, 384), (Cipher.AES192, 32, 512), (Cipher.AES256, 32, 512)],
)
def test_lengths_of_the_pseudo_random_function(cipher: Cipher, s_size: int, r_bits: int) -> None:
    assert nonce_size(cipher) == s_size
    output = pseudo_random(cipher, bytes(s_size), bytes(cipher.key_size), CURVE.p)
    assert len(output) * 8 == r_bits


@pytest.mark.parametrize("number", [number for number in STANDARDIZED_DOMAIN_PARAMETERS if number > 7 and number != 10])
def test_the_mapped_generator_is_in_the_group(number: int) -> None:
    curve = STANDARDIZED_DOMAIN_PARAMETERS[number]
    for seed in range(8):
        s = hashlib.sha256(bytes((number, seed))).digest()
        point = integrated(curve, Cipher.AES256, s, s)
        assert isinstance(point, Point) and curve.contains(point)


def test_tokens_are_over_the_other_sides_key() -> None:
    worked = vectors("icao9303-11-H1-pace-ecdh-im")
    for side in ("ic", "ifd"):
        token = aes_cmac(bytes.fromhex(worked["ks_mac"]), bytes.fromhex(worked[f"token_input_{side}"]))
        assert token.hex().upper() == worked[f"token_{side}"]
