"""The body of an answer -> what it says; what is not understood says nothing about the document."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.issuer_answer import IssuerAnswer, IssuerFinding, IssuerTrouble
from kiosk.services.issuer.answer import Answering, Pointer, json_word, read_answer
from tests.fakes.issuer_questions import NOW

GENUINE, NOT_GENUINE, NOT_KNOWN, FAILED = (
    IssuerFinding.GENUINE,
    IssuerFinding.NOT_GENUINE,
    IssuerFinding.NOT_KNOWN,
    IssuerFinding.SERVICE_FAILED,
)
MALFORMED = IssuerTrouble.ANSWER_MALFORMED


def answering(**changes: object) -> Answering:
    table: dict[str, object] = {
        "finding": Pointer.parse("/data/result"),
        "words": {"true": GENUINE, "false": NOT_GENUINE, '"UNKNOWN"': NOT_KNOWN},
        "require": {Pointer.parse("/status"): "true"},
        "code": Pointer.parse("/data/exitCode"),
        "reference": Pointer.parse("/data/responseId"),
    }
    return Answering(**{**table, **changes})  # type: ignore[arg-type]


def read(body: bytes, table: Answering | None = None) -> IssuerAnswer:
    return read_answer(body, table or answering(), "test", "transaction-1", NOW)


def said(result: object, **others: object) -> bytes:
    return json.dumps(
        {"status": True, "data": {"result": result, "exitCode": 0, "responseId": "r-1"}, **others}
    ).encode()


@pytest.mark.parametrize(
    ("result", "finding"),
    [(True, GENUINE), (False, NOT_GENUINE), ("UNKNOWN", NOT_KNOWN)],
    ids=["genuine", "not genuine", "not known"],
)
def test_the_words_of_a_service(result: object, finding: IssuerFinding) -> None:
    assert read(said(result)) == IssuerAnswer(finding, "test", NOW, code="0", reference="r-1")


@pytest.mark.parametrize(
    "result",
    [1, "true", "True", 0, None, [], {}, [True], 1.0, "unknown"],
    ids=repr,
)
def test_a_word_that_is_almost_one_of_them_says_nothing(result: object) -> None:
    answer = read(said(result))
    assert (answer.finding, answer.trouble) == (FAILED, MALFORMED)


BODIES = {
    "nothing": b"",
    "no JSON": b"<html>Please sign in</html>",
    "no UTF-8": b'{"status": "\xff"}',
    "two values": b"{} {}",
    "a name that comes twice": b'{"status": true, "data": {"result": false, "result": true}}',
    "no number": b'{"status": true, "data": {"result": NaN}}',
    "a list": b"[true]",
    "a value alone": b"true",
    "deeper than can be read": b'{"data":' * 100_000,
    "a number without end": b"1" * 10_000,
}


@pytest.mark.parametrize("situation", BODIES)
def test_bodies_that_say_nothing(situation: str) -> None:
    answer = read(BODIES[situation], answering(require={}))
    assert (answer.finding, answer.trouble) == (FAILED, MALFORMED)


@pytest.mark.parametrize("status", [False, 1, "true", None], ids=repr)
def test_what_is_required_must_stand_there_before_the_finding_counts(status: object) -> None:
    answer = read(said(True, status=status))
    assert (answer.finding, answer.trouble, answer.code) == (FAILED, IssuerTrouble.REFUSED, "0")


@pytest.mark.parametrize(
    ("echoed", "finding", "trouble"),
    [("transaction-1", GENUINE, None), ("transaction-2", FAILED, IssuerTrouble.ANSWER_OF_ANOTHER)],
    ids=["ours", "another's"],
)
def test_an_answer_that_names_its_question(echoed: str, finding: IssuerFinding, trouble: object) -> None:
    answer = read(said(True, id=echoed), answering(transaction=Pointer.parse("/id")))
    assert (answer.finding, answer.trouble) == (finding, trouble)


def test_an_answer_that_must_name_its_question_and_does_not() -> None:
    assert read(said(True), answering(transaction=Pointer.parse("/id"))).trouble is IssuerTrouble.ANSWER_OF_ANOTHER


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("a1B2.c_d:e-f", "a1B2.c_d:e-f"),
        (404, "404"),
        ("6f9619ff-8b86-d011-b42d-00cf4fc964ff", "6f9619ff-8b86-d011-b42d-00cf4fc964ff"),
        ("1795316400000", "1795316400000"),
        ("a" * 65, ""),
        ("", ""),
        ("Nguyễn Văn An", ""),
        ("Nguyen Van An", ""),
        ("001090012345", ""),
        ("id:090012345", ""),
        ("a\r\nb", ""),
        (["x"], ""),
        (None, ""),
        (1.5, ""),
    ],
    ids=repr,
)
def test_a_code_is_kept_when_it_is_one(written: object, kept: str) -> None:
    body = json.dumps({"status": True, "data": {"result": True, "exitCode": written, "responseId": written}}).encode()
    answer = read(body)
    assert (answer.finding, answer.code, answer.reference) == (GENUINE, kept, kept)


@pytest.mark.parametrize(
    ("pointer", "found"),
    [
        ("/a/b", 1),
        ("/a/c/1", "second"),
        ("/a/c/2", None),
        ("/a/c/-1", None),
        ("/a/c/²", None),
        ("/x~1y", "slash"),
        ("/x~0y", "tilde"),
        ("/", "empty name"),
        ("/a/b/c", None),
        ("/nothing", None),
    ],
)
def test_pointers(pointer: str, found: object) -> None:
    document = {"a": {"b": 1, "c": ["first", "second"]}, "x/y": "slash", "x~y": "tilde", "": "empty name"}
    assert Pointer.parse(pointer).find(document) == found


@pytest.mark.parametrize("written", ["", "a", "a/b", "/~", "/a~2", "/~1~"])
def test_what_is_no_pointer(written: str) -> None:
    with pytest.raises(ValueError, match="JSON pointer"):
        Pointer.parse(written)


@pytest.mark.parametrize(("value", "word"), [(True, "true"), (1, "1"), ("1", '"1"'), (1.0, ""), (None, ""), ([], "")])
def test_words_of_different_types_stay_apart(value: object, word: str) -> None:
    assert json_word(value) == word


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["status", "data", "result"]), inner),
)


@given(_JSON.map(lambda value: json.dumps(value).encode()) | st.binary(max_size=200))
def test_genuine_is_only_what_says_so_in_its_place(body: bytes) -> None:
    if read(body).finding is GENUINE:
        document = json.loads(body)
        assert document["status"] is True and document["data"]["result"] is True
