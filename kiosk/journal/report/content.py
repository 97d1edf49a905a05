"""What the report of a shift says, as titled tables; both files are made of these and say the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from kiosk.domain.override import Outcome
from kiosk.domain.shift import ShiftReport
from kiosk.domain.text import Text
from kiosk.domain.verdict import Verdict

Named = Callable[[str, str], Text]
"""The words for a code that a table counts: «reasons», «faults», or «overrides» for those of staff."""

Cell = str | int | float | Text

VERDICTS = {
    Verdict.ADMIT: Text("Cho vào", "Admitted"),
    Verdict.ADMIT_WITH_ATTENTION: Text("Cho vào, cần chú ý", "Admitted with attention"),
    Verdict.REFER: Text("Chuyển cán bộ", "Referred to staff"),
    Verdict.REFUSE: Text("Từ chối", "Refused"),
}
OUTCOMES = {
    Outcome.ADMITTED: Text("Cho vào", "Admitted"),
    Outcome.REFUSED: Text("Không cho vào", "Turned away"),
}
TEST_STATES = {
    "fail": Text("Tự kiểm tra: hỏng", "Self test: failed"),
    "warn": Text("Tự kiểm tra: cần chú ý", "Self test: attention"),
    "ok": Text("Tự kiểm tra: tốt", "Self test: good"),
}
PARTS = {
    "readers": Text("đầu đọc thẻ", "card reader"),
    "camera": Text("camera", "camera"),
    "face-models": Text("mô hình khuôn mặt", "face models"),
    "liveness": Text("nhận biết người thật", "liveness"),
    "codes": Text("đọc mã", "codes"),
    "mrz": Text("đọc dòng MRZ", "MRZ"),
    "document-camera": Text("camera giấy tờ", "document camera"),
    "scanner": Text("máy quét mã", "code scanner"),
    "list": Text("danh sách", "list"),
    "trust": Text("chứng thư tin cậy", "trust anchors"),
    "journal": Text("nhật ký", "journal"),
    "staff": Text("tài khoản cán bộ", "staff accounts"),
    "issuer-check": Text("xác thực với nơi cấp", "issuer check"),
    "webhook": Text("gửi kết quả ra ngoài", "webhook"),
    "local-api": Text("API trên máy này", "local API"),
    "disk": Text("ổ đĩa", "disk"),
    "clock": Text("đồng hồ", "clock"),
}

TITLE = Text("Biên bản ca kiểm tra", "Shift report")
STATEMENT = Text(
    "Chúng tôi xác nhận các số liệu trên. Mã băm dưới đây đại diện cho toàn bộ nhật ký đến mục đóng ca; "
    "thay đổi bất kỳ mục nào trước đó sẽ cho mã băm khác.",
    "We confirm the figures above. The hash below stands for the whole journal up to the closing of the shift; "
    "a change of any entry before gives another hash.",
)
NOT_CLOSED = Text("Ca chưa đóng: số liệu tạm thời", "The shift is open: figures so far")
SIGNERS = (
    Text("Người vận hành", "Operator"),
    Text("Giám sát", "Supervisor"),
    Text("Đại diện đơn vị", "For the site"),
)
NOTHING = Text("Không có", "None")
_DASH = "–"


@dataclass(frozen=True, slots=True)
class Column:
    """``width`` is its share of the table's width; numbers stand to the right."""

    title: Text | str
    width: int
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows hold one cell a column. ``key`` is what it is called in the workbook."""

    key: str
    title: Text
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...] = field(repr=False)


def tables(report: ShiftReport, named: Named) -> tuple[Table, ...]:
    """Every table, in the order of reading. Times are told in the zone of ``report.made_at``."""
    return (
        _heading(report),
        _counts(report),
        _hours(report),
        _ranked("reasons", Text("Lý do", "Reasons"), report.figures.reasons, named),
        _ranked("faults", Text("Sự cố thiết bị", "Device faults"), report.figures.faults, named),
        _overrides(report, named),
        *_absent(report),
    )


def closing_lines(report: ShiftReport) -> tuple[tuple[Text, str], ...]:
    """What stands above the signatures: the closing entry, its hash in groups, whether the journal's chain is whole."""
    chain = Text("Kiểm tra chuỗi nhật ký", "Chain of the journal")
    whole = "toàn vẹn / unbroken" if report.broken_at is None else f"đứt ở mục {report.broken_at} / broken there"
    if report.closing is None:
        return ((chain, whole),)
    return (
        (Text("Mục đóng ca", "Closing entry"), str(report.closing.sequence)),
        (Text("Mã băm SHA-256", "SHA-256"), grouped(report.closing.hash)),
        (chain, whole),
    )


def grouped(digest: str) -> str:
    """A hash as people compare it: groups of four digits."""
    return " ".join(digest[at : at + 4] for at in range(0, len(digest), 4))


