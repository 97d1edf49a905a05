"""A patient who is to be registered, as lines for staff: who they are, what was chosen, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kiosk.check.wording.insurance_lines import INSURANCE, NEXT_STEP, insurance_lines
from kiosk.check.wording.operator_lines import Line, Tone
from kiosk.check.wording.reason_words import reason_text
from kiosk.check.wording.words import FIELDS, SOURCES
from kiosk.domain.desks.registration import QUEUE_FULL, ArrivedPatient, ClinicChoice, RegistrationAnswer
from kiosk.domain.hospital.insurance import InsuranceFact
from kiosk.domain.hospital.registration import Catalogue, CatalogueEntry, Registered
from kiosk.domain.identity import Source
from kiosk.domain.numerals import whole
from kiosk.domain.service_trouble import ServiceTrouble
from kiosk.domain.text import Text

CATALOGUES: Mapping[Catalogue, Text] = MappingProxyType(
    {
        Catalogue.DEPARTMENTS: Text("Khoa, phòng khám", "Clinic"),
        Catalogue.SERVICES: Text("Dịch vụ", "Service"),
        Catalogue.EXAM_KINDS: Text("Loại khám", "Kind of examination"),
    }
)

NOT_LOOKED_UP = Text("Chưa tra cứu", "Not looked up")
GIVEN = Text("Số đã cấp khi vào", "Number given on coming in")
NUMBER = Text("Số thứ tự", "Queue number")
WHERE = Text("Gọi tại", "Called at")
TO_PAY = Text("Phải trả", "To pay")
SLIP = Text("Số phiếu thu", "Bill number")
PRICE = Text("{amount} đồng", "{amount} dong")
SCREEN = Text("Màn hình người bệnh", "The patient's screen")
SCREEN_TELLS = Text("Đang hiện số này", "Shows this number")
SCREEN_BUSY = Text(
    "Đang phục vụ người khác: hãy đọc số cho người bệnh", "Somebody else is served there: read the number out"
)
RESULT = Text("Kết quả", "Result")
NOT_REGISTERED = Text("Chưa đăng ký được", "Not registered")
UNCERTAIN = Text("Không rõ đã đăng ký hay chưa: mất câu trả lời", "It may have counted: the answer was lost")
FULL = Text("Phòng khám này đã hết số hôm nay", "This clinic has no numbers left today")
UNKNOWN_THERE = Text(
    "Phần mềm bệnh viện không nhận đăng ký này", "The hospital's system does not take this registration"
)

LOOK_FIRST = Text(
    "Xem trên phần mềm bệnh viện trước; nếu chưa có thì thử lại, máy gửi cùng một mã yêu cầu",
    "Look in the hospital's system first; where it is not there, try again: the same request is sent",
)
_ADMINISTRATOR = Text(
    "Đăng ký trên phần mềm bệnh viện và báo quản trị viên", "Register in the hospital's system; tell the administrator"
)
_AGAIN = Text(
    "Thử lại; nếu vẫn lỗi, đăng ký trên phần mềm bệnh viện", "Try again; if it fails, register in the hospital's system"
)
_OTHER_CHOICE = Text(
    "Chọn khoa hoặc dịch vụ khác, hoặc đăng ký trên phần mềm bệnh viện",
    "Choose otherwise, or register in the hospital's system",
)
_NEXT_STEPS: Mapping[ServiceTrouble, Text] = MappingProxyType(
    {
        ServiceTrouble.DATA_MISSING: Text(
            "Cần số định danh 12 chữ số: đăng ký trên phần mềm bệnh viện",
            "The 12-digit number is needed: register in the hospital's system",
        ),
        ServiceTrouble.NOT_AUTHORISED: _ADMINISTRATOR,
        ServiceTrouble.CERTIFICATE_REFUSED: _ADMINISTRATOR,
        ServiceTrouble.REDIRECTED: _ADMINISTRATOR,
        ServiceTrouble.REFUSED: _OTHER_CHOICE,
    }
)


def patient_lines(patient: ArrivedPatient, *, looks_up: bool) -> tuple[Line, ...]:
    """Who they are, where they are expected, and their insurance in words where the kiosk ``looks_up`` any."""
    identity, place = patient.identity, patient.listing.place if patient.listing else Text("", "")
    told = (
        ("name", patient.name),
        ("birth_date", patient.birth.printed if patient.birth else ""),
        ("number", identity.number),
    )
    lines = [Line(FIELDS[name], Text(value, value)) for name, value in told if value]
    verified = identity.source is Source.CHIP
    lines.append(Line(FIELDS["source"], SOURCES[identity.source], Tone.SUCCESS if verified else Tone.ATTENTION))
    if place.vi:
        lines.append(Line(FIELDS["place"], place))
    if patient.given is not None:
        lines.append(Line(GIVEN, Text(str(patient.given), str(patient.given))))
    if patient.insurance is not None:
        # It was limited to what the site shows where it was handed over.
        lines += insurance_lines(patient.insurance, frozenset(InsuranceFact))
    elif looks_up:
        lines.append(Line(INSURANCE, NOT_LOOKED_UP))
    if patient.registered is not None:
        lines += _registered(patient.registered, patient.clinic)
    return tuple(lines)


def choice_lines(choice: ClinicChoice) -> tuple[Line, ...]:
    """What was chosen, catalogue by catalogue, with its kind and price where they are known."""
    lines = []
    for kind, entry in choice.chosen:
        name, aside = entry.name or entry.code, entry_aside(entry)
        said = Text(f"{name} · {aside.vi}", f"{name} · {aside.en}") if aside else Text(name, name)
        lines.append(Line(CATALOGUES[kind], said))
    return tuple(lines)


def entry_aside(entry: CatalogueEntry) -> Text | None:
    """Kind and price of an entry; ``None`` where the hospital tells neither."""
    price = dong(entry.price) if entry.price is not None else Text("", "")
    vi, en = (" · ".join(filter(None, (entry.kind, said))) for said in (price.vi, price.en))
    return Text(vi, en) if vi else None


def dong(amount: int) -> Text:
    return PRICE.filled(amount=whole(amount))


def answer_lines(answer: RegistrationAnswer, choice: ClinicChoice) -> tuple[Line, ...]:
    """The number and what goes with it, or what went wrong and what to do now."""
    if answer.registered is not None:
        screen = Line(SCREEN, SCREEN_TELLS) if answer.shown else Line(SCREEN, SCREEN_BUSY, Tone.ATTENTION)
        return (*_registered(answer.registered, choice.name), screen)
    if answer.uncertain:
        return (
            Line(RESULT, UNCERTAIN, Tone.TROUBLE, detail=_why(answer)),
            Line(NEXT_STEP, LOOK_FIRST, Tone.ATTENTION),
        )
    if answer.code == QUEUE_FULL:
        return (Line(RESULT, FULL, Tone.TROUBLE), Line(NEXT_STEP, _OTHER_CHOICE, Tone.ATTENTION))
    if answer.trouble is None:
        return (
            Line(RESULT, UNKNOWN_THERE, Tone.TROUBLE, detail=_why(answer)),
            Line(NEXT_STEP, _OTHER_CHOICE, Tone.ATTENTION),
        )
    return (
        Line(RESULT, NOT_REGISTERED, Tone.TROUBLE, detail=_why(answer)),
        Line(NEXT_STEP, _NEXT_STEPS.get(answer.trouble, _AGAIN), Tone.ATTENTION),
    )


def _registered(registered: Registered, clinic: str) -> tuple[Line, ...]:
    where = registered.room or clinic
    told = (
        (NUMBER, Text(registered.queue_number, registered.queue_number), Tone.SUCCESS),
        (WHERE, Text(where, where), Tone.NEUTRAL),
        (TO_PAY, dong(registered.to_pay) if registered.to_pay is not None else Text("", ""), Tone.NEUTRAL),
        (SLIP, Text(registered.slip, registered.slip), Tone.NEUTRAL),
    )
    return tuple(Line(label, value, tone) for label, value, tone in told if value.vi)


def _why(answer: RegistrationAnswer) -> Text | None:
    """The service's own code is for whoever looks after it."""
    said = reason_text(f"issuer-service-{answer.trouble}") if answer.trouble else Text("", "")
    if answer.trouble is ServiceTrouble.DATA_MISSING:
        said = Text("", "")
    vi, en = (" · ".join(filter(None, (one, answer.code))) for one in (said.vi, said.en))
    return Text(vi, en) if vi else None
