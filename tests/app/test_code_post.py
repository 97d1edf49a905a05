"""What was scanned becomes an event: once within some seconds, and by its kind."""

from __future__ import annotations

from datetime import date

import pytest

from kiosk.app.code_post import SAME_CODE_SECONDS, CodePost
from kiosk.check.events import CardCodeRead, CodeRejected, CodeSeen, Event, KeyTyped
from kiosk.domain.access_key import AccessKey, Can, MrzKey
from kiosk.domain.faults import FaultCode
from kiosk.domain.identity import Source
from kiosk.domain.names import fold
from kiosk.domain.shown_code import FlightLeg, FlightPass, InsuranceCard
from tests.fakes.camera import SleptClock
from tests.fakes.codes import INSURANCE_CARD, INSURANCE_NEWER, VIETNAMESE_PASS
from tests.fakes.lds_files import MRZ_A, QR_A, QR_B

FOREIGN_MRZ = "I<UTOD231458907<<<<<<<<<<<<<<<7408122F1204159UTO<<<<<<<<<<<6ERIKSSON<<ANNA<MARIA<<<<<<<<<<"


class Post:
    def __init__(self) -> None:
        self.clock = SleptClock()
        self.events: list[Event] = []
        self.codes = CodePost(self.events.append, self.clock)


@pytest.fixture
def post() -> Post:
    return Post()


def test_a_card(post: Post) -> None:
    post.codes.take(QR_A.encode())
    (event,) = post.events
    assert isinstance(event, CardCodeRead)
    assert (event.identity.number, event.keys[0]) == ("001090012345", Can("012345"))


@pytest.mark.parametrize(
    ("scanned", "event"),
    [
        pytest.param(VIETNAMESE_PASS[:40], CodeRejected(FaultCode.CODE_BOARDING_PASS), id="half a boarding pass"),
        pytest.param(INSURANCE_CARD[:90], CodeRejected(FaultCode.CODE_INSURANCE), id="half an insurance card"),
        pytest.param(QR_A[:60], CodeRejected(FaultCode.CODE_MALFORMED), id="half a card"),
        pytest.param(b"\xff\xfe", CodeRejected(FaultCode.CODE_GARBLED), id="no UTF-8"),
    ],
)
def test_codes_that_help_nobody(post: Post, scanned: str | bytes, event: Event) -> None:
    post.codes.take(scanned)
    assert post.events == [event]


def test_a_boarding_pass_is_told_with_the_date_that_its_day_means(post: Post) -> None:
    post.codes.take(VIETNAMESE_PASS)
    (event,) = post.events
    assert event == CodeSeen(
        FlightPass(
            "NGUYEN",
            "VAN AN MR",
            (FlightLeg("VN240", "SGN", "HAN", date(2026, 11, 22), "KZ7XQ2", "12C", "0087", "Y"),),
        ),
        FaultCode.CODE_BOARDING_PASS,
    )


@pytest.mark.parametrize(
    ("scanned", "number", "social", "born"),
    [
        pytest.param(INSURANCE_CARD, "DN4010123456789", "0123456789", (1990, date(1990, 3, 15)), id="card number"),
        pytest.param(INSURANCE_NEWER, "0123456789", "0123456789", (2012, None), id="ten digits, a child's year alone"),
    ],
)
def test_an_insurance_card_is_told(
    post: Post, scanned: str, number: str, social: str, born: tuple[int, date | None]
) -> None:
    post.codes.take(scanned)
    (event,) = post.events
    assert isinstance(event, CodeSeen)
    card = event.code
    assert isinstance(card, InsuranceCard)
    assert (card.number, card.social_number, (card.birth_year, card.birth_date)) == (number, social, born)
    assert event.fault is FaultCode.CODE_INSURANCE


@pytest.mark.parametrize("scanned", [VIETNAMESE_PASS, INSURANCE_CARD], ids=["boarding pass", "insurance card"])
def test_nothing_personal_of_a_code_stands_in_its_repr(post: Post, scanned: str) -> None:
    post.codes.take(scanned)
    assert not any(part in repr(post.events[0]) for part in ("NGUYEN", "Nguyễn", "0123456789", "KZ7XQ2", "12C", "1990"))


@pytest.mark.parametrize(
    ("scanned", "keys", "number", "name"),
    [
        pytest.param(
            MRZ_A,
            (Can("012345"), MrzKey("090012345", "900315", "300315")),
            "001090012345",
            "NGUYEN VAN AN",
            id="Vietnam's: two keys",
        ),
        pytest.param(
            FOREIGN_MRZ, (MrzKey("D23145890", "740812", "120415"),), "", "ERIKSSON ANNA MARIA", id="another: its own"
        ),
    ],
)
def test_printed_lines_give_keys_and_what_to_compare(
    post: Post, scanned: str, keys: tuple[AccessKey, ...], number: str, name: str
) -> None:
    post.codes.take(scanned)
    (event,) = post.events
    assert isinstance(event, KeyTyped)
    assert event.keys == keys
    assert event.printed is not None
    assert (event.printed.source, event.printed.number, event.printed.mrz_name) == (Source.MRZ, number, name)


@pytest.mark.parametrize(
    ("again_after", "events"),
    [((0.0,), 1), ((SAME_CODE_SECONDS - 0.1,) * 4, 1), ((SAME_CODE_SECONDS,), 2)],
    ids=["sent twice", "held in view", "shown again"],
)
def test_the_same_code_says_nothing_new(post: Post, again_after: tuple[float, ...], events: int) -> None:
    post.codes.take(QR_A)
    for seconds in again_after:
        post.clock.sleep(seconds)
        post.codes.take(QR_A.encode())
    assert len(post.events) == events


def test_the_next_persons_code_does(post: Post) -> None:
    for text in (QR_A, QR_B, QR_A):
        post.codes.take(text)
    assert len(post.events) == 3


def without_letters(text: str) -> str:
    return "".join(char for char in text if char.isascii())


def without_diacritics(text: str) -> str:
    return "|".join(fold(part) if not part.isdigit() else part for part in text.split("|"))


@pytest.mark.parametrize(
    "text", [without_letters(QR_A), without_diacritics(QR_A)], ids=["letters left out", "diacritics left out"]
)
def test_letters_that_were_lost_at_typing(post: Post, text: str) -> None:
    post.codes.take_typed(text.encode())
    assert post.events == [CodeRejected(FaultCode.CODE_GARBLED)]


def test_what_was_typed_well_is_as_good_as_scanned(post: Post) -> None:
    post.codes.take_typed(QR_A.encode())
    post.codes.take_typed(QR_A.encode())
    (event,) = post.events
    assert isinstance(event, CardCodeRead)
    assert event.identity.name == "Nguyễn Văn An"
