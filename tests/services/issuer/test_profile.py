"""Profile files -> a form and a way of asking, or a fault that names the file and the key."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.chip_reading import ElementaryFile
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.issuer_answer import IssuerFinding
from kiosk.services.issuer.answer import Answering, Pointer
from kiosk.services.issuer.form import Constant, Encoding, Form, Signing, Source
from kiosk.services.issuer.profile import (
    MAX_BYTES,
    Asking,
    ServiceProfile,
    header_value,
    load_profile,
    shipped_names,
)

WHOLE = """\
encoding = "hex"

[fields]
sod = "sod"
kind = { text = "C06" }

[if_released]
face = "dg2"

[ask]
path = "/v1/verify"
body = "form"
query = { id = "transaction-id" }
headers = { Authorization = "bearer" }
statuses = [200, 404]
idempotent = true
hmac = { digest = "sha256", over = ["account", "sod"], separator = "|" }

[answer]
finding = "/result"
genuine = [true, "VALID", 1]
not_genuine = [false]
not_known = ["UNKNOWN"]
code = "/code"
reference = "/id"
transaction = "/request"
require = { "/status" = "ok" }
"""
LEAST = '[fields]\nsod = "sod"\n'


def written(folder: Path, content: str | bytes) -> str:
    path = folder / "mine.toml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def test_a_whole_profile(tmp_path: Path) -> None:
    assert load_profile(written(tmp_path, WHOLE)) == ServiceProfile(
        Form("mine", {"sod": Source.SOD, "kind": Constant("C06")}, {"face": Source.DG2}, Encoding.HEX),
        Asking(
            path="/v1/verify",
            body="form",
            query={"id": Source.TRANSACTION},
            headers={"Authorization": Source.BEARER},
            statuses=frozenset({200, 404}),
            idempotent=True,
            signing=Signing("sha256", (Source.ACCOUNT, Source.SOD), "|"),
            answering=Answering(
                finding=Pointer(("result",)),
                words={
                    "true": IssuerFinding.GENUINE,
                    '"VALID"': IssuerFinding.GENUINE,
                    "1": IssuerFinding.GENUINE,
                    "false": IssuerFinding.NOT_GENUINE,
                    '"UNKNOWN"': IssuerFinding.NOT_KNOWN,
                },
                require={Pointer(("status",)): '"ok"'},
                code=Pointer(("code",)),
                reference=Pointer(("id",)),
                transaction=Pointer(("request",)),
            ),
        ),
    )


def test_the_least_profile_serves_for_exports_alone(tmp_path: Path) -> None:
    assert load_profile(written(tmp_path, LEAST)) == ServiceProfile(Form("mine", {"sod": Source.SOD}))


DG1, DG2, DG13, DG14, DG15 = (ElementaryFile(f"DG{number}") for number in (1, 2, 13, 14, 15))


@pytest.mark.parametrize(
    ("name", "required", "can_be_asked"),
    [
        ("2id", {DG1, DG13, DG14}, True),
        ("hn212", set(), False),
        ("hyperverge", {ElementaryFile.COM, DG1, DG2, DG13, DG14, DG15}, True),
        ("rar", set(), False),
        ("read-card", {DG1, DG13, DG14}, False),
    ],
)
def test_shipped_profiles(name: str, required: set[ElementaryFile], can_be_asked: bool) -> None:
    profile = load_profile(name)
    assert (profile.form.name, set(profile.form.required())) == (name, required)
    assert (profile.asking is not None) is can_be_asked


def test_all_shipped_profiles_are_described_above() -> None:
    assert shipped_names() == ("2id", "hn212", "hyperverge", "rar", "read-card")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param('encoding = "hex"', 'encoding = "utf-8"', "encoding: Input should be", id="an encoding"),
        pytest.param('sod = "sod"', 'sod = "dg3"', "fields.sod: Value error, one of", id="fingerprints"),
        pytest.param('sod = "sod"', "sod = 1", "fields.sod: Value error, one of", id="a number as source"),
        pytest.param('sod = "sod"', 'sod = { texts = "a" }', "fields.sod: Value error, one of", id="a wrong constant"),
        pytest.param('sod = "sod"', '"so d" = "sod"', "fields.so d.", id="a field name with a space"),
        pytest.param('face = "dg2"', 'sod = "dg2"', "if_released: a field that stands in fields", id="a field twice"),
        pytest.param('face = "dg2"', 'key = "token"', "fields: a token belongs into a header", id="a token as field"),
        pytest.param('"/v1/verify"', '"https://elsewhere.invalid"', "ask.path: ", id="an address as path"),
        pytest.param('"/v1/verify"', '"/a?b=c"', "ask.path: ", id="a query in the path"),
        pytest.param('body = "form"', 'body = "xml"', "ask.body: ", id="a body of another kind"),
        pytest.param('id = "transaction-id"', 'id = "number"', "ask: Value error, id: what is the card's", id="query"),
        pytest.param('id = "transaction-id"', 'id = "token"', "ask: Value error, id: a token belongs", id="token"),
        pytest.param('= "bearer"', '= "sod"', "ask: Value error, Authorization: what is the card's", id="header"),
        pytest.param('"bearer"', '{ text = "a\\r\\nX: 1" }', "ask: Value error, headers: visible", id="two headers"),
        pytest.param("[200, 404]", "[302]", "ask: Value error, statuses: a redirection", id="a redirection"),
        pytest.param("[200, 404]", "[500]", "ask.statuses.0: ", id="a failure as answer"),
        pytest.param("[200, 404]", "[]", "ask.statuses: ", id="no status"),
        pytest.param("idempotent = true", 'idempotent = "yes"', "ask.idempotent: ", id="no truth value"),
        pytest.param('"sha256"', '"md5"', "ask.hmac.digest: ", id="a weak digest"),
        pytest.param('["account", "sod"]', "[]", "ask.hmac.over: ", id="an HMAC over nothing"),
        pytest.param('["account", "sod"]', '["token"]', "hmac.over: sources that are no secret", id="over a secret"),
        pytest.param('["account", "sod"]', '["hmac"]', "hmac.over: sources that are no secret", id="over itself"),
        pytest.param('"/result"', '"result"', "answer.finding: Value error, a JSON pointer", id="no pointer"),
        pytest.param('[true, "VALID", 1]', "[]", "answer.genuine: ", id="no word for genuine"),
        pytest.param('[true, "VALID", 1]', "[1.5]", "answer.genuine.0: Value error, a truth", id="a fraction"),
        pytest.param("[false]", "[true]", "answer: a word stands for two", id="one word, two findings"),
        pytest.param('"/status" =', '"status" =', "a JSON pointer", id="no pointer to what is required"),
        pytest.param("[ask]", "[asks]", "asks: Extra inputs", id="an unknown table"),
        pytest.param("idempotent", "idempotant", "ask.idempotant: Extra inputs", id="an unknown key"),
        pytest.param("[fields]", "[fields", "Expected", id="broken TOML"),
    ],
)
def test_errors_name_file_and_key(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in WHOLE
    with pytest.raises(Fault) as raised:
        load_profile(written(tmp_path, WHOLE.replace(old, new, 1)))
    assert raised.value.code is FaultCode.SETTINGS_MALFORMED
    assert raised.value.technical.startswith(f"mine.toml: {said}")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param("", "fields: Field required", id="nothing"),
        pytest.param("[fields]\n", "fields: Dictionary should have at least 1", id="no fields"),
        pytest.param(WHOLE[: WHOLE.index("[answer]")], "ask and answer: both or none", id="asked without an answer"),
        pytest.param(b"\xff\xfe", "not UTF-8", id="not UTF-8"),
        pytest.param(b"#" * (MAX_BYTES + 1), "larger than", id="too large"),
        pytest.param(b"a = " + b"[" * 50_000, "", id="deeper than can be read"),
    ],
)
def test_files_that_are_no_profile(tmp_path: Path, content: str | bytes, said: str) -> None:
    with pytest.raises(Fault) as raised:
        load_profile(written(tmp_path, content))
    assert raised.value.code is FaultCode.SETTINGS_MALFORMED
    assert raised.value.technical.startswith(f"mine.toml: {said}")


@pytest.mark.parametrize("name", ["nobody", "../forms/2id", "", "none.toml"])
def test_services_that_are_not_there(name: str) -> None:
    with pytest.raises(Fault) as raised:
        load_profile(name)
    assert raised.value.code is FaultCode.SETTINGS_MALFORMED


_WORDS = st.sampled_from(["sod", "dg1", "/a", "token", "json", "", "é"])
_VALUES = st.recursive(
    _WORDS | st.booleans() | st.integers(0, 600),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["text", "path", "a"]), inner, max_size=2)
    ),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from(["fields", "if_released", "ask", "answer", "encoding"]), _VALUES))
def test_any_document_gives_a_profile_or_a_fault(tmp_path_factory: pytest.TempPathFactory, document: object) -> None:
    folder = tmp_path_factory.mktemp("profile", numbered=True)
    try:
        load_profile(written(folder, _toml(document)))
    except Fault as fault:
        assert fault.code is FaultCode.SETTINGS_MALFORMED


def _toml(value: object) -> str:
    """Top-level keys with inline values."""
    assert isinstance(value, dict)
    return "".join(f"{key} = {_inline(inner)}\n" for key, inner in value.items())


def _inline(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case dict():
            return "{" + ", ".join(f"{key} = {_inline(inner)}" for key, inner in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(_inline, value)) + "]"
        case str():
            return f'"{value}"'
    return str(value)


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("t0ken", True),
        ("a", True),
        ("Bearer a.b-c_d~e+f/g=", True),
        ("", False),
        (" a", False),
        ("a ", False),
        ("a\r\nX: 1", False),
        ("a\nb", False),
        ("a\x00b", False),
        ("thẻ", False),
        ("a" * 8193, False),
    ],
)
def test_what_may_stand_in_a_header(text: str, good: bool) -> None:
    assert header_value(text) is good
