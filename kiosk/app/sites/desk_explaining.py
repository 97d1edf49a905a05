"""What a profile says about how its desk works, in sentences: several rows, sheets to sign, boarding passes, queues."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.domain.site import SiteProfile
from kiosk.domain.text import Text
from kiosk.domain.travel import PassWanted
from kiosk.site.columns import ListColumns

_PASSES = {
    PassWanted.IF_SHOWN: Text("đối chiếu khi được đưa", "matched where it is shown"),
    PassWanted.ALWAYS: Text("bắt buộc phải đưa", "needed from everybody"),
}
_GROUPS = {"room": Text("phòng", "room"), "session": Text("ca hoặc chuyến bay", "session or flight")}


def desk_explained(profile: SiteProfile, columns: ListColumns) -> Iterator[Text]:
    """The sentences; what a site does not have is not told."""
    if columns.several_rows:
        yield Text(
            "Một người có thể có nhiều dòng: dòng của lúc này được dùng",
            "A person may have several rows: the row for now counts",
        )
    group = _GROUPS[profile.attendance.grouped_by]
    for fields, vi, en in (
        (
            profile.data.attendance_sheet,
            "Khi đóng ca in bảng điểm danh để ký",
            "A sheet to sign is printed",
        ),
        (profile.data.off_load, "Khi đóng ca in danh sách không có mặt", "A list of who did not come is printed"),
    ):
        if fields:
            names = ", ".join(fields)
            yield Text(f"{vi}, theo {group.vi}: {names}", f"{en} when a shift closes, by {group.en}: {names}")
    travel = profile.travel
    if travel is not None:
        said, where = _PASSES[travel.boarding_pass], travel.airport or "–"
        yield Text(
            f"Thẻ lên máy bay: {said.vi}; sân bay {where}; trẻ dưới {travel.infant_years} tuổi không so khuôn mặt",
            f"Boarding pass: {said.en}; airport {where}; no face of children under {travel.infant_years} is compared",
        )
    queue = profile.queue
    if queue is not None:
        shown = queue.words.filled(value=queue.first)
        yield Text(
            f"Máy cấp số thứ tự theo «{queue.per}», từ «{shown.vi}»",
            f"The kiosk gives out queue numbers by «{queue.per}», from «{shown.en}» on",
        )
