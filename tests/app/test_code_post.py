"""What was scanned becomes an event: once within some seconds, and by its kind."""

from __future__ import annotations

import pytest

from kiosk.app.code_post import SAME_CODE_SECONDS, CodePost
from kiosk.check.events import CardCodeRead, CodeRejected, Event, KeyTyped
from kiosk.domain.access_key import AccessKey, Can, MrzKey
from kiosk.domain.faults import FaultCode
from kiosk.domain.identity import Source
from kiosk.domain.names import fold
from tests.fakes.camera import SleptClock
from tests.fakes.codes import INSURANCE_CARD, VIETNAMESE_PASS
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
        pytest.param(VIETNAMESE_PASS, CodeRejected(FaultCode.CODE_BOARDING_PASS), id="a boarding pass"),
        pytest.param(INSURANCE_CARD, CodeRejected(FaultCode.CODE_INSURANCE), id="an insurance card"),
        pytest.param(QR_A[:60], CodeRejected(FaultCode.CODE_MALFORMED), id="half a card"),
        pytest.param(b"\xff\xfe", CodeRejected(FaultCode.CODE_GARBLED), id="no UTF-8"),
    ],
)
def test_other_codes(post: Post, scanned: str | bytes, event: Event) -> None:
    post.codes.take(scanned)
    assert post.events == [event]


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
