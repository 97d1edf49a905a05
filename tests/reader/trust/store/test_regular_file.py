from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.reader.trust.store.contents import ForeignFileError
from kiosk.reader.trust.store.regular_file import read_regular

CONTENT = b"0123456789"


def _file(path: Path) -> None:
    path.write_bytes(CONTENT)


def _link_to_a_file(path: Path) -> None:
    target = path.with_name("target")
    target.write_bytes(CONTENT)
    path.symlink_to(target)


@pytest.mark.parametrize("make", [_file, _link_to_a_file])
def test_a_file_of_the_size_that_is_allowed(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "file")
    assert read_regular(tmp_path / "file", len(CONTENT)) == CONTENT


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _endless_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _link_to_itself(path: Path) -> None:
    path.symlink_to(path)


@pytest.mark.parametrize(
    ("make", "error", "told"),
    [
        pytest.param(_file, ForeignFileError, "larger than 9 bytes", id="a byte too many"),
        pytest.param(_pipe, ForeignFileError, "no regular file", id="a pipe into which nobody writes"),
        pytest.param(_endless_device, ForeignFileError, "no regular file", id="a device without end"),
        pytest.param(Path.mkdir, IsADirectoryError, "directory", id="a folder"),
        pytest.param(_link_to_itself, OSError, "symbolic links", id="a link to itself"),
        pytest.param(lambda path: None, FileNotFoundError, "No such file", id="nothing"),
    ],
)
def test_what_is_not_read(tmp_path: Path, make: Callable[[Path], None], error: type[Exception], told: str) -> None:
    make(tmp_path / "file")
    with pytest.raises(error, match=told):
        read_regular(tmp_path / "file", len(CONTENT) - 1)


def test_a_file_that_says_it_is_empty_and_is_not() -> None:
    """Files of the kernel have the size 0."""
    with pytest.raises(ForeignFileError, match="larger than"):
        read_regular(Path("/proc/self/maps"), 16)
