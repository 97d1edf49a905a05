"""Vietnamese words of two syllables that stand in large letters on our screens: no centred line ends inside one."""

from __future__ import annotations

import re

NO_BREAK = "\u00a0"

_PAIRS = (
    *("cán bộ", "coi thi", "thí sinh", "nhân viên", "tiếp đón", "hành khách", "người bệnh", "người dân"),
    *("khuôn mặt", "đối chiếu", "kiểm tra", "xác nhận", "xác minh", "hỗ trợ", "phục vụ", "vui lòng"),
    *("căn cước", "định danh", "chữ số", "khẩu trang", "máy bay", "danh sách", "thiết bị", "sự cố", "thời gian"),
    *("phòng khám", "phòng thi", "thứ tự", "đăng nhập", "quản trị", "mật khẩu", "dữ liệu", "chứng thư"),
)
_PAIR = re.compile(rf"\b({'|'.join(_PAIRS)})\b", re.IGNORECASE)


def with_pairs_bound(text: str) -> str:
    """The text with a no-break space inside each of these words."""
    return _PAIR.sub(lambda found: found[0].replace(" ", NO_BREAK), text)
