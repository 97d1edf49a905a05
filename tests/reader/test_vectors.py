"""The figures between the commands of the worked examples: keys, secrets, tokens, digests, field by field.

Whole conversations are played in the tests of the protocols; here stands what a conversation shows only as right or
wrong, so that a mistake names its step.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

import pytest

from kiosk.domain.access_key import MrzKey
from kiosk.reader import tlv
from kiosk.reader.apdu import Command, Response
from kiosk.reader.codes.mrz import check_digit, parse_mrz
from kiosk.reader.crypto import (
    ENC,
    MAC,
    PASSWORD,
    Cipher,
    aes_cmac,
    cbc_decrypt,
    cbc_encrypt,
    encrypt_block,
    kdf,
    pad,
    retail_mac,
)
from kiosk.reader.curves import STANDARDIZED_DOMAIN_PARAMETERS
from kiosk.reader.dh_groups import DH_GROUPS
from kiosk.reader.emrtd import pace
from kiosk.reader.emrtd.passwords import Password, mrz_secret
from kiosk.reader.emrtd.secure_messaging import SecureMessagingChannel, SecureMessagingLost, SessionKeys
from kiosk.reader.lds.com import parse_com
from kiosk.reader.lds.data_elements import Name
from kiosk.reader.lds.dg1 import parse_dg1
from kiosk.reader.lds.dg11 import parse_dg11
from kiosk.reader.lds.errors import LdsError
from kiosk.reader.lds.security_infos import parse_security_infos
from tests.fakes.lds_files import dg1
from tests.fakes.replay_channel import FixedRandom, ReplayChannel
from tests.fakes.vectors import exchanges, vectors

CURVE, GROUP = STANDARDIZED_DOMAIN_PARAMETERS[13], DH_GROUPS[0]
ON_CURVE = ("icao9303-11-G1-pace-ecdh-gm", "icao9303-11-H1-pace-ecdh-im", "icao9303-11-I-pace-cam")
MODULO_PRIME = ("icao9303-11-G2-pace-dh-gm", "icao9303-11-H2-pace-dh-im")


def digits(data: bytes) -> str:
    return data.hex().upper()


def raw(text: str) -> bytes:
    return bytes.fromhex(text)


# PACE: ICAO Doc 9303-11, appendices G to I


@pytest.mark.parametrize("name", ON_CURVE)
def test_the_curve_of_the_examples_is_ours(name: str) -> None:
    domain = vectors(name)["domain"]
    ours = {"p": CURVE.p, "a": CURVE.a, "b": CURVE.b, "gx": CURVE.g.x, "gy": CURVE.g.y, "n": CURVE.n}
    assert {key: f"{number:064X}" for key, number in ours.items()} == {key: domain[key] for key in ours}
    assert (domain["name"], domain["cofactor"]) == (CURVE.name, 1)


@pytest.mark.parametrize("name", MODULO_PRIME)
def test_the_group_of_the_examples_is_ours(name: str) -> None:
    domain = vectors(name)["domain"]
    assert (GROUP.p, GROUP.g, GROUP.q) == tuple(int(domain[key], 16) for key in ("p", "g", "q"))


@pytest.mark.parametrize("name", ["icao9303-11-G1-pace-ecdh-gm", "icao9303-11-I-pace-cam"])
def test_the_key_of_the_nonce_comes_from_the_machine_readable_zone(name: str) -> None:
    worked = vectors(name)
    fields = worked["mrz_fields_with_cd"]
    secret = mrz_secret(MrzKey(*(field[:-1] for field in fields)))
    assert [check_digit(field[:-1]) for field in fields] == [field[-1] for field in fields]
    assert digits(secret) == worked["k"]
    assert digits(kdf(secret, PASSWORD, Cipher.AES128)) == worked["k_pi"]


@pytest.mark.parametrize("name", [*ON_CURVE, *MODULO_PRIME])
def test_the_nonce_decrypts(name: str) -> None:
    worked = vectors(name)
    nonce = cbc_decrypt(Cipher.AES128, raw(worked["k_pi"]), bytes(16), raw(worked["nonce_z"]))
    assert digits(nonce) == worked["nonce_s"]


@pytest.mark.parametrize("name", ["icao9303-11-G1-pace-ecdh-gm", "icao9303-11-G2-pace-dh-gm", "icao9303-11-I-pace-cam"])
def test_the_announcement_names_protocol_and_parameters(name: str) -> None:
    worked = vectors(name)
    (info,) = parse_security_infos(tlv.encode(0x31, raw(worked["pace_info"]))).pace
    assert (info.protocol, info.parameter_id) == (worked["oid"], worked["parameter_id"])


@pytest.mark.parametrize("name", [*ON_CURVE, *MODULO_PRIME])
@pytest.mark.parametrize("ours", ["ifd", "ic"])
def test_both_sides_agree_on_the_secret_and_its_keys(name: str, ours: str) -> None:
    worked = vectors(name)
    agreed: dict[str, Any] = worked.get("agree") or worked
    scalar, other = int(agreed[f"sk_{ours}"], 16), raw(agreed[f"pk_{'ic' if ours == 'ifd' else 'ifd'}"])
    if name in ON_CURVE:
        secret = CURVE.encode_x(CURVE.multiply(scalar, CURVE.decode_point(b"\x04" + other)))
    else:
        secret = GROUP.encode_x(GROUP.multiply(scalar, GROUP.decode_point(other)))
    assert digits(secret) == agreed["shared_secret"]
    keys = SessionKeys.derive(Cipher.AES128, secret)
    assert (digits(keys.enc), digits(keys.mac)) == (worked["ks_enc"], worked["ks_mac"])


@pytest.mark.parametrize("name", ["icao9303-11-H1-pace-ecdh-im", "icao9303-11-I-pace-cam"])
@pytest.mark.parametrize("side", ["ifd", "ic"])
def test_the_tokens_on_the_curve(name: str, side: str) -> None:
    worked = vectors(name)
    assert digits(aes_cmac(raw(worked["ks_mac"]), raw(worked[f"token_input_{side}"]))) == worked[f"token_{side}"]


@pytest.mark.parametrize(
    ("name", "prefix", "other"),
    [
        ("icao9303-11-G2-pace-dh-gm", "token_input_ifd_prefix", {"ifd": "pk_ic"}),
        ("icao9303-11-H2-pace-dh-im", "token_input_prefix", {"ifd": "pk_ic", "ic": "pk_ifd"}),
    ],
)
def test_the_tokens_modulo_a_prime(name: str, prefix: str, other: dict[str, str]) -> None:
    worked = vectors(name)
    agreed: dict[str, Any] = worked.get("agree") or worked
    for side, key in other.items():
        covered = raw(worked[prefix]) + raw(agreed[key])
        assert digits(aes_cmac(raw(worked["ks_mac"]), covered)) == worked[f"token_{side}"]


def test_the_mapping_of_the_cam_example() -> None:
    worked = vectors("icao9303-11-I-pace-cam")
    mapping = worked["map"]
    ours, theirs = int(mapping["sk_ifd"], 16), CURVE.decode_point(raw("04" + mapping["pk_ic"]))
    h = CURVE.multiply(ours, theirs)
    mapped = CURVE.add(CURVE.multiply(int(worked["nonce_s"], 16), CURVE.g), h)
    assert digits(CURVE.encode_point(CURVE.multiply(ours, CURVE.g))) == "04" + mapping["pk_ifd"]
    assert digits(CURVE.encode_point(h)) == "04" + mapping["h"]
    assert digits(CURVE.encode_point(mapped)) == "04" + mapping["g_mapped"]
    assert digits(encrypt_block(Cipher.AES128, raw(worked["ks_enc"]), b"\xff" * 16)) == worked["cam"]["iv"]


SELECT = Command(0x00, 0xA4, 0x02, 0x0C, raw("010E"))


def protected(keys: SessionKeys) -> str:
    """``SELECT`` as it travels first under these keys."""
    sent: list[str] = []

    class Wire:
        def transmit(self, command: Command) -> Response:
            sent.append(digits(command.encode()))
            return Response(b"", 0x6988)

    with pytest.raises(SecureMessagingLost):
        SecureMessagingChannel(Wire(), keys).transmit(SELECT)
    return sent[0]


def test_the_keys_behind_the_recorded_pace_with_3des() -> None:
    recorded = vectors("gmrtd-pace-ecdh-gm-3des-nz")
    after = recorded["sm_after"]
    assert (after["cipher"], after["ssc_at_end"]) == ("TDES", None)
    expected = protected(SessionKeys(Cipher.TDES, raw(after["ks_enc"]), raw(after["ks_mac"])))
    channel = ReplayChannel([*exchanges(recorded), (expected, "6988")])
    (offer,) = pace.offers(parse_security_infos(raw(recorded["ef_card_access"])))
    password = Password(int(recorded["password_reference"], 16), raw(recorded["k"]))
    random = FixedRandom(recorded["sk_ifd_map"], recorded["sk_ifd_agree"])
    session = pace.perform(channel, replace(offer, named=True), password, random)
    with pytest.raises(SecureMessagingLost):
        session.transmit(SELECT)
    assert channel.finished


# BAC and secure messaging: appendix D


BAC = vectors("icao9303-11-D-bac-sm")


@pytest.mark.parametrize("example", BAC["mrz_information"], ids=lambda example: str(example["case"]))
def test_the_key_fields_of_the_machine_readable_zones(example: dict[str, Any]) -> None:
    key = parse_mrz("".join(example["mrz"])).key
    assert (key.birth_date, key.expiry_date) == (example["birth"], example["expiry"])
    assert key.document_number == example["document_number"].rstrip("<")
    for field in ("document_number", "birth", "expiry"):
        assert check_digit(example[field]) == example[f"{field}_cd"]


def test_the_document_keys() -> None:
    worked = BAC["document_keys"]
    secret = hashlib.sha1(worked["mrz_information"].encode(), usedforsecurity=False).digest()
    assert (digits(secret), digits(secret[:16])) == (worked["sha1"], worked["k_seed"])
    assert digits(kdf(secret[:16], ENC, Cipher.TDES)) == worked["k_enc"]
    assert digits(kdf(secret[:16], MAC, Cipher.TDES)) == worked["k_mac"]


@pytest.mark.parametrize("which", ["enc", "mac"])
def test_the_hash_that_becomes_a_key(which: str) -> None:
    worked = BAC["kdf_3des"]
    hashed = hashlib.sha1(raw(worked["k_seed"]) + raw(worked[which]["counter"]), usedforsecurity=False).hexdigest()
    assert hashed.upper() == worked[which]["sha1"]


def test_the_mutual_authentication() -> None:
    keys, worked = BAC["document_keys"], BAC["mutual_authentication"]
    assert worked["s"] == worked["rnd_ifd"] + worked["rnd_ic"] + worked["k_ifd"]
    assert worked["r"] == worked["rnd_ic"] + worked["rnd_ifd"] + worked["k_ic"]
    assert digits(cbc_encrypt(Cipher.TDES, raw(keys["k_enc"]), bytes(8), raw(worked["s"]))) == worked["e_ifd"]
    assert digits(cbc_decrypt(Cipher.TDES, raw(keys["k_enc"]), bytes(8), raw(worked["e_ic"]))) == worked["r"]
    assert worked["cmd_data"] == worked["e_ifd"] + worked["m_ifd"]
    seed = bytes(a ^ b for a, b in zip(raw(worked["k_ifd"]), raw(worked["k_ic"]), strict=True))
    session = SessionKeys.derive(Cipher.TDES, seed)
    assert digits(seed) == worked["session_k_seed"]
    assert (digits(session.enc), digits(session.mac)) == (worked["ks_enc"], worked["ks_mac"])


@pytest.mark.parametrize("step", BAC["secure_messaging"]["steps"], ids=lambda step: str(step["what"]))
def test_the_protection_of_one_command(step: dict[str, str]) -> None:
    key = raw(BAC["secure_messaging"]["ks_mac"])
    plain = Command.decode(raw(step["plain_capdu"]))
    assert digits(pad(bytes((plain.cla | 0x0C, plain.ins, plain.p1, plain.p2)), 8)) == step["cmd_header_padded"]
    if plain.data:
        padded = pad(plain.data, 8)
        cryptogram = cbc_encrypt(Cipher.TDES, raw(BAC["secure_messaging"]["ks_enc"]), bytes(8), padded)
        assert (digits(padded), digits(cryptogram)) == (step["padded_data"], step["encrypted_data"])
        assert step["do87"] == digits(tlv.encode(0x87, b"\x01" + cryptogram))
    if plain.le is not None:
        assert step["do97"] == digits(tlv.encode(0x97, bytes((plain.le,))))
    assert step["n"].startswith(step["ssc_command"] + step["cmd_header_padded"])
    assert digits(retail_mac(key, raw(step["n"]))) == step["cc"]
    answer = pad(raw(step["ssc_response"] + step["protected_rapdu"])[: -len("8E08") // 2 - 8 - 2], 8)
    assert digits(answer).startswith(step["k"]), "printed with its padding or without"
    assert digits(retail_mac(key, answer)) == step["cc_response"]


# Active Authentication: appendix F, and recorded representatives


def test_the_signed_message_of_the_worked_example() -> None:
    worked = vectors("icao9303-11-F-aa-rsa")
    message = raw(worked["m1"] + worked["rnd_ifd"])
    assert digits(message) == worked["m"]
    assert hashlib.sha1(message, usedforsecurity=False).hexdigest().upper() == worked["sha1_m"]
    assert worked["f"] == "6A" + worked["m1"] + worked["sha1_m"] + worked["trailer"]
    assert 4 * len(worked["m1"]) == worked["m1_bits"]
    assert 4 * len(worked["s"]) == worked["modulus_bits"]
    asked = Command(0x00, 0x88, 0x00, 0x00, raw(worked["rnd_ifd"]), 256)
    assert digits(asked.encode()) == worked["capdu"]


@pytest.mark.parametrize(
    ("name", "trailer"),
    [("SHA1", "BC"), ("SHA224", "38CC"), ("SHA256", "34CC"), ("SHA384", "36CC"), ("SHA512", "35CC")],
)
def test_a_representative_is_made_of_message_digest_and_trailer(name: str, trailer: str) -> None:
    (case,) = (case for case in vectors("gmrtd-iso9796-2-trailers")["cases"] if case["hash"] == name)
    digest = hashlib.new(name.lower(), raw(case["m1"] + case["rnd_ifd"])).hexdigest().upper()
    assert digest == case["digest"]
    assert case["f"] == "6A" + case["m1"] + digest + trailer


# Files and machine readable zones: ICAO Doc 9303-10, appendix A, and 9303-3, appendix A


LDS = vectors("icao9303-10-A-lds-examples")


def test_the_groups_that_the_worked_example_lists() -> None:
    example = LDS["ef_com"][0]
    com = parse_com(raw(example["hex"]))
    assert com.unicode_version == example["unicode"]
    assert [f"{tag:02X}" for tag in com.tags] == example["tags"]


@pytest.mark.parametrize("example", LDS["dg1"], ids=lambda example: str(example["type"]))
def test_the_machine_readable_zones_of_the_worked_examples(example: dict[str, Any]) -> None:
    """The one of the second example is misprinted, with nine fillers too many; its header tells the right length."""
    zone = example["mrz"]
    assert len(zone) == example["characters_as_printed"]
    file = raw(example["header"]) + zone.encode()
    if example["characters_as_printed"] == example["characters_expected"]:
        assert file == dg1(zone)
        assert parse_dg1(file).format.name == example["type"]
    else:
        assert raw(example["header"])[4] == example["characters_expected"]
        with pytest.raises(LdsError):
            parse_dg1(file)


def test_the_printed_elements_of_dg11() -> None:
    """With lengths of their own: the printed one of the telephone number is wrong, and the whole with it."""
    example = LDS["dg11"]
    elements = [(tag, value.encode()) for tag, value in example["printed_elements"]]
    body = tlv.encode(0x5C, b"".join(raw(tag) for tag, _ in elements))
    body += b"".join(tlv.encode(int(tag, 16), value) for tag, value in elements)
    wrong = {tag for tag, value in elements if f"{len(value):02X}" != example["printed_lengths"][tag]}
    assert wrong == {"5F12"}
    assert example["printed_lengths"]["5C"] == f"{2 * len(elements):02X}"
    parsed = parse_dg11(tlv.encode(0x6B, body))
    assert parsed.name == Name("SMITH", "JOHN J")
    assert (parsed.place_of_birth, parsed.address) == (("ANYTOWN", "MN"), ("123 MAPLE RD", "ANYTOWN", "MN"))
    assert (parsed.telephone, parsed.profession, parsed.others) == ("16125551212", "TRAVEL<AGENT", ())
    assert int(example["printed_lengths"]["6B"], 16) == len(body) + 3


DIGITS = vectors("icao9303-3-mrz-check-digits")


@pytest.mark.parametrize("example", DIGITS["cases"], ids=lambda case: str(case["field"]))
def test_check_digits_of_fields(example: dict[str, str]) -> None:
    assert check_digit(example["field"]) == example["check_digit"]


@pytest.mark.parametrize("example", DIGITS["composite"], ids=lambda case: str(case["type"]))
def test_composite_check_digits(example: dict[str, Any]) -> None:
    """The positions are those that ``over`` tells, from 1 and with both ends."""
    lines = {f"line{number}": line for number, line in enumerate(example.get("lines") or [example["line"]], 1)}
    covered, text = "", lines["line1"]
    for part in example["over"].removeprefix("positions ").split(", "):
        *line, positions = part.split()
        text = lines[line[0]] if line else text
        first, last = map(int, positions.split("-"))
        covered += text[first - 1 : last]
    assert check_digit(covered) == example["check_digit"]
