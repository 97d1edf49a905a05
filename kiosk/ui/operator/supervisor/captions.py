"""The words of the supervisor's page."""

from __future__ import annotations

from kiosk.domain.text import Text

PAGE = Text("Giám sát", "Supervision")
LOADING = Text("Đang xem số liệu…", "Looking the figures up…")
NO_SHIFT = Text("Chưa có ca nào", "There is no shift yet")
NOT_SHOWN = Text("Không xem được số liệu", "The figures cannot be shown")
LIVE = Text("Ca {number} đang mở – từ {at}", "Shift {number} is open – since {at}")
PAST = Text("Ca {number} đã đóng – {at}", "Shift {number} is closed – {at}")

SECTION_KIOSKS = Text("Các máy của điểm kiểm tra", "The site's kiosks")
SECTION_PLACES = Text("Danh sách của máy này", "This kiosk's list")
SECTION_HOURS = Text("Theo giờ, toàn điểm", "By the hour, whole site")
SECTION_FIGURES = Text("Toàn điểm", "Whole site")
SECTION_REASONS = Text("Lý do", "Reasons")
SECTION_FAULTS = Text("Sự cố thiết bị", "Device faults")
SECTION_OVERRIDES = Text("Quyết định thay, máy này", "Overrides, this kiosk")

KIOSK = Text("Máy", "Kiosk")
CHECKS = Text("Lượt", "Checks")
CAME = Text("Đã vào", "Came in")
REFERRED = Text("Gặp cán bộ", "Referred")
REFUSED = Text("Từ chối", "Refused")
MEDIAN = Text("Trung vị", "Median")
P95 = Text("95%", "95%")
FIRST_TRY = Text("Chip lần đầu", "First try")
RETRIES = Text("So mặt lại", "Retries")
SITE_TOTAL = Text("Cộng", "Total")
THIS_KIOSK = Text("{kiosk} (máy này)", "{kiosk} (this one)")
STALE = Text("{kiosk} – {minutes} phút trước", "{kiosk} – {minutes} minutes ago")
UNREADABLE = Text("{file} – không đọc được", "{file} – cannot be read")

PLACE = Text("Nơi đến", "Place")
NO_PLACE = Text("Không ghi nơi đến", "No place given")
EXPECTED = Text("Dự kiến", "Expected")
UNDECIDED = Text("Đang chờ", "Waiting")
OVERRIDDEN = Text("QĐ thay", "Overrides")
ABSENT = Text("Chưa đến", "Not come")
NO_LIST = Text("Không có danh sách của ca này", "The list of this shift is not at hand")

SHARE_FIRST_TRY = Text("Chip đọc được ngay lần đầu", "Chips read at the first try")
SHARE_RETRIES = Text("Khuôn mặt phải so lại", "Faces compared again")
SHARE_OF = Text("{percent} % của {n}", "{percent} % of {n}")
NOTHING = Text("Chưa có", "None yet")

BUTTON_OLDER = Text("Ca trước", "Shift before")
BUTTON_NEWER = Text("Ca sau", "Shift after")
BUTTON_BACK = Text("Quay lại", "Back")
