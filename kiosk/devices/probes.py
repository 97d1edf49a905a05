"""What is looked at in each part, and when it is good enough; the parts come in as callables of other rooms."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kiosk.devices.probe import Health, Probe, failed
from kiosk.domain.delivery import OutputHealth, Reachability
from kiosk.domain.face import Frame
from kiosk.domain.faults import FAULTS, Fault, FaultCode
from kiosk.domain.text import Text

RELEASED = datetime(2026, 11, 1, tzinfo=UTC)
"""No clock of this program's time can be before."""

CLOCK_YEARS_AHEAD = 15
DISK_FAIL_BYTES = 50_000_000
DISK_WARN_BYTES = 500_000_000
LIST_DAYS = 30
ANCHOR_DAYS = 60
BLACK_BELOW = 16

NO_ANCHOR = Text(
    "Cài chứng thư của cơ quan cấp vào thư mục tin cậy; thẻ vẫn đọc được nhưng chưa xác minh cơ quan cấp",
    "Install the issuer's certificate in the trust folder; cards are read, but their issuer is not verified",
)
ANCHOR_ENDS = Text("Xin chứng thư mới của cơ quan cấp", "Ask for the issuer's new certificate")
CHECK_LIST = Text("Kiểm tra danh sách và nạp bản mới", "Check the list and load a new one")
LIGHT = Text("Mở nắp camera, kiểm tra ánh sáng", "Uncover the camera, check the light")
FIRST_ACCOUNT = Text(
    "Tạo tài khoản quản trị viên đầu tiên trên màn hình cán bộ hoặc bằng kiosk staff add",
    "Make the first administrator's account at the staff screen or with kiosk staff add",
)
SET_CLOCK = Text("Đặt lại ngày giờ của máy", "Set the machine's date and time")
FREE_DISK = Text("Giải phóng dung lượng ổ đĩa", "Free space on the disk")
INSTALL_PLAYER = Text(
    "Cài pulseaudio-utils hoặc alsa-utils để phát âm thanh", "Install pulseaudio-utils or alsa-utils to hear sounds"
)
NO_KEYBOARD = Text(
    "Cắm bàn phím, hoặc chọn «tự động» cho bàn phím trên màn hình trong phần Cài đặt",
    "Plug a keyboard in, or choose «by itself» for the keyboard on the screen in the settings",
)
LOOK_AT_OUTPUTS = Text(
    "Kiểm tra mạng và nơi nhận; dữ liệu được giữ lại và gửi sau", "Check the network and the receiver; nothing is lost"
)
KEEP_JOURNAL = Text(
    "Giữ nguyên tệp nhật ký và báo quản trị viên", "Leave the journal file as it is and tell the administrator"
)


@dataclass(frozen=True, slots=True)
class ListFacts:
    """The list as loaded: how many people, how many rows with problems, when the file was written."""

    people: int
    problems: int
    written_at: datetime


def turned_camera(degrees: int) -> Text:
    return Text(
        f"Cộng thêm {degrees} vào camera_rotation trong cài đặt", f"Add {degrees} to camera_rotation in the settings"
    )


def readers(names: Callable[[], Sequence[str]]) -> Probe:
    """``names`` gives the readers that the settings choose; raises ``Fault(CARD_SERVICE_DOWN)`` without a service."""
    found = names()
    if not found:
        return failed("readers", FaultCode.NO_READER)
    return Probe("readers", Health.OK, ", ".join(found))


def camera(frame: Callable[[], Frame], name: str = "camera", quarters: Callable[[Frame], int] = lambda _: 0) -> Probe:
    """``frame`` opens the camera, takes one picture and closes it; raises ``Fault(CAMERA_MISSING | CAMERA_LOST)``.

    ``quarters`` says by how many the picture must be turned clockwise for a face in it to stand upright.
    """
    picture = frame()
    size = f"{picture.width}×{picture.height}"
    # Every 97th byte reaches all three colours and every part of the picture.
    if max(picture.bgr[::97], default=0) < BLACK_BELOW:
        return Probe(name, Health.WARN, f"{size}, black", LIGHT)
    turn = quarters(picture)
    if turn:
        return Probe(name, Health.WARN, f"{size}, faces stand turned by {360 - 90 * turn}°", turned_camera(90 * turn))
    return Probe(name, Health.OK, size)


