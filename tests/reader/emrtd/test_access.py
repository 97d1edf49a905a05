"""Opening the chip: which protocol, which key, how often, and what it is called when nothing opens it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest

from kiosk.domain.access_key import AccessKey, Can, MrzKey
from kiosk.domain.chip_reading import Access, PaceCam
from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader import tlv
from kiosk.reader.apdu import Command, Response
from kiosk.reader.channel import Channel
from kiosk.reader.crypto import Cipher
from kiosk.reader.emrtd import bac, pace
from kiosk.reader.emrtd.access import USUAL_CARD_ACCESS, confirmed, open_chip, select_application
from kiosk.reader.emrtd.passwords import Password, password
from kiosk.reader.emrtd.secure_messaging import SecureMessagingChannel, SessionKeys
from tests.fakes.mirror_card import MirrorCard

CAN, OTHER_CAN = Can("012345"), Can("543210")
MRZ, OTHER_MRZ = MrzKey("090012345", "900315", "300315"), MrzKey("090012345", "900315", "250315")
KEYS = SessionKeys.derive(Cipher.AES128, b"session")

CAM = PaceCam("of this door", 13, b"\x04", b"\x01")

AES128 = "3012060A04007F0007020204020202010202010D"
AES256 = "3012060A04007F0007020204020402010202010D"
MODULAR = "3012060A04007F0007020204010202010202010D"


def card_access(*infos: str) -> bytes:
    return tlv.encode(0x31, bytes.fromhex("".join(infos)))


@dataclass
class Door:
    """A chip up to its door: SELECT is a real command, the protocols only note who knocked.

    ``opens`` are the keys that fit; ``pace`` and ``bac`` name the fault by which a protocol is refused altogether.
    """

    opens: tuple[AccessKey, ...] = ()
    card_access: bytes | None = USUAL_CARD_ACCESS
    application: int = 0x9000
    pace: FaultCode | None = None
    bac: FaultCode | None = None
    knocks: list[tuple[str, AccessKey | Password]] = field(default_factory=list)
    log: list[str] = field(default_factory=list)

    def transmit(self, command: Command) -> Response:
        self.log.append(f"{command.ins:02X}{command.p1:02X}{command.p2:02X}")
        assert (command.ins, command.p1) == (0xA4, 0x04)
        return Response(b"", self.application)

    def knock(self, protocol: str, key: AccessKey | Password, refusal: FaultCode | None) -> SecureMessagingChannel:
        self.knocks.append((protocol, key))
        if refusal is not None:
            raise Fault(refusal, f"{protocol} of this door")
        if key not in (*self.opens, *(password(one) for one in self.opens)):
            raise Fault(FaultCode.WRONG_ACCESS_KEY)
        return SecureMessagingChannel(MirrorCard(KEYS, self.transmit), KEYS)


@pytest.fixture(autouse=True)
def protocols_that_knock(monkeypatch: pytest.MonkeyPatch) -> None:
    def by_pace(channel: Channel, offer: pace.Offer, secret: Password, random_bytes: object) -> pace.Established:
        assert isinstance(channel, Door)
        return pace.Established(channel.knock(offer.protocol.name, secret, channel.pace), CAM)

    def by_bac(channel: Channel, key: MrzKey, random_bytes: object) -> SecureMessagingChannel:
        assert isinstance(channel, Door)
        return channel.knock("BAC", key, channel.bac)

    monkeypatch.setattr(pace, "establish", by_pace)
    monkeypatch.setattr(bac, "perform", by_bac)


PACE_CAN = Access("PACE", "CAN", "ECDH-GM-AES-CBC-CMAC-128 brainpoolP256r1")
PACE_MRZ = Access("PACE", "MRZ", "ECDH-GM-AES-CBC-CMAC-128 brainpoolP256r1")
BAC = Access("BAC", "MRZ", bac.MECHANISM)


@pytest.mark.parametrize(
    ("door", "keys", "expected", "knocks"),
    [
        pytest.param(Door((CAN,)), [CAN], PACE_CAN, 1, id="PACE with the CAN"),
        pytest.param(Door((MRZ,)), [MRZ], PACE_MRZ, 1, id="PACE with the MRZ"),
        pytest.param(Door((CAN, MRZ)), [MRZ, CAN], PACE_MRZ, 1, id="keys in the caller's order"),
        pytest.param(Door((MRZ,)), [CAN, MRZ], PACE_MRZ, 2, id="wrong CAN, right MRZ"),
        pytest.param(Door((MRZ,)), [OTHER_MRZ, CAN, MRZ], PACE_MRZ, 3, id="the third key fits"),
        pytest.param(
            Door((CAN,), card_access(AES128, AES256)),
            [CAN],
            Access("PACE", "CAN", "ECDH-GM-AES-CBC-CMAC-256 brainpoolP256r1"),
            1,
            id="several offers: the best first",
        ),
        pytest.param(Door((MRZ,), None), [MRZ], BAC, 1, id="no EF.CardAccess: BAC"),
        pytest.param(Door((MRZ,), None), [CAN, MRZ], BAC, 1, id="no EF.CardAccess: a CAN is not tried beside an MRZ"),
        pytest.param(
            Door((CAN,), None),
            [CAN],
            Access("PACE", "CAN", PACE_CAN.mechanism, note="EF.CardAccess not readable, the usual one assumed"),
            1,
            id="no EF.CardAccess and only a CAN: the usual announcement is assumed",
        ),
        pytest.param(
            Door((MRZ,), pace=FaultCode.ACCESS_REFUSED),
            [CAN, MRZ],
            Access(
                "BAC",
                "MRZ",
                bac.MECHANISM,
                downgraded=True,
                note="PACE refused: ECDH-GM-AES-CBC-CMAC-128 of this door",
            ),
            3,
            id="PACE refused: BAC, recorded as a downgrade",
        ),
        pytest.param(
            Door((MRZ,), pace=FaultCode.CARD_ANSWER_WRONG),
            [MRZ],
            Access(
                "BAC",
                "MRZ",
                bac.MECHANISM,
                downgraded=True,
                note="PACE refused: ECDH-GM-AES-CBC-CMAC-128 of this door",
            ),
            2,
            id="PACE broken: BAC, recorded as a downgrade",
        ),
        pytest.param(
            Door((MRZ,), card_access(MODULAR)),
            [MRZ],
            Access(
                "BAC",
                "MRZ",
                bac.MECHANISM,
                downgraded=True,
                note="PACE announced in no form that is supported",
            ),
            1,
            id="PACE announced in a form that we cannot do",
        ),
        pytest.param(
            Door((MRZ,), b"\x31\x02\x05\x00"),
            [MRZ],
            Access("BAC", "MRZ", bac.MECHANISM, note="EF.CardAccess malformed"),
            1,
            id="EF.CardAccess malformed",
        ),
        pytest.param(Door((MRZ,), None), [OTHER_MRZ, MRZ], BAC, 2, id="BAC with the second MRZ"),
    ],
)
def test_the_way_in(door: Door, keys: list[AccessKey], expected: Access, knocks: int) -> None:
    opened = open_chip(door, keys, bytes, door.card_access or b"")

    assert opened.access == expected
    assert len(door.knocks) == knocks
    assert opened.key in door.opens


MANY = [MrzKey("090012345", "900315", f"30031{digit}") for digit in range(1, 8)]
CANS = [Can(f"00000{digit}") for digit in range(1, 6)]


@pytest.mark.parametrize(
    ("door", "keys", "code", "knocks"),
    [
        pytest.param(Door(), [CAN], FaultCode.WRONG_ACCESS_KEY, 1, id="wrong CAN"),
        pytest.param(Door(), [CAN, CAN, CAN], FaultCode.WRONG_ACCESS_KEY, 1, id="the same CAN is tried once"),
        pytest.param(Door(), [CAN, MRZ], FaultCode.WRONG_ACCESS_KEY, 2, id="a wrong MRZ is not tried again by BAC"),
        pytest.param(Door(), MANY, FaultCode.WRONG_ACCESS_KEY, 4, id="four MRZ keys by PACE at most"),
        pytest.param(Door((), None), MANY, FaultCode.WRONG_ACCESS_KEY, 4, id="four MRZ keys by BAC at most"),
        pytest.param(Door(), CANS, FaultCode.WRONG_ACCESS_KEY, 2, id="two CANs at most"),
        pytest.param(
            Door((), card_access(AES128, AES256)), [CAN], FaultCode.WRONG_ACCESS_KEY, 1, id="wrong once, wrong for all"
        ),
        pytest.param(Door(), [], FaultCode.WRONG_ACCESS_KEY, 0, id="no key"),
        pytest.param(
            Door((), None, pace=FaultCode.ACCESS_REFUSED), [CAN], FaultCode.WRONG_ACCESS_KEY, 1, id="CAN for a BAC chip"
        ),
        pytest.param(
            Door((), pace=FaultCode.ACCESS_REFUSED), [CAN], FaultCode.ACCESS_REFUSED, 1, id="PACE refused, no MRZ"
        ),
        pytest.param(
            Door((), pace=FaultCode.ACCESS_REFUSED, bac=FaultCode.ACCESS_REFUSED),
            [MRZ],
            FaultCode.ACCESS_REFUSED,
            2,
            id="both protocols refused",
        ),
        pytest.param(
            Door((), None, 0x6A82), [MRZ], FaultCode.NOT_AN_ID_CARD, 0, id="bank card: no application to select"
        ),
        pytest.param(
            Door((), None, 0x6A82, pace=FaultCode.ACCESS_REFUSED),
            [CAN],
            FaultCode.NOT_AN_ID_CARD,
            1,
            id="bank card, and only a CAN",
        ),
        pytest.param(Door((), pace=FaultCode.CARD_REMOVED), [CAN, MRZ], FaultCode.CARD_REMOVED, 1, id="card gone"),
        pytest.param(Door((), None, bac=FaultCode.CARD_MUTE), [MRZ], FaultCode.CARD_MUTE, 1, id="card silent"),
    ],
)
def test_what_does_not_open(door: Door, keys: list[AccessKey], code: FaultCode, knocks: int) -> None:
    with pytest.raises(Fault) as raised:
        open_chip(door, keys, bytes, door.card_access or b"")

    assert raised.value.code is code
    assert len(door.knocks) == knocks


def test_pace_but_no_emrtd_behind_it_is_another_card() -> None:
    opened = open_chip(Door((CAN,), application=0x6A82), [CAN], bytes, USUAL_CARD_ACCESS)

    with pytest.raises(Fault) as raised:
        select_application(opened.session)

    assert raised.value.code is FaultCode.NOT_AN_ID_CARD


@pytest.mark.parametrize(
    ("door", "keys", "expected"),
    [
        pytest.param(
            Door((MRZ,), pace=FaultCode.ACCESS_REFUSED), [MRZ], FaultCode.ACCESS_REFUSED, id="PACE refused: no way in"
        ),
        pytest.param(Door((MRZ,), card_access(MODULAR)), [MRZ], FaultCode.ACCESS_REFUSED, id="PACE in no form of ours"),
        pytest.param(Door((MRZ,)), [], FaultCode.WRONG_ACCESS_KEY, id="no key"),
        pytest.param(Door((MRZ,)), [MRZ], PACE_MRZ, id="PACE works"),
        pytest.param(Door((MRZ,), None), [MRZ], BAC, id="no PACE announced: BAC is no downgrade"),
    ],
)
def test_where_policy_forbids_the_downgrade(door: Door, keys: list[AccessKey], expected: Access | FaultCode) -> None:
    try:
        found: Access | FaultCode = open_chip(
            door, keys, bytes, door.card_access or b"", allow_bac_fallback=False
        ).access
    except Fault as fault:
        found = fault.code

    assert found == expected
    assert ("BAC" in {protocol for protocol, _ in door.knocks}) == (expected == BAC)


def test_after_bac_the_application_is_selected_and_after_pace_it_is_still_the_master_file() -> None:
    by_bac, by_pace = Door((MRZ,), pace=FaultCode.ACCESS_REFUSED), Door((CAN,))

    assert open_chip(by_bac, [MRZ], bytes, USUAL_CARD_ACCESS).in_application
    opened = open_chip(by_pace, [CAN], bytes, USUAL_CARD_ACCESS)
    assert not opened.in_application

    assert (by_bac.log, by_pace.log) == (["A4040C"], [])
    select_application(opened.session)
    assert (by_pace.log, opened.session.ssc) == (["A4040C"], 2)


def test_the_evidence_of_pace_is_handed_on() -> None:
    assert open_chip(Door((CAN,)), [CAN], bytes, USUAL_CARD_ACCESS).cam == CAM


OTHER = "3012060A04007F0007020204020202010202010C"


@pytest.mark.parametrize(
    ("access", "announced", "signed", "expected"),
    [
        pytest.param(PACE_CAN, [AES128], [AES128], PACE_CAN, id="PACE as DG14 says"),
        pytest.param(PACE_CAN, [AES128], [AES128, AES256], PACE_CAN, id="DG14 may tell more"),
        pytest.param(PACE_CAN, [AES128], [], PACE_CAN, id="a DG14 of old that does not repeat it"),
        pytest.param(PACE_CAN, [AES128], None, PACE_CAN, id="no DG14"),
        pytest.param(
            PACE_CAN,
            [AES128, OTHER],
            [AES128],
            replace(PACE_CAN, note="EF.CardAccess announces PACE otherwise than DG14"),
            id="EF.CardAccess tells what nobody signed",
        ),
        pytest.param(BAC, [], [], BAC, id="a chip without PACE"),
        pytest.param(
            BAC,
            [],
            [AES128],
            replace(BAC, downgraded=True, note="DG14 announces PACE, EF.CardAccess did not"),
            id="EF.CardAccess was withheld: a downgrade",
        ),
        pytest.param(
            replace(BAC, downgraded=True, note="PACE refused"),
            [AES128],
            [AES128],
            replace(BAC, downgraded=True, note="PACE refused"),
            id="a downgrade that was seen before",
        ),
    ],
)
def test_what_dg14_says_about_the_access(
    access: Access, announced: list[str], signed: list[str] | None, expected: Access
) -> None:
    dg14 = None if signed is None else tlv.encode(0x6E, card_access(*signed))

    assert confirmed(access, card_access(*announced) if announced else b"", dg14) == expected
    assert confirmed(access, b"\x31\x01", b"\x6e\x01") == access


def test_an_opened_chip_does_not_tell_its_key() -> None:
    assert "012345" not in repr(open_chip(Door((CAN,)), [CAN], bytes, USUAL_CARD_ACCESS))
