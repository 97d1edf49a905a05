"""Fictitious people: what the authority knows about a person when it issues a document."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from kiosk.domain.identity import Sex

MAX_TEXT = 200
"""Letters in any one field: longer than anything a card prints."""


@dataclass(frozen=True, slots=True)
class Citizen:
    """One person and one issue of their card. Every instance in this program is invented.

    Texts carry their Vietnamese letters and never the separator of the QR text. ``old_number`` is the nine-digit
    number of the paper card, empty where there was none; ``spouse`` is ``None`` where the field is absent.
    """

    number: str = field(repr=False)
    name: str = field(repr=False)
    birth_date: date = field(repr=False)
    sex: Sex = field(repr=False)
    residence: str = field(repr=False)
    origin: str = field(repr=False)
    issue_date: date = field(repr=False)
    old_number: str = field(default="", repr=False)
    nationality: str = field(default="Việt Nam", repr=False)
    ethnicity: str = field(default="Kinh", repr=False)
    religion: str = field(default="Không", repr=False)
    features: str = field(default="Không", repr=False)
    father: str = field(default="", repr=False)
    mother: str = field(default="", repr=False)
    spouse: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[0-9]{12}", self.number):
            raise ValueError("a personal number has twelve digits")
        if not re.fullmatch(r"([0-9]{9})?", self.old_number):
            raise ValueError("an old number has nine digits")
        if self.sex is Sex.UNSPECIFIED:
            raise ValueError("the card knows male and female only")
        if not self.name.strip():
            raise ValueError("a citizen has a name")
        texts = (self.name, self.residence, self.origin, self.nationality, self.ethnicity, self.religion)
        for text in (*texts, self.features, self.father, self.mother, self.spouse or ""):
            if "|" in text or len(text) > MAX_TEXT or not text.isprintable():
                raise ValueError("a text of the card is too long or holds a separator or a control character")
        if self.issue_date < self.birth_date:
            raise ValueError("a card is issued after birth")


@dataclass(frozen=True, slots=True)
class Traveller:
    """One person and one issue of their passport or foreign card. Every instance in this program is invented.

    ``name`` is the primary identifier, a comma, the secondary identifier. ``personal_number`` fills the optional data
    of the machine readable zone; the other texts are those of DG11 and DG16, absent where they are empty.
    """

    number: str = field(repr=False)
    name: str = field(repr=False)
    birth_date: date = field(repr=False)
    sex: Sex = field(repr=False)
    issue_date: date = field(repr=False)
    nationality: str = field(default="UTO", repr=False)
    personal_number: str = field(default="", repr=False)
    other_names: tuple[str, ...] = field(default=(), repr=False)
    birth_place: str = field(default="", repr=False)
    residence: str = field(default="", repr=False)
    telephone: str = field(default="", repr=False)
    profession: str = field(default="", repr=False)
    custody: str = field(default="", repr=False)
    to_notify: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[0-9A-Z]{1,22}", self.number):
            raise ValueError("a document number has up to twenty-two digits and capital letters")
        if not re.fullmatch(r"[0-9A-Z]{0,14}", self.personal_number):
            raise ValueError("a personal number has up to fourteen digits and capital letters")
        if not re.fullmatch(r"[A-Z]{1,3}", self.nationality):
            raise ValueError("a nationality has up to three capital letters")
        if not self.surname:
            raise ValueError("a traveller has a name")
        texts = (self.name, self.birth_place, self.residence, self.telephone, self.profession, self.custody)
        for text in (*texts, self.to_notify, *self.other_names):
            if "<" in text or len(text) > MAX_TEXT or not text.isprintable():
                raise ValueError("a text of the document is too long or holds a filler or a control character")
        if self.issue_date < self.birth_date:
            raise ValueError("a document is issued after birth")

    @property
    def surname(self) -> str:
        return self.name.partition(",")[0].strip()

    @property
    def given_names(self) -> str:
        return self.name.partition(",")[2].strip()


Holder = Citizen | Traveller


AN = Citizen(
    number="001090012345",
    name="Nguyễn Văn An",
    birth_date=date(1990, 3, 15),
    sex=Sex.MALE,
    residence="Số 1, Tổ 2, Phường Bến Nghé, Quận 1, TP. Hồ Chí Minh",
    origin="Đông Quý, Tiền Hải, Thái Bình",
    issue_date=date(2021, 5, 10),
    old_number="012345678",
    features="Nốt ruồi C:1cm trên sau mép trái",
    father="Nguyễn Văn Bình",
    mother="Trần Thị Lan",
)
NGOC = Citizen(
    number="079185006789",
    name="Trần Thị Bích Ngọc",
    birth_date=date(1985, 8, 20),
    sex=Sex.FEMALE,
    residence="131/9/2 Đường Hùng Vương, Tổ 5, Phường Trần Hưng Đạo, TP. Quảng Ngãi, Quảng Ngãi",
    origin="Phổ Cường, Đức Phổ, Quảng Ngãi",
    issue_date=date(2024, 8, 15),
    features="Sẹo chấm C:2cm trên đuôi mày phải",
    father="Trần Quốc Huy",
    mother="Võ Thị Hạnh",
    spouse="Lê Đình Khôi",
)
DUC = Citizen(
    number="036060000123",
    name="Đỗ Minh Đức",
    birth_date=date(1960, 2, 1),
    sex=Sex.MALE,
    residence="Thôn Thượng, Xã Nam Thắng, Nam Trực, Nam Định",
    origin="Nam Thắng, Nam Trực, Nam Định",
    issue_date=date(2021, 6, 21),
    old_number="160012345",
    father="Đỗ Minh Phúc",
    mother="Phạm Thị Mơ",
    spouse="Bùi Thị Yến",
)
BAO = Citizen(
    number="001212003456",
    name="Lê Hoàng Bảo",
    birth_date=date(2012, 6, 10),
    sex=Sex.MALE,
    residence="Thôn Đông, Xã Đông Quý, Tiền Hải, Thái Bình",
    origin="Đông Quý, Tiền Hải, Thái Bình",
    issue_date=date(2024, 8, 15),
    father="Lê Đình Khôi",
    mother="Trần Thị Bích Ngọc",
)

PEOPLE: dict[str, Citizen] = {"an": AN, "ngoc": NGOC, "duc": DUC, "bao": BAO}
"""The invented people of this program, by the name that the command line takes."""

ANNA = Traveller(
    number="L898902C3",
    name="Eriksson, Anna Maria",
    birth_date=date(1974, 8, 12),
    sex=Sex.FEMALE,
    issue_date=date(2022, 4, 16),
    personal_number="ZE184226B",
    other_names=("Bergström, Anna",),
    birth_place="Zenith, Utopia",
    residence="12 Meridian Lane, Zenith",
    telephone="+00 1 555 0100",
    profession="Cartographer",
    to_notify="Eriksson, Nils",
)
JOAO = Traveller(
    number="U2200123",
    name="D'Ávila-Müller, João",
    birth_date=date(1990, 2, 28),
    sex=Sex.MALE,
    issue_date=date(2021, 11, 3),
    birth_place="Nadir, Utopia",
)
SAM = Traveller(
    number="D23145890734",
    name="Stevenson, Sam",
    birth_date=date(1995, 7, 12),
    sex=Sex.UNSPECIFIED,
    issue_date=date(2023, 1, 9),
)

TRAVELLERS: dict[str, Traveller] = {"anna": ANNA, "joao": JOAO, "sam": SAM}
"""Invented citizens of Utopia, the country of the standard's own examples."""
