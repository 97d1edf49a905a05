"""The words of the attendance page."""

from __future__ import annotations

from kiosk.domain.text import Text

PAGE = Text("Đã đến và còn vắng", "Who came and who is awaited")
COUNTING = Text("Đang đếm…", "Counting…")
NO_SHIFT = Text("Chưa mở ca: chưa có gì để đếm", "No shift yet: nothing to count")
NOBODY = Text("Danh sách không có ai ở đây hôm nay", "The list expects nobody here today")
TOTAL = Text("Đã đến {came} trên {expected}, còn vắng {absent}", "{came} of {expected} came, {absent} are awaited")
OF_GROUP = Text("{name}: còn vắng {absent} trên {expected}", "{name}: {absent} of {expected} are awaited")
ALL_CAME = Text("Đã đến đủ", "Everybody came")
WITHOUT_GROUP = Text("Không ghi phòng", "No room given")
CAME = Text("{came}/{expected} · vắng {absent}", "{came}/{expected} · {absent} awaited")
MORE = Text("… và {n} người nữa", "… and {n} more")

BUTTON_OPEN = Text("Xem ai còn vắng", "See who is awaited")
BUTTON_BACK = Text("Quay lại", "Back")
