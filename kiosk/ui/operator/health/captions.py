"""The words of the health strip and page; remedies are the probes' own."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kiosk.check.screens import Tone
from kiosk.domain.desks.health import Health
from kiosk.domain.text import Text

PAGE = Text("Tình trạng máy", "Health")
LOADING = Text("Đang xem các bộ phận…", "Looking at every part…")
ALL_WELL = Text("Mọi bộ phận đều tốt", "Every part is well")
TO_LOOK_AT = Text("{n} bộ phận cần lưu ý", "Parts to look at: {n}")
BROKEN = Text("{n} bộ phận có sự cố", "Parts in trouble: {n}")
TESTING = Text("Đang thử: {part}…", "Testing: {part}…")
TESTING_ALL = Text("Đang thử mọi bộ phận…", "Testing every part…")

SECTION_PART = Text("Bộ phận đang chọn", "The chosen part")
SINCE = Text("Từ lúc", "Since")
LOOKED_AT = Text("Xem lúc", "Looked at")
DETAIL = Text("Chi tiết", "Detail")
REMEDY = Text("Cách xử lý", "What helps")

STATES: Mapping[Health, Text] = MappingProxyType(
    {
        Health.OK: Text("tốt", "well"),
        Health.WARN: Text("cần lưu ý", "look at it"),
        Health.FAIL: Text("sự cố", "trouble"),
    }
)
TONES: Mapping[Health, Tone] = MappingProxyType(
    {Health.OK: Tone.SUCCESS, Health.WARN: Tone.ATTENTION, Health.FAIL: Tone.REFUSE}
)

PARTS: Mapping[str, Text] = MappingProxyType(
    {
        "readers": Text("Đầu đọc", "Reader"),
        "camera": Text("Camera", "Camera"),
        "document-camera": Text("Camera giấy tờ", "Document camera"),
        "scanner": Text("Máy quét mã", "Scanner"),
        "face-models": Text("So khuôn mặt", "Face engine"),
        "liveness": Text("Người thật", "Liveness"),
        "codes": Text("Đọc mã", "Code engine"),
        "mrz": Text("Đọc dòng MRZ", "MRZ reader"),
        "list": Text("Danh sách", "List"),
        "trust": Text("Chứng thư", "Anchors"),
        "journal": Text("Sổ nhật ký", "Journal"),
        "staff": Text("Tài khoản", "Accounts"),
        "issuer-check": Text("Dịch vụ cấp thẻ", "Issuer service"),
        "insurance": Text("Tra thẻ BHYT", "Insurance service"),
        "health-records": Text("Hồ sơ sức khỏe", "Health records"),
        "touch-keyboard": Text("Bàn phím", "Keyboard"),
        "sound": Text("Âm thanh", "Sound"),
        "disk": Text("Ổ đĩa", "Disk"),
        "clock": Text("Đồng hồ", "Clock"),
        "outputs": Text("Gửi ra ngoài", "Outputs"),
        "webhook": Text("Gửi kết quả", "Webhook"),
        "local-api": Text("API trong máy", "Local API"),
    }
)

COUNTERS = Text(
    "{checks} lượt · {admitted} vào · {referred} cần xem", "{checks} checks · {admitted} in · {referred} referred"
)
WAITING = Text("{said} · {n} đang chờ", "{said} · {n} waiting")
NO_SHIFT = Text("Chưa mở ca", "No open shift")

BUTTON_TEST = Text("Thử bộ phận này", "Test this part")
BUTTON_TEST_ALL = Text("Thử tất cả", "Test all")
BUTTON_BACK = Text("Quay lại", "Back")


def name_of(part: str) -> Text:
    """A part of a newer probe has no words here and stands under its own name."""
    return PARTS.get(part, Text(part, part))
