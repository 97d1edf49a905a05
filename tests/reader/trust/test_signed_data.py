from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.reader import tlv
from kiosk.reader.lds.sod import LDS_SECURITY_OBJECT
from kiosk.reader.trust.asn1 import Asn1Error
from kiosk.reader.trust.certificate import parse_certificate
from kiosk.reader.trust.signed_data import parse_signed_data
from tests.fakes.encodings import altered
from tests.fakes.issuer import Signing, cms, csca, indefinite, signer

ROOT = csca()
SIGNER = signer(ROOT)
CONTENT = b"\x30\x03\x02\x01\x00"
SIGNED = cms(CONTENT, [Signing(SIGNER, signing_time="260102030405Z")])


@pytest.mark.parametrize("data", [pytest.param(SIGNED, id="DER"), pytest.param(indefinite(SIGNED), id="BER")])
def test_signed_data(data: bytes) -> None:
    signed = parse_signed_data(data)
    assert (signed.content_type, signed.content) == (LDS_SECURITY_OBJECT, CONTENT)
    assert [one.der for one in signed.certificates] == [SIGNER.der]
    (info,) = signed.signers
    assert info.names(parse_certificate(SIGNER.der))
    assert not info.names(parse_certificate(ROOT.der))
    assert info.attributes is not None
    assert info.attributes.encoded[:1] == b"\x31"
    assert info.attributes.encoded[1:] in data
    assert info.attributes.content_types == (LDS_SECURITY_OBJECT,)
    assert [f"{time:%Y-%m-%d %H:%M:%S}" for time in info.attributes.signing_times] == ["2026-01-02 03:04:05"]


def test_a_version_1_is_read_as_cms_too() -> None:
    assert parse_signed_data(cms(CONTENT, [Signing(SIGNER)], version=1)).content == CONTENT


def test_a_signer_named_by_key_identifier() -> None:
    (info,) = parse_signed_data(cms(CONTENT, [Signing(SIGNER, by_key_id=True)])).signers
    assert info.names(parse_certificate(SIGNER.der))
    assert not info.names(parse_certificate(ROOT.der))


def test_certificates_that_do_not_parse_are_left_out() -> None:
    signed = parse_signed_data(cms(CONTENT, [Signing(SIGNER)], certificates=[b"\x30\x00", SIGNER.der]))
    assert [one.der for one in signed.certificates] == [SIGNER.der]


def _without_content() -> bytes:
    return SIGNED.replace(tlv.encode(0xA0, tlv.encode(0x04, CONTENT)), b"\xa0\x07" + tlv.encode(0x0C, CONTENT))


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(SIGNED[:-1], id="cut off"),
        pytest.param(SIGNED + b"\x00", id="bytes behind"),
        pytest.param(ROOT.der, id="a certificate"),
        pytest.param(
            SIGNED.replace(bytes.fromhex("2a864886f70d010702"), bytes.fromhex("2a864886f70d010703")), id="no SignedData"
        ),
        pytest.param(_without_content(), id="content that is no OCTET STRING"),
        pytest.param(b"\x30\x80" * 10_000, id="nested without end"),
        pytest.param(cms(CONTENT, [Signing(SIGNER)], second_content=CONTENT), id="a second content"),
        pytest.param(cms(CONTENT, [Signing(SIGNER)], certificates=[b"\x30\x00"] * 65), id="too many certificates"),
        pytest.param(cms(CONTENT, [Signing(SIGNER)] * 17), id="too many digest algorithms"),
        pytest.param(cms(CONTENT, [Signing(SIGNER)], version=9), id="a version that nobody knows"),
    ],
)
def test_no_signed_data(data: bytes) -> None:
    with pytest.raises(Asn1Error):
        parse_signed_data(data)


@given(st.binary(max_size=200) | altered(SIGNED) | altered(indefinite(SIGNED)))
def test_hostile_signed_data_gives_the_typed_error_only(data: bytes) -> None:
    with contextlib.suppress(Asn1Error):
        parse_signed_data(data)
