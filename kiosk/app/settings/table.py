"""The settings that can be changed at the staff screen: a table of keys, names, choices, and how a value is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kiosk.app.settings import choices
from kiosk.app.settings.edit import Value
from kiosk.app.settings.values import Settings
from kiosk.domain.desks.settings import CAMERA, NO_NOTE, READER, ROTATION, SCANNER, VOLUME, Option
from kiosk.domain.face import FALSE_MATCH_RATE_LIMITS
from kiosk.domain.liveness import ACTIVE_SECONDS_LIMITS
from kiosk.domain.site import SiteProfile
from kiosk.domain.text import Text
from kiosk.site.profile import BUDGET_SECONDS, REMEMBERED_HOURS


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What there is to choose from just now, by the names that settings have for it."""

    sites: tuple[str, ...] = ()
    cameras: tuple[str, ...] = ()
    ports: tuple[str, ...] = ()
    displays: tuple[str, ...] = ()
    engines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the table. ``of_site`` values stand in the site's profile, all others in the kiosk's own file.

    ``limits`` are those of a number; beyond them nothing is saved. ``in_words`` as in ``Setting``.
    """

    key: str
    name: Text
    shown: Callable[[Settings, SiteProfile], str]
    options: Callable[[Surroundings], Sequence[Option]] = lambda around: ()
    parsed: Callable[[str], Value] = str
    note: Text = NO_NOTE
    of_site: bool = False
    at_once: bool = False
    limits: tuple[float, float] | None = None
    in_words: bool = False


def _list(typed: str) -> list[str]:
    return [part.strip() for part in typed.split(",") if part.strip()]


def _yes_no(chosen: str) -> bool:
    if chosen not in ("true", "false"):
        raise ValueError("neither true nor false")
    return chosen == "true"


def _number(typed: str) -> float:
    """With a comma or a point; whole ones are written as such. Raises ``ValueError``."""
    number = float(typed.strip().replace(",", "."))
    return int(number) if number.is_integer() else number


def _shown_number(number: float) -> str:
    return f"{number:g}"


def _limits_note(limits: tuple[float, float], unit: Text) -> Text:
    low, high = (_shown_number(limit) for limit in limits)
    return Text(f"Từ {low} đến {high} {unit.vi}", f"{low} to {high} {unit.en}")


_SIGNS = Text("F5: mỗi màn hình hiện tên của mình", "F5: every display shows its name")
_SECONDS, _HOURS = Text("giây", "seconds"), Text("giờ", "hours")


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
        lambda around: choices.plain(around.sites),
    ),
    Entry(
        "name",
        Text("Tên máy này", "Name of this kiosk"),
        lambda settings, _: settings.name,
        note=Text("Chữ không dấu, số, dấu . _ -", "Plain letters, digits, . _ -"),
    ),
    Entry(
        "station.rooms",
        Text("Phòng của máy này", "Rooms of this kiosk"),
        lambda settings, _: ", ".join(settings.station.rooms),
        parsed=_list,
        note=Text("Cách nhau bằng dấu phẩy; trống: mọi phòng", "Parted by commas; empty: any room"),
        in_words=True,
    ),
    Entry(
        "station.session",
        Text("Buổi, ca", "Session"),
        lambda settings, _: settings.station.session,
        note=Text("Trống: mọi buổi", "Empty: any"),
        in_words=True,
    ),
    Entry(
        "needs_shift",
        Text("Chỉ phục vụ khi đã mở ca", "Serves only in a shift"),
        lambda settings, _: str(settings.needs_shift).lower(),
        lambda around: choices.YES_NO,
        _yes_no,
    ),
    Entry(
        CAMERA,
        Text("Camera khuôn mặt", "Face camera"),
        lambda settings, _: settings.camera,
        lambda around: choices.plain(around.cameras),
        note=Text("F5: xem hình trước khi lưu", "F5: look at its picture before saving"),
    ),
    Entry(
        ROTATION,
        Text("Xoay hình camera", "Turn its picture"),
        lambda settings, _: str(settings.camera_rotation),
        lambda around: choices.ROTATIONS,
        int,
    ),
    Entry(
        "codes_by_camera",
        Text("Camera đọc mã QR", "The camera reads QR codes"),
        lambda settings, _: str(settings.codes_by_camera).lower(),
        lambda around: choices.YES_NO,
        _yes_no,
    ),
    Entry(
        "codes.camera",
        Text("Camera giấy tờ", "Document camera"),
        lambda settings, _: settings.codes.camera,
        lambda around: (choices.NONE, *choices.plain(around.cameras)),
        note=Text("Camera thứ hai nhìn xuống bàn", "A second camera that looks down on the desk"),
    ),
    Entry(
        READER,
        Text("Đầu đọc thẻ", "Card reader"),
        lambda settings, _: settings.reader,
        note=Text(
            "Một phần tên; trống: đầu đọc bất kỳ. F5: thử với một thẻ",
            "Part of its name; empty: any reader. F5: try it with a card",
        ),
    ),
    Entry(
        SCANNER,
        Text("Cổng máy quét mã", "Scanner's port"),
        lambda settings, _: settings.scanner.port,
        lambda around: (choices.NONE, choices.AUTO, *choices.plain(around.ports)),
    ),
    Entry(
        "scanner.keyboard",
        Text("Máy quét kiểu bàn phím", "Scanners that type"),
        lambda settings, _: str(settings.scanner.keyboard).lower(),
        lambda around: choices.YES_NO,
        _yes_no,
    ),
    Entry(
        "engine",
        Text("Bộ so khuôn mặt", "Face engine"),
        lambda settings, _: settings.engine,
        lambda around: (choices.BEST_ENGINE, *choices.plain(around.engines)),
    ),
    Entry(
        "face.false_match_rate",
        Text("Tỉ lệ nhận nhầm khuôn mặt", "Face false-match rate"),
        lambda _, profile: f"{profile.face.false_match_rate:g}",
        lambda around: choices.RATES,
        _number,
        note=Text("Càng nhỏ càng chặt", "The smaller the stricter"),
        of_site=True,
        limits=FALSE_MATCH_RATE_LIMITS,
    ),
    Entry(
        "liveness.policy",
        Text("Kiểm tra người thật", "Liveness"),
        lambda _, profile: profile.liveness.policy.value,
        lambda around: choices.LIVENESS,
        of_site=True,
    ),
    Entry(
        "liveness.active_seconds",
        Text("Thời gian mời quay mặt", "Time to turn the face"),
        lambda _, profile: _shown_number(profile.liveness.active_seconds),
        parsed=_number,
        note=_limits_note(ACTIVE_SECONDS_LIMITS, _SECONDS),
        of_site=True,
        limits=ACTIVE_SECONDS_LIMITS,
    ),
    Entry(
        "budget_seconds",
        Text("Thời gian một lượt", "Time for one check"),
        lambda _, profile: _shown_number(profile.budget_seconds),
        parsed=_number,
        note=_limits_note(BUDGET_SECONDS, _SECONDS),
        of_site=True,
        limits=BUDGET_SECONDS,
    ),
    Entry(
        "remembered_hours",
        Text("Nhớ người đã vào trong", "Who came in is remembered for"),
        lambda _, profile: _shown_number(profile.remembered_hours),
        parsed=_number,
        note=_limits_note(REMEMBERED_HOURS, _HOURS),
        of_site=True,
        limits=REMEMBERED_HOURS,
    ),
    Entry(
        "displays.citizen",
        Text("Màn hình người dân", "Citizen's display"),
        lambda settings, _: settings.displays.citizen,
        lambda around: (choices.ANY, *choices.plain(around.displays)),
        note=_SIGNS,
    ),
    Entry(
        "displays.operator",
        Text("Màn hình nhân viên", "Staff display"),
        lambda settings, _: settings.displays.operator,
        lambda around: (choices.ANY, *choices.plain(around.displays)),
        note=_SIGNS,
    ),
    Entry(
        "displays.touch_keyboard",
        Text("Bàn phím trên màn hình", "Keyboard on the screen"),
        lambda settings, _: settings.displays.touch_keyboard,
        lambda around: choices.TOUCH_KEYBOARD,
    ),
    Entry(
        VOLUME,
        Text("Âm lượng", "Volume"),
        lambda settings, _: f"{settings.citizen.volume:.1f}",
        lambda around: choices.VOLUMES,
        float,
        note=Text("F5: nghe thử ở mức này", "F5: hear it"),
        at_once=True,
    ),
    Entry(
        "citizen.speech",
        Text("Đọc lời nhắc", "Speech"),
        lambda settings, _: settings.citizen.speech,
        lambda around: choices.SPEECH,
    ),
    Entry(
        "citizen.motion",
        Text("Hình chuyển động", "Moving pictures"),
        lambda settings, _: str(settings.citizen.motion).lower(),
        lambda around: choices.YES_NO,
        _yes_no,
    ),
)
