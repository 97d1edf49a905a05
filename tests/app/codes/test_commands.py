"""``kiosk scan`` from pictures, a folder for a camera, and a serial line: exact texts, JSON and exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import zxingcpp
from click.testing import Result
from PIL import Image
from typer.testing import CliRunner

from kiosk.app.main import app
from tests.fakes import mrz_frames
from tests.fakes.codes import VIETNAMESE_PASS
from tests.fakes.lds_files import QR_A, QR_B
from tests.fakes.serial_line import sends_when_opened, serial_line

ROOT = Path(__file__).parents[3]
SCHEMA = json.loads((ROOT / "docs" / "schemas" / "kiosk.scan-1.json").read_text("utf-8"))


def kiosk(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["scan", *map(str, arguments)])


def printed(*arguments: str | Path) -> Any:
    result = kiosk(*arguments, "--json")
    shown = json.loads(result.stdout)
    jsonschema.validate(shown, SCHEMA, jsonschema.Draft202012Validator)
    return shown


@pytest.fixture
def picture(tmp_path: Path) -> Callable[..., Path]:
    """Codes beside each other on white, as a file."""

    def draw(*texts: str, form: zxingcpp.BarcodeFormat = zxingcpp.BarcodeFormat.QRCode) -> Path:
        sheet = Image.new("L", (640 * max(1, len(texts)), 480), 255)
        for at, text in enumerate(texts):
            code = zxingcpp.create_barcode(text.encode(), form)
            pixels = Image.fromarray(_grey(code.to_image(scale=4 if form is zxingcpp.BarcodeFormat.QRCode else 2)))
            sheet.paste(pixels, (640 * at + 40, 60))
        file = tmp_path / "shown" / "picture.png"
        file.parent.mkdir(exist_ok=True)
        sheet.save(file)
        return file

    return draw


def _grey(image: object) -> Any:
    import numpy as np

    return np.array(image, np.uint8)


def test_exact_text(picture: Callable[..., Path]) -> None:
    result = kiosk("--image", picture(QR_B))
    assert (result.exit_code, result.stdout_bytes) == (0, QR_B.encode() + b"\n")


def test_two_codes_in_one_picture_are_both_told(picture: Callable[..., Path]) -> None:
    file = picture(QR_A, QR_B)
    shown = printed("--image", file)
    assert {shown["text"], *(code["text"] for code in shown["more"])} == {QR_A, QR_B}
    assert sorted(kiosk("--image", file).stdout.splitlines()) == [QR_A, QR_B]


@pytest.mark.parametrize("form", ["Aztec", "PDF417", "QRCode"])
def test_a_boarding_pass_in_every_symbology(picture: Callable[..., Path], form: str) -> None:
    shown = printed("--image", picture(VIETNAMESE_PASS, form=getattr(zxingcpp.BarcodeFormat, form)))
    assert (shown["text"], shown["kind"], shown["source"]) == (VIETNAMESE_PASS, "boarding-pass", "image")
    assert shown["values"]["legs"][0]["flight"] == "VN240"
    assert shown["milliseconds"] > 0


def test_nothing_in_the_picture(picture: Callable[..., Path]) -> None:
    result = kiosk("--image", picture())
    assert (result.exit_code, result.stdout) == (1, "")
    assert "no code" in result.stderr
    assert kiosk("--image", picture(), "--json").exit_code == 1
    assert printed("--image", picture())["text"] is None


@pytest.mark.parametrize("name", ["td1_a", "td3_utopia"])
def test_a_machine_readable_zone_cut_tight(name: str) -> None:
    shown = printed("--mrz-image", ROOT / "tests" / "fixtures" / "mrz" / f"{name}.png", "--seconds", "60")
    assert (shown["text"].replace("\n", ""), shown["kind"], shown["source"]) == (
        mrz_frames.TEXTS[name],
        "mrz",
        "mrz-image",
    )
    assert shown["values"]["birth_date"] == {"td1_a": "1990-03-15", "td3_utopia": "1974-08-12"}[name]


def test_a_machine_readable_zone_on_a_card_before_a_camera(tmp_path: Path) -> None:
    frame = mrz_frames.frame(mrz_frames.Held("td1_a"))
    file = tmp_path / "frame.png"
    Image.frombytes("RGB", (frame.width, frame.height), bytes(frame.bgr), "raw", "BGR").save(file)
    assert printed("--mrz-image", file, "--seconds", "60")["text"].replace("\n", "") == mrz_frames.TEXTS["td1_a"]


def test_no_zone_in_the_picture(picture: Callable[..., Path]) -> None:
    assert kiosk("--mrz-image", picture(QR_A)).exit_code == 1


def test_a_folder_of_pictures_is_a_camera(picture: Callable[..., Path]) -> None:
    shown = printed("--camera", picture(QR_A).parent, "--seconds", "20")
    assert (shown["text"], shown["source"]) == (QR_A, "camera")


def test_a_camera_that_shows_nothing(picture: Callable[..., Path]) -> None:
    assert kiosk("--camera", picture().parent, "--seconds", "0.2").exit_code == 1


def test_a_serial_scanner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serial_line(tmp_path) as scanner:
        sends_when_opened(monkeypatch, scanner, QR_A.encode() + b"\r\n")
        shown = printed("--serial", scanner.device, "--seconds", "20")
    assert (shown["text"], shown["kind"], shown["source"]) == (QR_A, "card", "serial")


def test_a_scanner_that_sends_no_utf_8(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serial_line(tmp_path) as scanner:
        sends_when_opened(monkeypatch, scanner, b"Nguy\xea\xden\r")
        result = kiosk("--serial", scanner.device, "--seconds", "20")
    assert (result.exit_code, result.stdout_bytes) == (0, b"Nguy\xea\xden\n")


def test_a_silent_scanner(tmp_path: Path) -> None:
    with serial_line(tmp_path) as scanner:
        assert kiosk("--serial", scanner.device, "--seconds", "0.1").exit_code == 1


@pytest.mark.parametrize("option", [("--serial", "9999:9999"), ("--camera", "there-is-no-such-folder/")])
def test_a_device_that_is_not_there(option: tuple[str, str]) -> None:
    result = kiosk(*option, "--json", "--seconds", "5")
    shown = json.loads(result.stdout)
    jsonschema.validate(shown, SCHEMA, jsonschema.Draft202012Validator)
    assert (result.exit_code, shown["text"]) == (3, None)
    assert shown["error"]["code"] in ("scanner-missing", "camera-missing")


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--camera", "0", "--serial", "auto"),
        ("--image", "there-is-no-such-file.png"),
        ("--image", str(ROOT / "README.md")),
        ("--mrz-image", str(ROOT)),
        ("--image", "/dev/zero"),
        ("--image", "x.png", "--seconds", "0"),
        ("--serial", "auto", "--baud", "1"),
    ],
    ids=[
        "no source",
        "two sources",
        "no file",
        "no picture",
        "a folder",
        "no end",
        "no time",
        "no speed",
    ],
)
def test_wrong_usage(arguments: tuple[str, ...]) -> None:
    assert kiosk(*arguments).exit_code == 2
