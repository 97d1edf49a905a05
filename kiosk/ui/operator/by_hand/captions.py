"""The words of the search in the list."""

from __future__ import annotations

from kiosk.domain.text import Text

PAGE = Text("Tìm người, kiểm tra thủ công", "Find a person, check by hand")
FIELD = Text(
    "F2 · Số định danh, 4 số cuối trở lên, mã trong danh sách, hoặc họ tên",
    "Number, its last four digits or more, the list's key, or a name",
)
SEARCHING = Text("Đang tìm…", "Searching…")
NOBODY = Text("Không tìm thấy ai – thử cách viết khác, hoặc số", "Nobody found – try another spelling, or a number")
FOUND = Text("Tìm thấy {n} người: chọn rồi nhìn ảnh và người", "{n} found: choose, then look at photo and person")
MORE = Text("Còn nhiều người nữa, chỉ hiện {n}: gõ thêm để thu hẹp", "Only {n} are shown: type more to narrow it down")
HINT = Text(
    "Dùng khi chip hỏng hoặc thiết bị hỏng: máy không xác minh được gì, cán bộ quyết định và chịu trách nhiệm",
    "For dead chips and broken devices: nothing is verified by the machine; whoever decides answers for it",
)
ASIDE = Text("{key} · sinh {birth}", "{key} · born {birth}")
BUTTON_SEARCH = Text("Tìm", "Search")
BUTTON_CHOOSE = Text("Chọn người này", "Choose this person")
BUTTON_BACK = Text("Quay lại", "Back")
