"""The words of the override pages' own furniture; what they are about is said by ``kiosk.check.overrides.screen``."""

from __future__ import annotations

from kiosk.domain.text import Text

SECTION_ABOUT = Text("Người và kết luận của máy", "The person and the machine's verdict")
NOBODY_WAITS = Text("Không có ai đang chờ", "Nobody is waiting")

BUTTON_WAITING = Text("Người chờ", "Waiting")
BUTTON_WAITING_COUNT = Text("Người chờ: {n}", "Waiting: {n}")
BUTTON_CHOOSE = Text("Chọn", "Choose")
BUTTON_CONFIRM = Text("Xác nhận", "Confirm")
BUTTON_SEEN = Text("Đã xem", "Seen")
BUTTON_GONE = Text("Đã đi, không quyết định", "Gone, nothing decided")
BUTTON_BACK = Text("Quay lại", "Back")

FIELD_LOGIN = Text("F2 · Tên đăng nhập người thứ hai", "The second person's login")
FIELD_PASSWORD = Text("Mật khẩu của người thứ hai", "The second person's password")
