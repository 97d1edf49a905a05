"""What the staff screen says of a list's file: people, columns, the difference, and what is wrong with which rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from kiosk.check.wording.words import FIELDS
from kiosk.domain.desks.list_import import ColumnChoice, ListPreview
from kiosk.domain.desks.trust_import import NOTHING, Fact, ImportResult, Weight
from kiosk.domain.faults import Fault
from kiosk.domain.numerals import whole
from kiosk.domain.text import Text
from kiosk.site.columns import REQUIRED, ListColumns
from kiosk.site.entries import Problem
from kiosk.site.problem_words import PROBLEMS
from kiosk.site.store.difference import Difference
from kiosk.site.store.installation import Preview, Version

ROWS_NAMED = 12
"""Of each problem, and of what changes; the rest is only counted."""

_NAMES: Mapping[str, Text] = {
    **FIELDS,
    "family_name": Text("Họ và tên đệm", "Family and middle names"),
    "given_name": Text("Tên", "Given name"),
    "day": Text("Ngày", "Day"),
    "session": Text("Ca", "Session"),
    "starts": Text("Giờ bắt đầu", "Start"),
    "room": Text("Phòng", "Room"),
    "care": Text("Cần hỗ trợ đặc biệt", "Special care"),
}
"""What a site adds by a name of its own is called by that name."""

_USABLE = Text("Dùng được: {people} người", "Can be used: {people} people")
_USABLE_WITH = Text(
    "Dùng được: {people} người, {problems} dòng cần xem", "Can be used: {people} people; look at {problems} rows"
)
_UNUSABLE = Text("Không dùng được: {problems} dòng phải sửa", "Cannot be used: {problems} rows have to be corrected")
_NOT_UNDERSTOOD = Text("Chưa hiểu các cột của tệp", "The file's columns are not understood")
_OBSTACLE = Text("Sửa các dòng có dấu chéo rồi mở lại tệp", "Correct the rows with a cross, then open the file again")

_WHICH_SHEET = Text("Trang tính nào là danh sách?", "Which sheet is the list?")

_FILE, _SHEET = Text("Tệp", "File"), Text("Trang tính", "Sheet")
_HEADER = Text("Dòng tiêu đề", "Header row")
_DIGEST = Text("SHA-256", "SHA-256")
_PLACE = Text("Vị trí lấy từ cột", "Place from the columns")
_FIRST = Text("Chưa có danh sách nào: đây là danh sách đầu tiên", "There is no list yet: this is the first one")
_BESIDE = Text("So với phiên bản {n} đang dùng", "Beside version {n}, which is in force")
_ADDED, _REMOVED = Text("Thêm vào", "Added"), Text("Bỏ đi", "Removed")
_CHANGED, _SAME = Text("Thay đổi", "Changed"), Text("Giữ nguyên", "As before")
_ROWS = Text("{n} người", "{n} people")
_FIELD_CHANGES = Text("Đổi {field}", "{field} changed")
_AT_ROWS = Text("dòng {rows}", "rows {rows}")
_AND_MORE = Text("dòng {rows} và {n} dòng nữa", "rows {rows} and {n} more")
_NO_PROBLEMS = Text("Không có dòng nào có vấn đề", "No row has a problem")

_IMPORTED = Text("Đã dùng danh sách mới", "The new list is in force")
_RESTORED = Text("Đã dùng lại danh sách cũ", "The older list is in force again")
_VERSION = Text("Phiên bản", "Version")
_PEOPLE = Text("Số người", "People")
_FROM_NOW = Text("Người kiểm tra tiếp theo được hỏi theo danh sách này", "It counts from the next check on")


def told_preview(
    number: int, file: Path, preview: Preview, columns: tuple[ColumnChoice, ...], headers: tuple[str, ...]
) -> ListPreview:
    """The preview of a file that was read to its end."""
    draft = preview.draft
    fatal = sum(count for problem, count in draft.counts.items() if problem.fatal)
    total = sum(draft.counts.values())
    if fatal:
        headline, weight = _UNUSABLE.filled(problems=whole(fatal)), Weight.BAD
    elif total:
        headline, weight = _USABLE_WITH.filled(people=whole(draft.people), problems=whole(total)), Weight.CAUTION
    else:
        headline, weight = _USABLE.filled(people=whole(draft.people)), Weight.GOOD
    return ListPreview(
        number,
        file,
        headline,
        weight,
        facts=tuple(_facts(preview)),
        changes=tuple(_changes(preview)),
        problems=tuple(_problems(preview)) or (Fact(_NO_PROBLEMS, weight=Weight.GOOD),),
        columns=columns,
        headers=headers,
        obstacle=_OBSTACLE if fatal else None,
    )


def told_obstacle(fault: Fault) -> tuple[Text, Weight, tuple[Fact, ...]]:
    """Headline, weight and facts of a file whose header is not understood."""
    technical = Text(fault.technical, fault.technical) if fault.technical else NOTHING
    return _NOT_UNDERSTOOD, Weight.BAD, (Fact(fault.entry.sentence, technical, Weight.BAD),)


def told_sheets(number: int, file: Path, sheets: tuple[str, ...]) -> ListPreview:
    """A workbook of which somebody has to say which sheet is the list."""
    return ListPreview(number, file, _WHICH_SHEET, Weight.CAUTION, obstacle=_WHICH_SHEET, sheets=sheets)


def told_columns(columns: ListColumns, names: Mapping[str, str]) -> tuple[ColumnChoice, ...]:
    """Every field that a list may have, with the column that it is read from."""
    fields = [field for field, _ in (*columns.headers, *columns.details)]
    return tuple(
        ColumnChoice(field, _NAMES.get(field, Text(field, field)), names.get(field, ""), field in REQUIRED)
        for field in fields
    )


def told_import(preview: Preview, version: int) -> ImportResult:
    people = _ROWS.filled(n=whole(preview.draft.people))
    facts = (Fact(_FILE, _same(preview.draft.file)), Fact(_VERSION, _same(str(version))), Fact(_PEOPLE, people))
    return ImportResult(_IMPORTED, Weight.GOOD, (*facts, Fact(_FROM_NOW)))


def told_restore(version: Version) -> ImportResult:
    people = _ROWS.filled(n=whole(version.people))
    facts = (Fact(_FILE, _same(version.file)), Fact(_VERSION, _same(str(version.number))), Fact(_PEOPLE, people))
    return ImportResult(_RESTORED, Weight.GOOD, (*facts, Fact(_FROM_NOW)))


def _facts(preview: Preview) -> Iterator[Fact]:
    draft = preview.draft
    yield Fact(_FILE, _same(draft.file))
    if draft.sheet:
        yield Fact(_SHEET, _same(draft.sheet))
    yield Fact(_HEADER, _same(str(draft.header.row)))
    place = ", ".join(f"«{name}»" for name in draft.header.place if name)
    if place:
        yield Fact(_PLACE, _same(place))
    yield Fact(_DIGEST, _same(preview.sha256[:16] + "…"))


def _changes(preview: Preview) -> Iterator[Fact]:
    difference = preview.difference
    if difference is None:
        yield Fact(_FIRST)
        return
    yield Fact(_BESIDE.filled(n=preview.present))
    yield Fact(_ADDED, _ROWS.filled(n=whole(difference.added)))
    yield Fact(_REMOVED, _ROWS.filled(n=whole(difference.removed)), _if_any(difference.removed))
    yield Fact(_CHANGED, _ROWS.filled(n=whole(difference.changed)), _if_any(difference.changed), _rows_of(difference))
    for field, count in difference.fields.items():
        name = _NAMES.get(field, Text(field, field))
        yield Fact(_FIELD_CHANGES.filled(field=name), _ROWS.filled(n=whole(count)))
    yield Fact(_SAME, _ROWS.filled(n=whole(difference.unchanged)))


def _problems(preview: Preview) -> Iterator[Fact]:
    draft = preview.draft
    for problem in sorted(draft.counts, key=lambda problem: (not problem.fatal, list(Problem).index(problem))):
        rows = [one.row for one in draft.problems if one.problem is problem]
        weight = Weight.BAD if problem.fatal else Weight.CAUTION
        yield Fact(_capital(PROBLEMS[problem]), _named(rows, draft.counts[problem]), weight)


def _rows_of(difference: Difference) -> Text | None:
    return _named([row.row for row in difference.rows], difference.changed) if difference.rows else None


def _named(rows: list[int], count: int) -> Text:
    shown = ", ".join(map(str, rows[:ROWS_NAMED]))
    more = count - len(rows[:ROWS_NAMED])
    return _AND_MORE.filled(rows=shown, n=whole(more)) if more > 0 else _AT_ROWS.filled(rows=shown)


def _if_any(count: int) -> Weight:
    return Weight.CAUTION if count else Weight.PLAIN


def _capital(text: Text) -> Text:
    return Text(text.vi[:1].upper() + text.vi[1:], text.en[:1].upper() + text.en[1:])


def _same(text: str) -> Text:
    return Text(text, text)
