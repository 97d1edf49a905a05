"""The words of the attendance page."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kiosk.domain.text import Text
from kiosk.domain.verdict import Verdict

PAGE = Text("Đã đến và còn vắng", "Who came and who is awaited")
COUNTING = Text("Đang đếm…", "Counting…")
NO_SHIFT = Text("Chưa mở ca: chưa có gì để đếm", "No shift yet: nothing to count")
NOBODY = Text("Danh sách không có ai ở đây hôm nay", "The list expects nobody here today")
TOTAL = Text("Đã đến {came} trên {expected}, còn vắng {absent}", "{came} of {expected} came, {absent} are awaited")
OF_GROUP = Text("{name}: còn vắng {absent} trên {expected}", "{name}: {absent} of {expected} are awaited")
ALL_CAME = Text("Đã đến đủ", "Everybody came")
WITHOUT_GROUP = Text("Không ghi phòng", "No room given")
CAME = Text("{came}/{expected} · vắng {absent}", "{came}/{expected} · {absent} awaited")
WITH_OUT = Text("{said}, đang ra ngoài {n}", "{said}, {n} out now")
OUT_SINCE = Text("{about} · ra ngoài từ {at}", "{about} · out since {at}")
OUT_ALREADY = Text("{name} đã ra ngoài lúc {at}, chưa quay lại", "{name} left at {at} and has not come back")
MORE = Text("… và {n} người nữa", "… and {n} more")

BUTTON_OPEN = Text("Xem ai còn vắng", "See who is awaited")
BUTTON_BACK = Text("Quay lại", "Back")
BUTTON_INSIDE = Text("Ai đã vào", "Who came in")
BUTTON_ABSENT = Text("Ai còn vắng", "Who is awaited")
BUTTON_LEFT = Text("Đã ra ngoài", "Left for now")

OF_INSIDE = Text("{name}: đã vào {came} trên {expected}", "{name}: {came} of {expected} came in")
SURE = Text("{name} ra ngoài? Nhấn F3 lần nữa", "{name} leaves for now? Press F3 once more")
NOTED = Text("Đã ghi: {name} ra ngoài lúc {at}", "Noted: {name} left at {at}")
NOT_INSIDE = Text("Nhật ký không có ai với mã này đã vào", "The journal has nobody with this key inside")
RE_ENTRY: Mapping[Verdict, Text] = MappingProxyType(
    {
        Verdict.ADMIT_WITH_ATTENTION: Text(
            "Khi quay lại, người đó quét thẻ và được vào; nhân viên thấy là vào lại",
            "Coming back they show the card and are let in; staff see that they come again",
        ),
        Verdict.REFER: Text(
            "Khi quay lại, người đó quét thẻ và máy mời gặp nhân viên",
            "Coming back they show the card, and the kiosk sends them to staff",
        ),
    }
)
"""What follows from it, by the site's rule ``re_entry``."""