def face_models(load: Callable[[], str]) -> Probe:
    """``load`` makes the engine and gives its name; raises ``Fault(FACE_ENGINE_BROKEN)``."""
    return Probe("face-models", Health.OK, load())


def liveness(describe: Callable[[], tuple[str, Text | None]]) -> Probe:
    """``describe`` says what is asked for and what can be done, and what helps where that is less; raises ``Fault``."""
    said, remedy = describe()
    return Probe("liveness", Health.OK if remedy is None else Health.WARN, said, remedy or Text("", ""))


def code_engine(load: Callable[[], tuple[str, Fault | None]]) -> Probe:
    """``load`` makes the engine and gives its name and what it lacks; raises ``Fault(SETTINGS_MALFORMED)``."""
    name, lacking = load()
    if lacking is None:
        return Probe("codes", Health.OK, name)
    entry = FAULTS[lacking.code]
    return Probe("codes", Health.WARN, f"{name}: {entry.sentence.en}: {lacking.technical}", entry.remedy)


def mrz_reader(load: Callable[[], None]) -> Probe:
    """``load`` makes the reader of machine-readable zones; raises ``Fault(MRZ_READER_BROKEN)``, with which codes and
    typed numbers still work."""
    try:
        load()
    except Fault as fault:
        entry = FAULTS[fault.code]
        return Probe("mrz", Health.WARN, f"{entry.sentence.en}: {fault.technical}", entry.remedy)
    return Probe("mrz", Health.OK, "locator and recogniser")


def touch_keyboard(describe: Callable[[], tuple[str, bool]]) -> Probe:
    """``describe`` says which keyboards and touch screens there are, and whether staff can type."""
    said, can_type = describe()
    if can_type:
        return Probe("touch-keyboard", Health.OK, said)
    return Probe("touch-keyboard", Health.WARN, said, NO_KEYBOARD)


def scanner(device: Callable[[], str]) -> Probe:
    """``device`` opens the scanner's port and closes it again; raises ``Fault(SCANNER_MISSING)``.

    Without it codes come by the camera, and digits can be typed: that is no reason not to open the kiosk.
    """
    try:
        return Probe("scanner", Health.OK, device())
    except Fault as fault:
        return Probe("scanner", Health.WARN, f"{fault.entry.sentence.en}: {fault.technical}", fault.entry.remedy)


def free_bytes(folder: Path, free: Callable[[Path], int] = lambda path: shutil.disk_usage(path).free) -> int:
    """Free space where this folder lies; the folder itself may not exist yet."""
    return free(next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists()))


def disk(folder: Path, free: Callable[[Path], int] = lambda path: shutil.disk_usage(path).free) -> Probe:
    """Free space where the journal grows."""
    left = free_bytes(folder, free)
    detail = f"{left // 1_000_000} MB free"
    if left < DISK_FAIL_BYTES:
        return Probe("disk", Health.FAIL, detail, FREE_DISK)
    return Probe("disk", Health.WARN, detail, FREE_DISK) if left < DISK_WARN_BYTES else Probe("disk", Health.OK, detail)


def wall_clock(now: datetime) -> Probe:
    """Validity dates are compared with the clock: one that is years away makes cards expire or live on."""
    detail = now.isoformat(timespec="seconds")
    if RELEASED <= now < RELEASED + timedelta(days=365 * CLOCK_YEARS_AHEAD):
        return Probe("clock", Health.OK, detail)
    return Probe("clock", Health.FAIL, detail, SET_CLOCK)


