"""A trust desk without files: listings, previews and results as they are put into it, long ones among them."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path

from kiosk.domain.desks.trust_import import (
    ConsentAsked,
    Fact,
    FilePreview,
    FolderEntry,
    FolderListing,
    ImportResult,
    TypedAgreement,
    Weight,
)
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.text import Text

USB = Path("/media/usb")
LONG_NAME = "Danh sách chứng thư gốc các nước do Cộng hòa Liên bang Đức công bố 2026-11-22.ml"
PRINT = " ".join(["AB:CD:EF:01:23:45:67:89"] * 4)
AN, NGOC = "Nguyễn Văn An", "Trần Thị Bích Ngọc"


def same(text: str) -> Text:
    return Text(text, text)


def entry(name: str, *, is_folder: bool = False) -> FolderEntry:
    changed = None if is_folder else datetime(2026, 11, 22, tzinfo=UTC)
    return FolderEntry(name, USB / name, is_folder, 0 if is_folder else 1_234_567, changed)


PLACES = FolderListing(Text("Chọn nơi để tệp", "Choose where the file is"), (FolderEntry("/media/usb", USB, True),))
FILES = FolderListing(same("/media/usb"), (entry("C06", is_folder=True), entry("csca.cer"), entry(LONG_NAME)), USB)
MANY_FILES = FolderListing(
    same("/media/usb/" + "thư mục rất dài/" * 12),
    tuple(entry(f"{number} {LONG_NAME}") for number in range(500)),
    USB / "many",
    USB,
    Text("Còn nhiều tệp hơn ở đây; chỉ hiện 500", "There is more in here; only 500 are shown"),
)

_FACTS = (
    Fact(Text("Tệp", "File"), same("csca.cer")),
    Fact(Text("Vân tay của tệp", "The file's fingerprint"), same("SHA-256"), detail=same(PRINT)),
    Fact(Text("Người ký", "Signed by"), Text("Không có ai ký", "Nobody signed it"), Weight.CAUTION),
)
_LONG_FACTS = (
    Fact(Text("Tệp", "File"), same(LONG_NAME)),
    Fact(
        Text(f"Tên ghi trong chứng thư ký: «{LONG_NAME}»", f"The signer's certificate says: «{LONG_NAME}»"),
        same("C=DE, O=Bundesamt für Sicherheit in der Informationstechnik, OU=" + "W" * 120 + ", CN=ML"),
        Weight.BAD,
        Text("Chứng thư không dành để ký danh sách, hoặc đã bị thu hồi", "It is not one for signing such lists"),
    ),
    *_FACTS[1:],
)
_ROOT = Fact(Text("Chứng thư gốc (CSCA)", "Root certificate (CSCA)"), same("C=VN, CN=CSCA"), detail=same(PRINT))

UNSIGNED = ConsentAsked("unsigned", Text("Tôi đồng ý, dù tệp không có ai ký", "I agree, although nobody signed it"))
SIGNER = ConsentAsked(
    "signer",
    Text(
        "Tôi đồng ý, dù người ký danh sách chưa dẫn tới chứng thư gốc đã cài",
        "I agree, although the signer of the list does not lead to an installed anchor",
    ),
)
PARTIAL = ConsentAsked(
    "partial",
    Text(
        "Tôi đồng ý, dù một số mục hỏng, chỉ nhập các mục tốt",
        "I agree, although some entries are bad, only the good ones would come in",
    ),
)

ONE = FilePreview(
    1,
    "csca.cer",
    Text("Một chứng thư – tệp không có ai ký", "One certificate – nobody signed the file"),
    Weight.CAUTION,
    _FACTS,
    (_ROOT,),
    consents=(UNSIGNED,),
    asks_fingerprint=True,
)
PREVIEWS: dict[str, FilePreview] = {
    "one root": ONE,
    "verified list": FilePreview(
        2, "l.ml", Text("Danh sách – đã xác minh", "List – verified"), Weight.GOOD, _FACTS, (_ROOT,) * 100
    ),
    "signer to pin": FilePreview(
        3,
        "signer.cer",
        Text("Một chứng thư – chứng thư ký chỉ được ghim khi vân tay đã được xác nhận", "A signer to be pinned"),
        Weight.CAUTION,
        _FACTS,
        (_ROOT,),
        asks_fingerprint=True,
        asks_two=True,
    ),
    "everything at once": FilePreview(
        4,
        LONG_NAME,
        Text(
            "Danh sách chứng thư gốc (ICAO master list) – người ký chỉ do chính danh sách này bảo đảm",
            "ICAO master list – signed by a certificate that only this list vouches for",
        ),
        Weight.CAUTION,
        _LONG_FACTS,
        (_ROOT,) * 40,
        tuple(
            Fact(
                Text(f"Chứng thư số {at}", f"Certificate {at}"),
                Text("sai cấu trúc", "malformed: " + "x" * 90),
                Weight.BAD,
            )
            for at in range(1, 301)
        ),
        (PARTIAL, SIGNER, UNSIGNED),
        asks_fingerprint=True,
        asks_two=True,
    ),
    "wrongly signed": FilePreview(
        5,
        "changed.ml",
        Text("Danh sách – chữ ký sai", "List – the signature is wrong"),
        Weight.BAD,
        _LONG_FACTS,
        (),
        obstacle=Text(
            "Chữ ký của danh sách sai: tệp hỏng hoặc đã bị sửa, không nhập mục nào",
            "The signature of the list is wrong: it was damaged or changed, nothing of it is taken",
        ),
    ),
}

DONE = ImportResult(
    Text("Đã cài 1 mục", "Installed: 1"),
    Weight.GOOD,
    (Fact(Text("Nhật ký, dòng số", "Journal entry"), same("45")), Fact(Text("Tệp", "File"), same(LONG_NAME))),
)
BROKEN = Fault(FaultCode.TRUST_ANCHOR_MALFORMED, f"{LONG_NAME}: no certificate, list or archive that is known")


class FakeTrustDesk:
    """Lacks a name and every consent that was not given, as the real one does."""

    def __init__(self) -> None:
        self.listings: dict[Path | None, FolderListing] = {None: PLACES, USB: FILES}
        self.preview = ONE
        self.result = DONE
        self.fault: Exception | None = None
        self.looked: list[Path] = []
        self.installed: list[tuple[int, TypedAgreement]] = []
        self.threads: set[str] = set()
        self.may_end = threading.Event()
        self.may_end.set()

    def browse(self, folder: Path | None) -> FolderListing:
        self._work()
        return self.listings[folder]

    def look(self, file: Path) -> FilePreview:
        self.looked.append(file)
        self._work()
        return self.preview

    def lacking(self, number: int, said: TypedAgreement) -> tuple[Text, ...]:
        assert number == self.preview.number
        wanted = [one.sentence for one in self.preview.consents if one.code not in said.consents]
        if self.preview.asks_two and not (said.fingerprints and (len(said.people) > 1 or said.reference)):
            wanted.append(Text("vân tay, và người thứ hai hoặc số công văn", "fingerprint, and a second person"))
        if not said.people:
            wanted.append(Text("tên người thực hiện", "the name of who does it"))
        return tuple(wanted)

    def install(self, number: int, said: TypedAgreement) -> ImportResult:
        self.installed.append((number, said))
        self._work()
        return self.result

    def _work(self) -> None:
        self.threads.add(threading.current_thread().name)
        assert self.may_end.wait(10)
        if self.fault is not None:
            raise self.fault
