"""The words of registering a patient."""

from __future__ import annotations

from kiosk.domain.text import Text

PAGE = Text("Đăng ký khám, tra BHYT", "Register, look insurance up")
WHO = Text("Đăng ký khám cho ai?", "Who is to be registered?")
NOBODY = Text("Chưa có ai để đăng ký", "Nobody to register yet")
NOBODY_HINT = Text(
    "Người được nhận vào trong {minutes} phút qua hiện ở đây: bằng thẻ, bằng tay, hoặc không có thẻ",
    "Who came in within the last {minutes} minutes is here: by card, by hand, or without a card",
)
ASKING = Text("Đang hỏi danh mục của bệnh viện…", "Asking for the hospital's catalogues…")
CHOOSE = Text("{what} cho {name}", "{what} for {name}")
OLD_OFFERS = Text(
    "Bệnh viện không trả lời: đây là danh mục trước đó",
    "The hospital gives no answer: these are the catalogues of before",
)
MORE = Text("Chỉ hiện {n} mục đầu: F2, gõ để thu hẹp", "Only the first {n} are shown: F2, type to narrow it down")
NONE_FITS = Text("Không có mục nào như vậy", "Nothing fits")
FIELD = Text("F2 · Gõ để tìm", "Type to search")
CONFIRM = Text("Đăng ký như sau?", "Register like this?")
LOOK = Text("Xem lại người bệnh", "The patient once more")
REGISTERING = Text("Đang đăng ký…", "Registering…")
LOOKING_UP = Text("Đang tra cứu BHYT…", "Looking the insurance up…")
REGISTERED = Text("Đã đăng ký: số {number}", "Registered: number {number}")
NOT_REGISTERED = Text("Chưa đăng ký được", "Not registered")
UNCERTAIN = Text("Không rõ đã đăng ký hay chưa", "Whether it counted is not known")
GONE = Text("Đã quá {minutes} phút: mời kiểm tra lại", "More than {minutes} minutes ago: check them again")
FAILED = Text("Không làm được", "It could not be done")

SECTION_PATIENT = Text("Người bệnh", "Patient")
SECTION_CHOICE = Text("Đăng ký", "Registration")
CANNOT_REGISTER = Text("Đăng ký khám", "Registration")

BUTTON_CHOOSE = Text("Chọn", "Choose")
BUTTON_REGISTER = Text("Đăng ký", "Register")
BUTTON_AGAIN = Text("Thử lại", "Try again")
BUTTON_NEXT = Text("Người tiếp theo", "Next person")
BUTTON_LOOK_UP = Text("Người bệnh đồng ý: tra BHYT", "With consent: look insurance up")
BUTTON_BACK = Text("Quay lại", "Back")
