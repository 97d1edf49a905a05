"""A hospital's own system by MediPay's interface, over real HTTP: patients, insurance, catalogues, queue numbers."""

from __future__ import annotations

import base64
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.clock import Deadline, SystemClock
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.hospital.insurance import CardPeriod, InsuranceField, InsuranceQuestion
from kiosk.domain.hospital.insurance_results import InsuranceFinding
from kiosk.domain.hospital.registration import (
    Catalogue,
    CatalogueEntry,
    HospitalReply,
    KnownPatient,
    Registered,
    RegistrationField,
    RegistrationOrder,
)
from kiosk.domain.identity import Sex
from kiosk.domain.partial_date import PartialDate
from kiosk.domain.service_trouble import ServiceTrouble
from kiosk.services.hospital.medipay import Envelope, MediPayAccess
from kiosk.services.hospital.medipay_insurance import MediPayInsurance
from kiosk.services.hospital.medipay_registration import MAX_ENTRIES, MediPayRegistration
from tests.fakes import issuer_service as fake
from tests.fakes.findings import AN
from tests.fakes.issuer_service import Behaviour, IssuerService, issuer_service
from tests.fakes.medipay_service import DEPARTMENTS, INSURED, MERCHANT, PATIENT, SECRET, FakeHospital

QUESTION = InsuranceQuestion(AN.number, AN.name, PartialDate(1990, 3, 15))
CARD = CardPeriod("DN4010123456789", date(2026, 1, 1), date(2026, 12, 31), "01001")
ORDER = RegistrationOrder(
    replace(AN, residence="1 Phố Tưởng Tượng"), "BN000123", CARD, b"\xff\xd8photo", "01", "K01", "DV1"
)
F, T = InsuranceFinding, ServiceTrouble


class Clock(SystemClock):
    """Always the same moment, so that what is signed is known."""

    def now(self) -> datetime:
        return datetime(2026, 6, 26, 0, 30, tzinfo=UTC)


def access(url: str, **changed: Any) -> MediPayAccess:
    return replace(MediPayAccess(url, 5.0, MERCHANT, SECRET), **changed)


def deadline() -> Deadline:
    return Deadline(SystemClock(), 30.0)


@contextmanager
def registration(behave: Behaviour, **changed: Any) -> Iterator[tuple[MediPayRegistration, IssuerService]]:
    with issuer_service(behave) as service:
        yield MediPayRegistration(access(service.url, **changed), Clock()), service


@contextmanager
def insurance(hospital: FakeHospital) -> Iterator[tuple[MediPayInsurance, IssuerService]]:
    with issuer_service(hospital) as service:
        yield MediPayInsurance(access(service.url, table="insurance"), Clock()), service


# Who is known


def test_a_patient_who_is_known() -> None:
    with registration(FakeHospital()) as (system, service):
        reply = system.find(AN.number, deadline())
    patient = KnownPatient("BN000123", "Nguyễn Văn An", PartialDate(1990, 3, 15), Sex.MALE, "DN4010123456789")
    assert reply == HospitalReply(patient, code="000")
    (asked,) = service.asked
    assert asked.line.startswith("GET /benhnhan?")
    assert parse_qs(urlsplit(asked.target).query, keep_blank_values=True) == {
        "SO_GTTT": [AN.number],
        "LOAI_GTTT": ["CCCD"],
        "DIEN_THOAI": [""],
    }
    assert asked.headers["x-merchant-id"] == MERCHANT
    assert asked.headers["x-timestamp"] == "1782433800000"


def test_a_patient_whom_nobody_knows_is_no_trouble() -> None:
    with registration(FakeHospital(code="404")) as (system, _):
        assert system.find(AN.number, deadline()) == HospitalReply(code="404")


@pytest.mark.parametrize("number", ["", "12345", "DN4010123456789"])
def test_only_a_personal_number_is_asked_about(number: str) -> None:
    with registration(FakeHospital()) as (system, service):
        assert system.find(number, deadline()).trouble is T.DATA_MISSING
    assert service.asked == []


# Catalogues


