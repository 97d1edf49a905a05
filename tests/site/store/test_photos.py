"""A folder or a ZIP of pictures -> the registration photo beside a row of the list."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.identity import Identity, Source
from kiosk.domain.site import ListPhoto
from kiosk.site.columns import ListColumns
from kiosk.site.store import photos
from kiosk.site.store.installation import importing
from kiosk.site.store.installed import InstalledRoster, open_current
from kiosk.site.store.photos import PhotoImport, Photos, import_photos

AT = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)
COLUMNS = ListColumns((("key", ("SBD",)), ("number", ("CCCD",)), ("name", ("Họ tên",)), ("birth_date", ("Ngày sinh",))))
LIST = """SBD;CCCD;Họ tên;Ngày sinh
000101;001090012345;Nguyễn Văn An;15/03/1990
000102;079185006789;Trần Thị Bích Ngọc;20/08/1985
000103;036060000123;Đỗ Minh Đức;01/02/1960
000104;;Lê Hoàng Bảo;10/06/2012
"""
JPEG, PNG = b"\xff\xd8\xff\xe0 jpeg", b"\x89PNG\r\n\x1a\n png"
AN = Identity(Source.CHIP, "001090012345")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    file = tmp_path / "list.csv"
    file.write_text(LIST, "utf-8")
    with importing(tmp_path / "lists", file, COLUMNS) as draft:
        draft.install(AT)
    return tmp_path / "lists"


def as_folder(path: Path, pictures: dict[str, bytes]) -> Path:
    for name, image in pictures.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(image)
    return path


def as_zip(path: Path, pictures: dict[str, bytes]) -> Path:
    path.mkdir(exist_ok=True)
    with zipfile.ZipFile(path / "photos.zip", "w") as file:
        for name, image in pictures.items():
            file.writestr(name, image)
    return path / "photos.zip"


@pytest.mark.parametrize("written", [as_folder, as_zip])
@pytest.mark.parametrize(
    ("pictures", "done", "found"),
    [
        pytest.param({"001090012345.jpg": JPEG}, PhotoImport(1, 0, 0, 3), JPEG, id="by number"),
        pytest.param({"p101/000101.JPG": JPEG}, PhotoImport(1, 0, 0, 3), JPEG, id="by key, in a folder of its own"),
        pytest.param({"001090012345_Nguyen Van An.png": PNG}, PhotoImport(1, 0, 0, 3), PNG, id="with a name behind"),
        pytest.param({"36060000123.jpg": JPEG}, PhotoImport(1, 0, 0, 3), None, id="a zero was lost"),
        pytest.param({"999.jpg": JPEG, "000104.jpg": JPEG}, PhotoImport(0, 2, 0, 4), None, id="nobody, or no number"),
        pytest.param({"000101.jpg": b"GIF89a", "000102.jpg": b""}, PhotoImport(0, 0, 2, 4), None, id="no pictures"),
        pytest.param({"000101.jpg": JPEG, "001090012345.jpg": PNG}, PhotoImport(1, 0, 1, 3), JPEG, id="two of one"),
        pytest.param({"readme.txt": b"x", "Thumbs.db": b"x"}, PhotoImport(0, 0, 0, 4), None, id="other files"),
    ],
)
def test_pictures_find_their_people(
    folder: Path,
    tmp_path: Path,
    written: Callable[[Path, dict[str, bytes]], Path],
    pictures: dict[str, bytes],
    done: PhotoImport,
    found: bytes | None,
) -> None:
    assert import_photos(folder, written(tmp_path / "p", pictures), open_current(folder, COLUMNS)) == done
    answer = InstalledRoster(folder, COLUMNS).find(AN, AT)
    assert answer.listing is not None
    photo = answer.listing.photo
    assert (photo.image if photo else None) == found


def test_each_import_replaces_them_all(folder: Path, tmp_path: Path) -> None:
    roster = open_current(folder, COLUMNS)
    import_photos(folder, as_folder(tmp_path / "a", {"000101.jpg": JPEG}), roster)
    import_photos(folder, as_folder(tmp_path / "b", {"000102.png": PNG}), roster)
    assert (Photos(folder).of("001090012345"), Photos(folder).of("079185006789")) == (None, ListPhoto(PNG, "png"))
    assert stat.S_IMODE((folder / photos.FILE).stat().st_mode) == 0o600


def test_a_key_that_another_list_gives_to_somebody_else_shows_no_photo(folder: Path, tmp_path: Path) -> None:
    import_photos(folder, as_folder(tmp_path / "a", {"000101.jpg": JPEG}), open_current(folder, COLUMNS))
    file = tmp_path / "next.csv"
    file.write_text(LIST.replace("000101;001090012345", "000101;001090099999"), "utf-8")
    with importing(folder, file, COLUMNS) as draft:
        draft.install(AT)
    answer = InstalledRoster(folder, COLUMNS).find(replace(AN, number="001090099999"), AT)
    assert answer.listing is not None
    assert (answer.listing.key, answer.listing.photo) == ("000101", None)


def test_size_is_bounded(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    roster = open_current(folder, COLUMNS)
    source = as_zip(tmp_path / "p", {"000101.jpg": JPEG + bytes(100), "000102.jpg": JPEG})
    monkeypatch.setattr(photos, "MAX_PICTURE", 50)
    assert import_photos(folder, source, roster) == PhotoImport(1, 0, 1, 3)
    monkeypatch.setattr(photos, "MAX_PICTURES", 1)
    with pytest.raises(Fault, match="too many pictures"):
        import_photos(folder, source, roster)
    assert Photos(folder).of("079185006789") == ListPhoto(JPEG, "jpeg"), "those before stay"


@pytest.mark.parametrize(
    ("content", "code"), [(b"PK no zip", FaultCode.LIST_MALFORMED), (None, FaultCode.LIST_MISSING)]
)
def test_what_cannot_be_read(folder: Path, tmp_path: Path, content: bytes | None, code: FaultCode) -> None:
    source = tmp_path / "photos.zip"
    if content is not None:
        source.write_bytes(content)
    with pytest.raises(Fault) as raised:
        import_photos(folder, source, open_current(folder, COLUMNS))
    assert raised.value.code is code


def test_a_damaged_store_shows_no_photo(folder: Path) -> None:
    (folder / photos.FILE).write_bytes(b"x" * 5000)
    assert Photos(folder).of("001090012345") is None
