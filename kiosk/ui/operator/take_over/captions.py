"""The words of taking the citizen's screen over."""

from __future__ import annotations

from kiosk.domain.text import Text

PAGE = Text("Giữ màn hình người dân", "Take the citizen's screen over")
FREE = Text("Màn hình người dân đang phục vụ", "The citizen's screen is serving")
HELD = Text("Đang giữ màn hình: còn {minutes} phút {seconds} giây", "Taken over: {minutes} min {seconds} s left")

WHAT = Text("Người dân chỉ thấy", "The citizen sees only")
WAIT = Text("«Vui lòng chờ cán bộ hỗ trợ»", "“Please wait for staff”")
UNDER_WAY = Text("Kiểm tra đang chạy", "The check under way")
GOES_ON = Text("Chạy tiếp, kết quả chỉ hiện ở màn hình nhân viên", "Goes on; its result is shown to staff only")
NEW_CARDS = Text("Thẻ đặt vào lúc này", "Cards laid down now")
NOT_READ = Text(
    "Chưa đọc: người cầm thẻ không thấy hướng dẫn. Trả lại màn hình thì đọc ngay",
    "Are not read, since their holder sees no instructions; they are read as soon as the screen is given back",
)
ENDS = Text("Tự trả lại", "Comes back by itself")
AFTER = Text("Sau 10 phút, báo trước 1 phút", "After 10 minutes, with a warning one minute before")

BUTTON_TAKE = Text("Giữ màn hình", "Take it over")
BUTTON_RELEASE = Text("Trả lại màn hình", "Give it back")
BUTTON_LONGER = Text("Giữ thêm 10 phút", "Keep it 10 minutes more")
BUTTON_BACK = Text("Quay lại", "Back")
