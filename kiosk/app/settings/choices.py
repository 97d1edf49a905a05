"""What a setting may be, by the names that people have for it."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.domain.desks.settings import Option
from kiosk.domain.face import FALSE_MATCH_RATE_LIMITS
from kiosk.domain.liveness import LivenessPolicy
from kiosk.domain.numerals import one_in
from kiosk.domain.text import Text

ANY = Option("", Text("bất kỳ", "any"))
NONE = Option("", Text("không dùng", "none"))
YES_NO = (Option("true", Text("có", "yes")), Option("false", Text("không", "no")))
SPEECH = (
    Option("off", Text("không đọc", "never")),
    Option("on_request", Text("khi chạm «Nghe»", "when «listen» is touched")),
    Option("always", Text("luôn đọc", "always")),
)
VOLUMES = (
    Option("0.0", Text("im lặng", "silent")),
    *(Option(f"{level / 10:.1f}", Text(f"{10 * level} %", f"{10 * level} %")) for level in range(1, 11)),
)
RATES = tuple(
    Option(f"{rate:g}", one_in(rate))
    for rate in (1e-2, 1e-3, 1e-4, 1e-5, 1e-6)
    if FALSE_MATCH_RATE_LIMITS[0] <= rate <= FALSE_MATCH_RATE_LIMITS[1]
)
LIVENESS = (
    Option(LivenessPolicy.OFF.value, Text("không kiểm tra", "not checked")),
    Option(LivenessPolicy.PASSIVE.value, Text("qua hình ảnh", "in the pictures")),
    Option(
        LivenessPolicy.PASSIVE_THEN_ACTIVE.value,
        Text("qua hình, chưa chắc thì mời quay mặt", "pictures, then movement"),
    ),
    Option(LivenessPolicy.ACTIVE.value, Text("luôn mời quay mặt", "everybody moves")),
)
ROTATIONS = tuple(Option(str(turn), Text(f"{turn}°", f"{turn}°")) for turn in (0, 90, 180, 270))
TOUCH_KEYBOARD = (
    Option("auto", Text("tự động: không có bàn phím", "by itself, without a keyboard")),
    Option("always", Text("luôn hiện", "always")),
    Option("never", Text("không bao giờ", "never")),
)
BEST_ENGINE = Option("auto", Text("tốt nhất đã cài", "the best installed"))
AUTO = Option("auto", Text("tự tìm", "find it"))


def plain(values: Sequence[str]) -> tuple[Option, ...]:
    return tuple(Option(value, Text(value, value)) for value in values)
