"""The result codes of the health-insurance gateway: what each amounts to, says, and asks of reception.

Source: annex of letter 1923/BHXH-CNTT (2024), table of ``maKetQua``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from kiosk.domain.text import Text


class InsuranceFinding(StrEnum):
    """What came of asking; only the first says that nobody has to do anything."""

    IN_FORCE = "in-force"
    NEW_CARD = "new-card"
    CHECK_PAPERS = "check-papers"
    NOT_YET = "not-yet"
    EXPIRED = "expired"
    REVOKED = "revoked"
    REDUCED = "reduced"
    NOT_FOUND = "not-found"
    WRONG_NUMBER = "wrong-number"
    WRONG_NAME = "wrong-name"
    WRONG_BIRTH_DATE = "wrong-birth-date"
    CHILD_WITHOUT_CARD = "child-without-card"
    NOT_ASKED = "not-asked"
    SERVICE_FAILED = "service-failed"


@dataclass(frozen=True, slots=True)
class InsuranceResult:
    """A result in words for staff, with what they do next (empty: nothing)."""

    finding: InsuranceFinding
    sentence: Text
    next_step: Text


_NOTHING = Text("", "")
_BY_HAND = Text(
    "Tra cứu trên cổng giám định BHYT bằng máy của quầy, hoặc xem thẻ giấy/VssID",
    "Look it up on the insurance portal at the desk, or read the paper card or VssID",
)
_ASK_OFFICE = Text(
    "Báo người bệnh liên hệ cơ quan BHXH hoặc đơn vị tham gia; tiếp nhận không BHYT nếu người bệnh đồng ý",
    "Tell the patient to see the social-insurance office or their employer; receive without insurance if they agree",
)
_COMPARE = Text(
    "Đối chiếu với thẻ BHYT của người bệnh rồi tra cứu lại bằng mã thẻ in trên đó",
    "Compare with the patient's insurance card, and ask again by the number printed there",
)
_COMPARE_DATA = Text(
    "Đối chiếu căn cước với dữ liệu BHYT; nếu căn cước đúng, báo cơ quan BHXH điều chỉnh",
    "Compare the identity card with the insurance data; if the card is right, have the insurance office correct theirs",
)
_NEW_NUMBER = Text("Dùng mã thẻ mới để tiếp nhận", "Receive the patient by the number of the new card")
_SEE_PAPERS = Text(
    "Kiểm tra thẻ và giấy tờ tùy thân do ngành cấp", "Look at the insurance card and the service's own papers"
)
_TO_ADMINISTRATOR = Text(
    "Báo người quản trị: tài khoản hoặc nhân viên tra cứu cần đăng ký trên cổng; tra cứu thủ công",
    "Tell the administrator: account or staff member must be registered at the portal; look it up by hand",
)

_Finding = InsuranceFinding


def _result(finding: InsuranceFinding, vi: str, en: str, next_step: Text) -> InsuranceResult:
    return InsuranceResult(finding, Text(vi, en), next_step)


RESULTS: Mapping[str, InsuranceResult] = MappingProxyType(
    {
        "000": _result(_Finding.IN_FORCE, "Thẻ BHYT còn giá trị", "The insurance is in force", _NOTHING),
        "001": _result(
            _Finding.CHECK_PAPERS,
            "Thẻ BHYT do Bộ Quốc phòng quản lý",
            "The insurance card is one of the army's",
            _SEE_PAPERS,
        ),
        "002": _result(
            _Finding.CHECK_PAPERS,
            "Thẻ BHYT do Bộ Công an quản lý",
            "The insurance card is one of the police's",
            _SEE_PAPERS,
        ),
        "003": _result(
            _Finding.NEW_CARD,
            "Thẻ BHYT cũ đã hết giá trị, có thẻ mới",
            "The old insurance card has expired; there is a new one",
            _NEW_NUMBER,
        ),
        "004": _result(
            _Finding.NEW_CARD,
            "Thẻ BHYT cũ còn giá trị, đã cấp thẻ mới",
            "The old insurance card is still in force; a new one was issued",
            _NEW_NUMBER,
        ),
        "010": _result(_Finding.EXPIRED, "Thẻ BHYT đã hết giá trị", "The insurance has expired", _ASK_OFFICE),
        "050": _result(
            _Finding.NOT_FOUND, "Không tìm thấy thẻ BHYT", "No insurance is known under this number", _COMPARE
        ),
        "051": _result(_Finding.WRONG_NUMBER, "Mã thẻ BHYT không đúng", "The insurance number is wrong", _COMPARE),
        "052": _result(
            _Finding.WRONG_NUMBER,
            "Mã tỉnh trong mã thẻ BHYT không đúng",
            "The province in the insurance number is wrong",
            _COMPARE,
        ),
        "053": _result(
            _Finding.WRONG_NUMBER,
            "Mã quyền lợi trong mã thẻ BHYT không đúng",
            "The benefit code in the insurance number is wrong",
            _COMPARE,
        ),
        "054": _result(
            _Finding.SERVICE_FAILED,
            "Cổng BHYT: nhân viên tra cứu chưa đăng ký",
            "The insurance service does not know the staff member who asks",
            _TO_ADMINISTRATOR,
        ),
        "055": _result(
            _Finding.SERVICE_FAILED,
            "Cổng BHYT: họ tên nhân viên tra cứu không khớp",
            "The insurance service knows the staff member by another name",
            _TO_ADMINISTRATOR,
        ),
        "060": _result(
            _Finding.WRONG_NAME, "Họ tên khác với dữ liệu BHYT", "The insurance is in another name", _COMPARE_DATA
        ),
        "061": _result(
            _Finding.WRONG_NAME,
            "Họ tên khác với dữ liệu BHYT (đúng chữ cái đầu)",
            "The insurance is in another name with the same first letters",
            _COMPARE_DATA,
        ),
        "070": _result(
            _Finding.WRONG_BIRTH_DATE,
            "Ngày sinh khác với dữ liệu BHYT",
            "The insurance has another date of birth",
            _COMPARE_DATA,
        ),
        "100": _result(
            _Finding.SERVICE_FAILED,
            "Cổng BHYT lỗi khi lấy dữ liệu thẻ",
            "The insurance service could not read its data",
            _BY_HAND,
        ),
        "101": _result(_Finding.SERVICE_FAILED, "Cổng BHYT gặp lỗi", "The insurance service failed", _BY_HAND),
        "110": _result(_Finding.REVOKED, "Thẻ BHYT đã bị thu hồi", "The insurance card was revoked", _ASK_OFFICE),
        "120": _result(_Finding.REDUCED, "Thẻ BHYT đã báo giảm", "The insurance was ended", _ASK_OFFICE),
        "121": _result(
            _Finding.REDUCED,
            "Thẻ BHYT đã báo giảm: chuyển ngoại tỉnh",
            "The insurance was ended: moved to another province",
            _ASK_OFFICE,
        ),
        "122": _result(
            _Finding.REDUCED,
            "Thẻ BHYT đã báo giảm: chuyển nội tỉnh",
            "The insurance was ended: moved within the province",
            _ASK_OFFICE,
        ),
        "123": _result(
            _Finding.REDUCED,
            "Thẻ BHYT đã báo giảm: thu hồi do tăng lại cùng đơn vị",
            "The insurance card was replaced by the same employer's registration",
            _ASK_OFFICE,
        ),
        "124": _result(
            _Finding.REDUCED,
            "Thẻ BHYT đã báo giảm: ngừng tham gia",
            "The insurance was ended: contributions stopped",
            _ASK_OFFICE,
        ),
        "130": _result(
            _Finding.CHILD_WITHOUT_CARD,
            "Trẻ em chưa xuất trình thẻ BHYT",
            "A child without an insurance card",
            Text(
                "Trẻ dưới 6 tuổi: xem giấy khai sinh hoặc giấy chứng sinh",
                "A child under six: look at the birth certificate or the record of birth",
            ),
        ),
        "205": _result(
            _Finding.SERVICE_FAILED,
            "Cổng BHYT không nhận câu hỏi này",
            "The insurance service did not take the question",
            _BY_HAND,
        ),
        "401": _result(
            _Finding.SERVICE_FAILED,
            "Cổng BHYT không nhận tài khoản của máy",
            "The insurance service does not accept this kiosk's account",
            _TO_ADMINISTRATOR,
        ),
    }
)
"""Every documented code. ``judged`` may find dates in the answer that say otherwise."""

_BY_FINDING: Mapping[InsuranceFinding, InsuranceResult] = MappingProxyType(
    {
        **{RESULTS[code].finding: RESULTS[code] for code in ("000", "003", "110", "120", "050", "051", "060", "070")},
        _Finding.CHILD_WITHOUT_CARD: RESULTS["130"],
        _Finding.EXPIRED: RESULTS["010"],
        _Finding.NOT_YET: _result(
            _Finding.NOT_YET, "Thẻ BHYT chưa đến ngày có giá trị", "The insurance is not in force yet", _ASK_OFFICE
        ),
        _Finding.CHECK_PAPERS: _result(
            _Finding.CHECK_PAPERS, "Dữ liệu BHYT không đầy đủ", "The insurance data are not complete", _BY_HAND
        ),
        _Finding.NOT_ASKED: _result(_Finding.NOT_ASKED, "Chưa tra cứu BHYT", "Insurance was not looked up", _BY_HAND),
        _Finding.SERVICE_FAILED: _result(
            _Finding.SERVICE_FAILED, "Chưa tra cứu được BHYT", "Insurance could not be looked up", _BY_HAND
        ),
    }
)


def result_of(code: str, finding: InsuranceFinding | None = None) -> InsuranceResult:
    """The documented result; where there is none, or the finding is another, the finding in words.

    A code that nobody documented is no answer: ``SERVICE_FAILED``.
    """
    known = RESULTS.get(code)
    if known is not None and finding in (None, known.finding):
        return known
    return _BY_FINDING[finding or InsuranceFinding.SERVICE_FAILED]
