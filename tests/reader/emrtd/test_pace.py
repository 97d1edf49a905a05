"""PACE against the worked examples of ICAO Doc 9303-11, appendices G to I, and a recorded session with 3DES."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kiosk.domain.access_key import MrzKey
from kiosk.domain.chip_reading import PaceCam
from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader import oid, tlv
from kiosk.reader.apdu import Command
from kiosk.reader.crypto import PASSWORD, kdf
from kiosk.reader.curves import STANDARDIZED_DOMAIN_PARAMETERS, Curve
from kiosk.reader.dh_groups import DH_GROUPS, DhGroup
from kiosk.reader.emrtd import pace
from kiosk.reader.emrtd.passwords import CAN_REFERENCE, MRZ_REFERENCE, Password, password
from kiosk.reader.lds.security_infos import ID_PACE, SecurityInfos, parse_security_infos
from tests.fakes.replay_channel import FixedRandom, ReplayChannel
from tests.fakes.vectors import exchanges, vectors

G1 = vectors("icao9303-11-G1-pace-ecdh-gm")
KEY = MrzKey("T22000129", "640812", "101031")
RANDOM = (G1["map"]["sk_ifd"], G1["agree"]["sk_ifd"])


G1_SECRET = password(KEY).secret


def info(protocol: str, number: int | None) -> str:
    """A PACEInfo of version 2, in hex digits."""
    numbers = b"\x02\x01\x02" + (b"" if number is None else bytes((0x02, 0x01, number)))
    return tlv.encode(0x30, tlv.encode(0x06, oid.encode(protocol)) + numbers).hex().upper()


def announced(*infos: str) -> SecurityInfos:
    return parse_security_infos(tlv.encode(0x31, bytes.fromhex("".join(infos))))


def offer(pace_info: str) -> pace.Offer:
    (found,) = pace.offers(announced(pace_info))
    return found


def conversation(protocol: str, number: str, *steps: tuple[str, str]) -> list[tuple[str, str]]:
    """The APDUs of a run by the values that a worked example prints: what we send and what the chip answers."""

    def exchange(index: int, sent: str, answered: str) -> tuple[str, str]:
        data = tlv.encode(0x7C, tlv.encode(0x7F + 2 * index, bytes.fromhex(sent)) if index else b"")
        command = Command(0x00 if index == len(steps) - 1 else 0x10, 0x86, 0, 0, data, 256).encode()
        answer = tlv.encode(0x7C, tlv.encode(0x80 + 2 * index, bytes.fromhex(answered)))
        return command.hex(), (answer + b"\x90\x00").hex()

    named = bytes.fromhex(number)
    told = tlv.encode(0x80, oid.encode(protocol)) + b"\x83\x01\x01" + (tlv.encode(0x84, named) if named else b"")
    announced = Command(0x00, 0x22, 0xC1, 0xA4, told).encode().hex()
    return [(announced, "9000"), *(exchange(index, *step) for index, step in enumerate(steps))]


def reduced(scalar: str) -> str:
    """A private key of the worked examples as one below the order of the group, of which it is the same key."""
    return f"{int(scalar, 16) % DH_GROUPS[0].q:040X}"


G2, H1, H2, CAM = (
    vectors(name)
    for name in (
        "icao9303-11-G2-pace-dh-gm",
        "icao9303-11-H1-pace-ecdh-im",
        "icao9303-11-H2-pace-dh-im",
        "icao9303-11-I-pace-cam",
    )
)
EXAMPLES = [
    pytest.param(
        G1, exchanges(G1), RANDOM, "ECDH-GM-AES-CBC-CMAC-128 brainpoolP256r1", id="G.1 generic mapping on a curve"
    ),
    pytest.param(
        G2,
        conversation(
            G2["oid"],
            "",
            ("", G2["nonce_z"]),
            (G2["map"]["pk_ifd"], G2["map"]["pk_ic"]),
            (G2["agree"]["pk_ifd"], G2["agree"]["pk_ic"]),
            (G2["token_ifd"], G2["token_ic"]),
        ),
        (G2["map"]["sk_ifd"], G2["agree"]["sk_ifd"]),
        "DH-GM-AES-CBC-CMAC-128 modp-1024-160",
        id="G.2 generic mapping modulo a prime",
    ),
    pytest.param(
        H1,
        conversation(
            H1["oid"],
            "",
            ("", H1["nonce_z"]),
            (H1["nonce_t"], ""),
            ("04" + H1["pk_ifd"], "04" + H1["pk_ic"]),
            (H1["token_ifd"], H1["token_ic"]),
        ),
        (H1["nonce_t"], H1["sk_ifd"]),
        "ECDH-IM-AES-CBC-CMAC-128 brainpoolP256r1",
        id="H.1 integrated mapping on a curve",
    ),
    pytest.param(
        H2,
        conversation(
            H2["oid"],
            "",
            ("", H2["nonce_z"]),
            (H2["nonce_t"], ""),
            (H2["pk_ifd"], H2["pk_ic"]),
            (H2["token_ifd"], H2["token_ic"]),
        ),
        (H2["nonce_t"], reduced(H2["sk_ifd"])),
        "DH-IM-AES-CBC-CMAC-128 modp-1024-160",
        id="H.2 integrated mapping modulo a prime",
    ),
    pytest.param(
        CAM,
        exchanges(CAM),
        (CAM["map"]["sk_ifd"], CAM["agree"]["sk_ifd"]),
        "ECDH-CAM-AES-CBC-CMAC-128 brainpoolP256r1",
        id="I chip authentication mapping",
    ),
]
SECRETS = {"89DED1B26624EC1E634C1989302849DD": G1_SECRET, "4E6F6FBF7BE748B932C7B74161BBA9DF": bytes.fromhex(CAM["k"])}
"""K by K_pi, for the examples that print it; the others are run with K_pi put in its place."""


@pytest.mark.parametrize(("example", "apdus", "random", "mechanism"), EXAMPLES)
def test_the_worked_examples_go_through(
    example: dict[str, Any],
    apdus: list[tuple[str, str]],
    random: tuple[str, ...],
    mechanism: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    k_pi = example.get("k_pi", G1["k_pi"])
    if k_pi not in SECRETS:
        monkeypatch.setattr(
            "kiosk.reader.emrtd.pace.kdf",
            lambda secret, counter, cipher: secret if counter == PASSWORD else kdf(secret, counter, cipher),
        )
    secret = Password(MRZ_REFERENCE, SECRETS.get(k_pi, bytes.fromhex(k_pi)))
    number = 0 if "DH-" in mechanism and "ECDH" not in mechanism else 13
    found = offer(info(example["oid"], number))
    channel = ReplayChannel(apdus)

    established = pace.establish(channel, found, secret, FixedRandom(*random))

    assert channel.finished
    assert established.session.ssc == 0
    assert found.mechanism == mechanism
    assert (established.cam is not None) == (example is CAM)


def test_the_worked_example_of_chip_authentication_data() -> None:
    channel = ReplayChannel(exchanges(CAM))
    random = FixedRandom(CAM["map"]["sk_ifd"], CAM["agree"]["sk_ifd"])

    cam = pace.establish(
        channel, offer(info(CAM["oid"], 13)), Password(MRZ_REFERENCE, bytes.fromhex(CAM["k"])), random
    ).cam

    assert cam == PaceCam(
        "ECDH-CAM-AES-CBC-CMAC-128 brainpoolP256r1",
        13,
        bytes.fromhex("04" + CAM["map"]["pk_ic"]),
        bytes.fromhex(CAM["cam"]["ca_data"]),
    )
    assert CAM["cam"]["ca_data"].lower() not in repr(cam)


@pytest.mark.parametrize(
    "token",
    [
        pytest.param("7C0A86088596CF055C67C1A3", id="no data"),
        pytest.param("7C0C86088596CF055C67C1A38A00", id="empty data"),
        pytest.param("7C1C86088596CF055C67C1A38A10" + "00" * 16, id="data that do not decrypt"),
        pytest.param("7C0F86088596CF055C67C1A38A03" + "00" * 3, id="no whole block"),
    ],
)
def test_chip_authentication_data_that_are_none_are_evidence_all_the_same(token: str) -> None:
    apdus = exchanges(CAM)
    apdus[-1] = (apdus[-1][0], token + "9000")
    random = FixedRandom(CAM["map"]["sk_ifd"], CAM["agree"]["sk_ifd"])

    established = pace.establish(
        ReplayChannel(apdus), offer(info(CAM["oid"], 13)), Password(MRZ_REFERENCE, bytes.fromhex(CAM["k"])), random
    )

    assert established.cam is not None
    assert established.cam.data == b""


def test_a_recorded_session_with_3des_goes_through() -> None:
    recorded = vectors("gmrtd-pace-ecdh-gm-3des-nz")
    (found,) = pace.offers(parse_security_infos(bytes.fromhex(recorded["ef_card_access"])))
    told = replace(found, named=True)
    channel = ReplayChannel(exchanges(recorded))
    random = FixedRandom(recorded["sk_ifd_map"], recorded["sk_ifd_agree"])

    pace.perform(channel, told, Password(int(recorded["password_reference"], 16), bytes.fromhex(recorded["k"])), random)

    assert channel.finished


FIRST_POINT_OF_THE_CHIP = "04" + G1["map"]["pk_ic"]
OWN_KEY_OF_THE_AGREEMENT = "04" + G1["agree"]["pk_ifd"]
OFF_THE_CURVE = "04" + "11" * 64


@pytest.mark.parametrize(
    ("step", "answer", "code"),
    [
        pytest.param(0, "6A80", FaultCode.ACCESS_REFUSED, id="protocol refused"),
        pytest.param(0, "6A88", FaultCode.ACCESS_REFUSED, id="password kind refused"),
        pytest.param(0, "6D00", FaultCode.ACCESS_REFUSED, id="command unknown"),
        pytest.param(1, "6982", FaultCode.ACCESS_REFUSED, id="nonce refused"),
        pytest.param(1, "9000", FaultCode.CARD_ANSWER_WRONG, id="no nonce"),
        pytest.param(1, "7C04800201029000", FaultCode.CARD_ANSWER_WRONG, id="nonce of two bytes"),
        pytest.param(1, "7C0280009000", FaultCode.CARD_ANSWER_WRONG, id="empty nonce"),
        pytest.param(2, "6A80", FaultCode.ACCESS_REFUSED, id="mapping refused"),
        pytest.param(2, f"7C438241{OFF_THE_CURVE}9000", FaultCode.CARD_ANSWER_WRONG, id="point off the curve"),
        pytest.param(2, "7C038201009000", FaultCode.CARD_ANSWER_WRONG, id="point at infinity"),
        pytest.param(2, f"7C438441{FIRST_POINT_OF_THE_CHIP}9000", FaultCode.CARD_ANSWER_WRONG, id="wrong data object"),
        pytest.param(3, f"7C438441{OWN_KEY_OF_THE_AGREEMENT}9000", FaultCode.CARD_ANSWER_WRONG, id="our own key back"),
        pytest.param(4, "6300", FaultCode.WRONG_ACCESS_KEY, id="wrong password"),
        pytest.param(4, "63C1", FaultCode.WRONG_ACCESS_KEY, id="wrong password, tries counted"),
        pytest.param(4, "6988", FaultCode.WRONG_ACCESS_KEY, id="wrong password, as some chips say it"),
        pytest.param(4, "6983", FaultCode.ACCESS_REFUSED, id="password blocked"),
        pytest.param(4, "7C0A860800000000000000009000", FaultCode.CARD_ANSWER_WRONG, id="the chip's token is wrong"),
        pytest.param(4, "9000", FaultCode.CARD_ANSWER_WRONG, id="no token of the chip"),
    ],
)
def test_a_refusal_says_what_it_was(step: int, answer: str, code: FaultCode) -> None:
    conversation = exchanges(G1)[: step + 1]
    conversation[step] = (conversation[step][0], answer)
    channel = ReplayChannel(conversation)

    with pytest.raises(Fault) as raised:
        pace.perform(channel, offer(G1["pace_info"]), password(KEY), FixedRandom(*RANDOM))

    assert raised.value.code is code
    assert channel.finished


def test_a_warning_about_remaining_tries_is_no_refusal() -> None:
    conversation = exchanges(G1)
    conversation[0] = (conversation[0][0], "63C1")

    pace.perform(ReplayChannel(conversation), offer(G1["pace_info"]), password(KEY), FixedRandom(*RANDOM))


def explicit(mapping: str, curve: Curve | DhGroup, number: int | None) -> str:
    """A PACEDomainParameterInfo, in hex digits."""
    if isinstance(curve, DhGroup):
        numbers = b"".join(tlv.encode(0x02, b"\x00" + each.to_bytes(-(-each.bit_length() // 8), "big"))
                           for each in (curve.p, curve.g, curve.q))  # fmt: skip
        parameters = tlv.encode(0x06, oid.encode("1.2.840.10046.2.1")) + tlv.encode(0x30, numbers)
    else:
        parameters = tlv.encode(0x06, oid.encode("1.2.840.10045.2.1")) + tlv.encode(0x06, oid.encode(curve.oid))
    told = b"" if number is None else bytes((0x02, 0x01, number))
    body = tlv.encode(0x06, oid.encode(mapping)) + tlv.encode(0x30, parameters) + told
    return tlv.encode(0x30, body).hex().upper()


DH_GM, ECDH_GM, DH_IM, ECDH_IM, ECDH_CAM = (f"{ID_PACE}.{arc}" for arc in (1, 2, 3, 4, 6))
TDES, AES128, AES192, AES256 = 1, 2, 3, 4
BRAINPOOL320, GROUP = STANDARDIZED_DOMAIN_PARAMETERS[14], DH_GROUPS[2]


def of(mapping: str, cipher: int, number: int | None) -> str:
    return info(f"{mapping}.{cipher}", number)


@pytest.mark.parametrize(
    ("infos", "expected"),
    [
        pytest.param([], [], id="nothing announced"),
        pytest.param([of(ECDH_GM, AES128, 13)], ["ECDH-GM-AES-CBC-CMAC-128 brainpoolP256r1"], id="Vietnam's card"),
        pytest.param(
            [of(ECDH_GM, TDES, 13), of(ECDH_GM, AES128, 13), of(ECDH_GM, AES256, 13)],
            [
                "ECDH-GM-AES-CBC-CMAC-256 brainpoolP256r1",
                "ECDH-GM-AES-CBC-CMAC-128 brainpoolP256r1",
                "ECDH-GM-3DES-CBC-CBC brainpoolP256r1",
            ],
            id="best cipher first",
        ),
        pytest.param(
            [of(arc, AES128, 2 if arc in (DH_GM, DH_IM) else 13) for arc in (DH_IM, DH_GM, ECDH_IM, ECDH_GM, ECDH_CAM)],
            [
                "ECDH-CAM-AES-CBC-CMAC-128 brainpoolP256r1, named",
                "ECDH-GM-AES-CBC-CMAC-128 brainpoolP256r1, named",
                "ECDH-IM-AES-CBC-CMAC-128 brainpoolP256r1, named",
                "DH-GM-AES-CBC-CMAC-128 modp-2048-256, named",
                "DH-IM-AES-CBC-CMAC-128 modp-2048-256, named",
            ],
            id="best mapping first",
        ),
        pytest.param(
            [of(ECDH_GM, AES256, 13), of(ECDH_CAM, AES128, 13)],
            ["ECDH-CAM-AES-CBC-CMAC-128 brainpoolP256r1", "ECDH-GM-AES-CBC-CMAC-256 brainpoolP256r1"],
            id="a proof of the chip before a longer key",
        ),
        pytest.param(
            [of(ECDH_GM, TDES, 13), of(DH_IM, AES128, 1)],
            ["DH-IM-AES-CBC-CMAC-128 modp-2048-224, named", "ECDH-GM-3DES-CBC-CBC brainpoolP256r1, named"],
            id="AES in any way before 3DES",
        ),
        pytest.param(
            [of(ECDH_GM, AES256, 12), of(ECDH_GM, AES256, 13)],
            ["ECDH-GM-AES-CBC-CMAC-256 secp256r1, named", "ECDH-GM-AES-CBC-CMAC-256 brainpoolP256r1, named"],
            id="several sets of parameters: the chip must be told which",
        ),
        pytest.param(
            [of(ECDH_GM, AES128, 31), of(ECDH_CAM, TDES, 13), of(f"{ID_PACE}.5", AES128, 13), of(ECDH_GM, 5, 13)],
            [],
            id="parameters, mappings and ciphers that there are not",
        ),
        pytest.param(
            [of(ECDH_GM, AES128, 2), of(DH_GM, AES128, 13)], [], id="a curve's protocol with a group and the reverse"
        ),
        pytest.param(
            [of(ECDH_IM, AES128, 10), of(ECDH_GM, AES128, 10)],
            ["ECDH-GM-AES-CBC-CMAC-128 secp224r1"],
            id="secp224r1 is not for the integrated mapping",
        ),
        pytest.param(
            [of(ECDH_GM, AES128, None), explicit(ECDH_GM, BRAINPOOL320, None)],
            ["ECDH-GM-AES-CBC-CMAC-128 brainpoolP320r1"],
            id="explicit parameters without number",
        ),
        pytest.param(
            [of(ECDH_GM, AES128, None), explicit(ECDH_GM, BRAINPOOL320, 40)],
            ["ECDH-GM-AES-CBC-CMAC-128 brainpoolP320r1"],
            id="a number that only the parameters carry",
        ),
        pytest.param(
            [
                of(ECDH_GM, AES128, 40),
                of(DH_GM, AES128, 41),
                explicit(DH_GM, GROUP, 41),
                explicit(ECDH_GM, BRAINPOOL320, 40),
            ],
            [
                "ECDH-GM-AES-CBC-CMAC-128 brainpoolP320r1, named",
                "DH-GM-AES-CBC-CMAC-128 modp-2048-256, named",
            ],
            id="several explicit parameters by number",
        ),
        pytest.param(
            [of(ECDH_GM, AES128, None), explicit(ECDH_GM, BRAINPOOL320, 40), explicit(ECDH_GM, BRAINPOOL320, 41)],
            [],
            id="nobody knows which parameters are meant",
        ),
        pytest.param(
            [of(ECDH_IM, AES128, 40), explicit(ECDH_GM, BRAINPOOL320, 40)], [], id="parameters for another mapping"
        ),
        pytest.param(
            [of(DH_GM, AES128, 40), explicit(DH_GM, replace(GROUP, g=4), 40)], [], id="a group that nobody vouches for"
        ),
    ],
)
def test_offers_are_those_that_can_be_taken_up_best_first(infos: list[str], expected: list[str]) -> None:
    found = pace.offers(announced(*infos))

    assert [one.mechanism + (", named" if one.named else "") for one in found] == expected


@pytest.mark.parametrize("number", [*DH_GROUPS, *STANDARDIZED_DOMAIN_PARAMETERS])
def test_every_standardized_set_of_parameters_has_its_offers(number: int) -> None:
    mappings = (DH_GM, DH_IM) if number in DH_GROUPS else (ECDH_GM, ECDH_IM, ECDH_CAM)
    for mapping in mappings:
        found = pace.offers(announced(*(of(mapping, cipher, number) for cipher in (1, 2, 3, 4))))

        assert len(found) == {ECDH_IM: 0 if number == 10 else 4, ECDH_CAM: 3}.get(mapping, 4)


def test_a_chip_with_several_sets_of_parameters_is_told_which_is_meant() -> None:
    best = pace.offers(announced(of(ECDH_GM, AES128, 12), of(ECDH_GM, AES128, 13)))[0]
    channel = ReplayChannel([("0022C1A412800A04007F0007020204020283010184010C", "6A80")])

    with pytest.raises(Fault):
        pace.establish(channel, best, password(KEY), FixedRandom())

    assert channel.finished


def test_a_can_is_told_as_can() -> None:
    channel = ReplayChannel([("0022C1A40F800A04007F00070202040202830102", "6A88")])

    with pytest.raises(Fault):
        pace.perform(channel, offer(G1["pace_info"]), Password(CAN_REFERENCE, b"012345"), FixedRandom())

    assert channel.finished
