"""The sample lists of each site hold fictitious people, and its profile finds them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kiosk.domain.desks.attendance import Station
from kiosk.domain.identity import Identity, Source
from kiosk.domain.site import Admission
from kiosk.site.attendance import AttendingRoster
from kiosk.site.profile import load_site
from kiosk.site.roster import load_roster

CONFIG = Path(__file__).parents[2] / "config"
AT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
AN = Identity(Source.CHIP, "001090012345", name="Nguyễn Văn An", birth_date=date(1990, 3, 15))
NGOC = Identity(Source.CHIP, "079185006789", name="Trần Thị Bích Ngọc", birth_date=date(1985, 8, 20))
DUC = Identity(Source.CHIP, "036060000123", name="Đỗ Minh Đức", birth_date=date(1960, 2, 1))
EXPECTED, POSSIBLE = Admission.EXPECTED, Admission.POSSIBLE


@pytest.mark.parametrize(
    ("site", "person", "admission", "key", "place"),
    [
        ("exam", AN, EXPECTED, "000101", "Phòng 101 · Ghế 01"),
        ("airport", AN, EXPECTED, "QX7M2A-1", "Chuyến VN 1371 · Cửa 12 · Ghế 07A"),
        ("airport", NGOC, EXPECTED, "QX7M2A-2", "Chuyến VN 1371 · Cửa 12 · Ghế 07B"),
        ("airport", DUC, POSSIBLE, "RT4K9P-1", "Chuyến VN 1371 · Cửa 12 · Ghế 21F"),
        ("hospital", AN, EXPECTED, "LH-0001", "Phòng khám Nội tổng quát · Số thứ tự 12"),
        ("hospital", DUC, POSSIBLE, "LH-0003", "Phòng khám Tim mạch · Số thứ tự 3"),
    ],
)
def test_people_are_found(site: str, person: Identity, admission: Admission, key: str, place: str) -> None:
    loaded = load_site(CONFIG / "sites" / f"{site}.toml")
    roster = load_roster(CONFIG / "lists" / f"{site}-sample.csv", loaded.columns)
    answer = AttendingRoster(roster, loaded.profile.attendance, Station()).find(person, AT)
    assert answer.listing is not None
    assert (answer.admission, answer.listing.key, answer.listing.place.vi) == (admission, key, place)
    assert answer.differences == ()
