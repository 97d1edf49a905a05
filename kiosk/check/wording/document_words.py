"""The words of the document report: its checks, their answers, and what they amount to; Vietnamese first.

Each sentence is as strong as its evidence: «intact» is not «genuine», and what was not checked is not good.
"""

from __future__ import annotations

from kiosk.domain.authenticity import AuthenticityState, CheckStatus, DocumentCheckName
from kiosk.domain.text import Text

OVERALL = Text("Kết luận", "Overall")
OPENED_BY = Text("Mở chip bằng", "Chip opened by")
WEAK = Text("Thuật toán yếu", "Weak algorithms")

DOCUMENT_CHECKS: dict[DocumentCheckName, Text] = {
    DocumentCheckName.ACCESS_PROTOCOL: Text("Giao thức mở chip", "Chip access protocol"),
    DocumentCheckName.HASHES: Text("Dữ liệu khớp EF.SOD", "Data as in EF.SOD"),
    DocumentCheckName.EF_COM: Text("Mục lục EF.COM khớp EF.SOD", "EF.COM lists what EF.SOD lists"),
    DocumentCheckName.SOD_SIGNATURE: Text("Chữ ký trên dữ liệu (SOD)", "Signature on the data (SOD)"),
    DocumentCheckName.SIGNER_CHAIN: Text("Chứng thư cơ quan cấp", "Issuer's certificate chain"),
    DocumentCheckName.SIGNER_VALIDITY: Text("Hạn của chứng thư ký", "Signer's certificate in date"),
    DocumentCheckName.REVOCATION: Text("Chứng thư chưa bị thu hồi", "Signer not revoked"),
    DocumentCheckName.ISSUING_STATE: Text("Quốc gia cấp khớp nhau", "Issuing state agrees"),
    DocumentCheckName.ACTIVE_AUTHENTICATION: Text("Chống sao chép: AA", "Clone check: AA"),
    DocumentCheckName.CHIP_AUTHENTICATION: Text("Chống sao chép: CA", "Clone check: CA"),
    DocumentCheckName.PACE_CAM: Text("Chống sao chép: PACE-CAM", "Clone check: PACE-CAM"),
    DocumentCheckName.CHECK_DIGITS: Text("Số kiểm tra của MRZ", "Check digits of the MRZ"),
    DocumentCheckName.CROSS_CHECKS: Text("Chip, MRZ, mã QR khớp", "Chip, MRZ, QR code agree"),
    DocumentCheckName.VALIDITY: Text("Thời hạn của thẻ", "Validity of the card"),
    DocumentCheckName.ISSUER_VERIFICATION: Text(
        "Dịch vụ của cơ quan cấp xác nhận", "Confirmed by the issuer's service"
    ),
}

STATUSES: dict[CheckStatus, Text] = {
    CheckStatus.PASSED: Text("đạt", "passed"),
    CheckStatus.FAILED: Text("KHÔNG ĐẠT", "FAILED"),
    CheckStatus.NOT_SUPPORTED: Text("thẻ không hỗ trợ", "not supported"),
    CheckStatus.NOT_DONE: Text("chưa kiểm tra", "not done"),
}

STATES: dict[AuthenticityState, Text] = {
    AuthenticityState.NOT_DONE: Text("Chưa kiểm tra giấy tờ", "Document not checked"),
    AuthenticityState.HASH_MISMATCH: Text("Dữ liệu khác với bản đã ký", "Data not as signed"),
    AuthenticityState.SIGNATURE_BAD: Text("Chữ ký không có giá trị", "Signature not valid"),
    AuthenticityState.SIGNATURE_OK_CHAIN_UNKNOWN: Text(
        "Nguyên vẹn – chưa xác minh cơ quan cấp", "Intact – issuer not verified"
    ),
    AuthenticityState.CHAIN_TRUSTED: Text("Nguyên vẹn – đã xác minh cơ quan cấp", "Intact – issuer verified"),
    AuthenticityState.CHAIN_TRUSTED_EXPIRED: Text(
        "Đã xác minh cơ quan cấp – chứng thư ngoài hạn", "Issuer verified – a certificate is out of date"
    ),
    AuthenticityState.DS_PINNED: Text("Nguyên vẹn – chứng thư ký được ghim", "Intact – signer pinned by this site"),
    AuthenticityState.REVOKED: Text("Chứng thư ký đã bị thu hồi", "Signer's certificate revoked"),
}

PINNED_OUT_OF_DATE = Text(
    "Nguyên vẹn – chứng thư ký được ghim, ngoài hạn", "Intact – signer pinned by this site, out of date"
)
"""For ``CHAIN_TRUSTED_EXPIRED`` without a chain: a pin verifies no issuer."""
