"""The health-insurance code in both forms, and what is wrong with others."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.identity import Sex
from kiosk.reader.codes.insurance_qr import (
    MAX_CHARACTERS,
    InsuranceForm,
    InsuranceQr,
    InsuranceQrError,
    parse_insurance_qr,
)
from tests.fakes.codes import INSURANCE_CARD, INSURANCE_NEWER


def test_a_paper_card() -> None:
    read = parse_insurance_qr(INSURANCE_CARD)
    assert read == InsuranceQr(
        number="DN4010123456789",
        name="Nguyễn Văn An",
        birth="15/03/1990",
        sex=Sex.MALE,
        address="",
        first_care="01001",
        valid_from=date(2026, 1, 1),
        valid_to=date(2026, 12, 31),
        issued=date(2026, 1, 5),
        management_number="01010012345678",
        guardian="",
        area="4",
        five_years_from=date(2031, 1, 1),
        check="0123456789abcdef-0000",
    )
    assert (read.form, read.group, read.benefit, read.social_number) == (
        InsuranceForm.CARD_NUMBER,
        "DN",
        "4",
        "0123456789",
    )
    assert (read.birth_date, read.birth_year) == (date(1990, 3, 15), 1990)


def test_the_newer_form() -> None:
    read = parse_insurance_qr(INSURANCE_NEWER)
    assert (read.form, read.group, read.benefit, read.social_number) == (
        InsuranceForm.SOCIAL_NUMBER,
        "",
        "",
        "0123456789",
    )
    assert (read.name, read.address, read.guardian) == ("Lê Hoàng Bảo", "Thôn Đông", "Lê Văn Bão")
    assert (read.birth_date, read.birth_year, read.valid_to) == (None, 2012, None)
    assert (read.level, read.place, read.first_care) == ("4", "Thái Bình", "34007")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("|1|-|", "|2||", id="a woman, and nothing in place of a hyphen"),
        pytest.param("01 - 001", "01001"[:2] + "-" + "001", id="the facility without spaces"),
        pytest.param("01 - 001", "-", id="no facility"),
        pytest.param("|01/01/2031|", "|-|", id="no five years"),
        pytest.param("4e677579e1bb856e", "4E677579E1BB856E", id="capital hexadecimal digits"),
        pytest.param("4e677579e1bb856e", "4e6775796529cc82cc836e".replace("29", ""), id="decomposed letters"),
    ],
)
def test_other_ways_to_say_it(old: str, new: str) -> None:
    changed = INSURANCE_CARD.replace(old, new)
    assert changed != INSURANCE_CARD
    assert parse_insurance_qr(changed).name == "Nguyễn Văn An"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param("|$", "|", "no end", id="no dollar sign"),
        pytest.param("|-|4|", "|4|", "14 fields", id="a field dropped"),
        pytest.param("|$", "|4|$", "16 fields", id="a field more"),
        pytest.param("DN4", "DN", "card number", id="14 characters"),
        pytest.param("DN4", "dn4", "card number", id="small letters"),
        pytest.param("4e677579", "4e67757", "hexadecimal", id="half a byte"),
        pytest.param("4e677579", "4e6775zz", "hexadecimal", id="no digits"),
        pytest.param("4e677579", "4e6775ff", "UTF-8", id="no UTF-8"),
        pytest.param("4e677579", "4e677500", "control", id="NUL in the name"),
        pytest.param("4e677579", "e280ae79", "control", id="a direction override in the name"),
        pytest.param("4e677579e1bb856e2056c4836e20416e", "3132", "no letters", id="a name of digits"),
        pytest.param("4e677579e1bb856e2056c4836e20416e", "-", "no letters", id="no name"),
        pytest.param("4e677579", b"<script>Nguy".hex(), "sign", id="HTML in the name"),
        pytest.param("4e677579", b"'); DROP TABLE x;--".hex(), "sign", id="SQL in the name"),
        pytest.param("4e677579", b"%s%n{0}".hex(), "sign", id="format strings in the name"),
        pytest.param("15/03/1990", "31/02/1990", "birth", id="no such day"),
        pytest.param("15/03/1990", "-", "birth", id="no birth date"),
        pytest.param("15/03/1990", "1990-03-15", "birth", id="another way to write dates"),
        pytest.param("|1|-|", "|4|-|", "sex", id="an unknown sex"),
        pytest.param("01 - 001", "001", "facility", id="half a facility"),
        pytest.param("31/12/2026", "31/13/2026", "last day", id="month 13"),
        pytest.param("0123456789abcdef-0000", "<b>", "check value", id="signs in the check value"),
    ],
)
def test_what_is_refused(old: str, new: str, said: str) -> None:
    changed = INSURANCE_CARD.replace(old, new)
    assert changed != INSURANCE_CARD
    with pytest.raises(InsuranceQrError, match=said) as caught:
        parse_insurance_qr(changed)
    assert "4e67" not in str(caught.value)


def test_much_too_long() -> None:
    with pytest.raises(InsuranceQrError, match="longer"):
        parse_insurance_qr(INSURANCE_CARD.replace("|-|4", f"|{'4e' * MAX_CHARACTERS}|4"))


def test_nothing_personal_in_repr() -> None:
    shown = repr(parse_insurance_qr(INSURANCE_NEWER))
    assert not any(secret in shown for secret in ("0123456789", "Bảo", "2012", "Bão", "Đông"))


FIELD = st.text(max_size=12) | st.sampled_from(INSURANCE_CARD.split("|") + INSURANCE_NEWER.split("|"))


@given(st.lists(FIELD, min_size=13, max_size=18).map("|".join) | st.text(max_size=60))
def test_any_text_gives_a_card_or_the_typed_error(text: str) -> None:
    try:
        assert parse_insurance_qr(text).social_number.isdigit()
    except InsuranceQrError:
        return
