"""The scenes of the demo as a table: whose card, whose face, what is wrong, and the verdict that must come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from kiosk.domain.identity import Sex
from kiosk.domain.verdict import Reason, Verdict
from kiosk.simulator.card import card_store
from kiosk.simulator.card.faults import parse_fault
from kiosk.simulator.card.person import AN, BAO, DUC, NGOC, Citizen
from kiosk.simulator.issuing.authority import TestAuthority
from kiosk.simulator.issuing.personaliser import issue
from kiosk.simulator.person.manner import Manner


class Key(StrEnum):
    """How the access key reaches the kiosk."""

    CODE = "code"
    TYPED = "typed"


class Hand(StrEnum):
    """What the person's hand does with the card."""

    LEAVES_IT = "leaves it"
    TAKES_IT_AWAY = "takes it away"
    TAKES_AND_RETURNS_IT = "takes and returns it"


@dataclass(frozen=True, slots=True)
class Scene:
    """One check. ``chip_photo`` and ``live`` are files of the folder with the test photographs."""

    name: str
    citizen: Citizen
    profile: str
    chip_photo: str
    live: str
    verdict: Verdict
    reason: Reason | None = None
    faults: tuple[str, ...] = ()
    key: Key = Key.CODE
    hand: Hand = Hand.LEAVES_IT
    manner: Manner = Manner.ALIVE


def _candidate(number: str, name: str, birth: date, sex: Sex) -> Citizen:
    """Another fictitious candidate of the sample list."""
    return replace(AN, number=number, name=name, birth_date=birth, sex=sex, old_number="")


HA = _candidate("001305004417", "Phạm Thu Hà", date(2005, 11, 22), Sex.FEMALE)
HUY = _candidate("048206007730", "Võ Quốc Huy", date(2006, 1, 9), Sex.MALE)
DIEP = _candidate("092306002158", "Lý Ngọc Diệp", date(2006, 6, 30), Sex.FEMALE)
NIE = _candidate("066205009846", "Y Khoa Niê", date(2005, 4, 17), Sex.MALE)
NHUNG = _candidate("038305001275", "Lê Thị Hồng Nhung", date(2005, 12, 5), Sex.FEMALE)
GIA_BAO = _candidate("040206003391", "Hoàng Gia Bảo", date(2006, 2, 28), Sex.MALE)

LINH = _candidate("079306008064", "Nguyễn Đặng Khánh Linh", date(2006, 9, 14), Sex.FEMALE)
THANG = _candidate("020205005522", "Nông Văn Thắng", date(2005, 7, 11), Sex.MALE)

_2021, _2024 = "cccd-2021", "can-cuoc-2024"
_ASTRONAUT, _PRESIDENT, _OTHER = "collins_astronaut_frame.jpg", "obama_2009_frame.jpg", "biden_2010_frame.jpg"

SCENES = (
    Scene("good-card", AN, _2021, "obama_2012_chip_480x640.jp2", _PRESIDENT, Verdict.ADMIT),
    Scene(
        "good-card-2024", NGOC, _2024, "collins_astronaut_chip_240x320.jpg", _ASTRONAUT, Verdict.ADMIT, key=Key.TYPED
    ),
    Scene(
        "wrong-person", DUC, _2021, "obama_2010_chip_480x640.jp2", _OTHER, Verdict.REFER, Reason.FACE_DIFFERS
    ),
    Scene(
        "tampered-chip", HA, _2021, "collins_astronaut_chip_480x640.jp2", _ASTRONAUT,
        Verdict.REFUSE, Reason.DATA_ALTERED, ("tamper:DG2",),
    ),
    Scene(
        "cloned-chip", HUY, _2021, "obama_2012_chip_240x320.j2k", _PRESIDENT,
        Verdict.REFUSE, Reason.CHIP_CLONED, ("clone",),
    ),
    Scene("not-on-the-list", BAO, _2024, "obama_2010_chip_240x320.jpg", _PRESIDENT, Verdict.REFUSE, Reason.NOT_LISTED),
    Scene(
        "card-pulled-away", DIEP, _2021, "collins_astronaut_chip_480x640.jp2", _ASTRONAUT,
        Verdict.REFER, Reason.CARD_TAKEN_AWAY, hand=Hand.TAKES_IT_AWAY,
    ),
    Scene(
        "card-pulled-and-returned", NIE, _2021, "obama_2012_chip_480x640.jp2", _PRESIDENT,
        Verdict.ADMIT, hand=Hand.TAKES_AND_RETURNS_IT,
    ),
    Scene(
        "dead-chip-qr-only", NHUNG, _2021, "collins_astronaut_chip_240x320.jpg", _ASTRONAUT,
        Verdict.REFER, Reason.QR_PROVES_NOTHING, ("mute",),
    ),
    Scene(
        "issuer-not-installed", GIA_BAO, _2021, "biden_2010_chip_480x640.jp2", _OTHER,
        Verdict.ADMIT_WITH_ATTENTION, Reason.ISSUER_NOT_VERIFIED, ("unknown-signer",),
    ),
    Scene(
        "photo-on-a-stand", LINH, _2021, "collins_astronaut_chip_480x640.jp2", _ASTRONAUT,
        Verdict.REFER, Reason.LIVENESS_FAILED, manner=Manner.STILL_PRINT,
    ),
    Scene(
        "photo-held-up", THANG, _2021, "obama_2012_chip_480x640.jp2", _PRESIDENT,
        Verdict.REFER, manner=Manner.WAVED_PRINT,
    ),
    Scene(
        "second-time", AN, _2021, "obama_2012_chip_480x640.jp2", _PRESIDENT, Verdict.REFER, Reason.ALREADY_ADMITTED
    ),
)  # fmt: skip


def issue_scene(scene: Scene, chip_photo: bytes, authority: TestAuthority, folder: Path) -> str:
    """Issue the scene's card into ``folder``; gives the text of its QR code."""
    card = issue(
        scene.citizen,
        chip_photo,
        scene.profile,
        authority,
        faults=[parse_fault(fault) for fault in scene.faults],
    )
    card_store.save(card, folder)
    return card.qr_text


def chosen(only: Iterable[str] | None) -> tuple[Scene, ...]:
    """The scenes with these names, or all; raises ``KeyError`` for an unknown name."""
    if not only:
        return SCENES
    known = {scene.name: scene for scene in SCENES}
    return tuple(known[name] for name in only)
