"""The token file of the local API: made for its owner alone, kept, and refused when it is no good."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from kiosk.domain.faults import Fault, FaultCode
from kiosk.services.local_api.token import load_or_make_token

posix = pytest.mark.skipif(os.name != "posix", reason="modes of files are POSIX")


def written(path: Path, content: bytes, mode: int = 0o600) -> Path:
    path.write_bytes(content)
    path.chmod(mode)
    return path


@posix
def test_the_first_start_makes_one_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "data" / "api.token"
    token = load_or_make_token(path)
    assert len(token) >= 43, "32 bytes in base64"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_later_starts_keep_it(tmp_path: Path) -> None:
    path = tmp_path / "api.token"
    assert load_or_make_token(path) == load_or_make_token(path)


def test_every_kiosk_has_its_own(tmp_path: Path) -> None:
    assert load_or_make_token(tmp_path / "a") != load_or_make_token(tmp_path / "b")


def test_a_token_of_ones_own(tmp_path: Path) -> None:
    assert load_or_make_token(written(tmp_path / "token", b"A" * 40 + b"\n")) == "A" * 40


@posix
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_token_that_others_may_read_is_none(tmp_path: Path, mode: int) -> None:
    path = written(tmp_path / "token", b"A" * 40, mode)
    with pytest.raises(Fault, match="others may read it") as raised:
        load_or_make_token(path)
    assert raised.value.code is FaultCode.SETTINGS_MALFORMED


@pytest.mark.parametrize(
    "content",
    [b"", b"short", b"A" * 129, b"A" * 40 + b" " + b"A" * 40, b"A" * 39 + b"\xc3\xa9", b"\x00" * 40],
    ids=["empty", "short", "long", "two", "a letter", "zeros"],
)
def test_what_is_no_token_is_refused_and_not_told(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(Fault, match="32 to 128 letters") as raised:
        load_or_make_token(written(tmp_path / "token", content))
    assert "AAAA" not in str(raised.value)


@posix
def test_a_link_to_elsewhere_is_not_followed(tmp_path: Path) -> None:
    target = written(tmp_path / "target", b"A" * 40)
    link = tmp_path / "token"
    link.symlink_to(target)
    with pytest.raises(Fault, match=r"local_api\.token_file"):
        load_or_make_token(link)
