"""The attendance sheet as a PDF, a page a room or flight, with a line to sign for everybody; and who did not come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from fpdf.fonts import FontFace

from kiosk.domain.arrivals import Awaited, Group
from kiosk.domain.shift import ShiftReport
from kiosk.domain.site import Listing
from kiosk.domain.text import Text
from kiosk.journal.report.content import NOT_CLOSED, NOTHING
from kiosk.journal.report.pdf import Fonts, Paper

TITLE = Text("Bảng điểm danh", "Attendance sheet")
OFF_LOAD_TITLE = Text("Danh sách không có mặt", "Who did not come")
BY_STAFF = Text("CB", "staff")
ABSENT = Text("vắng", "absent")
OUT = Text("ra", "out")
LEFT_AT = Text("Ra ngoài lúc", "Left at")
SIGNERS = (Text("Người lập", "Made by"), Text("Người kiểm tra", "Checked by"))
LEGEND = Text(
    "Giờ vào do máy ghi; (CB): cán bộ cho vào, không phải máy. «vắng»: chưa ai với mã này được cho vào trong ca; "
    "«ra»: đã vào rồi ra ngoài, chưa quay lại.",
    "Times are the kiosk's; (CB): admitted by staff, not by the kiosk. «vắng»: nobody with this key came in; "
    "«ra»: came in, left and has not come back.",
)

_FIELDS = {
    "key": Text("Mã", "Key"),
    "name": Text("Họ và tên", "Name"),
    "birth_date": Text("Ngày sinh", "Date of birth"),
    "number": Text("Số định danh", "Number"),
    "old_number": Text("Số CMND cũ", "Old number"),
}
_WIDTHS = {"name": 5, "birth_date": 3, "number": 4, "old_number": 3}
_SHADE = FontFace(emphasis="BOLD", fill_color=(232, 236, 240))
_LINE_MM, _ABOVE_MM = 4.4, 1.7
_SIGNATURE_MM = 24.0
_BLOCK_MM = 40.0


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns that a site's profile names, in their order; ``titles`` are those of the list's own."""

    fields: tuple[str, ...]
    titles: Mapping[str, str] = field(default_factory=dict)

    def title(self, name: str) -> str:
        return _FIELDS[name].vi if name in _FIELDS else self.titles.get(name, name)

    def cell(self, name: str, listing: Listing) -> str:
        """What the list has of this person in a column."""
        if name in _FIELDS:
            return str(getattr(listing, name))
        return dict(listing.details).get(name, "")


def attendance_sheet(report: ShiftReport, groups: Sequence[Group], columns: Columns, fonts: Fonts) -> bytes:
    """The PDF: everybody who was expected, when they came in, and a cell to sign. Raises ``FileNotFoundError``."""
    return _pages(report, groups, columns, fonts, TITLE, signed=True)


def off_load_sheet(report: ShiftReport, groups: Sequence[Group], columns: Columns, fonts: Fonts) -> bytes:
    """The PDF of who is not there. Raises ``FileNotFoundError`` when a font file is missing."""
    not_there = [Group(group.name, _not_there(group)) for group in groups]
    return _pages(report, not_there, columns, fonts, OFF_LOAD_TITLE, signed=False)


def off_load_rows(groups: Sequence[Group], columns: Columns, zone: tzinfo | None) -> tuple[tuple[str, ...], ...]:
    """The same as rows of cells for a program, with the group before the columns and when somebody left behind them;
    the first row is the header."""
    header = ("Nhóm", *(columns.title(name) for name in columns.fields), LEFT_AT.vi)
    rows = [
        (group.name, *(columns.cell(name, one.listing) for name in columns.fields), _clock(one.left_at, zone))
        for group in groups
        for one in _not_there(group)
    ]
    return (header, *rows)


def _not_there(group: Group) -> tuple[Awaited, ...]:
    """Who never came, and who came, left and did not come back."""
    return tuple(one for one in group.people if one.arrival is None or one.left_at is not None)


