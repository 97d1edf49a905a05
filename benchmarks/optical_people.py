"""Fictitious holders of cards, drawn by chance from a seed: the text of their QR code and the lines of their MRZ."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import Enum

import numpy as np

MRZ_WIDTH = 30
NEVER = "991231"


class Generation(Enum):
    """The two cards: the QR code is on the front of the first and on the back of the second."""

    CCCD_2021 = "cccd-2021"
    CAN_CUOC_2024 = "can-cuoc-2024"


SURNAMES = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng",
    "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Đinh", "Mai", "Tô", "Trịnh",
)  # fmt: skip
MIDDLES = {
    "Nam": ("Văn", "Hữu", "Đức", "Minh", "Xuân", "Quốc", "Ngọc", "Thế"),
    "Nữ": ("Thị", "Ngọc", "Thu", "Bích", "Kim", "Mỹ"),
}
GIVEN = {
    "Nam": ("An", "Bình", "Dũng", "Đạt", "Hùng", "Khôi", "Lâm", "Nghĩa", "Phước", "Quý", "Sơn", "Tuấn", "Vượng"),
    "Nữ": ("Ánh", "Dung", "Hạnh", "Hương", "Lệ", "Nguyệt", "Oanh", "Phượng", "Quỳnh", "Thảo", "Trúc", "Uyên", "Yến"),
}
STREETS = ("Hùng Vương", "Lê Lợi", "Trần Phú", "Nguyễn Trãi", "Hai Bà Trưng", "Cách Mạng Tháng Tám", "Lý Thường Kiệt")
WARDS = ("Bến Nghé", "Trần Hưng Đạo", "Đông Quý", "Vĩnh Hải", "An Lạc", "Phước Mỹ", "Tân Định", "Hòa Thuận Tây")
DISTRICTS = ("Quận 1", "TP. Quảng Ngãi", "Tiền Hải", "Hải Châu", "Ninh Kiều", "Long Xuyên", "Hồng Bàng", "Đống Đa")
PROVINCES = {
    "001": "Hà Nội", "034": "Thái Bình", "048": "Đà Nẵng", "051": "Quảng Ngãi",
    "079": "TP. Hồ Chí Minh", "089": "An Giang", "092": "Cần Thơ", "096": "Cà Mau",
}  # fmt: skip

TWO_BYTE_NAMES = ("Lý Xuân Lâm", "Đào Văn Hân", "Cao Bá Quát", "Tô Văn Ngân", "Âu Mai Hân", "Lê Văn Đôn", "Võ Tân Sinh")
TWO_BYTE_PLACES = ("Cà Mau", "Xã Tân Ân, Cà Mau", "Thôn Đông, Hà Nam", "Long Xuyên, An Giang", "Tân An, Long An")
"""Accented letters of two bytes only: readers that guess an encoding take them for Shift-JIS."""


@dataclass(frozen=True, slots=True)
class Person:
    """Nobody: every field is made up. ``expires`` is ``None`` for a card without an end."""

    number: str
    old_number: str
    name: str
    born: date
    sex: str
    residence: str
    issued: date
    expires: date | None


def made_up(draw: np.random.Generator, generation: Generation) -> Person:
    """A person whose number, dates and words agree with one another."""
    sex = str(draw.choice(["Nam", "Nữ"]))
    born = date(int(draw.integers(1950, 2010)), int(draw.integers(1, 13)), int(draw.integers(1, 29)))
    province = str(draw.choice(list(PROVINCES)))
    century = 2 * (born.year // 100 - 19) + (sex == "Nữ")
    names = (draw.choice(SURNAMES), draw.choice(MIDDLES[sex]), draw.choice(GIVEN[sex]))
    residence = (
        f"{draw.integers(1, 400)}/{draw.integers(1, 60)} {draw.choice(STREETS)}, Tổ {draw.integers(1, 20)}, "
        f"Phường {draw.choice(WARDS)}, {draw.choice(DISTRICTS)}, {PROVINCES[province]}"
    )
    first = date(2021, 2, 1) if generation is Generation.CCCD_2021 else date(2024, 7, 1)
    issued = date.fromordinal(first.toordinal() + int(draw.integers(0, 900)))
    return Person(
        f"{province}{century}{born.year % 100:02}{draw.integers(0, 1_000_000):06}",
        f"{draw.integers(0, 1_000_000_000):09}" if draw.random() < 0.5 else "",
        " ".join(map(str, names)),
        born,
        sex,
        residence,
        issued,
        None if issued.year - born.year >= 58 else date(issued.year + 12, born.month, born.day),
    )


def qr_text(person: Person, generation: Generation) -> str:
    """Seven fields on the card of 2021, eleven on that of 2024."""
    fields = [person.number, person.old_number, person.name, f"{person.born:%d%m%Y}", person.sex, person.residence]
    text = "|".join([*fields, f"{person.issued:%d%m%Y}"])
    return text if generation is Generation.CCCD_2021 else text + "||||"


def two_byte_text(draw: np.random.Generator) -> str:
    """A card's text whose accented letters all take two bytes."""
    number = f"060060{draw.integers(0, 1_000_000):06}"
    name, place = draw.choice(TWO_BYTE_NAMES), draw.choice(TWO_BYTE_PLACES)
    return f"{number}||{name}|{draw.integers(1, 29):02}022017|Nam|{place}|15082024"


def mrz_lines(person: Person) -> tuple[str, str, str]:
    """TD1 as this card prints it, with a check digit of its own behind the twelve digits (ICAO Doc 9303-5)."""
    document = person.number[3:]
    optional = f"{person.number}<<"
    first = f"IDVNM{document}{check_digit(document)}{optional}{check_digit(optional)}"
    born = f"{person.born:%y%m%d}"
    expires = f"{person.expires:%y%m%d}" if person.expires else NEVER
    second = (
        f"{born}{check_digit(born)}{'M' if person.sex == 'Nam' else 'F'}{expires}{check_digit(expires)}VNM{'<' * 11}"
    )
    composite = first[5:] + second[:7] + second[8:15] + second[18:29]
    surname, *others = _folded(person.name).split()
    third = f"{surname}<<{'<'.join(others)}"
    return first, second + check_digit(composite), third[:MRZ_WIDTH].ljust(MRZ_WIDTH, "<")


def check_digit(text: str) -> str:
    """Weights 7, 3, 1 (ICAO Doc 9303-3, 4.9)."""
    values = (0 if sign == "<" else int(sign, 36) for sign in text)
    return str(sum(value * (7, 3, 1)[at % 3] for at, value in enumerate(values)) % 10)


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFD", name.replace("Đ", "D").replace("đ", "d"))
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).upper()
