"""The words of the screens: one table a subject, Vietnamese first."""

from __future__ import annotations

from kiosk.domain.face import FaceBand, FaceHint
from kiosk.domain.faults import FaultCode
from kiosk.domain.identity import Source
from kiosk.domain.override import Outcome
from kiosk.domain.site import Admission
from kiosk.domain.text import Text
from kiosk.domain.travel import PassDifference
from kiosk.domain.verdict import Reason, Verdict

IDLE = Text("Mời đặt thẻ Căn cước/CCCD lên đầu đọc", "Place your ID card on the reader")
IDLE_DETAIL = Text(
    "Đưa mã QR trên thẻ vào camera trước, hoặc nhập 6 số cuối của số định danh sau khi đặt thẻ",
    "Show the card's QR code to the camera first, or type the last six digits after placing the card",
)
STARTING = Text("Đang khởi động…", "Starting…")
OUT_OF_SERVICE = Text("Máy tạm ngừng phục vụ – mời sang quầy bên cạnh", "Out of service – next desk please")
CODE_SEEN = Text("Đã đọc mã QR – mời đặt thẻ lên đầu đọc", "Code read – now place your card on the reader")
CONSENT = Text("Trước khi bắt đầu", "Before we begin")
INSURANCE_SEEN = Text(
    "Đã đọc mã BHYT – mời đặt thẻ Căn cước/CCCD lên đầu đọc",
    "Insurance code read – now place your ID card on the reader",
)
KEY_WANTED = Text("Đưa mã QR trên thẻ vào camera", "Show the card's QR code to the camera")
KEY_WANTED_DETAIL = Text(
    "hoặc nhập 6 số cuối của số định danh 12 số", "or type the last six digits of the 12-digit number"
)
READING = Text("Đang đọc chip – giữ yên thẻ", "Reading the chip – keep the card still")
STILL_READING = Text("Vẫn đang đọc, xin giữ nguyên thẻ", "Still reading, please leave the card")
REPOSITION = Text("Thẻ bị lệch – vui lòng đặt lại như hình", "Card moved – place it as shown")
LOOK_AT_CAMERA = Text("Nhìn vào camera, đưa khuôn mặt vào khung", "Look at the camera, face in the frame")
CHECKING = Text("Đang đối chiếu…", "Checking…")
BY_HAND = Text("Nhìn vào camera – {staff} đang kiểm tra", "Look at the camera – {staff} is checking")
BY_HAND_FOR_STAFF = Text(
    "Kiểm tra thủ công: so người với ảnh và danh sách", "By hand: compare the person with photo and list"
)
WAIT_FOR_STAFF = Text("Vui lòng chờ {staff} hỗ trợ", "Please wait for {staff}")
PASS_WANTED = Text("Đưa mã trên thẻ lên máy bay vào máy quét", "Show the code of your boarding pass")
PASS_SEEN = Text("Đã đọc thẻ lên máy bay – mời đặt giấy tờ", "Boarding pass read – now your document")
REGISTERED = Text("Đã đăng ký khám", "You are registered")
REGISTERED_DETAIL = Text("Vui lòng chờ đến khi số được gọi", "Please wait until your number is called")
REMOVE_CARD = Text("Vui lòng lấy lại thẻ", "Take your card")

CITIZEN_VERDICTS: dict[Verdict, Text] = {
    # Only a plain ADMIT has verified everything: with attention, the issuer may not even be known.
    Verdict.ADMIT: Text("Hợp lệ", "Verified"),
    Verdict.ADMIT_WITH_ATTENTION: Text("Đã kiểm tra – {staff} sẽ xem thêm", "Checked – {staff} will take a look"),
    Verdict.REFER: Text("Vui lòng gặp {staff}", "Please see {staff}"),
    Verdict.REFUSE: Text("Chưa thể xác nhận – vui lòng gặp {staff}", "Not confirmed – please see {staff}"),
}

