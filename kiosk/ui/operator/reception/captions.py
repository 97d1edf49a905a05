"""The words of receiving patients without a card."""

from __future__ import annotations

from kiosk.domain.text import Text

PAGE = Text("Người không có thẻ", "People without a card")
WHY = Text("Vì sao không có thẻ?", "Why is there no card?")
TYPE = Text("{case}: nhập thông tin", "{case}: type what is known")
RECORDING = Text("Đang ghi nhận…", "Being recorded…")
RECORDING_AND_ASKING = Text("Đang ghi và tra cứu BHYT…", "Being recorded; looking the insurance up…")
RECORDED = Text("Đã ghi nhận, chưa xác minh", "Recorded, not verified")
NOT_RECORDED = Text("Chưa ghi được – chưa tiếp nhận ai", "Not recorded – nobody was received")
STILL = Text("Còn thiếu: {lack}", "Still missing: {lack}")
READY = Text("Đủ để ghi nhận", "Ready to be recorded")
ASK_FIRST = Text(
    "Hỏi người bệnh trước: đồng ý tra cứu BHYT (F3), hay chỉ ghi nhận (F4)?",
    "Ask the patient first: look the insurance up (F3), or only record (F4)?",
)

SECTION_RESULT = Text("Kết quả", "Result")
CASE = Text("Trường hợp", "Case")
ENTRY = Text("Số trong nhật ký", "Entry of the journal")
NOT_ASKED = Text("Không tra cứu BHYT", "The insurance was not looked up")
INSURANCE = Text("BHYT", "Insurance")

FIELD_NAME = Text("F2 · Họ và tên", "Name")
FIELD_BIRTH = Text("Ngày sinh, hoặc năm sinh", "Date of birth, or the year")
FIELD_NUMBER = Text("Mã BHYT hoặc số định danh, nếu biết", "Insurance or personal number, if known")

BUTTON_CHOOSE = Text("Chọn", "Choose")
BUTTON_RECORD = Text("Ghi nhận", "Record")
BUTTON_AGREED = Text("Đồng ý: ghi nhận, tra BHYT", "Agreed: record, look insurance up")
BUTTON_ONLY_RECORD = Text("Ghi nhận, không tra BHYT", "Record, no look-up")
BUTTON_NEXT = Text("Người tiếp theo", "Next person")
BUTTON_BACK = Text("Quay lại", "Back")