@pytest.mark.parametrize(
    ("kind", "entries"),
    [
        (Catalogue.DEPARTMENTS, (CatalogueEntry("K01", "Khoa Khám bệnh"), CatalogueEntry("K02", "Khoa Nhi"))),
        (Catalogue.EXAM_KINDS, (CatalogueEntry("01", "Khám thường"),)),
        (Catalogue.SERVICES, (CatalogueEntry("DV1", "Khám Nội"),)),
    ],
)
def test_catalogues(kind: Catalogue, entries: tuple[CatalogueEntry, ...]) -> None:
    with registration(FakeHospital()) as (system, _):
        assert system.catalogue(kind, deadline()).value == entries


@pytest.mark.parametrize(
    "data",
    [None, {}, "list", [1], [{"TEN_KHOA": "without a code"}], [{"MA_KHOA": ["K01"]}], DEPARTMENTS * MAX_ENTRIES],
    ids=["nothing", "object", "text", "numbers", "no code", "a list as code", "without end"],
)
def test_a_catalogue_that_is_none(data: Any) -> None:
    with registration(FakeHospital(data={"/khoa": data})) as (system, _):
        assert system.catalogue(Catalogue.DEPARTMENTS, deadline()).trouble is T.ANSWER_MALFORMED


# Registration


def test_a_registration_gives_a_queue_number() -> None:
    hospital = FakeHospital()
    with registration(hospital) as (system, service):
        assert system.register(ORDER, deadline()) == HospitalReply(Registered("LK-2026-000001", "42"), code="000")
    assert service.asked[0].line == "POST /dangky-kcb HTTP/1.1"
    assert hospital.orders == [
        {
            "THONG_TIN_BN": {
                "MA_BN": "BN000123",
                "HO_TEN": "Nguyễn Văn An",
                "NGAY_SINH": "1990-03-15",
                "GIOI_TINH": "1",
                "SO_GTTT": AN.number,
                "LOAI_GTTT": "CCCD",
                "NGAY_CAP_GTTT": "2021-05-10",
                "NOI_CAP_GTTT": "Cục Cảnh sát quản lý hành chính về trật tự xã hội",
                "DIA_CHI": "1 Phố Tưởng Tượng",
                "ANH_BN_CCCD": base64.b64encode(b"\xff\xd8photo").decode(),
                "MA_THE_BHYT": "DN4010123456789",
                "MA_DKBD": "01001",
                "GT_THE_TU": "2026-01-01",
                "GT_THE_DEN": "2026-12-31",
            },
            "THONG_TIN_DICH_VU": {"MA_LOAI_KHAM": "01", "MA_KHOA": "K01", "MA_DICH_VU": "DV1"},
        }
    ]


IN_USE = {
    "THONG_TIN_TIEP_NHAN": {"ID_LK": "000000158635", "MA_LK": "000000158635", "STT_LK": 10},
    "THONG_TIN_DANG_KY": {
        "DON_GIA_DANG_KY": 60000,
        "CHI_TIET_DANG_KY": [{"ID_PHONG_KHAM": "013", "TEN_PHONG_KHAM": "Khám Nội tiết", "DON_GIA": 60000}],
    },
    "THONG_TIN_THANH_TOAN": {"SO_PHIEU": "000000023247"},
}


def test_an_answer_in_parts_says_where_to_go_and_what_to_pay() -> None:
    with registration(FakeHospital(data={"/dangky-kcb": IN_USE})) as (system, _):
        reply = system.register(ORDER, deadline())
    assert reply.value == Registered("000000158635", "10", "Khám Nội tiết", 60000, "000000023247")


@pytest.mark.parametrize(
    "beside",
    [
        {"THONG_TIN_DANG_KY": "none"},
        {"THONG_TIN_DANG_KY": {"DON_GIA_DANG_KY": "a lot", "CHI_TIET_DANG_KY": [{"TEN_PHONG_KHAM": ["P1"]}]}},
        {"THONG_TIN_DANG_KY": {"DON_GIA_DANG_KY": -1, "CHI_TIET_DANG_KY": {}}},
        {"THONG_TIN_THANH_TOAN": {"SO_PHIEU": "x" * 1000}},
    ],
    ids=["no part", "no amount, no name", "less than nothing", "too long"],
)
def test_what_stands_oddly_beside_the_number_takes_no_registration_back(beside: dict[str, Any]) -> None:
    answer = {"THONG_TIN_TIEP_NHAN": IN_USE["THONG_TIN_TIEP_NHAN"], **beside}
    with registration(FakeHospital(data={"/dangky-kcb": answer})) as (system, _):
        assert system.register(ORDER, deadline()).value == Registered("000000158635", "10")


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["MA_LK", "STT_LK", "CHI_TIET_DANG_KY", "TEN_PHONG_KHAM", "DON_GIA_DANG_KY", *IN_USE]),
            inner,
        )
    ),
)