STAFF_OUTCOMES: dict[Outcome, Text] = {
    Outcome.ADMITTED: Text("Mời vào – {staff} đã xác nhận", "Please go in – confirmed by {staff}"),
    Outcome.REFUSED: Text("Chưa thể xác nhận – vui lòng gặp {staff}", "Not confirmed – please see {staff}"),
}
"""What the person is told of a decision that staff made."""

CITIZEN_NOTICES: dict[FaultCode, Text] = {
    FaultCode.WRONG_ACCESS_KEY: Text("Số hoặc mã không khớp thẻ này", "The digits or code do not fit this card"),
    FaultCode.CODE_GARBLED: Text(
        "Chưa đọc đúng mã – mời đưa mã QR vào camera", "The code was not read right – show it to the camera"
    ),
}
"""Where a fault's own sentence speaks to staff: what the person is told of a scan that did not do."""

CITIZEN_REASONS: dict[Reason, Text] = {
    Reason.CARD_TAKEN_AWAY: Text("Thẻ bị nhấc ra khi đang đọc", "The card was taken away while being read"),
    Reason.NOT_AN_ID_CARD: Text("Đây không phải thẻ Căn cước/CCCD gắn chip", "This is not a chip ID card"),
    Reason.NO_CONSENT: Text("Thẻ và khuôn mặt không được đọc", "Neither card nor face was read"),
    Reason.NO_ACCESS_KEY: Text("Chưa có mã QR hoặc 6 số cuối", "No QR code and no six digits were given"),
    Reason.WRONG_ACCESS_KEY: Text("Mã đã nhập không đúng với thẻ", "The code does not fit the card"),
    Reason.CHIP_NOT_READ: Text("Chưa đọc được chip của thẻ", "The chip could not be read"),
    Reason.OUT_OF_TIME: Text("Đã hết thời gian", "The time is over"),
    Reason.WRONG_DAY: Text("Hôm nay không phải ngày của {person}", "Today is not your day"),
    Reason.WRONG_SESSION: Text("Đây không phải ca của {person}", "This is not your session"),
    Reason.WRONG_ROOM: Text("Mời {person} đến đúng phòng dưới đây", "Please go to the room below"),
    Reason.TOO_EARLY: Text("Chưa đến giờ, mời quay lại sau", "It is too early; please come back later"),
    Reason.TOO_LATE: Text("Đã quá giờ quy định", "The time for coming in is over"),
    Reason.DEVICE_FAILED: Text(
        "Thiết bị gặp sự cố, không phải lỗi của {person}", "A device failed; this is not your fault"
    ),
}
"""What the person themselves is told; everything else is for staff."""

