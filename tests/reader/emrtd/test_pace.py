"""PACE against the worked example of ICAO Doc 9303-11, Appendix G.1, and against a recorded session with 3DES."""

from __future__ import annotations

import pytest

from kiosk.domain.access_key import MrzKey
from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader.emrtd import pace
from kiosk.reader.emrtd.passwords import CAN_REFERENCE, Password, password
from kiosk.reader.lds.security_infos import parse_security_infos
from tests.fakes.replay_channel import FixedRandom, ReplayChannel
from tests.fakes.vectors import exchanges, vectors

G1 = vectors("icao9303-11-G1-pace-ecdh-gm")
KEY = MrzKey("T22000129", "640812", "101031")
RANDOM = (G1["map"]["sk_ifd"], G1["agree"]["sk_ifd"])


def offer(pace_info: str) -> pace.Offer:
    body = bytes.fromhex(pace_info)
    (found,) = pace.offers(parse_security_infos(b"\x31" + bytes((len(body),)) + body))
    return found


def test_the_worked_example_goes_through() -> None:
    channel = ReplayChannel(exchanges(G1))

    session = pace.perform(channel, offer(G1["pace_info"]), password(KEY), FixedRandom(*RANDOM))

    assert channel.finished
    assert session.ssc == 0
    assert offer(G1["pace_info"]).mechanism == "ECDH-GM-AES-CBC-CMAC-128 brainpoolP256r1"


def test_a_recorded_session_with_3des_goes_through() -> None:
    recorded = vectors("gmrtd-pace-ecdh-gm-3des-nz")
    (announced,) = pace.offers(parse_security_infos(bytes.fromhex(recorded["ef_card_access"])))
    told = pace.Offer(announced.protocol, announced.parameters, announced.parameter_id, named=True)
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


GM_AES128_13 = "3012060A04007F0007020204020202010202010D"
GM_AES256_13 = "3012060A04007F0007020204020402010202010D"
GM_AES256_12 = "3012060A04007F0007020204020402010202010C"
GM_3DES_13 = "3012060A04007F0007020204020102010202010D"
IM_AES128_13 = "3012060A04007F0007020204040202010202010D"
DH_GM_AES128_0 = "3012060A04007F00070202040102020102020100"
GM_AES128_UNKNOWN_31 = "3012060A04007F0007020204020202010202011F"


@pytest.mark.parametrize(
    ("announced", "expected"),
    [
        pytest.param([], [], id="nothing announced"),
        pytest.param([GM_AES128_13], [("AES-CBC-CMAC-128", 13, False)], id="Vietnam's card"),
        pytest.param(
            [GM_3DES_13, GM_AES128_13, GM_AES256_13],
            [("AES-CBC-CMAC-256", 13, False), ("AES-CBC-CMAC-128", 13, False), ("3DES-CBC-CBC", 13, False)],
            id="best cipher first",
        ),
        pytest.param(
            [GM_AES256_12, GM_AES256_13],
            [("AES-CBC-CMAC-256", 12, True), ("AES-CBC-CMAC-256", 13, True)],
            id="one protocol over two curves: the chip must be told which",
        ),
        pytest.param([IM_AES128_13, DH_GM_AES128_0, GM_AES128_UNKNOWN_31], [], id="none that we can take up"),
        pytest.param(
            [IM_AES128_13, GM_AES128_13], [("AES-CBC-CMAC-128", 13, False)], id="another mapping does not disturb"
        ),
    ],
)
def test_offers_are_those_that_can_be_taken_up_best_first(
    announced: list[str], expected: list[tuple[str, int, bool]]
) -> None:
    body = bytes.fromhex("".join(announced))

    found = pace.offers(parse_security_infos(b"\x31" + bytes((len(body),)) + body))

    assert [(one.protocol.name.removeprefix("ECDH-GM-"), one.parameter_id, one.named) for one in found] == expected


def test_a_can_is_told_as_can() -> None:
    channel = ReplayChannel([("0022C1A40F800A04007F00070202040202830102", "6A88")])

    with pytest.raises(Fault):
        pace.perform(channel, offer(G1["pace_info"]), Password(CAN_REFERENCE, b"012345"), FixedRandom())

    assert channel.finished
