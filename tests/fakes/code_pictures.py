"""Frames with two-dimensional codes, as a webcam might see them. The people are fictitious."""

from __future__ import annotations

import math

import cv2
import numpy as np
import numpy.typing as npt
import zxingcpp

from kiosk.domain.face import Frame

Grey = npt.NDArray[np.uint8]

CARD_2021 = (
    "001090012345|012345678|Nguyễn Văn An|15031990|Nam|Số 1, Tổ 2, Phường Bến Nghé, Quận 1, TP. Hồ Chí Minh|10052021"
)
CARD_2024 = (
    "079185006789||Trần Thị Bích Ngọc|20081985|Nữ|"
    "131/9/2 Đường Hùng Vương, Tổ 5, Phường Trần Hưng Đạo, TP. Quảng Ngãi, Quảng Ngãi|15082024||||"
)
TWO_BYTE_LETTERS = "060060001234||Lý Xuân Lâm|01022017|Nam|Cà Mau|15082024"
BOARDING_PASS = "M1NGUYEN/VAN AN       EABC123 SGNHANVN 0123 123Y012A0001 100"

WIDTH, HEIGHT = 1280, 720


def symbol(
    content: str | bytes,
    pixels_a_module: float,
    form: zxingcpp.BarcodeFormat = zxingcpp.BarcodeFormat.QRCode,
    **options: str,
) -> Grey:
    """A code with its quiet zone; a QR code of a ``str`` has an ECI, of ``bytes`` the ECI 899 («binary»)."""
    code = zxingcpp.create_barcode(content, form, **options)
    return shrunk(np.array(zxingcpp.write_barcode_to_image(code, scale=8)), 8 / pixels_a_module)


def symbol_without_eci(content: str, pixels_a_module: float) -> Grey:
    """A QR code of UTF-8 that says nothing about it, as the cards' have been described."""
    return _by_opencv(content, pixels_a_module, cv2.QRCodeEncoder_MODE_BYTE)


def symbol_with_eci(content: str, pixels_a_module: float) -> Grey:
    """The same with an ECI, all in one mode: OpenCV cannot read the modes that zxing-cpp mixes."""
    return _by_opencv(content, pixels_a_module, cv2.QRCodeEncoder_MODE_ECI)


def _by_opencv(content: str, pixels_a_module: float, mode: int) -> Grey:
    how = cv2.QRCodeEncoder_Params()
    how.mode = mode
    picture = np.pad(cv2.QRCodeEncoder.create(how).encode(content), 2, constant_values=255)
    return shrunk(np.kron(picture, np.ones((8, 8), np.uint8)), 8 / pixels_a_module)


def shrunk(picture: Grey, factor: float) -> Grey:
    height, width = (round(side / factor) for side in picture.shape)
    return np.asarray(cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def scene(
    *symbols: Grey,
    turn: float = 0.0,
    tilt: float = 0.0,
    noise: float = 0.0,
    blur: float = 0.0,
    motion: tuple[float, float] = (0.0, 0.0),
    defocus: float = 0.0,
    light: float = 1.0,
    glare: float = 0.0,
    jpeg: int = 0,
    left: int = 120,
) -> Frame:
    """Symbols side by side on a 1280 × 720 frame; ``motion`` is a length in pixels and an angle, angles in degrees."""
    grey = np.full((HEIGHT, WIDTH), 180, np.uint8)
    for one in symbols:
        grey[200 : 200 + one.shape[0], left : left + one.shape[1]] = one
        left += one.shape[1] + 60
    if turn:
        grey = cv2.warpAffine(grey, cv2.getRotationMatrix2D((400, 350), turn, 1.0), (WIDTH, HEIGHT), borderValue=180)
    if tilt:
        lean, focal = math.radians(tilt), 1500.0
        matrix = np.array([[1, 0, 0], [0, 1, 0], [0, math.sin(lean) / focal, 1]]) @ np.diag([1, math.cos(lean), 1])
        grey = cv2.warpPerspective(grey, matrix, (WIDTH, HEIGHT), borderValue=180)
    if glare:
        y, x = np.ogrid[:HEIGHT, :WIDTH]
        spot = np.exp(-(((x - 260) / 30) ** 2) - ((y - 340) / 30) ** 2) * glare
        grey = grey * (1 - spot) + 255 * spot
    if blur:
        grey = cv2.GaussianBlur(grey, (0, 0), blur)
    if motion[0]:
        grey = cv2.filter2D(grey, -1, line(*motion))
    if defocus:
        grey = cv2.filter2D(grey, -1, disc(defocus))
    seen = np.clip(grey * light + np.random.default_rng(1).normal(0.0, noise, grey.shape), 0, 255).astype(np.uint8)
    if jpeg:
        seen = cv2.imdecode(cv2.imencode(".jpg", seen, [cv2.IMWRITE_JPEG_QUALITY, jpeg])[1], cv2.IMREAD_GRAYSCALE)
    return frame_of_grey(seen)


def frame_of_grey(grey: Grey, sequence: int = 0) -> Frame:
    pixels = cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR)
    return Frame(grey.shape[1], grey.shape[0], np.ascontiguousarray(pixels).tobytes(), sequence=sequence)


def grey_pixels(frame: Frame) -> Grey:
    pixels = np.frombuffer(frame.bgr, np.uint8).reshape(frame.height, frame.width, 3)
    return np.ascontiguousarray(pixels[:, :, 0])


def line(length: float, angle: float) -> npt.NDArray[np.float32]:
    """What a point becomes that moves straight on."""
    half = math.ceil(length / 2) + 1
    fine = np.zeros(((2 * half + 1) * 8,) * 2, np.float32)
    middle, reach = (2 * half + 1) * 4, length * 4
    along = (math.cos(math.radians(angle)) * reach, math.sin(math.radians(angle)) * reach)
    begin, end = ((round(middle + sign * along[0]), round(middle + sign * along[1])) for sign in (-1, 1))
    cv2.line(fine, begin, end, 1.0, 3)
    return _kernel(fine)


def disc(radius: float) -> npt.NDArray[np.float32]:
    """What a point becomes that is out of focus."""
    half = math.ceil(radius) + 1
    at = (np.arange((2 * half + 1) * 8) + 0.5) / 8 - half - 0.5
    return _kernel((at[:, None] ** 2 + at[None, :] ** 2 <= radius**2).astype(np.float32))


def _kernel(fine: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    coarse = cv2.resize(fine, None, fx=1 / 8, fy=1 / 8, interpolation=cv2.INTER_AREA)
    return np.asarray(coarse / coarse.sum(), np.float32)
