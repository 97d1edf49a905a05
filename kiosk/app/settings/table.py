"""The settings that can be changed at the staff screen: a table of keys, names, choices, and how a value is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kiosk.app.settings.edit import Value
from kiosk.app.settings.values import Settings
from kiosk.domain.face import FALSE_MATCH_RATE_LIMITS
from kiosk.domain.liveness import LivenessPolicy
from kiosk.domain.numerals import one_in
from kiosk.domain.settings_desk import CAMERA, NO_NOTE, Option
from kiosk.domain.site import SiteProfile
from kiosk.domain.text import Text


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What there is to choose from just now, by the names that settings have for it."""

    sites: tuple[str, ...] = ()
    cameras: tuple[str, ...] = ()
    ports: tuple[str, ...] = ()
    displays: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the table. ``of_site`` values stand in the site's profile, all others in the kiosk's own file."""

    key: str
    name: Text
    shown: Callable[[Settings, SiteProfile], str]
    options: Callable[[Surroundings], Sequence[Option]] = lambda around: ()
    parsed: Callable[[str], Value] = str
    note: Text = NO_NOTE
    of_site: bool = False
    at_once: bool = False


_ANY = Option("", Text("bất kỳ", "any"))
_NONE = Option("", Text("không dùng", "none"))
_YES_NO = (Option("true", Text("có", "yes")), Option("false", Text("không", "no")))
_SPEECH = (
    Option("off", Text("không đọc", "never")),
    Option("on_request", Text("khi chạm «Nghe»", "when «listen» is touched")),
    Option("always", Text("luôn đọc", "always")),
)
_VOLUMES = (
    Option("0.0", Text("im lặng", "silent")),
    *(Option(f"{level / 10:.1f}", Text(f"{10 * level} %", f"{10 * level} %")) for level in range(1, 11)),
)
_RATES = tuple(
    Option(f"{rate:g}", one_in(rate))
    for rate in (1e-2, 1e-3, 1e-4, 1e-5, 1e-6)
    if FALSE_MATCH_RATE_LIMITS[0] <= rate <= FALSE_MATCH_RATE_LIMITS[1]
)
_LIVENESS = (
    Option(LivenessPolicy.OFF.value, Text("không kiểm tra", "not checked")),
    Option(LivenessPolicy.PASSIVE.value, Text("qua hình ảnh", "in the pictures")),
    Option(
        LivenessPolicy.PASSIVE_THEN_ACTIVE.value,
        Text("qua hình, chưa chắc thì mời quay mặt", "pictures, then movement"),
    ),
    Option(LivenessPolicy.ACTIVE.value, Text("luôn mời quay mặt", "everybody moves")),
)
_ROTATIONS = tuple(Option(str(turn), Text(f"{turn}°", f"{turn}°")) for turn in (0, 90, 180, 270))
_AUTO = Option("auto", Text("tự tìm", "find it"))


def _plain(values: Sequence[str]) -> tuple[Option, ...]:
    return tuple(Option(value, Text(value, value)) for value in values)


def _list(typed: str) -> list[str]:
    return [part.strip() for part in typed.split(",") if part.strip()]


def _site_shown(settings: Settings, _profile: SiteProfile) -> str:
    return relative(settings.site, settings.file.parent)


def relative(path: Path, folder: Path) -> str:
    """As the settings file would name it: from its own folder on, where it lies there."""
    try:
        return path.resolve().relative_to(folder.resolve()).as_posix()
    except ValueError:
        return str(path)


TABLE: tuple[Entry, ...] = (
    Entry(
        "site",
        Text("Loại điểm kiểm tra", "Site profile"),
        _site_shown,
        lambda around: _plain(around.sites),
    ),
    Entry(
        "station.rooms",
        Text("Phòng của máy này", "Rooms of this kiosk"),
        lambda settings, _: ", ".join(settings.station.rooms),
        parsed=_list,
        note=Text("Cách nhau bằng dấu phẩy; trống: mọi phòng", "Parted by commas; empty: any room"),
    ),
    Entry(
        "station.session",
        Text("Buổi, ca", "Session"),
        lambda settings, _: settings.station.session,
        note=Text("Trống: mọi buổi", "Empty: any"),
    ),
    Entry(
        CAMERA,
        Text("Camera khuôn mặt", "Face camera"),
        lambda settings, _: settings.camera,
        lambda around: _plain(around.cameras),
        note=Text("F5: xem hình trước khi lưu", "F5: look at its picture before saving"),
    ),
    Entry(
        "camera_rotation",
        Text("Xoay hình camera", "Turn its picture"),
        lambda settings, _: str(settings.camera_rotation),
        lambda around: _ROTATIONS,
        int,
    ),
    Entry(
        "reader",
        Text("Đầu đọc thẻ", "Card reader"),
        lambda settings, _: settings.reader,
        note=Text("Một phần tên; trống: đầu đọc bất kỳ", "Part of its name; empty: any reader"),
    ),
    Entry(
        "scanner.port",
        Text("Cổng máy quét mã", "Scanner's port"),
        lambda settings, _: settings.scanner.port,
        lambda around: (_NONE, _AUTO, *_plain(around.ports)),
    ),
    Entry(
        "face.false_match_rate",
        Text("Tỉ lệ nhận nhầm khuôn mặt", "Face false-match rate"),
        lambda _, profile: f"{profile.face.false_match_rate:g}",
        lambda around: _RATES,
        float,
        note=Text("Càng nhỏ càng chặt", "The smaller the stricter"),
        of_site=True,
    ),
    Entry(
        "liveness.policy",
        Text("Kiểm tra người thật", "Liveness"),
        lambda _, profile: profile.liveness.policy.value,
        lambda around: _LIVENESS,
        of_site=True,
    ),
    Entry(
        "displays.citizen",
        Text("Màn hình người dân", "Citizen's display"),
        lambda settings, _: settings.displays.citizen,
        lambda around: (_ANY, *_plain(around.displays)),
    ),
    Entry(
        "displays.operator",
        Text("Màn hình nhân viên", "Staff display"),
        lambda settings, _: settings.displays.operator,
        lambda around: (_ANY, *_plain(around.displays)),
    ),
    Entry(
        "citizen.volume",
        Text("Âm lượng", "Volume"),
        lambda settings, _: f"{settings.citizen.volume:.1f}",
        lambda around: _VOLUMES,
        float,
        at_once=True,
    ),
    Entry(
        "citizen.speech",
        Text("Đọc lời nhắc", "Speech"),
        lambda settings, _: settings.citizen.speech,
        lambda around: _SPEECH,
    ),
    Entry(
        "citizen.motion",
        Text("Hình chuyển động", "Moving pictures"),
        lambda settings, _: str(settings.citizen.motion).lower(),
        lambda around: _YES_NO,
        lambda chosen: chosen == "true",
    ),
)
