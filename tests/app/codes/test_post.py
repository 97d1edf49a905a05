"""What was scanned becomes an event: once within some seconds, and by its kind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from kiosk.app.codes.post import SAME_CODE_SECONDS, CodePost
from kiosk.check.events import CardCodeRead, CodeRejected, CodeSeen, Event, KeyTyped
from kiosk.domain.access_key import AccessKey, Can, MrzKey
from kiosk.domain.faults import FAULTS, FaultCode
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


BAD = {
    "NUL": "\x00 ",
    "a control character": "\x07",
    "a terminal's escape": "\x1b[2J",
    "SQL": "'); DROP TABLE journal;--",
    "HTML": "<script>alert(1)</script>",
    "format strings": "%s%n{0.__class__}",
    "a right-to-left mark": "\u200f",
    "a direction override": "\u202e",
    "4 kB of text": "x" * 4096,
}
INSIDE: dict[str, Callable[[str], str]] = {
    "a card": lambda bad: QR_A.replace("Văn", "Văn" + bad),
    "a card's residence": lambda bad: QR_A.replace("Quận", "Quận" + bad.replace("<", "\x02")),
    "an insurance card": lambda bad: INSURANCE_CARD.replace("4e677579", ("Ng" + bad + "uy").encode().hex()),
    "an insurance card's number": lambda bad: INSURANCE_CARD.replace("DN4", "DN" + bad),
    "a boarding pass": lambda bad: VIETNAMESE_PASS.replace("/VAN AN MR   ", ("/" + bad)[:13].ljust(13)),
    "a boarding pass's end": lambda bad: VIETNAMESE_PASS + bad + "x",
    "printed lines": lambda bad: MRZ_A[:70] + bad + MRZ_A[70:],
    "nothing else": lambda bad: bad,
}


@pytest.mark.parametrize("inside", INSIDE)
@pytest.mark.parametrize("bad", BAD)
def test_bad_input_ends_in_a_plain_sentence(post: Post, bad: str, inside: str) -> None:
    scanned = INSIDE[inside](BAD[bad])
    post.codes.take(scanned)
    told = [FAULTS[event.fault].sentence for event in post.events if isinstance(event, CodeRejected)]
    if inside == "a card's residence" and bad in ("SQL", "format strings"):
        # An address is free text: it is kept as it is and put into nothing but parameters and labels without markup.
        assert isinstance(post.events[0], CardCodeRead)
        return
    if (inside, bad) == ("a boarding pass", "4 kB of text"):
        # The field holds thirteen of them, and they are letters.
        assert all(isinstance(event, CodeSeen) for event in post.events)
        return
    assert len(told) == len(post.events) == 1
    assert all(sentence.vi and BAD[bad] not in sentence.vi for sentence in told)


@pytest.mark.parametrize("fields", [1, 2, 6, 8, 12, 17, 18, 40, 400], ids="{} fields".format)
@pytest.mark.parametrize("text", [QR_A, INSURANCE_CARD], ids=["a card's beginning", "an insurance card's"])
def test_codes_with_too_few_or_too_many_fields(post: Post, text: str, fields: int) -> None:
    parts = text.removesuffix("|$").split("|")
    post.codes.take("|".join([*parts[:fields], *["x"] * (fields - len(parts))]))
    (event,) = post.events
    if text is QR_A and fields in (8, 12):
        assert isinstance(event, CardCodeRead), "later cards may have more fields, which are kept"
    else:
        assert isinstance(event, CodeRejected)


def test_a_code_that_changes_with_every_look_is_told_whole_each_time(post: Post) -> None:
    for _ in range(3):
        for text in (QR_A, QR_B):
            post.codes.take(text)
    numbers = [event.identity.number for event in post.events if isinstance(event, CardCodeRead)]
    assert numbers == ["001090012345", "079185006789"] * 3
