from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.simulator.card.card_profile import CardProfile, Document, PaceOffer, StaticKey
from kiosk.simulator.card.manners import EndOfFile, OverMost
from kiosk.simulator.card.profile_file import MAX_BYTES, ProfileError, parse_profile, profile_table, read_table
from kiosk.simulator.card.profiles import PROFILES
from kiosk.simulator.card.public_key_info import KeyEncoding

WHOLE = """
name = "one-of-all"
document = "td3"
country = { state = "UTO", code = "UT" }
issued_from = 2020-01-01
validity_years = 5
historical_bytes = "8031"

[access]
pace = [{ protocol = "ecdh-im-aes-256", parameter_id = 17 }, { protocol = "dh-gm-3des", parameter_id = 0 }]

[clone_checks]
chip_authentication = [{ parameter_id = 2, protocols = ["dh-3des"], key_id = 4, encoding = "explicit" }]

[manners]
most_read = 128
over_most = "6Cxx"
end_of_file = "9000"
"""


def test_a_file_says_what_a_document_is() -> None:
    profile = parse_profile(tomllib.loads(WHOLE), "one.toml")
    assert (profile.name, profile.document, profile.country.state) == ("one-of-all", Document.TD3, "UTO")
    assert (profile.issued_from.year, profile.validity_years, profile.historical_bytes) == (2020, 5, b"\x80\x31")
    assert profile.access.pace == (PaceOffer("ecdh-im-aes-256", 17), PaceOffer("dh-gm-3des", 0))
    key = StaticKey(2, ("dh-3des",), key_id=4, encoding=KeyEncoding.EXPLICIT)
    assert profile.clone_checks.chip_authentication == (key,)
    manners = profile.manners
    assert (manners.most_read, manners.over_most, manners.end_of_file) == (
        128,
        OverMost.RIGHT_LENGTH,
        EndOfFile.SILENT,
    )
    assert manners.extended_length is True


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "name: missing"),
        ("name = 1", "name: a text"),
        ('name = "x"\nnick = "y"', "nick: unknown key"),
        ('name = "x"\nbase = "nobody"', "base: no profile of this name"),
        ('name = "x"\nbase = ["cccd-2021"]', "base: no profile of this name"),
        ('name = "x"\ndocument = "td4"', "document: one of vietnamese-card, td1, td2, td3"),
        ('name = "x"\nvalidity_years = "ten"', "validity_years: a whole number"),
        ('name = "x"\nvalidity_years = true', "validity_years: a whole number"),
        ('name = "x"\nvalidity_years = 0', "a document is valid for 1 to 50 years"),
        ('name = "x"\nissued_from = 2020', "issued_from: a text"),
        ('name = "x"\nissued_from = "soon"', "issued_from: a date"),
        ('name = "x"\nissued_from = 2020-01-01T00:00:00', "issued_from: a text"),
        ('name = "x"\nhistorical_bytes = "8"', "historical_bytes: hexadecimal digits"),
        ('name = "x"\nhistorical_bytes = "' + "00" * 16 + '"', "at most fifteen historical bytes"),
        ('name = "x"\nexpiry_ages = 25', "expiry_ages: a list of at most 32"),
        ('name = "x"\nexpiry_ages = [25, "40"]', "expiry_ages[2]: a whole number"),
        ('name = "x"\naccess = 1', "access: a table"),
        ('name = "x"\naccess = { pace = [1] }', "access.pace[1]: a table"),
        ('name = "x"\naccess = { bac = 1 }', "access.bac: true or false"),
        (
            'name = "x"\naccess = { pace = [{ protocol = "rot13", parameter_id = 13 }] }',
            "access.pace[1]: 'rot13'",
        ),
        ('name = "x"\naccess = { pace = [{ protocol = "dh-gm-3des" }] }', "access.pace[1].parameter_id: missing"),
        ('name = "x"\ncountry = { state = "uto", code = "UT" }', "country: a state has up to three capital letters"),
        ('name = "x"\nfiles = { groups = ["DG2"] }', "files: groups are chosen among DG5, DG7, DG11, DG12, DG16"),
        ('name = "x"\nfiles = { groups = ["DG99"] }', "files.groups[1]: one of"),
        ('name = "x"\nmanners = { over_most = "6F00" }', "manners.over_most: one of cut, 6700, bare-6700, 6Cxx"),
        ('name = "x"\nsignature = { scheme = "rot13" }', "signature: 'rot13' is no signature scheme"),
        ("name = ", "one.toml: "),
        ("a = " + "[" * 20_000, "one.toml: "),
    ],
)
def test_a_file_that_is_no_profile_names_the_key(tmp_path: Path, text: str, complaint: str) -> None:
    path = tmp_path / "one.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ProfileError) as refused:
        parse_profile(read_table(path), path.name)
    assert str(refused.value).startswith("one.toml: ")
    assert complaint in str(refused.value)


@pytest.mark.parametrize(
    ("contents", "complaint"),
    [(None, "No such file"), (b"\xff", "not UTF-8"), (b"#" * (MAX_BYTES + 1), "larger than")],
    ids=["absent", "not UTF-8", "too large"],
)
def test_a_file_that_cannot_be_read(tmp_path: Path, contents: bytes | None, complaint: str) -> None:
    path = tmp_path / "one.toml"
    if contents is not None:
        path.write_bytes(contents)
    with pytest.raises(ProfileError, match=rf"one\.toml: {complaint}"):
        read_table(path)


def test_a_base_is_taken_over_and_merged() -> None:
    base = {"name": "base", "validity_years": 5, "manners": {"most_read": 128, "odd_read": False}}
    change = {"base": "base", "name": "new", "manners": {"most_read": 64}}
    profile = parse_profile(change, "one.toml", {"base": base}.get)
    assert (profile.name, profile.validity_years) == ("new", 5)
    assert (profile.manners.most_read, profile.manners.odd_read) == (64, False)


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_profiles_come_back_through_json(profile: CardProfile) -> None:
    text = json.dumps(profile_table(profile))
    assert parse_profile(json.loads(text), "card.json") == profile


KEYS = ["name", "document", "country", "access", "clone_checks", "files", "manners", "signature", "issued_from"]
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*KEYS, "pace", "bac"]), inner),
    max_leaves=8,
)


@given(table=st.dictionaries(st.sampled_from(KEYS), VALUES))
def test_any_table_is_a_profile_or_refused(table: dict[str, Any]) -> None:
    try:
        assert isinstance(parse_profile(table, "any"), CardProfile)
    except ProfileError as error:
        assert str(error).startswith("any: ")
