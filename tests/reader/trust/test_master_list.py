from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.reader import tlv
from kiosk.reader.trust.asn1 import Asn1Error
from kiosk.reader.trust.master_list import listed_certificates
from tests.fakes.issuer import csca

ROOT = csca().der
VERSION = tlv.encode(0x02, b"\x00")


def content(*fields: bytes, tag: int = 0x30) -> bytes:
    return tlv.encode(tag, b"".join(fields))


@pytest.mark.parametrize(
    ("data", "certificates"),
    [
        pytest.param(content(VERSION, tlv.encode(0x31, ROOT + ROOT)), (ROOT, ROOT), id="two"),
        pytest.param(content(VERSION, tlv.encode(0x31, b"")), (), id="none"),
        pytest.param(
            content(VERSION, tlv.encode(0x31, ROOT + b"\x04\x00")), (ROOT, b"\x04\x00"), id="an entry of another kind"
        ),
        pytest.param(content(tlv.encode(0x02, b"\x01"), tlv.encode(0x31, ROOT)), (ROOT,), id="of a later version"),
    ],
)
def test_entries_as_they_stand(data: bytes, certificates: tuple[bytes, ...]) -> None:
    assert listed_certificates(data) == certificates


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(ROOT, id="a certificate"),
        pytest.param(content(VERSION), id="no certificates"),
        pytest.param(content(tlv.encode(0x31, ROOT)), id="no version"),
        pytest.param(content(VERSION, tlv.encode(0x30, ROOT)), id="a sequence in place of the set"),
        pytest.param(content(VERSION, tlv.encode(0x31, ROOT), VERSION), id="a field too many"),
        pytest.param(content(VERSION, tlv.encode(0x31, ROOT), tag=0x31), id="a set outside"),
        pytest.param(content(VERSION, tlv.encode(0x31, ROOT[:-1])), id="an entry cut off"),
        pytest.param(content(VERSION, tlv.encode(0x31, ROOT)) + b"\x00", id="bytes behind it"),
    ],
)
def test_no_master_list(data: bytes) -> None:
    with pytest.raises(Asn1Error):
        listed_certificates(data)


@given(st.lists(st.binary(max_size=40).map(lambda value: tlv.encode(0x30, value))))
def test_what_was_listed_comes_out(entries: list[bytes]) -> None:
    assert list(listed_certificates(content(VERSION, tlv.encode(0x31, b"".join(entries))))) == entries