class Saying:
    """In the place of the client: an envelope with this in it."""

    def __init__(self, data: object) -> None:
        self._data = data

    def post(self, *_asked: object) -> Envelope:
        return Envelope("000", self._data)


@given(_JSON)
def test_whatever_stands_in_an_answer_there_is_a_reply(data: object) -> None:
    system = MediPayRegistration(access("https://his.invalid"), Clock())
    system._client = Saying(data)  # type: ignore[assignment]
    reply = system.register(ORDER, deadline())
    assert (reply.value is None) is (reply.trouble is T.ANSWER_MALFORMED)
    assert reply.value is None or (reply.value.visit and reply.value.queue_number)


def test_an_order_as_programs_in_use_send_it() -> None:
    hospital = FakeHospital()
    with registration(hospital, order_form="in-use") as (system, _):
        assert system.register(ORDER, deadline()).value is not None
    (order,) = hospital.orders
    assert set(order) == {"ID_LOAI_KHAM", "THONG_TIN_BENH_NHAN", "THONG_TIN_DICH_VU"}
    assert order["THONG_TIN_BENH_NHAN"]["MA_BN"] == "BN000123"
    assert order["THONG_TIN_DICH_VU"] == {"ID_LOAI_KHAM": "01", "ID_KHOA": "K01", "MA_DICH_VU": "DV1"}


def test_an_order_names_itself_the_same_each_time() -> None:
    hospital = FakeHospital()
    with registration(hospital) as (system, _):
        for order in (replace(ORDER, request="r-1"), replace(ORDER, request="r-1"), ORDER):
            system.register(order, deadline())
    assert hospital.requests == ["r-1", "r-1", ""]


@pytest.mark.parametrize(
    ("told", "entry"),
    [
        ({"LOAI_DICH_VU": "Khám", "DON_GIA": 60000}, CatalogueEntry("DV1", "Khám Nội", "Khám", 60000)),
        ({"DON_GIA": "60000"}, CatalogueEntry("DV1", "Khám Nội", price=60000)),
        ({"LOAI_DICH_VU": {}, "DON_GIA": "60.000 đ"}, CatalogueEntry("DV1", "Khám Nội")),
    ],
    ids=["kind and price", "price as text", "neither"],
)
def test_kind_and_price_of_a_service_where_the_hospital_tells_them(told: dict[str, Any], entry: CatalogueEntry) -> None:
    service = {"MA_DICH_VU": "DV1", "TEN_DICH_VU": "Khám Nội", **told}
    with registration(FakeHospital(data={"/dichvu": [service]})) as (system, _):
        assert system.catalogue(Catalogue.SERVICES, deadline()).value == (entry,)


@pytest.mark.parametrize(
    ("issued", "issuer"),
    [
        (date(2024, 6, 30), "Cục Cảnh sát quản lý hành chính về trật tự xã hội"),
        (date(2024, 7, 1), "Bộ Công an"),
        (None, ""),
    ],
)
def test_the_issuer_follows_from_the_day_of_issue(issued: date | None, issuer: str) -> None:
    hospital = FakeHospital()
    with registration(hospital) as (system, _):
        system.register(replace(ORDER, identity=replace(AN, issue_date=issued)), deadline())
    assert hospital.orders[0]["THONG_TIN_BN"]["NOI_CAP_GTTT"] == issuer


SENT = {
    RegistrationField.NAME: {"HO_TEN"},
    RegistrationField.BIRTH_DATE: {"NGAY_SINH"},
    RegistrationField.SEX: {"GIOI_TINH"},
    RegistrationField.RESIDENCE: {"DIA_CHI"},
    RegistrationField.ISSUE_DATE: {"NGAY_CAP_GTTT", "NOI_CAP_GTTT"},
    RegistrationField.INSURANCE: {"MA_THE_BHYT", "MA_DKBD", "GT_THE_TU", "GT_THE_DEN"},
    RegistrationField.PHOTO: {"ANH_BN_CCCD"},
}


