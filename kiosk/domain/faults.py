"""Accidents: one exception with a stable code, and for each code a plain sentence and a remedy."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.text import Text


class Device(StrEnum):
    """What the kiosk is made of; a fault of one of these is never the person's."""

    CARD_SERVICE = "card_service"
    READER = "reader"
    CAMERA = "camera"
    LIST = "list"
    JOURNAL = "journal"
    SCANNER = "scanner"
    SHIFT = "shift"
    """Not a thing, yet what a kiosk may need: staff who have opened it."""
    PROGRAM = "program"


class Retry(StrEnum):
    """What may be tried again, and by whom."""

    AT_ONCE = "at_once"
    BY_THE_PERSON = "by_the_person"
    BY_STAFF = "by_staff"
    NEVER = "never"


class FaultCode(StrEnum):
    """Stable codes; they stand in the journal, in JSON and in docs/failure-codes.md."""

    # The card service and the reader
    CARD_SERVICE_DOWN = "card-service-down"
    NO_READER = "no-reader"
    READER_LOST = "reader-lost"
    READER_REFUSED = "reader-refused"
    # The card
    NO_CARD = "no-card"
    CARD_REMOVED = "card-removed"
    CARD_MUTE = "card-mute"
    CARD_RESET = "card-reset"
    NOT_AN_ID_CARD = "not-an-id-card"
    WRONG_ACCESS_KEY = "wrong-access-key"
    ACCESS_REFUSED = "access-refused"
    CARD_ANSWER_WRONG = "card-answer-wrong"
    FILE_MALFORMED = "file-malformed"
    FILE_TOO_LARGE = "file-too-large"
    FILE_MISSING = "file-missing"
    # Codes and typed keys
    CODE_NOT_A_CARD = "code-not-a-card"
    CODE_MALFORMED = "code-malformed"
    CODE_GARBLED = "code-garbled"
    CODE_BOARDING_PASS = "code-boarding-pass"  # noqa: S105 - no password
    CODE_INSURANCE = "code-insurance"
    CODE_VNEID = "code-vneid"
    CODE_PAYMENT = "code-payment"
    CODE_LINK = "code-link"
    CODE_CONTACT = "code-contact"
    CODE_WIFI = "code-wifi"
    CODE_PRODUCT = "code-product"
    # The scanner
    SCANNER_MISSING = "scanner-missing"
    SCANNER_LOST = "scanner-lost"
    SEVERAL_CODES = "several-codes"
    ZONE_CUT_OFF = "zone-cut-off"
    ZONE_TOO_SMALL = "zone-too-small"
    ZONE_GLARE = "zone-glare"
    ZONE_ASLANT = "zone-aslant"
    ZONE_BLURRED = "zone-blurred"
    CODE_DETECTOR_BROKEN = "code-detector-broken"
    MRZ_READER_BROKEN = "mrz-reader-broken"
    # The face
    CAMERA_MISSING = "camera-missing"
    CAMERA_LOST = "camera-lost"
    CHIP_PHOTO_UNUSABLE = "chip-photo-unusable"
    CHIP_PHOTO_POOR = "chip-photo-poor"
    FACE_ENGINE_BROKEN = "face-engine-broken"
    MODEL_PACK_REFUSED = "model-pack-refused"
    CALIBRATION_REFUSED = "calibration-refused"
    # The site and the record
    LIST_MISSING = "list-missing"
    LIST_MALFORMED = "list-malformed"
    JOURNAL_FAILED = "journal-failed"
    SHIFT_NOT_OPEN = "shift-not-open"
    # The program
    TRUST_ANCHOR_MALFORMED = "trust-anchor-malformed"
    TRUST_STORE_UNUSABLE = "trust-store-unusable"
    ACCOUNTS_UNUSABLE = "accounts-unusable"
    SETTINGS_MISSING = "settings-missing"
    SETTINGS_MALFORMED = "settings-malformed"
    OUT_OF_TIME = "out-of-time"
    CANCELLED = "cancelled"
    UNEXPECTED = "unexpected"


@dataclass(frozen=True, slots=True)
class FaultEntry:
    """What people are told about a fault: what happened, and what helps."""

    device: Device | None
    retry: Retry
    sentence: Text
    remedy: Text


def _entry(device: Device | None, retry: Retry, vi: str, en: str, remedy_vi: str, remedy_en: str) -> FaultEntry:
    return FaultEntry(device, retry, Text(vi, en), Text(remedy_vi, remedy_en))


