"""The words of the shift page; refusals are said by the desk."""

from __future__ import annotations

from kiosk.domain.text import Text

NONE_YET = Text("Chưa có ca nào", "There is no shift yet")
OPEN = Text("Ca {number} đang mở", "Shift {number} is open")
CLOSED = Text("Ca {number} đã đóng", "Shift {number} is closed")
LOADING = Text("Đang xem sổ ca…", "Looking up the shift…")
TESTING = Text("Đang tự kiểm tra và mở ca…", "Testing every part, opening the shift…")
CLOSING = Text("Đang đóng ca và lập biên bản…", "Closing the shift, writing its report…")
REPORTING = Text("Đang lập biên bản…", "Writing the report…")
CLOSE_SURE = Text("Đóng ca {number}? Nhấn F3 lần nữa", "Close shift {number}? Press F3 once more")
UNUSABLE = Text("Không dùng được sổ ca", "Shifts cannot be used")

SECTION_SHIFT = Text("Ca trực", "The shift")
SECTION_FIGURES = Text("Số liệu", "Figures")
SECTION_HOURS = Text("Theo giờ", "By the hour")
SECTION_REASONS = Text("Lý do", "Reasons")
SECTION_OVERRIDES = Text("Quyết định thay", "Overrides")
SECTION_NOTICE = Text("Kết quả", "Result")

OPENED_BY = Text("Mở bởi", "Opened by")
OPENED_AT = Text("Mở lúc", "Opened at")
CLOSED_BY = Text("Đóng bởi", "Closed by")
CLOSED_AT = Text("Đóng lúc", "Closed at")
LIST = Text("Danh sách", "List")
LIST_ROWS = Text("{name} · {rows} dòng", "{name} · {rows} rows")
NO_LIST = Text("không dùng danh sách", "works without a list")
TESTS = Text("Tự kiểm tra", "Self test")
TESTS_FINE = Text("{n} phần đạt", "{n} parts fine")
TESTS_WARN = Text("{n} phần cần lưu ý: {names}", "To look at: {names}")
HASH = Text("Mã khóa sổ", "Closing hash")

CHECKS = Text("Lượt kiểm tra", "Checks")
ADMITTED = Text("Đã vào", "Admitted")
OVERRIDDEN = Text("Quyết định thay", "Overrides")
ATTENTION_SEEN = Text("Lưu ý đã xem", "Attention seen")
ATTENTION_UNSEEN = Text("Lưu ý chưa xem", "Attention not seen")
SECONDS = Text("Thời gian một lượt", "Time of a check")
SECONDS_VALUE = Text("trung vị {median} giây · 95%: {p95} giây", "median {median} s · 95%: {p95} s")
FAULTS = Text("Sự cố thiết bị", "Device faults")
UNDONE = Text("đã hoàn tác bởi {by}", "undone by {by}")
NOTHING = Text("Chưa có", "None yet")
HOUR = Text("{hour}: {checks} lượt, {admitted} vào", "{hour}: {checks} checks, {admitted} admitted")

FILE = Text("Tệp", "File")
PART_FAILED = Text("Không đạt", "Failed")

BUTTON_SHIFT = Text("Ca trực", "Shift")
BUTTON_OPEN = Text("Mở ca", "Open the shift")
BUTTON_OPEN_DESPITE = Text("Vẫn mở ca", "Open all the same")
BUTTON_CLOSE = Text("Đóng ca", "Close the shift")
BUTTON_REPORT = Text("Lập biên bản", "Write the report")
BUTTON_LEAVE = Text("Quay lại", "Back")