@pytest.mark.parametrize("name", RegistrationField)
def test_a_field_leaves_by_its_name_alone(name: RegistrationField) -> None:
    hospital = FakeHospital()
    with registration(hospital) as (system, _):
        for release in (frozenset({name}), frozenset[RegistrationField]()):
            system.register(ORDER.released(release), deadline())
    some, none = (order["THONG_TIN_BN"] for order in hospital.orders)
    assert {key for key in some if some[key] != none[key]} == SENT[name]
    assert none == {
        **dict.fromkeys(some, ""),
        "MA_BN": "BN000123",
        "SO_GTTT": AN.number,
        "LOAI_GTTT": "CCCD",
        "GIOI_TINH": "3",
    }


def test_a_registration_is_never_sent_twice() -> None:
    with registration(fake.raw(b"")) as (system, service):
        assert system.register(ORDER, deadline()).trouble is T.UNREACHABLE
    assert service.connections == 1


# Insurance


def test_an_insured_patient() -> None:
    with insurance(FakeHospital()) as (lookup, service):
        answer = lookup.ask(QUESTION, deadline())
    assert (answer.finding, answer.service, answer.code, answer.trouble) == (F.IN_FORCE, "medipay", "000", None)
    assert answer.cover is not None
    assert (answer.cover.card, answer.cover.sex) == (CARD, Sex.MALE)
    assert parse_qs(urlsplit(service.asked[0].target).query, keep_blank_values=True) == {
        "SO_GTTT": [AN.number],
        "LOAI_GTTT": ["CCCD"],
        "HO_TEN": ["Nguyễn Văn An"],
        "NGAY_SINH": ["1990-03-15"],
        "GIOI_TINH": [""],
    }


@pytest.mark.parametrize(
    ("told", "sex"), [(0, Sex.FEMALE), (1, Sex.MALE), (2, Sex.UNSPECIFIED), (None, Sex.UNSPECIFIED)]
)
def test_sex_is_coded_otherwise_in_this_one_answer(told: int | None, sex: Sex) -> None:
    with insurance(FakeHospital(data={"/bhyt": {**INSURED, "GIOI_TINH": told}})) as (lookup, _):
        answer = lookup.ask(QUESTION, deadline())
    assert answer.cover is not None
    assert answer.cover.sex is sex


@pytest.mark.parametrize(
    ("changed", "finding"),
    [
        ({}, F.IN_FORCE),
        ({"TIEP_NHAN_BHYT": 0}, F.CHECK_PAPERS),
        ({"MA_KQ": "010"}, F.EXPIRED),
        ({"MA_KQ": "060"}, F.WRONG_NAME),
        ({"GT_THE_DEN": "2026-06-25"}, F.EXPIRED),
        ({"MA_KQ": None}, F.IN_FORCE),
        ({"MA_KQ": "OK", "TIEP_NHAN_BHYT": "1"}, F.IN_FORCE),
        ({"MA_KQ": "OK", "TIEP_NHAN_BHYT": "0"}, F.CHECK_PAPERS),
        ({"MA_KQ": None, "TIEP_NHAN_BHYT": None}, F.SERVICE_FAILED),
    ],
    ids=str,
)
def test_what_the_hospital_says_of_an_insurance(changed: dict[str, Any], finding: InsuranceFinding) -> None:
    with insurance(FakeHospital(data={"/bhyt": {**INSURED, **changed}})) as (lookup, _):
        assert lookup.ask(QUESTION, deadline()).finding is finding


def test_it_asks_by_the_personal_number_whatever_else_was_shown() -> None:
    with insurance(FakeHospital()) as (lookup, _):
        question = replace(QUESTION, number="DN4010123456789", personal_number=AN.number)
        assert lookup.ask(question, deadline()).finding is F.IN_FORCE


@pytest.mark.parametrize(
    "question",
    [replace(QUESTION, number="0123456789"), replace(QUESTION, name=""), replace(QUESTION, birth=PartialDate(1990))],
    ids=["no personal number", "no name", "the year alone"],
)
def test_what_it_must_have_is_not_asked_without(question: InsuranceQuestion) -> None:
    with insurance(FakeHospital()) as (lookup, service):
        answer = lookup.ask(question, deadline())
    assert (answer.finding, answer.trouble) == (F.NOT_ASKED, T.DATA_MISSING)
    assert service.asked == []


