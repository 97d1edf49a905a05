"""What people read about a file before it is imported, and why it is not: one set of words for all screens."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.domain.text import Text
from kiosk.reader.trust.store.installation import Obstacle
from kiosk.reader.trust.store.preview import Consent, Remark, Role, SignerStanding

ROLES: Mapping[Role, Text] = {
    Role.ROOT: Text("chứng thư gốc (CSCA)", "root certificate (CSCA)"),
    Role.LINK: Text("chứng thư liên kết", "link certificate"),
    Role.SIGNER: Text("chứng thư ký", "signer's certificate"),
    Role.REVOCATION_LIST: Text("danh sách thu hồi (CRL)", "revocation list (CRL)"),
    Role.DEVIATION_LIST: Text("danh sách sai lệch", "deviation list"),
}

STANDINGS: Mapping[SignerStanding, Text] = {
    SignerStanding.ANCHORED: Text("đã xác minh tới chứng thư gốc đã cài", "verified up to an installed anchor"),
    SignerStanding.LIST_ONLY: Text(
        "người ký chỉ do chính danh sách này bảo đảm", "signed by a certificate that only this list vouches for"
    ),
    SignerStanding.ISSUER_NOT_KNOWN: Text("chưa biết ai cấp chứng thư ký", "the signer's issuer is not known"),
    SignerStanding.NOT_FOR_LISTS: Text(
        "chứng thư không dành để ký danh sách, hoặc đã bị thu hồi",
        "the signer's certificate is not one for signing such lists, or was revoked",
    ),
    SignerStanding.NOT_CHECKED: Text("chưa kiểm tra được chữ ký", "the signature could not be checked"),
    SignerStanding.WRONG: Text("chữ ký sai", "the signature is wrong"),
}

CONSENTS: Mapping[Consent, Text] = {
    Consent.SIGNER: Text(
        "người ký danh sách chưa dẫn tới chứng thư gốc đã cài",
        "the signer of the list does not lead to an installed anchor",
    ),
    Consent.UNSIGNED: Text("tệp không có ai ký", "nobody signed the file"),
    Consent.PARTIAL: Text(
        "một số mục hỏng, chỉ nhập các mục tốt", "some entries are bad, only the good ones would come in"
    ),
    Consent.PINS: Text(
        "chứng thư ký chỉ được ghim khi vân tay đã được xác nhận",
        "a signer is pinned only when its fingerprint was confirmed",
    ),
}

OBSTACLES: Mapping[Obstacle, Text] = {
    Obstacle.WRONGLY_SIGNED: Text(
        "chữ ký của danh sách sai: tệp hỏng hoặc đã bị sửa, không nhập mục nào",
        "the signature of the list is wrong: it was damaged or changed, nothing of it is taken",
    ),
    Obstacle.STORE_CHANGED: Text(
        "kho vừa được người khác thay đổi: hãy xem lại", "somebody changed the store at the same time: look again"
    ),
    Obstacle.NOTHING_NEW: Text("không có mục nào mới", "nothing in it is new"),
}

REMARKS: Mapping[Remark, Text] = {
    Remark.EXPIRED: Text("đã hết hạn", "expired"),
    Remark.NOT_YET_VALID: Text("chưa có hiệu lực", "not yet valid"),
    Remark.ENDS_SOON: Text("sắp hết hạn", "ends soon"),
    Remark.ISSUER_NOT_KNOWN: Text("chưa biết cơ quan cấp", "its issuer is not known"),
    Remark.ALGORITHM_NOT_SUPPORTED: Text("thuật toán chưa hỗ trợ", "its algorithm is not supported"),
    Remark.EXTENSION_MALFORMED: Text("phần mở rộng sai cấu trúc", "an extension is malformed"),
    Remark.OUTDATED: Text("danh sách đã cũ", "out of date"),
    Remark.SUPERSEDED: Text("đã có danh sách mới hơn", "a newer list is installed"),
}
