"""Patients as the records for a hospital's own system know them; every person is invented."""

from __future__ import annotations

from datetime import UTC, date, datetime

from kiosk.domain.hospital.health_record import CheckedInPatient
from kiosk.domain.hospital.insurance import CardPeriod
from kiosk.domain.identity import Sex, Source
from kiosk.domain.partial_date import PartialDate

AT = datetime(2026, 6, 25, 17, 30, tzinfo=UTC)
AN = CheckedInPatient(
    "c" * 32,
    AT,
    "01001",
    Source.CHIP,
    number="001090012345",
    name="Nguyễn Văn An",
    birth=PartialDate(1990, 3, 15),
    sex=Sex.MALE,
    patient="BN000123",
    insurance=CardPeriod("DN4010123456789", date(2026, 1, 1), date(2026, 12, 31), "01001"),
)
