"""The words of the import pages' own furniture; what a file holds is said by the desk."""

from __future__ import annotations

from kiosk.domain.text import Text

CHOOSE = Text("Cài chứng thư: chọn tệp", "Install certificates: choose the file")
LOOKING = Text("Đang xem tệp…", "Looking into the file…")
INSTALLING = Text("Đang cài…", "Installing…")
NOT_READ = Text("Không đọc được tệp này – không có gì thay đổi", "This file cannot be read – nothing has changed")
NOT_INSTALLED = Text("Chưa cài được – không có gì thay đổi", "Not installed – nothing has changed")
BROKEN_OFF = Text("Có lỗi bất ngờ", "Something unexpected happened")

SECTION_FILE = Text("Tệp và người ký", "The file and who signed it")
SECTION_INCOMING = Text("Sẽ được cài", "What would be installed")
SECTION_REJECTED = Text("Bị loại, không cài", "Rejected, not installed")
SECTION_RESULT = Text("Kết quả", "Result")
NOTHING_INCOMING = Text("Không có mục nào", "Nothing")

FIELD_PERSON = Text("F2 · Người thực hiện", "Done by")
FIELD_SECOND = Text("Người thứ hai", "Second person")
FIELD_REFERENCE = Text("hoặc số công văn", "or the issuer's letter")
FIELD_OR_FINGERPRINT = Text(
    "hoặc vân tay SHA-256 đã đối chiếu qua đường khác, thay cho dấu đồng ý",
    "or the SHA-256 fingerprint, compared by another way, in place of the consent",
)
FIELD_FINGERPRINT = Text("Vân tay SHA-256 đã đối chiếu qua đường khác", "SHA-256 fingerprint, compared by another way")

LACKING = Text("Còn thiếu: {what}", "Still missing: {what}")
LACKING_MORE = Text("Còn thiếu: {what}, và {n} điều nữa", "Still missing: {what}, and {n} more")
READY = Text("Đã đủ: có thể cài", "Complete: ready to install")

BUTTON_OPEN = Text("Mở", "Open")
BUTTON_ABOVE = Text("Lên trên", "Up")
BUTTON_LEAVE = Text("Quay lại", "Back")
BUTTON_INSTALL = Text("Cài vào kiosk", "Install")
BUTTON_UNCHANGED = Text("Để nguyên, không cài", "Leave as it is")
BUTTON_OTHER = Text("Chọn tệp khác", "Choose another file")
BUTTON_CLOSE = Text("Đóng", "Close")

FOLDER = Text("thư mục", "folder")

FAULT_WHAT = Text("Lỗi", "Error")
FAULT_REMEDY = Text("Cách xử lý", "Remedy")
FAULT_CODE = Text("Mã lỗi", "Code")
FAULT_TECHNICAL = Text("Dành cho kỹ thuật", "For technicians")
