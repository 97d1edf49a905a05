"""The words of the reason codes behind document checks, as they follow an answer: «KHÔNG ĐẠT – giá trị băm khác».

The codes are the reader's and stable (docs/authenticity.md). Where ``{of}`` stands, the code names a file or a field
behind a hyphen: ``hash-differs-dg2``.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kiosk.check.wording.words import FIELDS
from kiosk.domain.text import Text

REASON_GROUPS: Mapping[str, Mapping[str, Text]] = MappingProxyType(
    {
        "How the chip was opened": {
            "opened-by": Text("mở bằng {of}", "opened by {of}"),
            "chip-not-opened": Text("chưa mở được chip", "the chip was not opened"),
            "pace-given-up-for-bac": Text("chip có PACE nhưng mở bằng BAC", "chip announces PACE, opened by BAC"),
            "card-access-differs": Text("EF.CardAccess khác DG14 đã ký", "EF.CardAccess differs from the signed DG14"),
        },
        "Data groups and EF.COM": {
            "sod-missing": Text("không có EF.SOD", "no EF.SOD"),
            "sod-malformed": Text("EF.SOD hỏng", "EF.SOD is malformed"),
            "nothing-read": Text("chưa đọc dữ liệu nào", "nothing was read"),
            "hash-differs": Text("giá trị băm khác: {of}", "the hash differs: {of}"),
            "hash-not-listed": Text("không có trong danh sách ký: {of}", "not on the signed list: {of}"),
            "file-not-read": Text("chưa đọc", "not read"),
            "file-not-given": Text("chip không đưa ra", "the chip does not give it"),
            "com-not-read": Text("chưa đọc EF.COM", "EF.COM was not read"),
            "com-absent": Text("chip không có EF.COM", "the chip has no EF.COM"),
            "com-lacks": Text("EF.COM thiếu {of}", "EF.COM lacks {of}"),
            "com-adds": Text("EF.COM thừa {of}", "EF.COM adds {of}"),
            "com-version-differs": Text("phiên bản LDS khác nhau", "the LDS versions differ"),
        },
        "Signature": {
            "algorithm-not-supported": Text("thuật toán chưa hỗ trợ", "algorithm not supported here"),
            "content-type-wrong": Text("sai loại nội dung ký", "wrong type of signed content"),
            "content-type-is-data": Text("ký như dữ liệu thường", "signed as plain data"),
            "signer-count-wrong": Text("phải có đúng một người ký", "not exactly one signer"),
            "signer-certificate-missing": Text("thiếu chứng thư ký", "the signer's certificate is missing"),
            "signer-ambiguous": Text("nhiều chứng thư ký trùng tên", "several certificates claim to be the signer's"),
            "signer-named-otherwise": Text("nêu tên chứng thư khác", "names another certificate"),
            "signed-content-type-differs": Text("loại nội dung ký không khớp", "the signed content type differs"),
            "signed-attributes-not-der": Text("thuộc tính ký không theo DER", "signed attributes are not DER"),
            "message-digest-differs": Text("giá trị băm đã ký khác", "the signed digest differs"),
            "signer-key-malformed": Text("khóa ký hỏng", "the signer's key is malformed"),
            "signature-wrong": Text("chữ ký sai", "the signature is wrong"),
            "digests-disagree": Text("nêu hai thuật toán băm", "names two digest algorithms"),
        },
        "Chain": {
            "signature-not-good": Text("chữ ký chưa đúng", "the signature is not good"),
            "issuer-certificate-not-installed": Text(
                "chưa cài chứng thư của cơ quan cấp", "the issuer's certificate is not installed"
            ),
            "issuer-key-not-installed": Text(
                "chưa cài khóa này của cơ quan cấp", "this key of the issuer is not installed"
            ),
            "issuer-not-anchored": Text("chứng thư liên kết thiếu gốc", "link certificates without their root"),
            "signer-not-signed-by-issuer": Text("không do cơ quan cấp ký", "not signed by the issuer"),
            "signer-is-a-ca": Text("chứng thư ký là của CA", "the signer's certificate is a CA's"),
            "signer-key-usage-wrong": Text("chứng thư không dành để ký", "the certificate is not for signing"),
            "signer-purpose-wrong": Text("chứng thư dành cho việc khác", "the certificate is for another purpose"),
            "document-type-not-listed": Text("không được ký loại giấy tờ này", "may not sign this type of document"),
            "path-length-exceeded": Text("chuỗi chứng thư quá dài", "the chain is longer than allowed"),
            "extension-not-understood": Text(
                "phần mở rộng bắt buộc chưa hiểu", "a critical extension is not understood"
            ),
            "extension-malformed": Text("có phần mở rộng hỏng", "an extension is malformed"),
            "too-many-candidates": Text("quá nhiều chứng thư trùng tên", "too many certificates of that name"),
            "issuer-name-differs": Text("tên cơ quan cấp viết khác", "the issuer's name is written otherwise"),
            "issuer-key-id-differs": Text("mã khóa của cơ quan cấp khác", "the issuer's key identifier differs"),
            "signer-pinned": Text("do điểm kiểm tra tự ghim", "pinned by this site"),
            "country-unknown": Text("chưa rõ quốc gia", "the country is not known"),
            "country-differs": Text("quốc gia khác nhau", "the countries differ"),
        },
        "The certificates' dates": {
            "signer-expired": Text("chứng thư ký đã hết hạn", "the signer's certificate has expired"),
            "signer-not-yet-valid": Text("chứng thư ký chưa có hiệu lực", "the signer's certificate is not yet valid"),
            "signer-not-valid-at-signing": Text("ký ngoài hạn của chứng thư", "signed outside the certificate's dates"),
            "signer-key-used-outside-its-period": Text("ký ngoài hạn của khóa", "signed outside the key's period"),
            "signed-in-the-future": Text("ngày ký ở tương lai", "signed in the future"),
            "signing-time-unknown": Text("không rõ ngày ký", "the time of signing is not known"),
            "issuer-expired": Text("chứng thư cơ quan cấp đã hết hạn", "the issuer's certificate has expired"),
            "issuer-not-yet-valid": Text(
                "chứng thư cơ quan cấp chưa hiệu lực", "the issuer's certificate is not yet valid"
            ),
            "issuer-not-valid-at-signing": Text("cơ quan cấp ký ngoài hạn", "issuer not valid at the time of signing"),
        },
        "Revocation": {
            "signer-revoked": Text("chứng thư ký đã bị thu hồi", "the signer's certificate is revoked"),
            "issuer-revoked": Text("chứng thư cơ quan cấp đã bị thu hồi", "the issuer's certificate is revoked"),
            "no-revocation-list": Text("chưa cài danh sách thu hồi", "no revocation list is installed"),
            "revocation-list-not-signed-by-issuer": Text(
                "danh sách thu hồi không do cơ quan cấp ký", "the list is not signed by the issuer"
            ),
            "revocation-list-not-understood": Text("danh sách thu hồi chưa hiểu", "the list is not understood"),
            "revocation-list-not-yet-valid": Text("danh sách thu hồi chưa hiệu lực", "the list is not yet valid"),
            "revocation-list-stale": Text("danh sách thu hồi đã cũ", "the list is out of date"),
            "revocation-list-limited": Text("danh sách thu hồi không đủ phạm vi", "the list does not cover this"),
        },
        "Clones": {
            "sod-not-verified": Text("danh sách ký chưa được xác minh", "the signed list is not verified"),
            "key-not-listed": Text("thẻ không có khóa này", "the card lists no such key"),
            "key-not-authentic": Text("khóa trong chip không đúng bản ký", "the key is not the signed one"),
            "key-file-withheld": Text("chip giấu tệp khóa đã ký", "the chip withholds the signed key"),
            "key-file-not-read": Text("chưa đọc tệp khóa", "the key's file was not read"),
            "key-malformed": Text("khóa hỏng", "the key is malformed"),
            "not-asked": Text("chưa hỏi", "not asked"),
            "not-announced": Text("chip không công bố", "not announced by the chip"),
            "no-dg14": Text("chip không có DG14", "the chip has no DG14"),
            "dg14-malformed": Text("DG14 hỏng", "DG14 is malformed"),
            "protocol-not-supported": Text("giao thức chưa hỗ trợ", "protocol not supported here"),
            "curve-not-supported": Text("đường cong chưa hỗ trợ", "curve not supported here"),
            "extended-length-needed": Text("đầu đọc không gửi được lệnh dài", "the reader cannot send long commands"),
            "refused-by-chip": Text("chip từ chối", "refused by the chip"),
            "session-lost": Text("mất phiên với chip", "the session was lost"),
            "new-keys-not-proven": Text("chip không chứng minh được khóa", "the chip did not prove its key"),
            "mapping-not-used": Text("thẻ không dùng cách mở này", "not opened in this way"),
            "mapping-wrong": Text("chip không chứng minh được khóa", "the chip did not prove its key"),
            "card-security": Text("EF.CardSecurity: {of}", "EF.CardSecurity: {of}"),
            "card-security-missing": Text("thiếu EF.CardSecurity", "EF.CardSecurity is missing"),
            "card-security-malformed": Text("EF.CardSecurity hỏng", "EF.CardSecurity is malformed"),
            "card-security-signer-unknown": Text(
                "chưa rõ ai ký EF.CardSecurity", "the signer of EF.CardSecurity is not known"
            ),
        },
        "Contents and dates of the document": {
            "data-not-verified": Text("dữ liệu chưa được xác minh", "the data are not verified"),
            "file-malformed": Text("tệp hỏng: {of}", "malformed: {of}"),
            "check-digit-wrong": Text("sai số kiểm tra: {of}", "wrong check digit: {of}"),
            "nothing-to-compare": Text("không có nguồn thứ hai", "no second source"),
            "differs": Text("khác nhau: {of}", "differs: {of}"),
            "document-expired": Text("thẻ đã hết hạn", "the card has expired"),
            "not-yet-valid": Text("ngày cấp ở tương lai", "issued in the future"),
            "expiry-unknown": Text("không rõ hạn", "the date of expiry is not known"),
        },
        "The issuer's own answer": {
            "issuer-says-not-genuine": Text("trả lời: không hợp lệ", "answer: not genuine"),
            "issuer-does-not-know": Text("trả lời: không có dữ liệu", "answer: not known"),
            "issuer-service": Text("dịch vụ: {of}", "service: {of}"),
            "issuer-service-data-missing": Text("thẻ thiếu tệp mà dịch vụ cần", "the card lacks a file that is needed"),
            "issuer-service-cancelled": Text("đã dừng", "stopped"),
            "issuer-service-too-late": Text("không trả lời kịp", "no answer in time"),
            "issuer-service-unreachable": Text("không kết nối được", "not reachable"),
            "issuer-service-certificate-refused": Text("chứng thư TLS không được tin", "TLS certificate not trusted"),
            "issuer-service-not-authorised": Text("dịch vụ không cho phép", "not authorised"),
            "issuer-service-redirected": Text("dịch vụ chuyển đi nơi khác", "redirected elsewhere"),
            "issuer-service-refused": Text("dịch vụ từ chối", "refused"),
            "issuer-service-broken": Text("dịch vụ gặp lỗi", "the service failed"),
            "issuer-service-answer-too-large": Text("trả lời quá lớn", "the answer is too large"),
            "issuer-service-answer-malformed": Text("trả lời không đọc được", "the answer cannot be read"),
            "issuer-service-answer-of-another": Text("trả lời cho câu hỏi khác", "the answer to another question"),
            "issuer-service-unexpected": Text("lỗi ngoài dự kiến", "an unexpected error"),
        },
    }
)
"""The words of each code, by what it is about."""

CHECK_REASONS: Mapping[str, Text] = MappingProxyType(
    {code: words for group in REASON_GROUPS.values() for code, words in group.items()}
)

_MRZ_FIELDS: Mapping[str, Text] = MappingProxyType(
    {
        "document-number": Text("số thẻ", "document number"),
        "optional-data": Text("dữ liệu tùy chọn", "optional data"),
        "personal-number": Text("số định danh", "personal number"),
        "composite": Text("số tổng hợp", "composite"),
        "unknown": Text("nhóm lạ", "an unknown group"),
    }
)


def reason_text(code: str) -> Text:
    """The words of a reason code; a code without words stands for itself, and so does one that is empty."""
    if code in CHECK_REASONS:
        said = CHECK_REASONS[code].filled(of="")
        return Text(said.vi.rstrip(" :"), said.en.rstrip(" :"))
    if code.endswith("-differs"):
        return _filled("differs", code.removesuffix("-differs"))
    parts = code.split("-")
    for length in range(len(parts) - 1, 0, -1):
        stem = "-".join(parts[:length])
        if stem in CHECK_REASONS and "{of}" in CHECK_REASONS[stem].vi:
            return _filled(stem, "-".join(parts[length:]))
    return Text(code, code)


def _filled(stem: str, of: str) -> Text:
    named, said = _named(of), CHECK_REASONS[stem]
    return Text(said.vi.format(of=named.vi), said.en.format(of=named.en))


def _named(of: str) -> Text:
    """What follows a stem: a field, another reason, or a file or protocol in capitals."""
    if of.replace("-", "_") in FIELDS:
        field = FIELDS[of.replace("-", "_")]
        return Text(field.vi.lower(), field.en.lower())
    if of in _MRZ_FIELDS:
        return _MRZ_FIELDS[of]
    return reason_text(of) if of in CHECK_REASONS else Text(of.upper(), of.upper())
