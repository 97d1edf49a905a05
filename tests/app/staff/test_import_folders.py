"""Where files to import may lie: plugged-in media first, then the kiosk's own folders; nothing hidden, no links."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kiosk.app.staff import import_folders
from kiosk.app.staff.import_folders import BEGIN, EMPTY, NO_PLACE, UNREADABLE, ImportFolders


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for folder in ("home/Documents", "home/.cache", "media/operator/STICK", "media/USB", "media/plain"):
        (tmp_path / folder).mkdir(parents=True)
    mounted = {str(tmp_path / "media/operator/STICK"), str(tmp_path / "media/USB")}
    monkeypatch.setattr(import_folders.os.path, "ismount", lambda path: str(path) in mounted)
    (tmp_path / "home/b.cer").write_bytes(b"12345")
    (tmp_path / "home/A.ml").write_bytes(b"")
    (tmp_path / "home/.secret").write_bytes(b"")
    (tmp_path / "home/link.cer").symlink_to(tmp_path / "home/b.cer")
    (tmp_path / "home/up").symlink_to(tmp_path)
    return tmp_path


@pytest.fixture
def folders(tree: Path) -> ImportFolders:
    return ImportFolders((tree / "home", tree / "gone"), (tree / "media", tree / "run"))


def names(folders: ImportFolders, folder: Path | None) -> list[str]:
    return [one.name for one in folders.browse(folder).entries]


def test_the_places_are_what_is_mounted_and_what_is_there(tree: Path, folders: ImportFolders) -> None:
    listing = folders.browse(None)
    assert [one.path.relative_to(tree).as_posix() for one in listing.entries] == [
        "media/operator/STICK",
        "media/USB",
        "home",
    ]
    assert (listing.label, listing.folder, listing.above, listing.note) == (BEGIN, None, None, None)


def test_no_place_at_all_says_what_helps(tmp_path: Path) -> None:
    assert ImportFolders((tmp_path / "gone",), (tmp_path / "none",)).browse(None).note == NO_PLACE


def test_folders_first_then_files_nothing_hidden_and_no_links(tree: Path, folders: ImportFolders) -> None:
    listing = folders.browse(tree / "home")
    assert [(one.name, one.is_folder, one.size) for one in listing.entries] == [
        ("Documents", True, 0),
        ("A.ml", False, 0),
        ("b.cer", False, 5),
    ]
    assert listing.above is None
    assert folders.browse(tree / "home/Documents").above == tree / "home"


@pytest.mark.parametrize("outside", ["", "media/plain", "home/../media/plain", "elsewhere"])
def test_what_lies_outside_the_places_is_not_listed(tree: Path, folders: ImportFolders, outside: str) -> None:
    assert folders.browse(tree / outside).label == BEGIN


def test_an_empty_folder_and_one_that_is_gone_are_said(tree: Path, folders: ImportFolders) -> None:
    assert folders.browse(tree / "home/Documents").note == EMPTY
    (tree / "home/Documents").rmdir()
    assert folders.browse(tree / "home/Documents").note == UNREADABLE


def test_a_folder_without_end_is_cut(tree: Path, folders: ImportFolders, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_folders, "MAX_SHOWN", 2)
    listing = folders.browse(tree / "home")
    assert len(listing.entries) == 2
    assert listing.note is not None
    assert "2" in listing.note.vi
    monkeypatch.setattr(import_folders, "MAX_SHOWN", 500)
    monkeypatch.setattr(import_folders, "MAX_SEEN", 1)
    assert len(names(folders, tree / "home")) <= 1


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"gnp.\xe2\x80\xaeml", "gnp.?ml"),
        (b"line\nbreak.cer", "line?break.cer"),
        (b"\xff.cer", "?.cer"),
        ("Chứng thư.cer".encode(), "Chứng thư.cer"),
    ],
    ids=["right to left", "two lines", "no UTF-8", "Vietnamese"],
)
def test_names_as_they_are_shown(tree: Path, folders: ImportFolders, name: bytes, shown: str) -> None:
    (tree / "home/Documents" / os.fsdecode(name)).write_bytes(b"x")
    (entry,) = folders.browse(tree / "home/Documents").entries
    assert entry.name == shown
    assert entry.path.read_bytes() == b"x"
