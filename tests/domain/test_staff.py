"""Who may do what, which passwords and PINs count, how long somebody waits: the tables as the site reads them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.staff import (
    ALLOWED,
    LONGEST_WAIT_SECONDS,
    PASSWORD_LONG,
    PASSWORD_SHORT,
    PASSWORD_SIMPLE,
    PIN_SIMPLE,
    PIN_WRONG_LENGTH,
    Act,
    Role,
    StaffAct,
    StaffNote,
    is_login,
    may,
    password_weakness,
    pin_weakness,
    wait_after,
    wait_left,
)
from kiosk.domain.text import Text

NOW = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)


def test_every_act_has_somebody_who_may_do_it() -> None:
    assert set(ALLOWED) == set(Act)
    assert all(ALLOWED.values())


@pytest.mark.parametrize(
    ("role", "acts"),
    [
        (Role.ATTENDANT, {Act.SEE_EVIDENCE, Act.HELP_PERSON, Act.TRAIN}),
        (
            Role.OPERATOR,
            {Act.SEE_EVIDENCE, Act.HELP_PERSON, Act.TRAIN, Act.SEARCH_LIST, Act.TAKE_OVER, Act.OPEN_SHIFT}
            | {Act.OVERRIDE, Act.CONFIRM_OVERRIDE, Act.UNDO_OVERRIDE},
        ),
        (Role.SUPERVISOR, set(Act) - {Act.IMPORT_TRUST, Act.CHANGE_SETTINGS, Act.MANAGE_STAFF}),
        (Role.ADMINISTRATOR, set(Act) - {Act.OVERRIDE, Act.CONFIRM_OVERRIDE, Act.UNDO_OVERRIDE}),
    ],
)
def test_what_a_role_may_do(role: Role, acts: set[Act]) -> None:
    assert {act for act in Act if may(role, act)} == acts


@pytest.mark.parametrize("login", ["an", "nguyen.van.an", "quay-3", "x_1", "a" * 32])
def test_a_login(login: str) -> None:
    assert is_login(login)


@pytest.mark.parametrize(
    "login",
    [
        pytest.param("", id="empty"),
        pytest.param("a", id="one letter"),
        pytest.param("a" * 33, id="too long"),
        pytest.param("An", id="capital"),
        pytest.param("ân", id="no ASCII"),
        pytest.param("1an", id="begins with a digit"),
        pytest.param("an\n", id="line end"),
        pytest.param("a b", id="space"),
        pytest.param("id001090012345", id="a citizen's number"),
    ],
)
def test_no_login(login: str) -> None:
    assert not is_login(login)


@pytest.mark.parametrize(
    ("password", "weakness"),
    [
        pytest.param("ghế gỗ bên cửa sổ", None, id="some words"),
        pytest.param("tR8$kq!zPw", None, id="ten characters by lot"),
        pytest.param("ghế gỗ", PASSWORD_SHORT, id="short"),
        pytest.param("ab" * 65, PASSWORD_LONG, id="longer than 128"),
        pytest.param("aaaaaaaaaaaa", PASSWORD_SIMPLE, id="one letter"),
        pytest.param("12345678901", PASSWORD_SIMPLE, id="counting"),
        pytest.param("abcdefghijkl", PASSWORD_SIMPLE, id="the alphabet"),
        pytest.param("Password123456", PASSWORD_SIMPLE, id="the commonest"),
        pytest.param("binh-binh-binh", PASSWORD_SIMPLE, id="the login"),
        pytest.param("ababababababab", PASSWORD_SIMPLE, id="two letters"),
    ],
)
def test_a_password(password: str, weakness: Text | None) -> None:
    assert password_weakness("binh", password) == weakness


@pytest.mark.parametrize(
    ("pin", "weakness"),
    [
        ("271828", None),
        ("31415926", None),
        ("12345", PIN_WRONG_LENGTH),
        ("123456789", PIN_WRONG_LENGTH),
        ("27182a", PIN_WRONG_LENGTH),
        ("２７１８２８", PIN_WRONG_LENGTH),
        ("123456", PIN_SIMPLE),
        ("987654", PIN_SIMPLE),
        ("000000", PIN_SIMPLE),
        ("121212", PIN_SIMPLE),
    ],
)
def test_a_pin(pin: str, weakness: Text | None) -> None:
    assert pin_weakness(pin) == weakness


@given(st.text(max_size=200), st.text(max_size=200))
def test_no_text_upsets_the_rules(login: str, word: str) -> None:
    password_weakness(login, word)
    pin_weakness(word)
    is_login(login)


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(0, 0), (2, 0), (3, 15), (4, 30), (5, 60), (9, 960), (10, 1800), (1000, 1800)],
)
def test_the_wait_doubles_up_to_half_an_hour(failures: int, seconds: float) -> None:
    assert wait_after(failures) == seconds


@given(st.integers(0, 10**9), st.floats(0, 10**6))
def test_a_wait_ends(failures: int, passed: float) -> None:
    left = wait_left(failures, NOW, NOW + timedelta(seconds=passed))

    assert 0.0 <= left <= LONGEST_WAIT_SECONDS
    if passed >= LONGEST_WAIT_SECONDS:
        assert left == 0.0


def test_a_clock_that_was_put_back_gives_no_try_for_nothing() -> None:
    assert wait_left(4, NOW, NOW - timedelta(days=1)) == 30.0


@pytest.mark.parametrize("name", ["Nguyễn Văn An", "001090012345", "x" * 40])
def test_a_note_holds_logins_only(name: str) -> None:
    with pytest.raises(ValueError, match="logins"):
        StaffNote(StaffAct.ADDED, "hoa.admin", name)
