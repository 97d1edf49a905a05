from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.reader import tlv
from kiosk.reader.trust.asn1 import Asn1Error
from kiosk.reader.trust.certificate_bag import CertificateBag, is_cms, parse_certificate_bag
from tests.fakes.issuer import csca, ec_key, indefinite
from tests.fakes.trust_lists import bag, list_signer, master_list, revocation_list

ROOT, OTHER = csca(), csca("CSCA Other", ec_key("other"))
BAG, CRL = bag(ROOT, OTHER), revocation_list(ROOT)
LIST = master_list([ROOT.der], list_signer(ROOT))


def with_lists(der: bytes, *lists: bytes) -> bytes:
    """The bag with CRLs behind its certificates."""
    kind, content = tlv.iterate(tlv.parse_one(der).value)
    *before, signers = tlv.iterate(tlv.parse_one(content.value).value)
    signed = b"".join(item.encode() for item in before) + tlv.encode(0xA1, b"".join(lists)) + signers.encode()
    return tlv.encode(0x30, kind.encode() + tlv.encode(0xA0, tlv.encode(0x30, signed)))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(bag(ROOT), CertificateBag((ROOT.der,), ()), id="one certificate"),
        pytest.param(with_lists(bag(ROOT), CRL), CertificateBag((ROOT.der,), (CRL,)), id="certificate and CRL"),
        pytest.param(LIST, None, id="a list has content"),
        pytest.param(indefinite(LIST), None, id="with indefinite lengths"),
    ],
)
def test_bags(data: bytes, expected: CertificateBag | None) -> None:
    assert is_cms(data)
    assert parse_certificate_bag(data) == expected


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(ROOT.der, id="a certificate"),
        pytest.param(BAG[:-1], id="cut off"),
        pytest.param(BAG + b"\x00", id="a byte behind it"),
    ],
)
def test_no_bag(data: bytes) -> None:
    with pytest.raises(Asn1Error):
        parse_certificate_bag(data)


@given(st.binary(max_size=200), st.integers(0, len(BAG)))
def test_any_bytes_are_a_bag_or_refused(data: bytes, cut: int) -> None:
    for hostile in (data, BAG[:cut] + data):
        try:
            parse_certificate_bag(hostile)
        except Asn1Error:
            continue
