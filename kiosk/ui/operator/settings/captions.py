"""The words of the settings page; settings and their values have their own."""

from __future__ import annotations

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
NOTHING_CHANGED = Text("Chưa đổi mục nào", "Nothing was changed")

SECTION_CHOSEN = Text("Mục đang chọn", "The chosen setting")
SECTION_PICTURE = Text("Hình từ camera", "The camera's picture")
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
NO_PICTURE = Text("Chưa xem", "Not looked at yet")
LOOKING = Text("Đang mở camera…", "Camera is starting…")

BUTTON_CHANGE = Text("Đổi", "Change")
BUTTON_TAKE = Text("Nhận giá trị", "Take the value")
BUTTON_SAVE = Text("Lưu", "Save")
BUTTON_PICTURE = Text("Xem camera", "Look through it")
BUTTON_RESTART = Text("Khởi động lại", "Restart")
BUTTON_BACK = Text("Quay lại", "Back")