FAULTS: dict[FaultCode, FaultEntry] = {
    FaultCode.CARD_SERVICE_DOWN: _entry(
        Device.CARD_SERVICE, Retry.BY_STAFF,
        "Dịch vụ đọc thẻ chưa chạy", "The card service is not running",
        "Khởi động dịch vụ pcscd rồi chờ vài giây", "Start the pcscd service and wait a few seconds",
    ),
    FaultCode.NO_READER: _entry(
        Device.READER, Retry.BY_STAFF,
        "Chưa có đầu đọc thẻ", "No card reader is connected",
        "Cắm đầu đọc thẻ NFC vào cổng USB", "Plug an NFC card reader into a USB port",
    ),
    FaultCode.READER_LOST: _entry(
        Device.READER, Retry.BY_STAFF,
        "Mất kết nối đầu đọc thẻ", "The card reader was disconnected",
        "Cắm lại đầu đọc thẻ", "Plug the card reader in again",
    ),
    FaultCode.READER_REFUSED: _entry(
        Device.READER, Retry.AT_ONCE,
        "Đầu đọc thẻ không trả lời đúng", "The card reader did not answer properly",
        "Nhấc thẻ rồi đặt lại; nếu còn lỗi, cắm lại đầu đọc",
        "Lift the card and place it again; if it stays, plug the reader in again",
    ),
    FaultCode.NO_CARD: _entry(
        None, Retry.BY_THE_PERSON,
        "Chưa có thẻ trên đầu đọc", "No card lies on the reader",
        "Đặt thẻ lên đầu đọc và giữ yên", "Place the card on the reader and keep it still",
    ),
    FaultCode.CARD_REMOVED: _entry(
        None, Retry.BY_THE_PERSON,
        "Thẻ bị nhấc ra khi đang đọc", "The card was taken away while being read",
        "Đặt lại thẻ và giữ yên", "Place the card again and keep it still",
    ),
    FaultCode.CARD_MUTE: _entry(
        None, Retry.BY_THE_PERSON,
        "Chip không trả lời", "The chip does not answer",
        "Đặt lại thẻ; nếu chip hỏng, dùng mã QR trên thẻ",
        "Place the card again; if the chip is dead, use the card's QR code",
    ),
    FaultCode.CARD_RESET: _entry(
        None, Retry.AT_ONCE,
        "Chip đã khởi động lại", "The chip was reset",
        "Đặt lại thẻ và giữ yên", "Place the card again and keep it still",
    ),
    FaultCode.NOT_AN_ID_CARD: _entry(
        None, Retry.BY_THE_PERSON,
        "Đây không phải thẻ Căn cước/CCCD gắn chip", "This is not a chip ID card",
        "Đặt thẻ Căn cước hoặc CCCD gắn chip lên đầu đọc", "Place a chip ID card on the reader",
    ),
    FaultCode.WRONG_ACCESS_KEY: _entry(
        None, Retry.BY_THE_PERSON,
        "Mã mở chip không đúng với thẻ này", "The access key does not fit this card",
        "Quét lại mã QR của chính thẻ này hoặc nhập 6 số cuối của số định danh",
        "Scan this card's own QR code again or type the last six digits of its number",
    ),
    FaultCode.ACCESS_REFUSED: _entry(
        None, Retry.BY_STAFF,
        "Chip từ chối cho đọc", "The chip refuses access",
        "Thử lại một lần, sau đó kiểm tra thủ công", "Try once more, then check by hand",
    ),
    FaultCode.CARD_ANSWER_WRONG: _entry(
        None, Retry.BY_THE_PERSON,
        "Chip trả lời không đúng chuẩn", "The chip's answer breaks the protocol",
        "Đặt lại thẻ; nếu còn lỗi, kiểm tra thủ công", "Place the card again; if it stays, check by hand",
    ),
    FaultCode.FILE_MALFORMED: _entry(
        None, Retry.BY_STAFF,
        "Dữ liệu trong chip không đúng cấu trúc", "The data on the chip are not well-formed",
        "Kiểm tra thẻ thủ công", "Check the card by hand",
    ),
    FaultCode.FILE_TOO_LARGE: _entry(
        None, Retry.BY_STAFF,
        "Dữ liệu trong chip lớn bất thường", "A file on the chip is unusually large",
        "Kiểm tra thẻ thủ công", "Check the card by hand",
    ),
    FaultCode.FILE_MISSING: _entry(
        None, Retry.BY_STAFF,
        "Chip thiếu dữ liệu cần thiết", "The chip lacks a file that is needed",
        "Kiểm tra thẻ thủ công", "Check the card by hand",
    ),
    FaultCode.CODE_NOT_A_CARD: _entry(
        None, Retry.BY_THE_PERSON,
        "Đây không phải mã QR trên thẻ", "This is not the QR code of an ID card",
        "Đưa mã QR in trên thẻ Căn cước/CCCD vào camera", "Show the QR code printed on the ID card",
    ),
    FaultCode.CODE_MALFORMED: _entry(
        None, Retry.BY_THE_PERSON,
        "Mã đọc được không đầy đủ", "The code was not read completely",
        "Quét lại mã QR", "Scan the QR code again",
    ),
    FaultCode.CODE_GARBLED: _entry(
        None, Retry.BY_STAFF,
        "Máy quét làm hỏng chữ tiếng Việt", "The scanner garbles Vietnamese letters",
        "Quét bằng camera, hoặc đặt máy quét sang UTF-8 và tắt bộ gõ tiếng Việt (F7)",
        "Use the camera, or set the scanner to UTF-8 and switch the input method off (F7)",
    ),
    FaultCode.CODE_BOARDING_PASS: _entry(
        None, Retry.BY_THE_PERSON,
        "Đây là thẻ lên máy bay, không phải mã QR trên thẻ",
        "This is a boarding pass, not an ID card's QR code",
        "Đưa mã QR in trên thẻ Căn cước/CCCD vào camera hoặc máy quét",
        "Show the QR code printed on the ID card",
    ),
    FaultCode.CODE_INSURANCE: _entry(
        None, Retry.BY_THE_PERSON,
        "Đây là mã thẻ bảo hiểm y tế, không phải mã QR trên thẻ",
        "This is a health-insurance card, not an ID card's QR code",
        "Đưa mã QR in trên thẻ Căn cước/CCCD vào camera hoặc máy quét",
        "Show the QR code printed on the ID card",
    ),
    FaultCode.CODE_VNEID: _entry(
        None, Retry.BY_THE_PERSON,
        "Đây là mã của ứng dụng VNeID, không phải mã QR trên thẻ",
        "This is a code of the VNeID app, not an ID card's QR code",
        "Đưa mã QR in trên thẻ Căn cước/CCCD vào camera hoặc máy quét",
        "Show the QR code printed on the ID card",
    ),
    FaultCode.CODE_PAYMENT: _entry(
        None, Retry.BY_THE_PERSON,
        "Đây là mã chuyển tiền, không phải mã QR trên thẻ",
        "This is a payment code, not an ID card's QR code",
        "Đưa mã QR in trên thẻ Căn cước/CCCD vào camera hoặc máy quét",
        "Show the QR code printed on the ID card",
    ),
    FaultCode.CODE_LINK: _entry(
        None, Retry.BY_THE_PERSON,
        "Đây là mã của một trang web, không phải mã QR trên thẻ",
        "This is a link to a web page, not an ID card's QR code",
        "Đưa mã QR in trên thẻ Căn cước/CCCD vào camera hoặc máy quét",
        "Show the QR code printed on the ID card",
    ),
    FaultCode.CODE_CONTACT: _entry(
        None, Retry.BY_THE_PERSON,
        "Đây là mã danh thiếp, không phải mã QR trên thẻ",
        "This is a contact card, not an ID card's QR code",
        "Đưa mã QR in trên thẻ Căn cước/CCCD vào camera hoặc máy quét",
        "Show the QR code printed on the ID card",
    ),
    FaultCode.CODE_WIFI: _entry(
        None, Retry.BY_THE_PERSON,
        "Đây là mã Wi-Fi, không phải mã QR trên thẻ",
        "This is a Wi-Fi code, not an ID card's QR code",
        "Đưa mã QR in trên thẻ Căn cước/CCCD vào camera hoặc máy quét",
        "Show the QR code printed on the ID card",
    ),
    FaultCode.CODE_PRODUCT: _entry(
        None, Retry.BY_THE_PERSON,
        "Đây là mã vạch hàng hóa, không phải mã QR trên thẻ",
        "This is a product's bar code, not an ID card's QR code",
        "Đưa mã QR in trên thẻ Căn cước/CCCD vào camera hoặc máy quét",
        "Show the QR code printed on the ID card",
    ),
    FaultCode.SCANNER_MISSING: _entry(
        Device.SCANNER, Retry.BY_STAFF,
        "Chưa có máy quét mã", "No code scanner is connected",
        "Cắm máy quét, đặt sang chế độ cổng nối tiếp (USB-COM)",
        "Plug the scanner in; set it to serial mode (USB-COM)",
    ),
    FaultCode.SCANNER_LOST: _entry(
        Device.SCANNER, Retry.BY_STAFF,
        "Mất kết nối máy quét mã", "The code scanner was disconnected",
        "Cắm lại máy quét",
        "Plug the scanner in again",
    ),
    FaultCode.SEVERAL_CODES: _entry(
        None, Retry.BY_THE_PERSON,
        "Camera thấy nhiều thẻ cùng lúc", "The camera sees several cards at once",
        "Chỉ đưa một thẻ vào camera", "Show one card only",
    ),
    FaultCode.ZONE_CUT_OFF: _entry(
        None, Retry.BY_THE_PERSON,
        "Các dòng chữ cuối thẻ bị khuất một phần", "Part of the printed lines is out of view",
        "Đưa trọn các dòng chữ vào khung hình", "Bring all of the printed lines into view",
    ),
    FaultCode.ZONE_TOO_SMALL: _entry(
        None, Retry.BY_THE_PERSON,
        "Đưa thẻ lại gần camera hơn", "Hold the card closer to the camera",
        "Giữ thẻ gần camera hơn", "Hold the card closer to the camera",
    ),
    FaultCode.ZONE_GLARE: _entry(
        None, Retry.BY_THE_PERSON,
        "Thẻ bị lóa đèn, hãy nghiêng thẻ một chút", "A lamp shines on the card: turn it a little",
        "Nghiêng thẻ để ánh đèn không chiếu lên các dòng chữ", "Turn the card so that no lamp shines on the lines",
    ),
    FaultCode.ZONE_ASLANT: _entry(
        None, Retry.BY_THE_PERSON,
        "Hướng mặt thẻ thẳng về camera", "Turn the card's face to the camera",
        "Cầm thẻ thẳng, không nghiêng", "Hold the card straight, not aslant",
    ),
    FaultCode.ZONE_BLURRED: _entry(
        None, Retry.BY_THE_PERSON,
        "Giữ yên thẻ trước camera", "Hold the card still before the camera",
        "Giữ yên thẻ một lát", "Hold the card still for a moment",
    ),
    FaultCode.MRZ_READER_BROKEN: _entry(
        Device.PROGRAM, Retry.BY_STAFF,
        "Bộ đọc dòng MRZ không chạy được", "The reader of machine-readable zones cannot run",
        "Cài lại chương trình; chạy «kiosk doctor»", "Install the program again; run «kiosk doctor»",
    ),
    FaultCode.CODE_DETECTOR_BROKEN: _entry(
        None, Retry.BY_STAFF,
        "Bộ dò mã QR bị hỏng; mã nhỏ hoặc mờ khó đọc hơn",
        "The QR detector is broken; small or blurred codes are harder to read",
        "Cài lại chương trình", "Install the program again",
    ),
    FaultCode.CAMERA_MISSING: _entry(
        Device.CAMERA, Retry.BY_STAFF,
        "Chưa có camera", "No camera is connected",
        "Cắm camera, kiểm tra số camera trong cấu hình", "Plug a camera in; check its number in the settings",
    ),
    FaultCode.CAMERA_LOST: _entry(
        Device.CAMERA, Retry.BY_STAFF,
        "Mất hình từ camera", "The camera stopped delivering pictures",
        "Cắm lại camera", "Plug the camera in again",
    ),
    FaultCode.CHIP_PHOTO_UNUSABLE: _entry(
        None, Retry.BY_STAFF,
        "Ảnh trong chip không dùng được để so sánh", "The photo on the chip cannot be used for comparison",
        "So sánh khuôn mặt bằng mắt", "Compare the face by eye",
    ),
    FaultCode.CHIP_PHOTO_POOR: _entry(
        None, Retry.BY_STAFF,
        "Ảnh trên chip quá kém để so sánh", "The photo on the chip is too poor to compare with",
        "So sánh khuôn mặt bằng mắt", "Compare the face by eye",
    ),
    FaultCode.FACE_ENGINE_BROKEN: _entry(
        Device.PROGRAM, Retry.BY_STAFF,
        "Bộ so sánh khuôn mặt không chạy được", "The face engine cannot run",
        "Cài lại chương trình; chạy «kiosk doctor»", "Install the program again; run «kiosk doctor»",
    ),
    FaultCode.MODEL_PACK_REFUSED: _entry(
        Device.PROGRAM, Retry.BY_STAFF,
        "Gói mô hình không cài được", "The model pack cannot be installed",
        "Sao chép lại gói mô hình rồi cài lại", "Copy the model pack again and repeat the installation",
    ),
    FaultCode.CALIBRATION_REFUSED: _entry(
        Device.PROGRAM, Retry.BY_STAFF,
        "Không hiệu chuẩn được từ dữ liệu này", "These data give no calibration",
        "Sửa dữ liệu hoặc bổ sung cặp ảnh như được nêu", "Correct the data, or add pairs as told",
    ),
    FaultCode.LIST_MISSING: _entry(
        Device.LIST, Retry.BY_STAFF,
        "Chưa có danh sách của điểm kiểm tra", "The site's list is missing",
        "Nạp danh sách của điểm kiểm tra", "Load the site's list",
    ),
    FaultCode.LIST_MALFORMED: _entry(
        Device.LIST, Retry.BY_STAFF,
        "Danh sách có lỗi, không dùng được", "The list has errors and cannot be used",
        "Sửa các dòng được nêu rồi nạp lại", "Correct the rows named and load it again",
    ),
    FaultCode.JOURNAL_FAILED: _entry(
        Device.JOURNAL, Retry.BY_STAFF,
        "Không ghi được nhật ký", "The journal cannot be written",
        "Kiểm tra ổ đĩa và quyền ghi", "Check the disk and the right to write",
    ),
    FaultCode.SHIFT_NOT_OPEN: _entry(
        Device.SHIFT, Retry.BY_STAFF,
        "Chưa mở ca trực", "No shift is open",
        "Nhân viên đăng nhập rồi mở ca bằng F4", "Staff log in and open the shift by F4",
    ),
    FaultCode.TRUST_ANCHOR_MALFORMED: _entry(
        Device.PROGRAM, Retry.BY_STAFF,
        "Chứng thư gốc không đọc được", "A trust anchor cannot be read",
        "Kiểm tra tệp chứng thư (DER hoặc PEM)", "Check the certificate file (DER or PEM)",
    ),
    FaultCode.TRUST_STORE_UNUSABLE: _entry(
        Device.PROGRAM, Retry.BY_STAFF,
        "Không đọc hoặc ghi được kho chứng thư", "The trust store cannot be read or written",
        "Kiểm tra ổ đĩa và quyền ghi; nếu kho hỏng, đặt lại bản sao",
        "Check the disk and the right to write; if the store is damaged, put back a copy of it",
    ),
    FaultCode.ACCOUNTS_UNUSABLE: _entry(
        Device.PROGRAM, Retry.BY_STAFF,
        "Không mở được tài khoản cán bộ", "The accounts of staff cannot be used",
        "Kiểm tra đĩa và quyền của tệp accounts.sqlite trong thư mục dữ liệu",
        "Check the disk, and the permissions of accounts.sqlite in the data folder",
    ),
    FaultCode.SETTINGS_MISSING: _entry(
        Device.PROGRAM, Retry.BY_STAFF,
        "Chưa có tệp cấu hình", "There is no settings file yet",
        "Chép thư mục config mẫu và chỉ tệp kiosk.toml bằng --config",
        "Copy the sample folder config and name its kiosk.toml by --config",
    ),
    FaultCode.SETTINGS_MALFORMED: _entry(
        Device.PROGRAM, Retry.BY_STAFF,
        "Cấu hình có lỗi", "The settings have an error",
        "Sửa dòng được nêu trong tệp cấu hình", "Correct the line named in the settings file",
    ),
    FaultCode.OUT_OF_TIME: _entry(
        None, Retry.BY_THE_PERSON,
        "Đã hết thời gian", "The time is over",
        "Nhấc thẻ và thử lại", "Take the card and try again",
    ),
    FaultCode.CANCELLED: _entry(
        None, Retry.BY_THE_PERSON,
        "Đã dừng", "Stopped",
        "Nhấc thẻ và thử lại", "Take the card and try again",
    ),
    FaultCode.UNEXPECTED: _entry(
        Device.PROGRAM, Retry.BY_STAFF,
        "Chương trình gặp lỗi", "The program met an error",
        "Thử lại; nếu còn lỗi, khởi động lại máy", "Try again; if it stays, restart the kiosk",
    ),
}  # fmt: skip

CODE_FAULTS = frozenset(
    code for code, entry in FAULTS.items() if code.value.startswith("code-") and entry.device is None
)
"""What can be wrong with a scanned code."""


class Fault(Exception):  # noqa: N818 - the field's word, and part of our vocabulary
    """An accident with a stable code.

    ``technical`` is for technicians (a status word, a PC/SC code, a file name, a line number); it never holds
    personal data, card contents or keys.
    """

    def __init__(self, code: FaultCode, technical: str = "") -> None:
        super().__init__(code.value, technical)
        self.code = code
        self.technical = technical

    def __str__(self) -> str:
        text = f"{self.code.value}: {self.entry.sentence.en}"
        return f"{text} ({self.technical})" if self.technical else text

    @property
    def entry(self) -> FaultEntry:
        return FAULTS[self.code]
