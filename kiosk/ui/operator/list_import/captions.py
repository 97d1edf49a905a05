"""The words of the list pages' own furniture; what a file holds is said by the desk."""

from __future__ import annotations

from kiosk.domain.text import Text

PAGE = Text("Danh sách", "Lists")
NONE_YET = Text("Chưa có danh sách: chọn tệp để nhập", "There is no list yet: choose a file to import")
IN_FORCE = Text("Đang dùng: phiên bản {n}, {people} người, {age}", "In force: version {n}, {people} people, {age}")
MINUTES_OLD = Text("nhập {n} phút trước", "imported {n} min ago")
HOURS_OLD = Text("nhập {n} giờ trước", "imported {n} h ago")
DAYS_OLD = Text("nhập {n} ngày trước", "imported {n} days ago")
CHOOSE = Text("Chọn tệp danh sách", "Choose the list's file")
COLUMNS = Text("Cột nào là gì?", "Which column is what?")
SHEETS = Text("Trang tính nào là danh sách?", "Which sheet is the list?")
OPENING = Text("Đang mở tệp… {n} giây", "Opening the file… {n} s")
LOOKING = Text("Đang đọc: {rows} dòng, {n} giây", "Reading: {rows} rows, {n} s")
COMPARING = Text("Đang so với danh sách cũ: {rows} dòng, {n} giây", "Comparing with the old list: {rows} rows, {n} s")
INSTALLING = Text("Đang thay danh sách… {n} giây", "Putting the list in force… {n} s")
NOT_READ = Text("Không đọc được tệp – danh sách đang dùng giữ nguyên", "Not read – the list in force stays")
NOT_INSTALLED = Text("Chưa thay được – danh sách đang dùng giữ nguyên", "Not installed – the list in force stays")
BROKEN_OFF = Text("Có lỗi bất ngờ", "Something unexpected happened")
RESTORE = Text("Dùng lại phiên bản {n}?", "Take version {n} back?")

SECTION_FILE = Text("Tệp", "The file")
SECTION_CHANGES = Text("Khác với danh sách đang dùng", "Difference to the list in force")
SECTION_PROBLEMS = Text("Các dòng có vấn đề", "Rows with problems")

ROW_IMPORT = Text("Nhập danh sách từ tệp…", "Import a list from a file…")
ROW_HINT = Text("XLSX, XLS, ODS, CSV", "XLSX, XLS, ODS, CSV")
ROW_IN_FORCE = Text("đang dùng · {people} người · {day}", "in force · {people} people · {day}")
ROW_KEPT = Text("{people} người · {day}", "{people} people · {day}")
ROW_VERSION = Text("{n} · {file}", "{n} · {file}")

ROW_SHEET = Text("trang tính", "sheet")

NEEDED = Text("{name} (bắt buộc)", "{name} (needed)")
NOT_THERE = Text("– không có –", "– not there –")

BUTTON_OPEN = Text("Mở", "Open")
BUTTON_INSTALL = Text("Dùng danh sách này", "Use this list")
BUTTON_RESTORE = Text("Dùng lại phiên bản này", "Take this version back")
BUTTON_AGAIN = Text("Nhấn lần nữa để thay", "Press again to replace")
BUTTON_COLUMNS = Text("Đổi cột", "Change columns")
BUTTON_READ = Text("Đọc lại với các cột này", "Read again with these columns")
BUTTON_PREVIOUS = Text("Cột trước", "Column before")
BUTTON_NEXT = Text("Cột sau", "Next column")
BUTTON_SHEET = Text("Đọc trang tính này", "Read this sheet")
BUTTON_CLOSE = Text("Đóng", "Close")
BUTTON_STOP = Text("Dừng đọc, giữ danh sách đang dùng", "Stop reading, keep the list in force")
BUTTON_BACK = Text("Quay lại", "Back")
BUTTON_LEAVE = Text("Quay lại", "Back")

FAULT_WHAT = Text("Lỗi", "Error")
FAULT_REMEDY = Text("Cách xử lý", "Remedy")
FAULT_TECHNICAL = Text("Chi tiết", "Details")
