"""The generations of the card as a table: what differs between the CCCD of 2021 and the Căn cước of 2024."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

NEW_LAW = date(2024, 7, 1)
"""From this day on cards are issued under Law 26/2023."""


@dataclass(frozen=True, slots=True)
class PaceOffer:
    """What a chip announces in one PACEInfo: protocol and id of the standardized domain parameters."""

    protocol: str
    parameter_id: int


@dataclass(frozen=True, slots=True)
class CardProfile:
    """One generation of the card.

    ``expiry_ages`` are the ages at which a card ends; one issued within two years before such an age lasts to the
    next. ``historical_bytes`` come out of the ATS and stand in the ATR. ``max_command`` and ``max_response`` bound the
    data field on the wire, secure messaging included, in bytes; they were not measured on real cards.
    """

    name: str
    issuer: str
    issued_from: date
    issued_until: date
    qr_fields: int
    expiry_ages: tuple[int, ...]
    pace: tuple[PaceOffer, ...] = (PaceOffer("0.4.0.127.0.7.2.2.4.2.2", 13),)
    bac: bool = True
    historical_bytes: bytes = bytes.fromhex("0031C173C840009000")
    max_command: int = 1024
    max_response: int = 32767

    @property
    def atr(self) -> bytes:
        """What a contactless reader answers for this card: PC/SC part 3 §3.1.3.2.3."""
        body = bytes((0x80 | len(self.historical_bytes), 0x80, 0x01)) + self.historical_bytes
        check = 0
        for byte in body:
            check ^= byte
        return b"\x3b" + body + bytes((check,))

    def expiry(self, birth_date: date, issue_date: date) -> date | None:
        """The last day of validity, ``None`` for a card that does not expire."""
        for age in self.expiry_ages:
            birthday = anniversary(birth_date, age)
            if issue_date < anniversary(birthday, -2):
                return birthday
        return None


def anniversary(day: date, years: int) -> date:
    """The same day in another year; 29 February becomes 28 February where the year has none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


PROFILES: dict[str, CardProfile] = {
    profile.name: profile
    for profile in (
        CardProfile(
            name="cccd-2021",
            issuer="CỤC TRƯỞNG CỤC CẢNH SÁT QUẢN LÝ HÀNH CHÍNH VỀ TRẬT TỰ XÃ HỘI",
            issued_from=date(2021, 1, 1),
            issued_until=date(2024, 6, 30),
            qr_fields=7,
            expiry_ages=(25, 40, 60),
        ),
        CardProfile(
            name="can-cuoc-2024",
            issuer="BỘ CÔNG AN",
            issued_from=NEW_LAW,
            issued_until=date.max,
            qr_fields=11,
            expiry_ages=(14, 25, 40, 60),
        ),
    )
}
