"""What a site's profile amounts to, in sentences: Vietnamese and English."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.app.outputs.words import outputs_explained
from kiosk.app.sites.desk_explaining import desk_explained
from kiosk.check.wording.document_words import DOCUMENT_CHECKS
from kiosk.check.wording.words import FIELDS, REASONS, VERDICTS
from kiosk.domain.hospital.reception import CASES
from kiosk.domain.liveness import LivenessPolicy
from kiosk.domain.numerals import whole
from kiosk.domain.site import POLICY_LIMITS, Need, SiteProfile
from kiosk.domain.text import Text
from kiosk.domain.verdict import Reason
from kiosk.site.columns import ListColumns
from kiosk.site.profile import Site

RULES: dict[str, Reason] = {
    "chain_unknown": Reason.ISSUER_NOT_VERIFIED,
    "signer_expired": Reason.SIGNER_EXPIRED,
    "document_expired": Reason.DOCUMENT_EXPIRED,
    "clone_check_missing": Reason.CLONE_NOT_CHECKED,
    "sources_differ": Reason.SOURCES_DIFFER,
    "face_no_match": Reason.FACE_DIFFERS,
    "face_unsure": Reason.FACE_UNSURE,
    "liveness_missing": Reason.LIVENESS_NOT_DONE,
    "not_listed": Reason.NOT_LISTED,
    "possible_listing": Reason.POSSIBLE_LISTING,
    "already_admitted": Reason.ALREADY_ADMITTED,
    "re_entry": Reason.RE_ENTRY,
    "list_differs": Reason.LIST_DIFFERS,
    "wrong_day": Reason.WRONG_DAY,
    "wrong_session": Reason.WRONG_SESSION,
    "wrong_room": Reason.WRONG_ROOM,
    "too_early": Reason.TOO_EARLY,
    "too_late": Reason.TOO_LATE,
    "qr_only": Reason.QR_PROVES_NOTHING,
    "issuer_confirms": Reason.ISSUER_CONFIRMS,
    "issuer_denies": Reason.ISSUER_DENIES,
    "boarding_pass_differs": Reason.BOARDING_DIFFERS,
    "boarding_pass_missing": Reason.BOARDING_MISSING,
    "infant": Reason.INFANT,
}
"""The finding behind each rule of a policy, by which it is told at the desk too."""

_NEEDS = {
    Need.MUST: Text("bắt buộc; thiếu thì cán bộ xem xét", "needed; without it staff decide"),
    Need.WARN: Text("nên có; thiếu thì cần lưu ý", "wanted; without it staff take a look"),
}

_LIVENESS = {
    LivenessPolicy.OFF: Text("không kiểm tra người thật", "no check whether a living person stands there"),
    LivenessPolicy.PASSIVE: Text("kiểm tra người thật qua hình ảnh", "liveness is looked for in the pictures"),
    LivenessPolicy.PASSIVE_THEN_ACTIVE: Text(
        "kiểm tra người thật qua hình ảnh, khi chưa chắc thì mời quay mặt",
        "liveness is looked for in the pictures; when unsure, the person is asked to move",
    ),
    LivenessPolicy.ACTIVE: Text("luôn mời quay mặt để kiểm tra người thật", "the person is always asked to move"),
}


def explained(site: Site) -> tuple[Text, ...]:
    """The sentences, in the order of the profile's tables."""
    return tuple(_sentences(site.profile, site.columns))


def _sentences(profile: SiteProfile, columns: ListColumns) -> Iterator[Text]:
    words, seconds = profile.words, f"{profile.budget_seconds:g}"
    yield Text(
        f"{words.site.vi} («{profile.name}»): {words.person.vi} gặp {words.staff.vi}; mỗi lượt {seconds} giây",
        f"{words.site.en} («{profile.name}»): {words.person.en} sees {words.staff.en}; {seconds} s a check",
    )
    if profile.remembered_hours:
        yield Text(
            f"Ai đã vào trong {profile.remembered_hours:g} giờ qua được coi là đã làm thủ tục",
            f"Whoever came in within the last {profile.remembered_hours:g} h is said to have come before",
        )
    for rule in POLICY_LIMITS:
        said, verdict = REASONS[RULES[rule]], VERDICTS[getattr(profile.policy, rule)]
        yield Text(f"{rule}: {said.vi} → {verdict.vi}", f"{rule}: {said.en} → {verdict.en}")
    for name, need in profile.policy.needs.items():
        if need in _NEEDS:
            check = DOCUMENT_CHECKS[name]
            yield Text(f"{check.vi}: {_NEEDS[need].vi}", f"{check.en}: {_NEEDS[need].en}")
    rate = whole(round(1 / profile.face.false_match_rate))
    liveness = _LIVENESS[profile.liveness.policy]
    yield Text(
        f"Khuôn mặt: nhận nhầm nhiều nhất 1 trên {rate.vi}; {liveness.vi}",
        f"Face: at most 1 stranger in {rate.en} is taken for the holder; {liveness.en}",
    )
    yield from _rules(profile)
    yield from desk_explained(profile, columns)
    yield from _list(columns)


