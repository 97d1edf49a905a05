"""A health-insurance gateway on loopback that speaks the documented format, oddities included."""

from __future__ import annotations

import hashlib
import json
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.fakes.issuer_service import Asked, IssuerService, issuer_service

ACCOUNT, PASSWORD = "01001_BV", "a secret of the hospital"
STAFF_NAME, STAFF_NUMBER = "Trần Thị Bình", "001185000123"
PASSWORD_MD5 = hashlib.md5(PASSWORD.encode()).hexdigest()

GOOD: dict[str, Any] = {
    "maKetQua": "000",
    "ghiChu": "Thẻ còn giá trị sử dụng",
    "maThe": "DN4010123456789",
    "hoTen": "Nguyễn Văn An",
    "ngaySinh": "15/03/1990",
    "gioiTinh": "Nam",
    "diaChi": "1 Phố Tưởng Tượng, Hà Nội",
    "maDKBD": "01001",
    "cqBHXH": "Bảo hiểm xã hội thành phố Hà Nội",
    "gtTheTu": "01/01/2026",
    "gtTheDen": "31/12/2026",
    "maKV": "",
    "ngayDu5Nam": "01/01/2031",
    "maSoBHXH": "0123456789",
    "maTheCu": None,
    "maTheMoi": None,
    "gtTheTuMoi": None,
    "gtTheDenMoi": None,
    "maDKBDMoi": None,
    "tenDKBDMoi": None,
    "dsLichSuKCB2018": [
        {"maHoSo": 1, "maCSKCB": "01001", "ngayVao": "202601021030", "tenBenh": "bệnh không ai ở quầy cần biết"}
    ],
    "dsLichSuKT2018": [],
}
"""The documented answer about a fictitious person, with a history of treatments that the kiosk must drop."""


@dataclass
class FakeGateway:
    """``answer`` makes the answer to each question's body; ``tokens`` are those that it still accepts."""

    answer: Callable[[dict[str, Any]], Any] = lambda _: GOOD
    says_expired: str = "body"
    status: str = "200 OK"
    content_type: str = "application/json"
    tokens: list[str] = field(default_factory=list)
    taken: int = 0
    questions: list[dict[str, Any]] = field(default_factory=list)

    def expire(self) -> None:
        self.tokens.clear()

    def __call__(self, client: socket.socket, asked: Asked) -> None:
        target = urlsplit(asked.target)
        body = json.loads(asked.body)
        if target.path.endswith("/api/token/take"):
            self._send(client, self._token(body))
            return
        query = {name: values[0] for name, values in parse_qs(target.query).items()}
        known = query.get("token") in self.tokens and query.get("id_token") == f"id-{query.get('token')}"
        if not known or query.get("username") != ACCOUNT or query.get("password") != PASSWORD_MD5:
            if self.says_expired == "status":
                self._send(client, {}, "401 Unauthorized")
            else:
                self._send(client, {"maKetQua": "401", "ghiChu": "Lỗi xác thực tài khoản"})
            return
        self.questions.append(body)
        self._send(client, self.answer(body), self.status)

    def _token(self, body: dict[str, Any]) -> dict[str, Any]:
        if body != {"username": ACCOUNT, "password": PASSWORD_MD5}:
            return {"maKetQua": "401", "APIKey": None}
        self.taken += 1
        token = f"token-{self.taken}"
        self.tokens.append(token)
        key = {"access_token": token, "id_token": f"id-{token}", "token_type": "Bearer", "username": ACCOUNT}
        return {"maKetQua": "200", "APIKey": key}

    def _send(self, client: socket.socket, answer: Any, status: str = "200 OK") -> None:
        body = answer if isinstance(answer, bytes) else json.dumps(answer, ensure_ascii=False).encode()
        head = f"HTTP/1.1 {status}\r\nContent-Type: {self.content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
        client.sendall(head.encode() + body)


@contextmanager
def insurance_gateway(gateway: FakeGateway) -> Iterator[IssuerService]:
    with issuer_service(gateway) as service:
        yield service
