"""A hospital's system on loopback that speaks MediPay's interface and checks every signature."""

from __future__ import annotations

import hmac
import json
import socket
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.fakes.issuer_service import Asked

MERCHANT, SECRET = "kiosk-01", "a secret of the hospital"

PATIENT: dict[str, Any] = {
    "MA_BN": "BN000123",
    "HO_TEN": "Nguyễn Văn An",
    "NGAY_SINH": "1990-03-15",
    "GIOI_TINH": 1,
    "MA_THE_BHYT": "DN4010123456789",
}
INSURED: dict[str, Any] = {
    "MA_THE_BHYT": "DN4010123456789",
    "MA_DKBD": "01001",
    "GT_THE_TU": "2026-01-01",
    "GT_THE_DEN": "2026-12-31",
    "GIOI_TINH": 1,
    "PHAN_TUYEN": 1,
    "MA_KQ": "000",
    "TEN_KQ": "Thẻ còn giá trị",
    "TIEP_NHAN_BHYT": 1,
}
DEPARTMENTS = [{"MA_KHOA": "K01", "TEN_KHOA": "Khoa Khám bệnh"}, {"MA_KHOA": "K02", "TEN_KHOA": "Khoa Nhi"}]


@dataclass
class FakeHospital:
    """``data`` by path is what each question gets; ``code`` the word of the envelope."""

    data: dict[str, Any] = field(
        default_factory=lambda: {
            "/benhnhan": PATIENT,
            "/bhyt": INSURED,
            "/khoa": DEPARTMENTS,
            "/loai-kham": [{"MA_LOAI_KHAM": "01", "TEN_LOAI_KHAM": "Khám thường"}],
            "/dichvu": [{"MA_DICH_VU": "DV1", "TEN_DICH_VU": "Khám Nội"}],
            "/dangky-kcb": {"MA_LK": "LK-2026-000001", "STT_LK": 42},
        }
    )
    code: str = "000"
    signed: dict[str, tuple[str, ...]] = field(
        default_factory=lambda: {
            "/benhnhan": ("SO_GTTT", "LOAI_GTTT"),
            "/bhyt": ("SO_GTTT", "LOAI_GTTT"),
            "/dangky-kcb": ("MA_BN",),
        }
    )
    orders: list[dict[str, Any]] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def __call__(self, client: socket.socket, asked: Asked) -> None:
        target = urlsplit(asked.target)
        fields = dict(parse_qsl(target.query, keep_blank_values=True))
        if asked.body:
            order = json.loads(asked.body)
            self.orders.append(order)
            self.requests.append(asked.headers.get("x-request-id", ""))
            fields = order.get("THONG_TIN_BN") or order["THONG_TIN_BENH_NHAN"]
        if asked.headers.get("x-sign") != self._sign(target.path, asked, fields):
            self._send(client, {"code": "401", "message": "chữ ký sai", "data": None})
            return
        self._send(client, {"code": self.code, "message": "", "data": self.data.get(target.path)})

    def _sign(self, path: str, asked: Asked, fields: dict[str, str]) -> str:
        parts = [
            MERCHANT,
            asked.headers["x-timestamp"],
            *(fields.get(name) or "" for name in self.signed.get(path, ())),
        ]
        return hmac.new(SECRET.encode(), "|".join(parts).encode(), "sha256").hexdigest()

    def _send(self, client: socket.socket, answer: Any) -> None:
        body = json.dumps(answer, ensure_ascii=False).encode()
        client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
