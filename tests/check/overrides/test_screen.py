"""What the staff screen shows at each step of an override: a table of states and what is said."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kiosk.check.overrides import steps as st
from kiosk.check.overrides.overriding import advance
from kiosk.check.overrides.screen import NOTICES, OverrideKind, override_screen, waiting_count
from kiosk.check.referrals import Referred
from kiosk.check.states import Instant
from kiosk.domain.faults import FAULTS, FaultCode
from kiosk.domain.override import OverrideRules
from kiosk.domain.record import CheckId
from kiosk.domain.staff import Role, StaffMember
from kiosk.domain.text import Text
from kiosk.domain.verdict import Reason, Verdict

BINH, LAN = StaffMember("binh", Role.OPERATOR), StaffMember("lan", Role.SUPERVISOR)
NAME = "Nguyễn Văn An"
AN = Referred(CheckId("an"), Verdict.REFER, (Reason.FACE_UNSURE,), 0.0, NAME, Text("Phòng 203", "Room 203"))
HOA = Referred(CheckId("hoa"), Verdict.REFUSE, (Reason.DATA_ALTERED, Reason.CHECK_FAILED), 60.0)


def after(*events: st.Event) -> st.Overriding:
    desk = st.Overriding(OverrideRules())
    for event in events:
        desk, _ = advance(desk, event, Instant(120.0, datetime(2026, 11, 22, 8, 0, tzinfo=UTC)))
    return desk


WAITING = (st.Decided(AN), st.Decided(HOA))
BEGUN = (*WAITING, st.Begun(AN.check_id, BINH))
CHOSEN = (*BEGUN, st.Chosen("face-compared-by-staff"))
WRITING = (*CHOSEN, st.Confirmed())
WRITTEN = (*WRITING, st.Written(AN.check_id, 7))
SECOND = (*WAITING, st.Begun(HOA.check_id, BINH), st.Chosen("other-document-seen"), st.Confirmed())


@pytest.mark.parametrize(
    ("events", "kind", "headline"),
    [
        ((), OverrideKind.WAITING, "Người chờ cán bộ: 0"),
        (WAITING, OverrideKind.WAITING, "Người chờ cán bộ: 2"),
        (BEGUN, OverrideKind.REASONS, "Quyết định thay: chọn lý do"),
        (CHOSEN, OverrideKind.CONFIRM, "Xác nhận: Cho vào"),
        (SECOND, OverrideKind.SECOND_PERSON, "Cần người thứ hai xác nhận: Cho vào"),
        (WRITING, OverrideKind.WRITING, "Đang ghi vào nhật ký…"),
        (WRITTEN, OverrideKind.WAITING, "Người chờ cán bộ: 1"),
    ],
    ids=["nobody", "two wait", "begun", "chosen", "second person", "writing", "written"],
)
def test_each_step_has_its_page(events: tuple[st.Event, ...], kind: OverrideKind, headline: str) -> None:
    screen = override_screen(after(*events), 120.0)

    assert (screen.kind, screen.headline.vi) == (kind, headline)


def test_whoever_was_shown_last_stands_first_and_only_once() -> None:
    desk = after(*WAITING)

    assert [row.check_id for row in override_screen(desk, 120.0).waiting] == [HOA.check_id, AN.check_id]
    assert waiting_count(desk) == 2


def test_a_row_tells_verdict_and_minutes() -> None:
    row = override_screen(after(*WAITING), 180.0).waiting[1]

    assert row.name.vi == NAME
    assert row.about.vi == "CÁN BỘ XEM XÉT · chờ 3 phút"


def test_somebody_without_a_name_is_still_there() -> None:
    assert override_screen(after(*WAITING), 120.0).waiting[0].name.vi == "Chưa rõ tên"


def test_before_confirming_everything_is_read_out() -> None:
    said = [line.value.vi for line in override_screen(after(*CHOSEN), 120.0).lines]

    assert said == [
        NAME,
        "Phòng 203",
        "CÁN BỘ XEM XÉT",
        "Khuôn mặt chưa đủ giống, cần người xem",
        "Cho vào",
        "Cán bộ đã trực tiếp đối chiếu khuôn mặt với thẻ",
        "binh",
    ]


def test_no_placeholder_of_a_reason_is_left_open() -> None:
    lines = override_screen(after(*SECOND), 120.0).lines

    assert "Không đạt: một kiểm tra giấy tờ" in [line.value.vi for line in lines]
    assert not any("{" in line.value.vi + line.value.en for line in lines)


def test_a_reason_that_takes_two_says_so() -> None:
    reasons = {row.code: row.about.vi for row in override_screen(after(*BEGUN), 120.0).reasons}

    assert reasons["list-is-wrong"] == "Cho vào · hai người"
    assert reasons["face-compared-by-staff"] == "Cho vào"
    assert reasons["another-person"] == "Không cho vào"


def test_what_was_decided_can_be_undone_for_some_minutes() -> None:
    desk = after(*WRITTEN)
    row = override_screen(desk, 120.0).waiting[-1]
    assert row.undoes
    assert row.about.vi == "Cho vào · hoàn tác trong 10 phút"

    screen = override_screen(desk, 120.0, undoing=AN.check_id)
    assert screen.kind is OverrideKind.UNDO_REASONS
    assert {row.code for row in screen.reasons} == {"chosen-by-mistake", "another-check-meant", "new-facts"}


def test_an_undo_that_came_too_late_leads_back_to_the_queue() -> None:
    assert override_screen(after(*WAITING), 120.0, undoing=AN.check_id).kind is OverrideKind.WAITING


def test_a_journal_that_fails_is_said_with_its_remedy() -> None:
    desk = after(*WRITING, st.NotWritten(AN.check_id, FaultCode.JOURNAL_FAILED))
    notice = override_screen(desk, 120.0).notice

    assert notice is not None
    assert "quyết định không có hiệu lực" in notice.vi
    assert FAULTS[FaultCode.JOURNAL_FAILED].remedy.vi in notice.vi


@pytest.mark.parametrize("notice", st.Notice, ids=[notice.value for notice in st.Notice])
def test_every_notice_has_words(notice: st.Notice) -> None:
    assert NOTICES[notice].vi
    assert NOTICES[notice].en


def test_the_same_person_twice_is_told() -> None:
    notice = override_screen(after(*SECOND, st.SecondConfirmed(BINH)), 120.0).notice

    assert notice is not None
    assert "người khác" in notice.vi
