"""The words of the scanners' set-up page: what arrived, and what to set on the scanner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kiosk.check.screens import Tone
from kiosk.domain.desks.scanner_setup import Arrival, ScannerKind
from kiosk.domain.text import Text

HEADLINE = Text("Quét mã thử dưới đây bằng máy quét", "Scan the test code below with the scanner")
TEST_CODE = Text("Mã QR thử – thẻ của một người không có thật", "Test code – the card of a person who is invented")
SECTION_SCANNERS = Text("Máy quét của kiosk này", "This kiosk's scanners")
SECTION_ARRIVED = Text("Đã nhận", "What arrived")
NOTHING_YET = Text("Chưa nhận được mã nào", "Nothing has arrived yet")
NO_SCANNER = Text("Chưa cài máy quét nào trong cấu hình", "The settings name no scanner")
READY = Text("Sẵn sàng", "Ready")
WAITS_FOR_KEYS = Text("Sẵn sàng nếu đã cắm", "Ready, if one is plugged in")
TEXT_ARRIVED = Text("Văn bản nhận được", "The text that arrived")
BUTTON_CLOSE = Text("Quay lại", "Back")
BUTTON_CLEAR = Text("Xóa kết quả", "Clear")

SCANNERS: Mapping[ScannerKind, Text] = MappingProxyType(
    {
        ScannerKind.SERIAL: Text("Cổng nối tiếp", "Serial port"),
        ScannerKind.KEYBOARD: Text("Kiểu bàn phím", "Keyboard"),
    }
)


@dataclass(frozen=True, slots=True)
class Told:
    """One arrival in words: what it is, and what helps."""

    tone: Tone
    sentence: Text
    remedy: Text


_TO_SERIAL = Text("Đặt máy quét sang chế độ cổng nối tiếp (USB-COM)", "Set the scanner to serial mode (USB-COM)")

ARRIVALS: Mapping[Arrival, Told] = MappingProxyType(
    {
        Arrival.EXACT: Told(
            Tone.SUCCESS,
            Text("Đúng từng chữ – máy quét dùng được", "Exact to the letter – the scanner can be used"),
            Text("Không cần chỉnh gì thêm", "Nothing more to set"),
        ),
        Arrival.FIELDS_CUT: Told(
            Tone.ATTENTION,
            Text("Thiếu các ô trống ở cuối mã", "The empty fields at the end are missing"),
            Text(
                "Dùng được; nên tắt cắt ký tự cuối trên máy quét",
                "It can be used; better switch trimming of the end off",
            ),
        ),
        Arrival.CUT: Told(
            Tone.REFUSE,
            Text("Chỉ nhận được một phần của mã", "Only a part of the code arrived"),
            Text(
                "Giảm tốc độ gõ hoặc bỏ giới hạn độ dài trên máy quét",
                "Slow the typing down, or lift the limit of length on the scanner",
            ),
        ),
        Arrival.TWICE: Told(
            Tone.ATTENTION,
            Text("Mã đến hai lần liền nhau", "The code came twice in a row"),
            Text("Đặt ký tự kết thúc là CR; tắt quét lặp", "Set CR as the end; switch repeated reading off"),
        ),
        Arrival.CODE_PAGE: Told(
            Tone.ATTENTION,
            Text("Máy quét dùng sai bảng mã, kiosk đã tự sửa", "The wrong code page; the kiosk mended it"),
            Text("Đặt bảng mã của máy quét là UTF-8", "Set the scanner's character set to UTF-8"),
        ),
        Arrival.NOT_UTF_8: Told(
            Tone.REFUSE,
            Text("Máy quét gửi bảng mã khác UTF-8", "The scanner sends another character set than UTF-8"),
            Text(
                "Đặt máy quét gửi nguyên dữ liệu, hoặc bảng mã UTF-8",
                "Let the scanner send the data as they are, or as UTF-8",
            ),
        ),
        Arrival.LETTERS_LOST: Told(
            Tone.REFUSE,
            Text("Mất chữ có dấu", "Letters with diacritics are lost"),
            _TO_SERIAL,
        ),
        Arrival.INPUT_METHOD: Told(
            Tone.REFUSE,
            Text("Bộ gõ tiếng Việt đang bật làm hỏng chữ", "An input method takes the letters apart"),
            Text(
                "Tắt bộ gõ (Unikey, IBus), hoặc đặt máy quét sang USB-COM",
                "Switch the input method off (Unikey, IBus), or set the scanner to USB-COM",
            ),
        ),
        Arrival.CAPS_LOCK: Told(
            Tone.ATTENTION,
            Text("Chữ hoa và chữ thường bị đảo", "Capitals and small letters are swapped"),
            Text("Tắt Caps Lock trên bàn phím", "Switch Caps Lock off"),
        ),
        Arrival.LAYOUT: Told(
            Tone.REFUSE,
            Text("Sai kiểu bàn phím", "The wrong keyboard layout"),
            Text(
                "Đặt máy quét và hệ thống cùng kiểu bàn phím US, hoặc USB-COM",
                "Set scanner and system to the US layout, or the scanner to USB-COM",
            ),
        ),
        Arrival.MORE_AROUND: Told(
            Tone.ATTENTION,
            Text("Có thêm ký tự quanh mã", "There are characters around the code"),
            Text(
                "Tắt tiền tố, hậu tố và ký hiệu AIM trên máy quét",
                "Switch prefix, suffix and the AIM identifier off on the scanner",
            ),
        ),
        Arrival.ANOTHER_CARD: Told(
            Tone.SUCCESS,
            Text("Một thẻ khác, đọc đủ", "Another card, read whole"),
            Text("Quét mã thử để so từng chữ", "Scan the test code to compare every letter"),
        ),
        Arrival.ANOTHER_CODE: Told(
            Tone.NEUTRAL,
            Text("Một mã khác, không phải mã thử", "Another code, not the test code"),
            Text("Quét mã thử trên màn hình này", "Scan the test code on this screen"),
        ),
        Arrival.CHANGED: Told(
            Tone.REFUSE,
            Text("Một vài chữ đã bị đổi", "Some letters were changed"),
            _TO_SERIAL,
        ),
    }
)
