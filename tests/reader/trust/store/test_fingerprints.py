from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.reader.trust.store.fingerprints import (
    NO_FINGERPRINT,
    fingerprint_entries,
    lists_fingerprints,
    parse_fingerprint,
)

DIGITS = "0123456789abcdef" * 4


@pytest.mark.parametrize(
    ("text", "known"),
    [
        pytest.param(DIGITS, True, id="as programs write it"),
        pytest.param(DIGITS.upper(), True, id="capitals"),
        pytest.param(":".join(DIGITS[at : at + 2] for at in range(0, 64, 2)), True, id="as it is read out"),
        pytest.param(" ".join(DIGITS[at : at + 8] for at in range(0, 64, 8)), True, id="in groups"),
        pytest.param(DIGITS[:-1], False, id="a digit missing"),
        pytest.param(DIGITS + "0", False, id="a digit too many"),
        pytest.param("g" + DIGITS[1:], False, id="another letter"),
        pytest.param("", False, id="empty"),
        pytest.param("٠" * 64, False, id="digits of another script"),
    ],
)
def test_fingerprints_as_people_write_them(text: str, known: bool) -> None:
    assert parse_fingerprint(text) == (bytes.fromhex(DIGITS) if known else None)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(f"# confirmed\n\n{DIGITS} # DS 1\n", [""], id="comments"),
        pytest.param(f"\ufeff{DIGITS}\r\n{DIGITS}\r\n", ["", ""], id="byte order mark, lines of Windows"),
        pytest.param(f"{DIGITS}\nwords\n", ["", NO_FINGERPRINT], id="words behind"),
        pytest.param("words\n", None, id="words"),
        pytest.param("# nothing yet\n", None, id="comments only"),
    ],
)
def test_lists(data: str, expected: list[str] | None) -> None:
    assert lists_fingerprints(data.encode()) is (expected is not None)
    if expected is not None:
        assert [entry.problem for entry in fingerprint_entries(data.encode())] == expected


@given(st.binary(min_size=32, max_size=32))
def test_a_fingerprint_survives_both_forms(fingerprint: bytes) -> None:
    assert parse_fingerprint(fingerprint.hex()) == parse_fingerprint(fingerprint.hex(":").upper()) == fingerprint