REASONS: dict[Reason, Text] = {
    Reason.DATA_ALTERED: Text("Dữ liệu trong chip khác với bản đã ký", "The data on the chip are not what was signed"),
    Reason.SIGNATURE_BAD: Text("Chữ ký trên dữ liệu không có giá trị", "The signature on the data is not valid"),
    Reason.SIGNER_REVOKED: Text("Chứng thư ký đã bị thu hồi", "The signer's certificate is revoked"),
    Reason.ISSUER_NOT_VERIFIED: Text(
        "Dữ liệu nguyên vẹn, chưa xác minh được cơ quan cấp", "Data intact; the issuer could not be verified"
    ),
    Reason.ISSUER_CONFIRMS: Text(
        "Dữ liệu nguyên vẹn; dịch vụ của cơ quan cấp đã xác nhận thẻ",
        "Data intact; the issuer's service confirms the card",
    ),
    Reason.SIGNER_PINNED: Text(
        "Chứng thư ký do điểm kiểm tra tự ghim", "The signer is one that this site pinned itself"
    ),
    Reason.SIGNER_EXPIRED: Text(
        "Chứng thư ký hoặc cơ quan cấp ngoài hạn", "Signer's or issuer's certificate out of date"
    ),
    Reason.DOCUMENT_EXPIRED: Text("Thẻ đã hết hạn", "The card has expired"),
    Reason.CHIP_CLONED: Text(
        "Chip không chứng minh được là bản gốc", "The chip failed to prove that it is the original"
    ),
    Reason.CLONE_NOT_CHECKED: Text("Chưa kiểm tra được chip sao chép", "Whether the chip is a copy was not checked"),
    Reason.SOURCES_DIFFER: Text("Mã QR và chip không khớp nhau", "QR code and chip do not agree"),
    Reason.DOCUMENT_NOT_CHECKED: Text("Chưa kiểm tra được giấy tờ", "The document was not checked"),
    Reason.QR_PROVES_NOTHING: Text(
        "Chỉ có mã QR: mã QR không chứng minh được gì", "QR code only: a QR code proves nothing"
    ),
    Reason.CHECKED_BY_HAND: Text(
        "Kiểm tra thủ công: giấy tờ chưa được xác minh", "Checked by hand: no document was verified"
    ),
    Reason.ISSUER_DENIES: Text(
        "Dịch vụ của cơ quan cấp trả lời: thẻ không hợp lệ", "The issuer's service says that the card is not genuine"
    ),
    Reason.WEAK_ALGORITHM: Text("Chữ ký trên thẻ dùng thuật toán yếu", "The card's signatures use a weak algorithm"),
    Reason.CHECK_FAILED: Text("Không đạt: {check}", "Failed: {check}"),
    Reason.CHECK_MISSING: Text("Điểm kiểm tra này cần, nhưng chưa có: {check}", "Needed here but missing: {check}"),
    Reason.FACE_DIFFERS: Text("Khuôn mặt khác với ảnh trong chip", "The face differs from the chip's photo"),
    Reason.FACE_UNSURE: Text(
        "Khuôn mặt chưa đủ giống, cần người xem", "The face is not close enough; a person must look"
    ),
    Reason.FACE_NOT_COMPARED: Text("Chưa so sánh được khuôn mặt", "The face was not compared"),
    Reason.LIVENESS_FAILED: Text(
        "Có thể không phải người thật trước camera, cần người xem",
        "This may not be a living person before the camera; a person must look",
    ),
    Reason.LIVENESS_NOT_DONE: Text(
        "Chưa kiểm tra xong người thật trước camera", "Whether a living person stands there was not checked"
    ),
    Reason.FACE_BY_LIST_PHOTO: Text(
        "Khuôn mặt chỉ được so với ảnh trong danh sách, chưa ai xác minh",
        "The face was compared with the list's picture only, which nobody verified",
    ),
    Reason.FACE_DIFFERS_FROM_LIST: Text(
        "Khuôn mặt khác với ảnh trong danh sách", "The face differs from the list's picture"
    ),
    Reason.INFANT: Text(
        "Trẻ nhỏ, không so khuôn mặt: xem người đi cùng", "An infant, no face compared: look at who travels with them"
    ),
    Reason.FACE_COVERED: Text("Khuôn mặt bị che một phần, cần xem lại", "Face partly covered; look again"),
    Reason.CAMERA_DOUBTFUL: Text("Nguồn hình đáng ngờ, cần xem camera", "Doubtful pictures; look at the camera"),
    Reason.NOT_LISTED: Text("Không có trong danh sách", "Not on the list"),
    Reason.POSSIBLE_LISTING: Text(
        "Có thể là người trong danh sách, cần xác nhận", "Possibly on the list; a person must confirm"
    ),
    Reason.ALREADY_ADMITTED: Text("Đã làm thủ tục trước đó", "Already checked in before"),
    Reason.RE_ENTRY: Text("Đã ra ngoài, nay vào lại", "Left before, and comes in again"),
    Reason.LIST_DIFFERS: Text("Thẻ và danh sách khác nhau", "Card and list differ"),
    Reason.LIST_NOT_ASKED: Text("Chưa đối chiếu danh sách", "The list was not asked"),
    Reason.WRONG_DAY: Text("Không phải ngày của người này", "Expected on another day"),
    Reason.WRONG_SESSION: Text("Thuộc ca khác", "Expected in another session"),
    Reason.WRONG_ROOM: Text("Thuộc phòng khác", "Expected in another room"),
    Reason.TOO_EARLY: Text("Đến quá sớm", "Too early"),
    Reason.TOO_LATE: Text("Đến quá giờ quy định", "Too late"),
    Reason.NEEDS_CARE: Text("Cần hỗ trợ đặc biệt", "Needs special care"),
    Reason.WATCHED: Text("Có dấu lưu ý trong danh sách, xem kín đáo", "Marked on the list; look discreetly"),
    Reason.INSURANCE_NEEDS_STAFF: Text("BHYT: cần nhân viên xem", "Insurance: somebody has to look"),
    Reason.BOARDING_DIFFERS: Text("Thẻ lên máy bay không khớp", "The boarding pass does not fit"),
    Reason.BOARDING_MISSING: Text("Chưa có thẻ lên máy bay", "No boarding pass was shown"),
    Reason.CHIP_NOT_READ: Text("Không đọc được chip", "The chip could not be read"),
    Reason.CARD_TAKEN_AWAY: Text("Thẻ bị nhấc ra khi đang đọc", "The card was taken away while being read"),
    Reason.NOT_AN_ID_CARD: Text("Không phải thẻ Căn cước/CCCD gắn chip", "Not a chip ID card"),
    Reason.NO_CONSENT: Text(
        "Không đồng ý hoặc chưa trả lời: kiểm tra theo cách khác", "No consent, or no answer: check another way"
    ),
    Reason.NO_ACCESS_KEY: Text("Không có mã mở chip", "No access key was given"),
    Reason.WRONG_ACCESS_KEY: Text("Mã mở chip không đúng với thẻ", "The access key does not fit the card"),
    Reason.OUT_OF_TIME: Text("Hết thời gian kiểm tra", "The time ran out"),
    Reason.DEVICE_FAILED: Text("Thiết bị gặp sự cố", "A device failed"),
}

