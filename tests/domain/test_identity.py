"""An identity keeps a person's data out of everything that is printed."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

from kiosk.domain.identity import Identity, Sex, Source

AN = Identity(
    source=Source.CHIP,
    number="001090012345",
    document_number="090012345",
    name="Nguyễn Văn An",
    mrz_name="NGUYEN VAN AN",
    birth_date=date(1990, 3, 15),
    sex=Sex.MALE,
    nationality="Việt Nam",
    issue_date=date(2021, 5, 10),
    expiry_date=date(2030, 3, 15),
    old_number="012345678",
    residence="Quận 1",
)


def test_repr_says_only_what_names_nobody() -> None:
    shown = repr(AN)
    assert shown == "Identity(source=<Source.CHIP: 'chip'>, nationality='Việt Nam', never_expires=False)"
    assert f"{AN}" == shown


def test_every_field_is_either_hidden_or_known_to_be_harmless() -> None:
    assert {field.name for field in fields(Identity) if field.repr} == {"source", "nationality", "never_expires"}