def _heading(report: ShiftReport) -> Table:
    shift, closing = report.shift, report.closing
    pinned = shift.opening.pinned
    rows: list[tuple[Cell, ...]] = [
        (Text("Điểm kiểm tra", "Site"), report.site),
        (Text("Máy", "Kiosk"), report.kiosk),
        (Text("Ca số", "Shift"), shift.number),
        (Text("Mở ca", "Opened"), f"{_time(shift.at, report)}, {shift.opening.by}"),
        (Text("Đóng ca", "Closed"), f"{_time(closing.at, report)}, {closing.by}" if closing else NOT_CLOSED),
        (Text("Danh sách", "List"), f"{pinned.name} ({pinned.rows})" if pinned else NOTHING),
    ]
    if report.other_list:
        changed = f"{report.other_list.name} ({report.other_list.rows})"
        rows.append((Text("Danh sách hiện hành khác", "Another list is in force"), changed))
    if pinned:
        rows.append((Text("SHA-256 của danh sách", "SHA-256 of the list"), grouped(pinned.sha256)))
    rows += [
        (label, _parts([part.name for part in shift.opening.tests if part.status == status]))
        for status, label in TEST_STATES.items()
        if any(part.status == status for part in shift.opening.tests)
    ]
    columns = (Column(Text("Mục", "Item"), 2), Column(Text("Nội dung", "Contents"), 5))
    return Table("shift", TITLE, columns, tuple(rows))


def _counts(report: ShiftReport) -> Table:
    figures = report.figures
    rows: list[tuple[Cell, ...]] = []
    if report.expected is not None and report.absent is not None:
        rows += [
            (Text("Có trong danh sách", "On the list"), report.expected),
            (Text("Vắng mặt", "Absent"), len(report.absent)),
        ]
    if report.out:
        rows.append((Text("Đã vào, rồi ra ngoài chưa quay lại", "Came in, and are out now"), report.out))
    rows += [
        (Text("Số người đã vào", "People who came in"), figures.admitted),
        (Text("Số lượt kiểm tra", "Checks"), figures.checks),
        *((VERDICTS[verdict], count) for verdict, count in figures.verdicts),
        (Text("Quyết định của cán bộ còn hiệu lực", "Decisions of staff that stand"), figures.overridden),
        (Text("Lưu ý đã xem", "Attention seen by staff"), figures.attention_seen),
        (Text("Lưu ý chưa xem", "Attention not seen"), figures.attention_unseen),
        (Text("Thời gian giữa (giây)", "Median time (seconds)"), round(figures.median_seconds, 1)),
        (Text("95 % không quá (giây)", "95 % within (seconds)"), round(figures.p95_seconds, 1)),
    ]
    columns = (Column(Text("Số liệu", "Figure"), 5), Column(Text("Giá trị", "Value"), 2, is_number=True))
    return Table("figures", Text("Số liệu", "Figures"), columns, tuple(rows))


def _hours(report: ShiftReport) -> Table:
    columns = (
        Column(Text("Từ", "From"), 4),
        Column(Text("Lượt", "Checks"), 2, is_number=True),
        Column(Text("Máy cho vào", "Admitted by the kiosk"), 2, is_number=True),
    )
    rows = tuple((_time(hour.begins, report), hour.checks, hour.admitted) for hour in report.figures.hours)
    return Table("hours", Text("Theo giờ", "By the hour"), columns, rows)


def _ranked(key: str, title: Text, counted: Iterable[tuple[str, int]], named: Named) -> Table:
    columns = (
        Column(Text("Nội dung", "What"), 5),
        Column(Text("Mã", "Code"), 3),
        Column(Text("Số lần", "Times"), 1, is_number=True),
    )
    return Table(key, title, columns, tuple((named(key, code), code, count) for code, count in counted))


def _overrides(report: ShiftReport, named: Named) -> Table:
    columns = (
        Column(Text("Lúc", "At"), 3),
        Column(Text("Dòng", "Row"), 2),
        Column(Text("Máy", "Kiosk"), 3),
        Column(Text("Cán bộ", "Staff"), 3),
        Column(Text("Lý do", "Reason"), 5),
        Column(Text("Người quyết định", "By"), 3),
        Column(Text("Hủy bởi", "Undone by"), 2),
    )
    rows = tuple(
        (
            _time(line.at, report),
            line.listing_key or _DASH,
            VERDICTS[line.machine],
            OUTCOMES[line.outcome],
            named("overrides", line.reason),
            " + ".join(name for name in (line.by, line.confirmed_by) if name),
            line.undone_by or _DASH,
        )
        for line in report.figures.overrides
    )
    return Table("overrides", Text("Quyết định của cán bộ", "Decisions of staff"), columns, rows)


def _absent(report: ShiftReport) -> tuple[Table, ...]:
    if report.absent is None:
        return ()
    columns = (
        Column(Text("Dòng", "Row"), 2),
        Column(Text("Họ tên", "Name"), 4),
        Column(Text("Nơi", "Place"), 4),
    )
    rows = tuple((one.key, one.name, one.place.vi) for one in report.absent)
    return (Table("absent", Text("Vắng mặt", "Absent"), columns, rows),)


def _parts(names: Sequence[str]) -> Text:
    """Tested parts in one line; a part that this program does not know names itself."""
    parts = [PARTS.get(name, Text(name, name)) for name in names]
    return Text(", ".join(part.vi for part in parts), ", ".join(part.en for part in parts))


def _time(at: datetime, report: ShiftReport) -> str:
    return at.astimezone(report.made_at.tzinfo).strftime("%d/%m/%Y %H:%M")
