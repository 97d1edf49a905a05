"""What the keypad says about the digits typed so far: a hint, never in the way of the key that confirms them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from kiosk.domain.personal_number import CAN_LENGTH, LENGTH, NumberDoubt, doubt
from kiosk.domain.text import Text

GO_ON = Text("Nhập đủ 12 số – còn {n} số", "Type all 12 digits – {n} to go")

_DOUBTS: Mapping[NumberDoubt, Text] = MappingProxyType(
    {
        NumberDoubt.FIRST_DIGITS: Text(
            "Cần 6 số cuối – nếu đây là 6 số đầu, xin nhập tiếp đủ 12 số",
            "The last six are needed – if these are the first six, go on to all 12",
        ),
        NumberDoubt.PROVINCE: Text(
            "Xin xem lại 3 số đầu – nếu đúng, bấm «Xong»", "Look at the first 3 digits again – if right, press OK"
        ),
        NumberDoubt.BIRTH_YEAR: Text(
            "Xin xem lại số thứ 4 đến thứ 6 – nếu đúng, bấm «Xong»",
            "Look at digits 4 to 6 again – if right, press OK",
        ),
    }
)


def key_hint(digits: str, today: date) -> Text | None:
    """The sentence for these digits; ``None`` when there is nothing to say."""
    if CAN_LENGTH < len(digits) < LENGTH:
        return GO_ON.filled(n=LENGTH - len(digits))
    found = doubt(digits, today)
    return _DOUBTS[found] if found else None
