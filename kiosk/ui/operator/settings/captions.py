"""The words of the settings page; settings and their values have their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kiosk.check.screens import Tone
from kiosk.domain.desks.device_tests import CardKind
from kiosk.domain.text import Text

PAGE = Text("Cài đặt", "Settings")
LOADING = Text("Đang xem cài đặt…", "Looking the settings up…")
HEADLINE = Text("Cài đặt của máy này", "Settings of this kiosk")
CHANGED = Text("{n} mục đã đổi, chưa lưu", "{n} changed, not saved yet")
SAVING = Text("Đang kiểm tra và lưu…", "Checking and saving…")
SAVED = Text("Đã lưu – có hiệu lực ngay", "Saved – in effect at once")
SAVED_RESTART = Text("Đã lưu – khởi động lại để có hiệu lực", "Saved – restart for it to take effect")
REFUSED = Text("Chưa lưu được", "Not saved")
UNUSABLE = Text("Không đọc được cài đặt", "The settings cannot be read")
RESTART_SURE = Text("Khởi động lại máy này? Nhấn F6 lần nữa", "Restart this kiosk? Press F6 once more")

SECTION_CHOSEN = Text("Mục đang chọn", "The chosen setting")
SECTION_PICTURE = Text("Hình từ camera, như người dân thấy", "The camera's picture, as people see it")
SECTION_CODE = Text("Mã để thử", "A code to try")
SECTION_TRIAL = Text("Đang thử", "Being tried")
NOW = Text("Đang dùng", "In use")
NEW = Text("Sẽ dùng", "To be used")
CHOICES = Text("Có thể chọn", "Choices")
EFFECT = Text("Có hiệu lực", "Takes effect")
AT_ONCE = Text("ngay", "at once")
AFTER_RESTART = Text("sau khi khởi động lại", "after a restart")
NOTE = Text("Ghi chú", "Note")
KEY = Text("Khóa trong tệp", "Key in the file")
FIXED = Text("do biến {name} quy định", "the variable {name} decides")
DETAIL = Text("Chi tiết", "Detail")
TYPING = Text("Nhập giá trị rồi nhấn F3", "Type the value, then press F3")
NOTHING = Text("", "")

TRYING = Text("Đang thử – F5 để dừng", "Being tried – F5 ends it")
TRIED_LONG = Text("Đã tự dừng thử sau 2 phút", "The test ended by itself after two minutes")
NO_PICTURE = Text("Chưa có hình", "No picture yet")
LOOKING = Text("Đang mở camera…", "The camera is starting…")
PICTURE = Text("Hình", "Picture")
PICTURE_FACTS = Text("{size}, {rate} hình/giây", "{size}, {rate} a second")
SLOW = Text(
    "Ít hình mỗi giây: thử cổng USB khác hoặc thêm ánh sáng",
    "Few pictures a second: another USB port, or more light",
)
LIGHT = Text("Độ sáng", "Light")
DARK = Text("{percent} % – tối", "{percent} % – dark")
BRIGHT = Text("{percent} % – quá sáng", "{percent} % – too bright")
WELL_LIT = Text("{percent} % – vừa", "{percent} % – well lit")
FACE = Text("Khuôn mặt", "Face")
GOOD_FACE = Text("Thấy rõ", "Well seen")
TURNED = Text(
    "Hình đang xoay: cộng thêm {degrees}° vào «Xoay hình camera»", "Turned: add {degrees}° to «Turn its picture»"
)
LOOKING_READERS = Text("Đang tìm đầu đọc…", "Looking for readers…")
READERS = Text("Đầu đọc", "Reader")
NO_READER = Text("không có đầu đọc nào khớp", "none that fits is connected")
CARD = Text("Thẻ", "Card")
LAY_A_CARD = Text("Đặt một thẻ lên đầu đọc", "Lay a card on the reader")
CARD_SEEN = Text("Thẻ đã thấy", "Card seen")
CARDS_SO_FAR = Text("Số lần thấy thẻ", "Cards so far")
NOT_CHECKED = Text("Trong lúc thử, máy không kiểm tra thẻ nào", "No card is checked while this is open")
SCAN_THIS = Text("Quét mã này, hoặc một mã bất kỳ", "Scan this code, or any other")
SAVED_PORT = Text(
    "Thử cổng đang dùng; cổng vừa chọn mở sau khi khởi động lại",
    "The port in use is tried; one that is chosen now opens after a restart",
)
SOUND = Text("Âm thanh", "Sound")
PLAYED = Text("Đã phát một giai điệu ở mức này", "A melody was played as loud as this")
NOT_PLAYED = Text("Mức này hoặc máy này không phát ra tiếng", "Nothing is heard at this level, or on this machine")


@dataclass(frozen=True, slots=True)
class CardTold:
    """What is said of a kind of card, and what it means here."""

    text: Text
    tone: Tone
    remedy: Text | None = None


CARD_KINDS: Mapping[CardKind, CardTold] = MappingProxyType(
    {
        CardKind.CONTACTLESS_CHIP: CardTold(Text("thẻ chip không tiếp xúc", "a contactless chip"), Tone.SUCCESS),
        CardKind.STORAGE: CardTold(
            Text("thẻ nhớ, không phải thẻ căn cước", "a storage card, no ID card"),
            Tone.ATTENTION,
            Text("Thẻ xe, thẻ cửa: đầu đọc tốt, nhưng cần thẻ căn cước", "A door or bus card: the reader works"),
        ),
        CardKind.CONTACT_CHIP: CardTold(
            Text("thẻ chip tiếp xúc", "a chip with contacts"),
            Tone.ATTENTION,
            Text("Đặt thẻ lên mặt đọc không tiếp xúc", "Lay the card on the contactless side"),
        ),
    }
)

BUTTON_CHANGE = Text("Đổi", "Change")
BUTTON_TAKE = Text("Nhận giá trị", "Take the value")
BUTTON_SAVE = Text("Lưu", "Save")
BUTTON_TRY = Text("Thử thiết bị", "Try the device")
BUTTON_STOP = Text("Dừng thử", "End the test")
BUTTON_RESTART = Text("Khởi động lại", "Restart")
BUTTON_BACK = Text("Quay lại", "Back")