def _pages(
    report: ShiftReport, groups: Sequence[Group], columns: Columns, fonts: Fonts, title: Text, *, signed: bool
) -> bytes:
    paper = Paper(report, fonts)
    try:
        for group in groups:
            paper.add_page()
            _heading(paper, report, group, title, signed=signed)
            _table(paper, report, group, columns, signed=signed)
            if signed:
                _signatures(paper)
        if not groups:
            paper.add_page()
            paper.write_line(paper.shown(title), 14, bold=True, height=8)
            paper.write_line(paper.shown(NOTHING), 10)
        return bytes(paper.output())
    finally:
        paper.close_fonts()


def _heading(paper: Paper, report: ShiftReport, group: Group, title: Text, *, signed: bool) -> None:
    paper.write_line(paper.shown(f"{title.vi} · {group.name}" if group.name else title.vi), 16, bold=True, height=8)
    paper.write_line(paper.shown(title.en), 9)
    paper.write_line(paper.shown(f"{report.site} · {report.made_at:%d/%m/%Y %H:%M}"), 10)
    if report.closing is None:
        paper.write_line(paper.shown(NOT_CLOSED), 10, bold=True)
    if signed:
        expected, absent = len(group.people), len(group.absent)
        counted = f"Có trong danh sách: {expected} · Đã vào: {group.came} · Vắng: {absent}"
        counted += f" · Đang ở ngoài: {len(group.out)}" if group.out else ""
        paper.write_line(paper.shown(counted), 11, bold=True, height=7)
        paper.write_line(paper.shown(LEGEND.vi), 8)
    paper.ln(2)


def _table(paper: Paper, report: ShiftReport, group: Group, columns: Columns, *, signed: bool) -> None:
    paper.set_font(size=9)
    if not group.people:
        paper.write_line(paper.shown(NOTHING), 9)
        return
    further = (("Giờ vào", 3), ("Ký tên", 4)) if signed else ((LEFT_AT.vi, 3),) if group.out else ()
    widths = [1, *(_WIDTHS.get(name, 2) for name in columns.fields), *(width for _, width in further)]
    titles = ["TT", *map(columns.title, columns.fields), *(title for title, _ in further)]
    with paper.table(
        col_widths=tuple(widths),
        text_align=("RIGHT", *("LEFT",) * (len(widths) - 1)),
        headings_style=_SHADE,
        line_height=_LINE_MM,
        padding=(_ABOVE_MM, 1.2),
    ) as drawn:
        drawn.row([paper.shown(title) for title in titles])
        for number, one in enumerate(group.people, start=1):
            cells = [str(number), *(columns.cell(name, one.listing) for name in columns.fields)]
            if signed:
                cells += [_arrived(one, report), ""]
            elif further:
                cells.append(_clock(one.left_at, report.made_at.tzinfo))
            drawn.row([paper.shown(cell) for cell in cells])


def _arrived(one: Awaited, report: ShiftReport) -> str:
    if one.arrival is None:
        return ABSENT.vi
    zone = report.made_at.tzinfo
    at = _clock(one.arrival.at, zone) + (f" ({BY_STAFF.vi})" if one.arrival.by_staff else "")
    return f"{at}, {OUT.vi} {_clock(one.left_at, zone)}" if one.left_at else at


def _clock(at: datetime | None, zone: tzinfo | None) -> str:
    return f"{at.astimezone(zone):%H:%M}" if at else ""


def _signatures(paper: Paper) -> None:
    if paper.will_page_break(_BLOCK_MM):
        paper.add_page()
    paper.ln(6)
    width, top = paper.epw / len(SIGNERS), paper.get_y()
    for number, signer in enumerate(SIGNERS):
        left = paper.l_margin + number * width
        paper.set_xy(left, top)
        paper.cell(width, 5, signer.vi, align="C")
        paper.set_xy(left, top + 5)
        paper.cell(width, 4, "Ký, ghi rõ họ tên", align="C")
        paper.line(left + 10, top + _SIGNATURE_MM, left + width - 10, top + _SIGNATURE_MM)
