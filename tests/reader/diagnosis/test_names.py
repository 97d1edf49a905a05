"""The names of authorities: what is told of them, and how little a certificate can do with that."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kiosk.reader import oid, tlv
from kiosk.reader.diagnosis.names import MAX_ATTRIBUTES, MAX_CHARACTERS, certificate_names
from tests.fakes.virtual_cards import authority


def name(*attributes: tuple[str, int, bytes]) -> bytes:
    return b"".join(
        tlv.encode(0x31, tlv.encode(0x30, tlv.encode(0x06, oid.encode(kind)) + tlv.encode(tag, value)))
        for kind, tag, value in attributes
    )


def certificate(issuer: bytes, subject: bytes) -> bytes:
    fields = b"\xa0\x03\x02\x01\x02" + b"\x02\x01\x01" + b"\x30\x00" + tlv.encode(0x30, issuer)
    fields += b"\x30\x00" + tlv.encode(0x30, subject) + b"\x30\x00"
    return tlv.encode(0x30, tlv.encode(0x30, fields) + b"\x30\x00\x03\x01\x00")


C, O, CN, SERIAL, MAIL = "2.5.4.6", "2.5.4.10", "2.5.4.3", "2.5.4.5", "1.2.840.113549.1.9.1"  # noqa: E741


@pytest.mark.parametrize(
    ("attributes", "text"),
    [
        pytest.param([(C, 0x13, b"VN"), (O, 0x0C, "Bộ Công an".encode())], "C=VN, O=Bộ Công an", id="as sent"),
        pytest.param([(CN, 0x1E, "CSCA".encode("utf-16-be"))], "CN=CSCA", id="in two-byte letters"),
        pytest.param([(CN, 0x13, b"DS 01"), (SERIAL, 0x13, b"0042"), (MAIL, 0x16, b"a@b")], "CN=DS 01", id="untold"),
        pytest.param([(CN, 0x13, b"A\x1b[2JB\n")], "CN=A[2JB", id="control characters"),
        pytest.param([(CN, 0x0C, b"\xff\xfe")], "CN=\ufffd\ufffd", id="no UTF-8"),
        pytest.param([(CN, 0x04, b"octets")], "", id="no text"),
        pytest.param([(CN, 0x13, b"x" * 500)], "CN=" + "x" * MAX_CHARACTERS, id="too long"),
        pytest.param([], "", id="nobody"),
    ],
)
def test_a_name(attributes: list[tuple[str, int, bytes]], text: str) -> None:
    assert certificate_names(certificate(name((C, 0x13, b"VN")), name(*attributes))) == ("C=VN", text)


def test_names_are_bounded() -> None:
    issuer, _ = certificate_names(certificate(name(*[(CN, 0x13, b"x")] * 100), b""))
    assert issuer.count("CN=") == MAX_ATTRIBUTES


def test_a_certificate_of_the_training_authority() -> None:
    issuer, subject = certificate_names(authority().signer)
    assert issuer == certificate_names(authority().csca)[1]
    assert subject.startswith("C=VN")


@given(st.binary(max_size=200))
@example(b"\x30\x00")
@example(b"\x30\x02\x30\x00")
def test_anything_else_is_a_value_error(data: bytes) -> None:
    for der in (data, certificate(data, data)):
        try:
            certificate_names(der)
        except ValueError:
            continue
