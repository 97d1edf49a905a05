"""The liveness report as rows of words, and what the person is asked to do."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kiosk.check.document_lines import Row
from kiosk.check.document_words import STATUSES
from kiosk.domain.authenticity import CheckStatus
from kiosk.domain.liveness import (
    Challenge,
    LivenessFinding,
    LivenessPart,
    LivenessPolicy,
    LivenessReason,
    LivenessReport,
)
from kiosk.domain.text import Text

CHALLENGES: Mapping[Challenge, Text] = MappingProxyType(
    {
        Challenge.LOOK_STRAIGHT: Text("Nhìn thẳng vào camera", "Look straight at the camera"),
        Challenge.TURN_LEFT: Text("Quay mặt chậm sang trái", "Slowly turn your head to your left"),
        Challenge.TURN_RIGHT: Text("Quay mặt chậm sang phải", "Slowly turn your head to your right"),
        Challenge.BLINK: Text("Nhắm mắt rồi mở ra", "Close your eyes, then open them"),
        Challenge.OPEN_MOUTH: Text("Há miệng rồi ngậm lại", "Open your mouth, then close it"),
    }
)

LIVENESS = Text("Người thật", "Living person")
"""The row that says what it all amounts to."""

PARTS: Mapping[LivenessPart, Text] = MappingProxyType(
    {
        LivenessPart.PASSIVE: Text("Ảnh từng khung hình", "Picture by picture"),
        LivenessPart.CHALLENGE: Text("Cử động theo yêu cầu", "Movement on request"),
        LivenessPart.SAME_FACE: Text("Cùng một khuôn mặt", "The same face throughout"),
        LivenessPart.MOVEMENT: Text("Không phải ảnh tĩnh", "Not a still picture"),
        LivenessPart.DEPTH: Text("Có chiều sâu", "Depth"),
        LivenessPart.INJECTION: Text("Nguồn hình", "Where the picture comes from"),
    }
)

WHYS: Mapping[LivenessReason, Text] = MappingProxyType(
    {
        LivenessReason.NO_MODELS: Text("chưa cài gói mô hình", "the model pack is not installed"),
        LivenessReason.TOO_FEW_FRAMES: Text("chưa đủ khung hình rõ", "too few good frames"),
        LivenessReason.IN_DOUBT: Text("chưa rõ", "in doubt"),
        LivenessReason.LIKE_A_PICTURE: Text("giống ảnh in hoặc màn hình", "looks like a print or a screen"),
        LivenessReason.NOT_ASKED: Text("không yêu cầu", "not asked for"),
        LivenessReason.UNDER_WAY: Text("đang làm", "under way"),
        LivenessReason.TOO_LATE: Text("không làm kịp", "not done in time"),
        LivenessReason.WRONG_MOVEMENT: Text("cử động khác với yêu cầu", "another movement than the one asked for"),
        LivenessReason.STAFF_LOOKS: Text("cán bộ tự xem người", "staff look at the person"),
        LivenessReason.ANOTHER_FACE: Text("khuôn mặt đã đổi", "the face changed"),
        LivenessReason.FACE_JUMPED: Text("khuôn mặt nhảy vị trí", "the face jumped"),
        LivenessReason.STILL_PICTURE: Text("hoàn toàn bất động", "nothing moves at all"),
        LivenessReason.FLAT: Text("mặt phẳng, như ảnh", "flat, like a picture"),
        LivenessReason.NO_TURN_SEEN: Text("chưa thấy quay mặt", "no turn of the head was seen"),
        LivenessReason.REPEATED_FRAMES: Text("khung hình lặp lại", "frames repeat themselves"),
        LivenessReason.IMPOSSIBLE_TIMING: Text("nhịp khung hình bất thường", "frames come at impossible times"),
        LivenessReason.VIRTUAL_CAMERA: Text("camera ảo", "a virtual camera"),
        LivenessReason.NO_DEVICE: Text("không phải camera, chỉ là tệp", "files, not a camera"),
    }
)


def liveness_rows(report: LivenessReport) -> tuple[Row, ...]:
    """What it amounts to, then a row for each part; a site that asks for nothing has one row that says so."""
    if report.policy is LivenessPolicy.OFF:
        return (Row(LIVENESS, STATUSES[CheckStatus.NOT_DONE], CheckStatus.NOT_DONE, WHYS[LivenessReason.NOT_ASKED]),)
    whole = Row(LIVENESS, STATUSES[report.status], report.status)
    return (whole, *(_row(report.of(part)) for part in LivenessPart))


def _row(finding: LivenessFinding) -> Row:
    why = WHYS[finding.reason] if finding.reason else None
    return Row(PARTS[finding.part], STATUSES[finding.status], finding.status, why)