VERDICTS: dict[Verdict, Text] = {
    Verdict.ADMIT: Text("CHO VÀO", "ADMIT"),
    Verdict.ADMIT_WITH_ATTENTION: Text("CHO VÀO – CẦN LƯU Ý", "ADMIT WITH ATTENTION"),
    Verdict.REFER: Text("CÁN BỘ XEM XÉT", "REFER TO STAFF"),
    Verdict.REFUSE: Text("CHƯA CHO VÀO", "REFUSE"),
}

STAFF_DECISIONS: dict[Outcome, Text] = {
    Outcome.ADMITTED: Text("CÁN BỘ CHO VÀO", "ADMITTED BY STAFF"),
    Outcome.REFUSED: Text("CÁN BỘ KHÔNG CHO VÀO", "TURNED AWAY BY STAFF"),
}

HINTS: dict[FaceHint, Text] = {
    FaceHint.CAMERA_TURNED: Text("Đang xoay lại hình camera", "Turning the camera's picture"),
    FaceHint.NO_FACE: Text("Đưa khuôn mặt vào khung", "Put your face in the frame"),
    FaceHint.SEVERAL_FACES: Text("Chỉ một người trong khung", "One person only"),
    FaceHint.CLOSER: Text("Lại gần hơn", "Closer"),
    FaceHint.FARTHER: Text("Lùi ra một chút", "A little back"),
    FaceHint.TO_THE_MIDDLE: Text("Vào giữa khung", "To the middle of the frame"),
    FaceHint.REMOVE_MASK: Text("Vui lòng bỏ khẩu trang", "Please take off the mask"),
    FaceHint.REMOVE_SUNGLASSES: Text("Vui lòng bỏ kính râm", "Please take off the sunglasses"),
    FaceHint.REMOVE_HAT: Text("Vui lòng bỏ mũ", "Please take off the hat"),
    FaceHint.LOOK_STRAIGHT: Text("Nhìn thẳng vào camera", "Look straight at the camera"),
    FaceHint.MORE_LIGHT: Text("Chỗ này hơi tối", "A little dark here"),
    FaceHint.LESS_LIGHT: Text("Chỗ này quá sáng", "Too bright here"),
    FaceHint.HOLD_STILL: Text("Giữ yên một chút", "Hold still a moment"),
    FaceHint.OPEN_EYES: Text("Mở mắt nhìn camera", "Open your eyes"),
    FaceHint.CLOSE_MOUTH: Text("Khép miệng lại", "Close your mouth"),
    FaceHint.GOOD: Text("Tốt, giữ yên", "Good, hold still"),
}

