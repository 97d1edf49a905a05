"""What the kinds of files, their entries and the reasons against them are called at the staff screen."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.domain.desks.trust_import import Weight
from kiosk.domain.text import Text
from kiosk.reader.trust.store.contents import EntryKind, FileKind
from kiosk.reader.trust.store.preview import SignerStanding

KINDS: Mapping[FileKind, Text] = {
    FileKind.CERTIFICATE: Text("một chứng thư", "one certificate"),
    FileKind.CERTIFICATES: Text("tệp chứng thư PEM", "certificates in PEM"),
    FileKind.PKCS7: Text("gói chứng thư PKCS #7", "certificates in PKCS #7"),
    FileKind.MASTER_LIST: Text("danh sách chứng thư gốc (ICAO master list)", "ICAO master list"),
    FileKind.DEVIATION_LIST: Text("danh sách sai lệch", "deviation list"),
    FileKind.REVOCATION_LIST: Text("danh sách thu hồi (CRL)", "revocation list (CRL)"),
    FileKind.LDIF: Text("bộ sưu tập ICAO PKD (LDIF)", "ICAO PKD collection (LDIF)"),
    FileKind.ZIP: Text("tệp nén ZIP", "ZIP archive"),
    FileKind.PINNED_SIGNERS: Text("danh sách vân tay chứng thư ký", "fingerprints of document signers"),
}

ENTRIES: Mapping[EntryKind, Text] = {
    EntryKind.CERTIFICATE: Text("Chứng thư số {n}", "Certificate {n}"),
    EntryKind.REVOCATION_LIST: Text("Danh sách thu hồi số {n}", "Revocation list {n}"),
    EntryKind.SIGNED_LIST: Text("Danh sách số {n}", "Signed list {n}"),
    EntryKind.FINGERPRINT: Text("Dòng vân tay số {n}", "Fingerprint {n}"),
    EntryKind.FILE: Text("Tệp con số {n}", "Member {n}"),
}

REASONS: Mapping[str, Text] = {
    "malformed": Text("sai cấu trúc", "malformed"),
    "self-signature-wrong": Text("chữ ký của chính nó sai", "its own signature is wrong"),
    "signature-wrong": Text("chữ ký sai", "its signature is wrong"),
    "not-a-ca": Text("không phải chứng thư của cơ quan cấp", "it says itself that it is no CA"),
    "algorithm-not-supported": Text("thuật toán chưa hỗ trợ", "its algorithm is not supported"),
    "no-fingerprint": Text("không phải vân tay SHA-256", "no SHA-256 fingerprint"),
    "not-base64": Text("base64 hỏng", "broken base64"),
    "not-unpacked": Text("không giải nén được", "cannot be unpacked"),
    "no-certificate": Text("không phải chứng thư", "no certificate"),
}
"""The reason codes of rejected entries; what follows a colon in a code is for technicians and stands below."""

STANDING_WEIGHTS: Mapping[SignerStanding, Weight] = {
    SignerStanding.ANCHORED: Weight.GOOD,
    SignerStanding.LIST_ONLY: Weight.CAUTION,
    SignerStanding.ISSUER_NOT_KNOWN: Weight.CAUTION,
    SignerStanding.NOT_FOR_LISTS: Weight.CAUTION,
    SignerStanding.NOT_CHECKED: Weight.CAUTION,
    SignerStanding.WRONG: Weight.BAD,
}
