"""The words of the windows' own furniture: buttons, headings, picture captions; what a check says is in kiosk.check."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kiosk.domain.text import Text

# Citizen window
STEP_CARD = Text("Đặt thẻ lên đầu đọc", "Place the card")
STEP_LOOK = Text("Nhìn vào camera", "Look at the camera")
STEP_DONE = Text("Xong, lấy lại thẻ", "Done, take the card")
PICTURE_TAKE_CARD = Text("Nhấc thẻ khỏi đầu đọc", "Lift the card off the reader")
PICTURE_REPOSITION = Text("Đặt thẻ vào giữa đầu đọc", "Put the card in the middle of the reader")
PICTURE_NEXT_DESK = Text("Mời sang quầy có nhân viên", "Go to the desk with staff")
PICTURE_STAFF_COME = Text("Xin chờ một chút", "One moment please")
PICTURE_STARTING = Text("Máy đang khởi động", "The kiosk is starting")
CHIP_UNREADABLE = Text("Thẻ không đọc được chip", "The chip cannot be read")
SECONDS = Text("giây", "s")
SECONDS_LEFT = Text("còn {n} giây", "{n} s left")
CLOSES_IN = Text(
    "Màn hình tự đóng sau {n} giây – chạm để giữ lâu hơn", "This screen closes in {n} s – touch it to keep it longer"
)
LISTEN = Text("Nghe", "Listen")
MORE_TIME = Text("Thêm thời gian", "More time")
CONSENT_YES = Text("Tôi đồng ý", "I agree")
CONSENT_NO = Text("Không – tôi đến quầy nhân viên", "No – I go to the staff desk")
CHIP_PROGRESS = Text("Đã đọc {n}% chip", "{n}% of the chip read")
FOR_STAFF = Text("Dành cho nhân viên: {reason}", "For staff: {reason}")
CAMERA_WAITS = Text("Đang mở camera…", "Camera is starting…")
LIVE_PICTURE = Text("Hình trực tiếp từ camera", "Live picture of the camera")
KEY_DELETE = Text("Xóa", "Delete")
KEY_CONFIRM = Text("Xong", "OK")
KEYPAD_DIGITS = Text("Đã nhập {n} trên {of} chữ số", "{n} of {of} digits typed")

# Operator window
OPERATOR_TITLE = Text("Màn hình nhân viên", "Staff screen")
CITIZEN_TITLE = Text("Màn hình người dân", "Citizen screen")
SECTION_REASONS = Text("Lý do và cách xử lý", "Reasons and remedies")
SECTION_TROUBLE = Text("Thiết bị gặp sự cố", "Device trouble")
SECTION_PHOTOS = Text("Đối chiếu khuôn mặt", "Face comparison")
SECTION_PERSON = Text("Thông tin trên thẻ", "On the card")
SECTION_LISTING = Text("Danh sách của điểm kiểm tra", "The site's list")
SECTION_DOCUMENT = Text("Kiểm tra giấy tờ", "Document checks")
CHIP_PHOTO = Text("Ảnh trong chip", "Photo on the chip")
LIST_PHOTO = Text("Ảnh trong danh sách", "Photo of the list")
LIVE_PHOTO = Text("Ảnh trực tiếp", "Live photo")
NO_PHOTO_YET = Text("Chưa có ảnh", "No photo yet")
CHIP_PHOTO_UNREADABLE = Text("Không mở được ảnh trong chip – so sánh bằng mắt", "The chip's photo cannot be opened")
NO_REASONS = Text("Không có lưu ý", "Nothing to note")
NOTHING_YET = Text("Chưa có dữ liệu", "Nothing yet")
ZONE_NO_MATCH = Text("Không giống", "No match")
ZONE_UNSURE = Text("Cần người xem", "Unsure")
ZONE_MATCH = Text("Giống", "Match")
SCORE_BAR = Text("Điểm {score}, ngưỡng {accept}", "Score {score}, threshold {accept}")
SECONDS_USED = Text("{n} giây", "{n} s")
TIMELINE = Text("Diễn biến", "Timeline")
BUTTON_DISMISS = Text("Đóng kết quả", "Close the result")
BUTTON_ATTENTION_SEEN = Text("Đã xem", "Seen")
BUTTON_CHIP_GIVEN_UP = Text("Chip không đọc được", "Chip cannot be read")
BUTTON_STAFF_LOOKS = Text("Tự xem người", "Look at the person")
NO_LIST_PHOTO = Text("Danh sách không có ảnh", "The list has no photo")
LIST_PHOTO_UNREADABLE = Text("Không mở được ảnh trong danh sách", "The list's photo cannot be opened")
BUTTON_SEEN = Text("Đã xem: quyết định", "Seen: decide")
BUTTON_TRUST = Text("Chứng thư", "Certificates")
BUTTON_SCANNERS = Text("Máy quét", "Scanners")
BUTTON_TYPE_KEY = Text("Nhập số", "Type the number")
BUTTON_TAKE_KEY = Text("Nhận số", "Take the number")
FIELD_KEY = Text("Số định danh 12 số hoặc 6 số cuối", "12-digit number or its last six digits")
FIELD_KEY_WRONG = Text("Cần đúng 6 hoặc 12 chữ số", "Exactly 6 or 12 digits are needed")
FIELD_KEY_TAKEN = Text("Đã nhận số", "Number taken")

MILESTONES: Mapping[str, Text] = MappingProxyType(
    {
        "card": Text("Thẻ", "Card"),
        "consent": Text("Đồng ý", "Consent"),
        "by-hand": Text("Thủ công", "By hand"),
        "code-only": Text("Chỉ mã QR", "QR only"),
        "reading": Text("Đọc", "Read"),
        "chip": Text("Chip", "Chip"),
        "document": Text("Giấy tờ", "Document"),
        "face": Text("Khuôn mặt", "Face"),
        "list": Text("Danh sách", "List"),
        "verdict": Text("Kết luận", "Verdict"),
    }
)
"""The marks of a timeline that have a word; the steps of the reading between them are ticks without one."""