BANDS: dict[FaceBand, Text] = {
    FaceBand.MATCH: Text("Giống – trên ngưỡng", "Match – above the threshold"),
    FaceBand.UNSURE: Text("Chưa chắc – cần người xem", "Unsure – a person must look"),
    FaceBand.NO_MATCH: Text("Không giống", "No match"),
}

ADMISSIONS: dict[Admission, Text] = {
    Admission.EXPECTED: Text("Có trong danh sách", "On the list"),
    Admission.POSSIBLE: Text("Có thể có trong danh sách", "Possibly on the list"),
    Admission.NOT_LISTED: Text("Không có trong danh sách", "Not on the list"),
    Admission.ALREADY_ADMITTED: Text("Đã làm thủ tục lúc {time}", "Checked in before, at {time}"),
    Admission.RE_ENTERING: Text("Đã ra ngoài lúc {time}", "Left at {time}"),
    Admission.NOT_KNOWN: Text("Chưa đối chiếu", "Not compared"),
}

SOURCES: dict[Source, Text] = {
    Source.CHIP: Text("Chip", "Chip"),
    Source.QR: Text("Mã QR, chưa xác minh", "QR, unverified"),
    Source.MRZ: Text("Dòng MRZ, chưa xác minh", "Printed lines, unverified"),
    Source.TYPED: Text("Nhập tay, chưa xác minh", "Typed, unverified"),
    Source.LIST: Text("Danh sách, chưa xác minh", "The list, unverified"),
}

TAKEN_OVER = Text("Màn hình người dân đang được cán bộ giữ", "The citizen's screen is taken over")
TAKEN_OVER_REMEDY = Text(
    "Trả lại bằng Shift+F9; tự trả lại sau {n} phút", "Give it back by Shift+F9; it returns in {n} min"
)
TAKEN_OVER_ENDING = Text(
    "Sắp tự trả lại màn hình: còn {n} giây. Giữ tiếp bằng Shift+F9",
    "The screen returns by itself in {n} s. Keep it by Shift+F9",
)

FIELDS: dict[str, Text] = {
    "number": Text("Số định danh", "Number"),
    "name": Text("Họ và tên", "Name"),
    "birth_date": Text("Ngày sinh", "Date of birth"),
    "sex": Text("Giới tính", "Sex"),
    "issue_date": Text("Ngày cấp", "Date of issue"),
    "expiry_date": Text("Có giá trị đến", "Date of expiry"),
    "old_number": Text("Số CMND cũ", "Old number"),
    "source": Text("Nguồn", "Source"),
    "key": Text("Mã trong danh sách", "Key in the list"),
    "place": Text("Vị trí", "Place"),
    "other_place": Text("Cũng có trong danh sách", "Also on the list"),
}

PASS_FITS = Text("khớp, chuyến {flight}", "fits, flight {flight}")
PASS_DIFFERENCES: dict[PassDifference, Text] = {
    PassDifference.NAME: Text("tên khác với giấy tờ", "another name than the document's"),
    PassDifference.NOT_FROM_HERE: Text("không bay từ sân bay này", "no flight from this airport"),
    PassDifference.DAY: Text("không phải chuyến hôm nay", "not today's flight"),
    PassDifference.FLIGHT: Text("chuyến khác với danh sách", "another flight than the list's"),
    PassDifference.BOOKING: Text("mã đặt chỗ khác với danh sách", "another booking than the list's"),
    PassDifference.SEAT: Text("ghế khác với danh sách", "another seat than the list's"),
    PassDifference.SEQUENCE: Text("số thứ tự khác với danh sách", "another sequence number than the list's"),
}

AGAINST_LIST = Text("ảnh trong danh sách, chưa xác minh", "the list's picture, unverified")
CLAIMED_FMR = Text("Nhận nhầm khoảng {rate} trên bộ đo", "False-match rate about {rate} on the measured set")
