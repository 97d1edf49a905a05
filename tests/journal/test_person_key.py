"""The key file and the digests made with it."""

from __future__ import annotations

import hashlib
import hmac
import stat
from pathlib import Path

import pytest

from kiosk.domain.identity import Identity, Source
from kiosk.journal.person_key import KeyFileError, PersonKey, load_key, load_or_make_key

KEY = PersonKey(bytes(range(32)))


def test_the_digest_is_a_keyed_hash_of_the_number() -> None:
    expected = hmac.new(bytes(range(32)), b"person:001090012345", hashlib.sha256).hexdigest()
    assert KEY.digest(Identity(Source.CHIP, "001090012345")) == expected


def test_a_person_is_known_again_whatever_the_source() -> None:
    chip = Identity(Source.CHIP, "001090012345", name="Nguyễn Văn An")
    assert KEY.digest(chip) == KEY.digest(Identity(Source.QR, "001090012345"))
    assert KEY.digest(chip) != KEY.digest(Identity(Source.CHIP, "001090012346"))
    assert KEY.digest(chip) != PersonKey(bytes(32)).digest(chip)


@pytest.mark.parametrize("number", ["", "012345678", "00109001234X", "٠٠١٠٩٠٠١٢٣٤٥", "001090012345\n"])
def test_without_a_twelve_digit_number_there_is_no_digest(number: str) -> None:
    assert KEY.digest(Identity(Source.CHIP, number)) == ""
    assert KEY.digest(None) == ""


@pytest.mark.parametrize(
    ("nationality", "number", "known"),
    [
        pytest.param("FRA", "12AB34567", True, id="a passport of another state"),
        pytest.param("VNM", "C1234567", False, id="a Vietnamese passport without its personal number"),
        pytest.param("", "12AB34567", False, id="no nationality"),
        pytest.param("FRA", "", False, id="no document number"),
    ],
)
def test_documents_of_other_states(nationality: str, number: str, known: bool) -> None:
    passport = Identity(Source.CHIP, document_number=number, nationality=nationality)
    assert bool(KEY.digest(passport)) is known
    assert not known or KEY.digest(passport) != KEY.digest(
        Identity(Source.CHIP, document_number=number, nationality="DEU")
    )


def test_a_key_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "journal.key"
    made = load_or_make_key(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert load_or_make_key(path).mark == load_key(path).mark == made.mark
    assert load_or_make_key(tmp_path / "other.key").mark != made.mark


def test_a_key_that_others_may_read_is_closed_to_them(tmp_path: Path) -> None:
    path = tmp_path / "journal.key"
    load_or_make_key(path)
    path.chmod(0o644)
    load_key(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_damaged_key_is_refused(tmp_path: Path, length: int) -> None:
    path = tmp_path / "journal.key"
    path.write_bytes(bytes(length))
    with pytest.raises(KeyFileError, match=f"has {length} bytes"):
        load_key(path)


def test_a_missing_key_is_not_made_anew(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError, match="missing"):
        load_key(tmp_path / "journal.key")
    assert not (tmp_path / "journal.key").exists()