def _rules(profile: SiteProfile) -> Iterator[Text]:
    attendance, overrides, data = profile.attendance, profile.overrides, profile.data
    opens, closes = attendance.opens_minutes, attendance.closes_minutes
    yield Text(
        f"Cho vào từ {opens} phút trước đến {closes} phút sau giờ bắt đầu",
        f"People are let in from {opens} min before the start to {closes} min after it",
    )
    for session in attendance.sessions:
        names = ", ".join(session.names)
        yield Text(f"Ca {names}: bắt đầu {session.starts:%H:%M}", f"Session {names}: starts at {session.starts:%H:%M}")
    verdicts = sorted(overrides.second_person_for, key=lambda verdict: verdict.severity)
    yield Text(
        f"Cán bộ quyết định khác vì {len(overrides.reasons)} lý do, hoàn tác trong {overrides.undo_minutes} phút; "
        f"cần hai người khi máy báo: {', '.join(VERDICTS[one].vi for one in verdicts)}",
        f"Staff decide otherwise for {len(overrides.reasons)} reasons, undone within {overrides.undo_minutes} min; "
        f"it takes two against: {', '.join(VERDICTS[one].en for one in verdicts)}",
    )
    if data.consent:
        yield Text(
            f"Đồng ý trước khi đọc chip: {data.consent.vi}", f"Consent before the chip is read: {data.consent.en}"
        )
    else:
        yield Text("Máy không hỏi đồng ý trước khi đọc chip", "The kiosk asks for no consent before it reads the chip")
    yield Text(
        f"Danh sách cũ được xóa sau {data.list_days} ngày", f"Lists no longer in force go after {data.list_days} days"
    )
    fields = [
        FIELDS[name] for name in ("number", "old_number", "name", "birth_date", "sex") if name in data.corrections
    ]
    yield (
        Text(
            f"Ghi ra tệp đề nghị sửa danh sách: {', '.join(one.vi for one in fields)}",
            f"Written out as corrections of the list: {', '.join(one.en for one in fields)}",
        )
        if fields
        else Text("Không ghi dữ liệu nào để sửa danh sách", "No corrections of the list are written")
    )
    yield from outputs_explained(data)
    if profile.insurance is not None:
        sent = ", ".join(sorted(profile.insurance.release)) or "–"
        shown = ", ".join(sorted(profile.insurance.show)) or "–"
        yield Text(
            f"Dịch vụ BHYT được hỏi, được nhận: {sent}; cán bộ thấy kết quả và: {shown}",
            f"The insurance service is asked, given: {sent}; staff see the result and: {shown}",
        )
    if profile.health_records is not None:
        kinds = ", ".join(sorted(profile.health_records.forms)) or "–"
        filled = ", ".join(sorted(profile.health_records.release)) or "–"
        yield Text(
            f"Hồ sơ người bệnh được tiếp nhận ghi ra tệp {kinds}, gồm: {filled}",
            f"Records of admitted patients are written as {kinds}, with: {filled}",
        )
    if profile.registration is not None:
        given = ", ".join(["number", *sorted(profile.registration)])
        yield Text(
            f"Hệ thống của bệnh viện được hỏi và đăng ký khám, được nhận: {given}",
            f"The hospital's own system is asked and registers patients, given: {given}",
        )
    if profile.manual_cases:
        cases = sorted(profile.manual_cases)
        vi, en = "; ".join(CASES[case].vi for case in cases), "; ".join(CASES[case].en for case in cases)
        yield Text(f"Cán bộ được tiếp nhận không có thẻ: {vi}", f"Staff may receive patients without a card: {en}")
    if profile.issuer_release is not None:
        files = ", ".join(sorted(profile.issuer_release)) or "EF.SOD"
        yield Text(
            f"Dịch vụ của cơ quan cấp được hỏi, được nhận: {files}", f"The issuer's service is asked, given: {files}"
        )


def _list(columns: ListColumns) -> Iterator[Text]:
    for field, headers in (*columns.headers, *columns.details):
        more = f" … ({len(headers)})" if len(headers) > 4 else ""
        shown = f"{', '.join(headers[:4])}{more}"
        yield Text(f"Cột {field}: {shown}", f"Column {field}: {shown}")
    for part in columns.place:
        yield Text(
            f"Hiện cho người dân: {part.vi} (cột {part.headers[0]})",
            f"Shown large: {part.en} (column {part.headers[0]})",
        )
