"""Why a face was compared with no photo, as the line of evidence that stands in the comparison's place."""

from __future__ import annotations

from kiosk.check.states import Check
from kiosk.check.wording.operator_lines import Line, Tone
from kiosk.domain.faults import FAULTS
from kiosk.domain.text import Text

_FACE = Text("Khuôn mặt", "Face")
_STAFF_LOOK = Text("Nhân viên tự so ảnh với người", "Staff compare photo and person themselves")
_INFANT = Text("Không cần so khuôn mặt (trẻ nhỏ)", "No comparison needed (an infant)")
_NO_CONSENT = Text("Không so: người đó không đồng ý", "Not compared: no consent was given")
_FAILED = Text("Không so được", "Could not be compared")
_NO_KEY = Text("Không so: chưa đọc được thẻ", "Not compared: the card could not be read")
_NO_PHOTO = Text("Không so: không có ảnh để so", "Not compared: there is no photo to compare with")
_NO_FACE = Text("Không so: camera không thấy rõ mặt", "Not compared: the camera saw no clear face")
_NO_TIME = Text("Không so kịp: đã hết thời gian", "Not compared in time")


def not_compared_lines(check: Check, *, decided: bool) -> tuple[Line, ...]:
    """One line for a check without a comparison; none while it may still come."""
    evidence = check.evidence
    if evidence.by_hand is not None:
        return (Line(_FACE, _STAFF_LOOK),)
    if evidence.infant:
        return (Line(_FACE, _INFANT, Tone.ATTENTION),)
    if evidence.face_fault is not None:
        return (Line(_FACE, _FAILED, Tone.TROUBLE, detail=FAULTS[evidence.face_fault].sentence),)
    if not decided:
        return ()
    if evidence.consent_missing:
        return (Line(_FACE, _NO_CONSENT, Tone.ATTENTION),)
    if check.reference is None:
        return (Line(_FACE, _NO_KEY if evidence.key_missing else _NO_PHOTO, Tone.ATTENTION),)
    return (Line(_FACE, _NO_TIME if check.live is not None else _NO_FACE, Tone.ATTENTION),)
