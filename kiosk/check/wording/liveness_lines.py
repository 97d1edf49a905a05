"""The liveness report as rows of words, and what the person is asked to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from kiosk.check.wording.document_lines import Row
from kiosk.check.wording.document_words import STATUSES
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
        Challenge.BLINK: Text("Nhắm mắt một giây rồi mở ra", "Close your eyes for a second, then open them"),
        Challenge.OPEN_MOUTH: Text("Há miệng rồi ngậm lại", "Open your mouth, then close it"),
    }
)

LIVENESS = Text("Người thật", "Living person")
"""The row that says what it all amounts to."""

PARTS: Mapping[LivenessPart, Text] = MappingProxyType(
    {
        LivenessPart.PASSIVE: Text("mạng nhận diện", "networks"),
        LivenessPart.CHALLENGE: Text("cử động theo yêu cầu", "movement on request"),
        LivenessPart.SAME_FACE: Text("cùng một mặt", "same face"),
        LivenessPart.MOVEMENT: Text("có chuyển động", "moves"),
        LivenessPart.DEPTH: Text("chiều sâu", "depth"),
        LivenessPart.SURROUNDINGS: Text("nền sau lưng", "surroundings"),
        LivenessPart.INJECTION: Text("nguồn hình", "source of the pictures"),
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
        LivenessReason.MOVES_ALONG: Text(
            "nền đi theo khuôn mặt, như ảnh cầm tay", "the surroundings move with the face, like a picture in a hand"
        ),
        LivenessReason.NOTHING_TO_COMPARE: Text("không có gì để so", "nothing to compare"),
        LivenessReason.REPEATED_FRAMES: Text("khung hình lặp lại", "frames repeat themselves"),
        LivenessReason.IMPOSSIBLE_TIMING: Text("nhịp khung hình bất thường", "frames come at impossible times"),
        LivenessReason.VIRTUAL_CAMERA: Text("camera ảo", "a virtual camera"),
        LivenessReason.NO_DEVICE: Text("không phải camera, chỉ là tệp", "files, not a camera"),
    }
)


_DECISIVE = (LivenessPart.PASSIVE, LivenessPart.CHALLENGE, LivenessPart.INJECTION)
"""Parts of which staff read why they were not done; of the others it follows from these, but for a doubt."""


_ALIKE: Mapping[CheckStatus, Text] = MappingProxyType(
    {
        CheckStatus.PASSED: Text("Phần đạt", "Parts passed"),
        CheckStatus.NOT_DONE: Text("Phần chưa làm", "Parts not done"),
    }
)


def liveness_rows(report: LivenessReport) -> tuple[Row, ...]:
    """What it amounts to, with every part that failed and why; the others share a row by their answer.

    A site that asks for nothing has one row that says so.
    """
    if report.policy is LivenessPolicy.OFF:
        return (Row(LIVENESS, STATUSES[CheckStatus.NOT_DONE], CheckStatus.NOT_DONE, WHYS[LivenessReason.NOT_ASKED]),)
    findings = [report.of(part) for part in LivenessPart]
    failed = [_told(one) for one in findings if one.status is CheckStatus.FAILED]
    rows = [Row(LIVENESS, STATUSES[report.status], report.status, _joined(failed) if failed else None)]
    for status, label in _ALIKE.items():
        alike = [one for one in findings if one.status is status]
        if alike:
            told = [one.reason for one in alike if one.part in _DECISIVE or one.reason is LivenessReason.MOVES_ALONG]
            whys = [WHYS[reason] for reason in told if reason]
            names = _joined([PARTS[one.part] for one in alike], " · ")
            rows.append(Row(label, names, status, _joined(whys) if whys else None))
    return tuple(rows)


def _told(finding: LivenessFinding) -> Text:
    part = PARTS[finding.part]
    if finding.reason is None:
        return part
    why = WHYS[finding.reason]
    return Text(f"{part.vi}: {why.vi}", f"{part.en}: {why.en}")


def _joined(texts: Sequence[Text], between: str = "; ") -> Text:
    """The texts one after another, each once, as the beginning of a sentence."""
    vi, en = (between.join(dict.fromkeys(words)) for words in ([one.vi for one in texts], [one.en for one in texts]))
    return Text(vi[:1].upper() + vi[1:], en[:1].upper() + en[1:])