def journal(verify: Callable[[], int | None]) -> Probe:
    """``verify`` opens the journal for writing and gives its first broken entry; raises ``Fault(JOURNAL_FAILED)``."""
    broken = verify()
    if broken is not None:
        return Probe("journal", Health.FAIL, f"entry {broken} was changed or is missing", KEEP_JOURNAL)
    return Probe("journal", Health.OK)


def staff(logins: Callable[[], Sequence[str]]) -> Probe:
    """``logins`` are those of the accounts; raises ``Fault(ACCOUNTS_UNUSABLE)``. Without one nobody can log in yet."""
    found = logins()
    if not found:
        return Probe("staff", Health.WARN, "no accounts", FIRST_ACCOUNT)
    return Probe("staff", Health.OK, f"{len(found)} accounts")


def site_list(load: Callable[[], ListFacts], now: datetime) -> Probe:
    """``load`` reads the list; raises ``Fault(LIST_MISSING | LIST_MALFORMED)``."""
    facts = load()
    days = (now - facts.written_at).days
    detail = f"{facts.people} people, {facts.problems} rows with problems, {days} days old"
    good = not facts.problems and 0 <= days <= LIST_DAYS
    return Probe("list", Health.OK, detail) if good else Probe("list", Health.WARN, detail, CHECK_LIST)


def trust(valid_until: Callable[[], Sequence[datetime]], now: datetime) -> Probe:
    """``valid_until`` gives the end of each country's last trust anchor; its ``Fault`` is let out."""
    ends = valid_until()
    if not ends:
        return Probe("trust", Health.WARN, "no trust anchors", NO_ANCHOR)
    expired = sum(end < now for end in ends)
    soon = sum(now <= end < now + timedelta(days=ANCHOR_DAYS) for end in ends)
    detail = f"trust anchors of {len(ends)} countries, {expired} expired, {soon} end within {ANCHOR_DAYS} days"
    return Probe("trust", Health.WARN, detail, ANCHOR_ENDS) if expired or soon else Probe("trust", Health.OK, detail)


def sound(player: Callable[[], str], volume: float) -> Probe:
    """``player`` is the command that plays sounds, empty where none is installed; with volume 0 silence is meant."""
    if volume == 0:
        return Probe("sound", Health.OK, "silent by the settings")
    found = player()
    return Probe("sound", Health.OK, found) if found else Probe("sound", Health.WARN, "no player", INSTALL_PLAYER)


def outputs(healths: Sequence[OutputHealth]) -> Probe:
    """What leaves the kiosk by itself: whether its receivers answer, and what waits for them."""
    waiting = sum(one.waiting for one in healths)
    parked = sum(one.parked for one in healths)
    away = [one for one in healths if one.reachability is Reachability.OFFLINE]
    detail = f"{waiting} waiting, {parked} parked" if healths else "nothing leaves this kiosk"
    if not away and not parked:
        return Probe("outputs", Health.OK, detail)
    remedy = next((one.sentence for one in (*away, *healths) if one.sentence), LOOK_AT_OUTPUTS)
    return Probe("outputs", Health.WARN, detail, remedy)


def issuer_check(describe: Callable[[], str]) -> Probe:
    """``describe`` says which service is asked and what it is given; raises ``Fault(SETTINGS_MALFORMED)``.

    Asks nobody: whether the service answers shows with the first card.
    """
    return Probe("issuer-check", Health.OK, describe())


def insurance(describe: Callable[[], str]) -> Probe:
    """``describe`` says which service is asked about patients and what it is given; raises as ``issuer_check``'s."""
    return Probe("insurance", Health.OK, describe())


def health_records(describe: Callable[[], str]) -> Probe:
    """``describe`` says where records of admitted patients are laid down; raises ``Fault(SETTINGS_MALFORMED)``."""
    return Probe("health-records", Health.OK, describe())
