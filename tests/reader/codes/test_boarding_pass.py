"""Boarding passes: the examples of the resolution, what breaks its structure, and every pass that can be written."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.reader.codes.boarding_pass import (
    LEG_FIELDS,
    MAX_CHARACTERS,
    REPEATED_FIELDS,
    UNIQUE_FIELDS,
    BoardingPass,
    BoardingPassError,
    Leg,
    SecurityData,
    parse_boarding_pass,
)
from kiosk.reader.codes.boarding_pass_text import boarding_pass_text
from tests.fakes.codes import BOARDING_PASSES, VIETNAMESE_PASS

PLAIN = BOARDING_PASSES["one leg, mandatory fields only"]
FULL = BOARDING_PASSES["two legs, all fields"]
TODAY = date(2026, 11, 22)


def test_mandatory_fields() -> None:
    assert parse_boarding_pass(PLAIN) == BoardingPass(
        name="DESMARAIS/LUC",
        legs=(
            Leg(
                origin="YUL",
                destination="FRA",
                carrier="AC",
                flight_number="0834",
                day="326",
                compartment="J",
                passenger_status="1",
                pnr="ABC123",
                seat="001A",
                sequence="0025",
            ),
        ),
    )


def test_conditional_fields_of_pass_and_legs() -> None:
    read = parse_boarding_pass(FULL)
    assert (read.version, read.passenger_description, read.check_in_source, read.issuance_source) == (
        "6",
        "1",
        "W",
        "W",
    )
    assert (read.issued, read.document_type, read.issuer, read.baggage_tags) == ("6225", "B", "AC", ("0014123456003",))
    first, second = read.legs
    assert (first.airline_code, first.document_number, first.selectee, first.document_verification) == (
        "014",
        "1234567890",
        "",
        "1",
    )
    assert (first.frequent_flyer_number, first.baggage_allowance, first.fast_track) == ("1234567890123", "20K", "Y")
    assert (first.airline_data, second.airline_data) == ("LX58Z", "WQ")
    assert (second.origin, second.destination, second.flight, second.seat_label) == ("FRA", "GVA", "LH3664", "12C")
    assert (second.pnr, second.baggage_allowance, second.fast_track) == ("DEF456", "2PC", "N")
    assert read.security is not None
    assert (read.security.type, len(read.security.data)) == ("1", 100)


@pytest.mark.parametrize(
    ("name", "tags", "security"),
    [
        ("one leg, mandatory fields and security data", (), 100),
        ("one leg, all fields", ("0014123456002", "0014123467001", "0014123478901"), 8),
        ("one leg, some fields", (), 8),
        ("two legs, some fields", (), 8),
    ],
)
def test_baggage_tags_and_security_data(name: str, tags: tuple[str, ...], security: int) -> None:
    read = parse_boarding_pass(BOARDING_PASSES[name])
    assert read.security is not None
    assert (read.baggage_tags, len(read.security.data)) == (tags, security)


@pytest.mark.parametrize("text", BOARDING_PASSES.values(), ids=BOARDING_PASSES)
def test_what_was_read_is_written_as_it_was(text: str) -> None:
    assert boarding_pass_text(parse_boarding_pass(text)) == text


def test_a_name_has_two_halves() -> None:
    read = parse_boarding_pass(VIETNAMESE_PASS)
    assert (read.surname, read.given_names, read.legs[0].flight) == ("NGUYEN", "VAN AN MR", "VN240")


@pytest.mark.parametrize(
    ("text", "data"),
    [
        pytest.param(PLAIN[:-2] + "05HELLO", "HELLO", id="the airline's own data without a version"),
        pytest.param(PLAIN[:-2] + "06>60000", "", id="a version and nothing more"),
        pytest.param(PLAIN[:-2] + "0B>60000HELLO", "HELLO", id="a version and the airline's own data"),
    ],
)
def test_variable_fields_of_one_leg(text: str, data: str) -> None:
    assert parse_boarding_pass(text).legs[0].airline_data == data


@pytest.mark.parametrize(
    ("issued", "day", "today", "expected"),
    [
        pytest.param("", "326", date(2026, 11, 22), date(2026, 11, 22), id="today"),
        pytest.param("", "001", date(2026, 12, 30), date(2027, 1, 1), id="across the new year"),
        pytest.param("", "365", date(2027, 1, 2), date(2026, 12, 31), id="back across the new year"),
        pytest.param("", "366", date(2026, 6, 1), None, id="no such day in any year near"),
        pytest.param("", "366", date(2028, 12, 30), date(2028, 12, 31), id="a leap year's last day"),
        pytest.param("6225", "226", date(2026, 11, 22), date(2026, 8, 14), id="the day after the day of issue"),
        pytest.param("6364", "002", date(2026, 12, 30), date(2027, 1, 2), id="issued before the new year"),
        pytest.param("6226", "225", date(2026, 11, 22), date(2026, 8, 13), id="clocks a day apart"),
        pytest.param("5360", "361", date(2026, 1, 3), date(2025, 12, 27), id="last year"),
        pytest.param(
            "7001", "002", date(2026, 11, 22), date(2017, 1, 2), id="a digit that lies ahead is ten years old"
        ),
        pytest.param("", "", date(2026, 11, 22), None, id="an open date"),
    ],
)
def test_the_year_that_passes_leave_out(issued: str, day: str, today: date, expected: date | None) -> None:
    leg = Leg("SGN", "HAN", "VN", "0240", day)
    assert BoardingPass("AN/AN", (leg,), version="6", issued=issued).flight_date(leg, today) == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("", "the format code", id="empty"),
        pytest.param("S" + PLAIN[1:], "format M", id="format S"),
        pytest.param("M0" + PLAIN[2:], "number of legs", id="no legs"),
        pytest.param("M5" + PLAIN[2:], "number of legs", id="five legs"),
        pytest.param("M2" + PLAIN[2:], "leg 2", id="a leg is missing"),
        pytest.param(PLAIN[:22], "ticket", id="ends behind the name"),
        pytest.param(PLAIN[:22] + "?" + PLAIN[23:], "ticket", id="a sign for a ticket"),
        pytest.param(PLAIN[:-1], "size", id="ends within a size"),
        pytest.param(PLAIN[:-2] + "0G", "size", id="no hexadecimal size"),
        pytest.param(PLAIN[:-2] + "FF>6", "leg 1", id="a size beyond the end"),
        pytest.param(PLAIN[:-2] + "04>6FF", "fields", id="an inner size beyond the outer"),
        pytest.param(PLAIN[:-2] + "02>6", "size", id="a version and no size"),
        pytest.param(PLAIN + "+100", "more than the legs", id="no mark of security data"),
        pytest.param(PLAIN + "^100+", "more than the security data", id="more behind the security data"),
        pytest.param(PLAIN + "^1YY", "size", id="security data of no size"),
        pytest.param(PLAIN + "^101", "security data", id="security data beyond the end"),
        pytest.param(PLAIN.replace("YUL", "000"), "origin", id="digits for an airport"),
        pytest.param(PLAIN.replace("326J", "000J"), "day", id="day 0"),
        pytest.param(PLAIN.replace("326J", "367J"), "day", id="day 367"),
        pytest.param(PLAIN.replace("326J", "3A6J"), "day", id="a day with a letter"),
        pytest.param(PLAIN.replace("0834", "08-4"), "flight_number", id="a flight with a sign"),
        pytest.param(PLAIN.replace("LUC", "LUÇ"), "character", id="a letter beyond ASCII"),
        pytest.param(PLAIN.replace("LUC", "L\x00C"), "character", id="NUL"),
        pytest.param(PLAIN.replace("DESMARAIS/LUC", " " * 13), "letters", id="nobody"),
        pytest.param(PLAIN.replace("DESMARAIS/LUC", "A/<script>XX "), "sign", id="HTML in the name"),
        pytest.param(PLAIN.replace("DESMARAIS/LUC", "A/');DROP T--"), "sign", id="SQL in the name"),
        pytest.param(PLAIN.replace("DESMARAIS/LUC", "A/%s%n{0}    "), "sign", id="format strings in the name"),
        pytest.param("M1" + "A" * MAX_CHARACTERS, "longer", id="much too long"),
    ],
)
def test_what_breaks_the_structure(text: str, said: str) -> None:
    with pytest.raises(BoardingPassError, match=said) as caught:
        parse_boarding_pass(text)
    assert "DESMARAIS" not in str(caught.value)


def test_nothing_personal_in_repr() -> None:
    assert not any(
        secret in repr(parse_boarding_pass(FULL)) for secret in ("DESMARAIS", "ABC123", "1234567890", "GIWVC")
    )


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(BoardingPass("AN/AN", ()), id="no legs"),
        pytest.param(BoardingPass("AN/AN", (Leg("SGN", "HAN", "VN", "1", "1"),) * 5), id="five legs"),
        pytest.param(BoardingPass("A" * 21, (Leg("SGN", "HAN", "VN", "1", "1"),)), id="a name too long"),
        pytest.param(BoardingPass("AN/AN", (Leg("SGN", "HAN", "VN", "1", "1"),), issuer="VN"), id="no version"),
        pytest.param(
            BoardingPass("AN/AN", (Leg("SGN", "HAN", "VN", "1", "1", selectee="0"),)), id="no version, in a leg"
        ),
        pytest.param(
            BoardingPass("AN/AN", (Leg("SGN", "HAN", "VN", "1", "1"),), security=SecurityData("1", "x" * 256)),
            id="too much security data",
        ),
    ],
)
def test_what_cannot_be_written(made: BoardingPass) -> None:
    with pytest.raises(ValueError, match=r"."):
        boarding_pass_text(made)


def values(width: int) -> st.SearchStrategy[str]:
    """What fits into a field, without the padding that a reader takes off."""
    return st.from_regex(f"[A-Z0-9]{{0,{width}}}", fullmatch=True)


STRICT = {
    "origin": st.from_regex(r"[A-Z]{3}", fullmatch=True),
    "destination": st.from_regex(r"[A-Z]{3}", fullmatch=True),
    "carrier": st.from_regex(r"[A-Z0-9]{2,3}", fullmatch=True),
    "flight_number": st.from_regex(r"|[0-9]{4}[A-Z]?", fullmatch=True),
    "day": st.integers(1, 366).map("{:03}".format),
}


@st.composite
def passes(draw: st.DrawFn) -> BoardingPass:
    versioned = draw(st.booleans())

    def leg() -> Leg:
        fields = {name: draw(STRICT.get(name, values(width))) for name, width in LEG_FIELDS}
        if versioned:
            fields |= {name: draw(values(width)) for name, width in REPEATED_FIELDS}
            fields["airline_data"] = draw(values(20))
        return Leg(**fields)

    once = {name: draw(values(width)) for name, width in UNIQUE_FIELDS} if versioned else {}
    return BoardingPass(
        name=draw(st.from_regex(r"[A-Z]{1,8}/[A-Z]{1,8}", fullmatch=True)),
        legs=tuple(leg() for _ in range(draw(st.integers(1, 4)))),
        ticket=draw(st.sampled_from(["", "E", "L"])),
        version=draw(st.sampled_from("2345678")) if versioned else "",
        security=draw(st.none() | st.builds(SecurityData, st.sampled_from("12"), values(255))),
        **once,
    )


@given(passes())
def test_every_pass_that_can_be_written_is_read_back(made: BoardingPass) -> None:
    assert parse_boarding_pass(boarding_pass_text(made)) == made


@given(st.text(max_size=200) | st.text(st.characters(max_codepoint=0x7E), max_size=90).map(PLAIN.__add__))
def test_any_text_gives_a_pass_or_the_typed_error(text: str) -> None:
    try:
        read = parse_boarding_pass(text)
    except BoardingPassError:
        return
    for leg in read.legs:
        assert read.flight_date(leg, TODAY) is None or leg.day