@pytest.mark.parametrize(
    ("code", "finding", "trouble"),
    [
        ("404", F.NOT_FOUND, None),
        ("999", F.SERVICE_FAILED, T.BROKEN),
        ("401", F.SERVICE_FAILED, T.NOT_AUTHORISED),
        ("123", F.SERVICE_FAILED, T.REFUSED),
    ],
)
def test_words_of_the_envelope(code: str, finding: InsuranceFinding, trouble: ServiceTrouble | None) -> None:
    with insurance(FakeHospital(code=code)) as (lookup, _):
        answer = lookup.ask(QUESTION, deadline())
    assert (answer.finding, answer.trouble) == (finding, trouble)


# Signatures, failures, settings


def test_a_wrong_secret_is_found_out() -> None:
    with registration(FakeHospital(), secret="another") as (system, _):
        assert system.find(AN.number, deadline()).trouble is T.NOT_AUTHORISED


def test_settings_may_say_what_is_signed() -> None:
    hospital = FakeHospital(signed={"/benhnhan": ("LOAI_GTTT",)})
    with registration(hospital, signed={"/benhnhan": ("LOAI_GTTT",)}) as (system, _):
        assert system.find(AN.number, deadline()).value is not None


@pytest.mark.parametrize(
    ("behave", "trouble"),
    [
        (fake.sending(b"", "500 Internal Server Error"), T.BROKEN),
        (fake.sending(b"", "403 Forbidden"), T.NOT_AUTHORISED),
        (fake.sending(b"", "400 Bad Request"), T.REFUSED),
        (fake.sending(b"", "301 Moved", "Location: http://elsewhere.invalid"), T.REDIRECTED),
        (fake.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"), T.BROKEN),
        (fake.sending(b"<html>"), T.ANSWER_MALFORMED),
        (fake.saying({"message": "no code"}), T.ANSWER_MALFORMED),
        (fake.saying({"code": "000", "data": {"HO_TEN": "An"}}), T.ANSWER_MALFORMED),
        (fake.saying({"code": "000", "data": {**PATIENT, "NGAY_SINH": "soon"}}), T.ANSWER_MALFORMED),
        (fake.sending(b" " * 600_000), T.ANSWER_TOO_LARGE),
    ],
    ids=[
        "500",
        "403",
        "400",
        "elsewhere",
        "half an answer",
        "HTML",
        "no code",
        "no number of the patient",
        "no date",
        "too large",
    ],
)
def test_a_system_that_fails_is_an_answer(behave: Behaviour, trouble: ServiceTrouble) -> None:
    with registration(behave) as (system, _):
        assert system.find(AN.number, deadline()).trouble is trouble


def test_a_wrong_certificate(tmp_path: Path) -> None:
    ours, other = fake.authority(tmp_path), fake.authority(tmp_path, "Other TLS CA")
    with issuer_service(FakeHospital(), fake.server_side(fake.identity(other, tmp_path, "service"))) as service:
        system = MediPayRegistration(access(service.secure_url, authorities=ours.file), Clock())
        assert system.find(AN.number, deadline()).trouble is T.CERTIFICATE_REFUSED
    assert service.asked == []


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"merchant": ""}, "merchant"),
        ({"secret": ""}, "secret_file"),
        ({"url": "http://his.invalid"}, "url"),
        ({"signed": {"/elsewhere": ()}}, "signed"),
    ],
    ids=["no merchant", "no secret", "no TLS", "signs what is not there"],
)
def test_settings_that_do_not_do(changed: dict[str, Any], key: str) -> None:
    with pytest.raises(Fault, match=rf"registration\.{key}") as raised:
        MediPayRegistration(access(**{"url": "https://his.invalid", **changed}), Clock())
    assert raised.value.code is FaultCode.SETTINGS_MALFORMED


def test_nothing_personal_and_no_secret_is_shown_or_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with registration(fake.saying({"code": "000", "data": {"HO_TEN": "An"}})) as (system, _):
        reply = system.find(AN.number, deadline())
        shown = caplog.text + repr(reply) + repr(ORDER) + repr(access("")) + repr(KnownPatient("BN1", "Nguyễn Văn An"))
    assert not any(word in shown for word in (AN.number, "Nguyễn", SECRET, "BN000123", "DN401"))


def test_what_the_look_up_needs() -> None:
    assert MediPayInsurance(access("https://his.invalid"), Clock()).needs == set(InsuranceField)
