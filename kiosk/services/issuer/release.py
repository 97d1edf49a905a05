"""What each file tells about the card's holder: what a person is told, and agrees to, before it leaves the kiosk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from kiosk.domain.chip_reading import ElementaryFile
from kiosk.domain.issuer_answer import RELEASABLE
from kiosk.domain.text import Text

TELLS: Mapping[ElementaryFile, Text] = MappingProxyType(
    {
        ElementaryFile.SOD: Text(
            "mã băm và chữ ký của dữ liệu: nhận ra được thẻ, không cho biết chủ thẻ là ai",
            "hashes and signature of the data: recognise the card, do not say whose it is",
        ),
        ElementaryFile.COM: Text("danh mục tệp trên chip", "the list of the chip's files"),
        ElementaryFile.DG1: Text(
            "họ tên, số định danh, ngày sinh, giới tính, ngày hết hạn",
            "name, personal number, birth date, sex, expiry date",
        ),
        ElementaryFile.DG2: Text("ảnh khuôn mặt (dữ liệu nhạy cảm)", "the photograph of the face (sensitive data)"),
        ElementaryFile.DG13: Text(
            "mọi thông tin in trên thẻ, cả dân tộc, tôn giáo, cha mẹ, nơi cư trú (dữ liệu nhạy cảm)",
            "everything printed on the card, with ethnicity, religion, parents and residence (sensitive data)",
        ),
        ElementaryFile.DG14: Text(
            "khoá công khai của chip: nhận ra được thẻ", "a public key of the chip: recognises the card"
        ),
        ElementaryFile.DG15: Text(
            "khoá công khai của chip: nhận ra được thẻ", "a public key of the chip: recognises the card"
        ),
    }
)


def parse_release(names: Iterable[str]) -> frozenset[ElementaryFile]:
    """``dg1``, ``DG13`` … as files; raises ``ValueError`` naming what cannot be released."""
    known = {file.value.lower(): file for file in RELEASABLE}
    wanted = [name.strip().lower() for name in names]
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise ValueError(f"«{unknown[0][:20]}» is none of {', '.join(known)}")
    return frozenset(known[name] for name in wanted)


def listed(files: Iterable[ElementaryFile]) -> str:
    """The files as an option takes them, ``dg1,dg13``."""
    wanted = set(files)
    return ",".join(file.value.lower() for file in RELEASABLE if file in wanted)
