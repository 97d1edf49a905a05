from __future__ import annotations

import base64
import contextlib

import pytest
from cryptography.hazmat.primitives import hashes
from hypothesis import given
from hypothesis import strategies as st

from kiosk.reader import tlv
from kiosk.reader.lds.sod import LDS_SECURITY_OBJECT
from kiosk.reader.trust.asn1 import Asn1Error
from kiosk.reader.trust.certificate import parse_certificate, parse_certificates
from kiosk.reader.trust.signed_data import parse_signed_data
from tests.fakes.issuer import (
    VALID_FROM,
    VALID_UNTIL,
    Signing,
    cms,
    csca,
    ec_key,
    indefinite,
    signer,
    with_explicit_curve,
)

ROOT = csca()
SIGNER = signer(ROOT)
CONTENT = b"\x30\x03\x02\x01\x00"
SIGNED = cms(CONTENT, [Signing(SIGNER, signing_time="260102030405Z")])


def pem(*ders: bytes, kind: str = "CERTIFICATE") -> bytes:
    return b"".join(
        f"-----BEGIN {kind}-----\n".encode() + base64.encodebytes(der) + f"-----END {kind}-----\n".encode()
        for der in ders
    )


def altered(data: bytes) -> st.SearchStrategy[bytes]:
    """The data with a few bytes changed, and perhaps cut."""
    changes = st.lists(st.tuples(st.integers(0, len(data) - 1), st.integers(0, 255)), max_size=4)

    def apply(change: tuple[list[tuple[int, int]], int]) -> bytes:
        result = bytearray(data)
        for at, value in change[0]:
            result[at] = value
        return bytes(result[: change[1]])

    return st.tuples(changes, st.integers(0, len(data)) | st.just(len(data))).map(apply)


def test_certificate() -> None:
    root, document_signer = parse_certificate(ROOT.der), parse_certificate(SIGNER.der)
    assert root.subject == root.issuer == document_signer.issuer != document_signer.subject
    assert (root.ca, document_signer.ca) == (True, None)
    assert root.key_usage == frozenset({"key_cert_sign", "crl_sign"})
    assert document_signer.key_usage == frozenset({"digital_signature"})
    assert document_signer.authority_key_id == root.key_id is not None
    assert (root.not_before, root.not_after) == (VALID_FROM, VALID_UNTIL)
    assert root.country == "VN"
    assert root.signature_agrees
    assert root.fingerprint == ROOT.certificate.fingerprint(hashes.SHA256())
    assert document_signer.tbs == SIGNER.certificate.tbs_certificate_bytes


def test_names_are_compared_without_case_and_spaces() -> None:
    one, other = csca("CSCA  Test Vietnam"), csca("csca test VIETNAM", country="vn")
    assert parse_certificate(one.der).subject == parse_certificate(other.der).subject
    assert parse_certificate(other.der).country == "VN"


def test_a_certificate_without_extensions() -> None:
    bare = parse_certificate(csca(ca=None, key_cert_sign=None, key_id=False).der)
    assert (bare.ca, bare.key_usage, bare.key_id, bare.authority_key_id) == (None, None, None, None)


def test_explicit_curve_parameters_do_not_hinder_reading() -> None:
    key = ec_key("explicit")
    plain = csca(key=key)
    assert parse_certificate(with_explicit_curve(plain, key).der).subject == parse_certificate(plain.der).subject


@pytest.mark.parametrize(
    ("data", "count"),
    [
        pytest.param(ROOT.der, 1, id="DER"),
        pytest.param(pem(ROOT.der), 1, id="PEM"),
        pytest.param(b"Subject: CSCA\n" + pem(ROOT.der, SIGNER.der), 2, id="two in PEM, text around"),
    ],
)
def test_files_of_certificates(data: bytes, count: int) -> None:
    assert [one.der for one in parse_certificates(data)] == [ROOT.der, SIGNER.der][:count]


def _twice_the_extension() -> bytes:
    """A certificate whose basic constraints come twice, as if the second should win."""
    certificate, algorithm, signature = tlv.iterate(tlv.parse_one(ROOT.der).value)
    *fields, extensions = tlv.iterate(certificate.value)
    row = tlv.parse_one(extensions.value).value
    first, _ = tlv.parse_first(row)
    doubled = tlv.encode(0xA3, tlv.encode(0x30, first.encode() + row))
    tbs = tlv.encode(0x30, b"".join(field.encode() for field in fields) + doubled)
    return tlv.encode(0x30, tbs + algorithm.encode() + signature.encode())


def _with_unused_bits() -> bytes:
    certificate, algorithm, signature = tlv.iterate(tlv.parse_one(ROOT.der).value)
    broken = tlv.encode(signature.tag, b"\x01" + signature.value[1:-1] + b"\x00")
    return tlv.encode(0x30, certificate.encode() + algorithm.encode() + broken)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(ROOT.der[:-1], id="cut off"),
        pytest.param(ROOT.der + b"\x00", id="bytes behind"),
        pytest.param(SIGNED, id="another structure"),
        pytest.param(_twice_the_extension(), id="an extension twice"),
        pytest.param(_with_unused_bits(), id="a signature of broken bytes"),
        pytest.param(pem(ROOT.der, kind="EC PRIVATE KEY"), id="PEM of something else"),
        pytest.param(pem(ROOT.der)[:60], id="PEM cut off"),
        pytest.param(b"-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n", id="empty PEM"),
    ],
)
def test_no_certificate(data: bytes) -> None:
    with pytest.raises(Asn1Error):
        parse_certificates(data)


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
    ],
)
def test_no_signed_data(data: bytes) -> None:
    with pytest.raises(Asn1Error):
        parse_signed_data(data)


@pytest.mark.parametrize(
    "endless",
    [
        pytest.param(b"\x1f" + b"\xff" * 4000 + b"\x01\x00", id="tag"),
        pytest.param(tlv.encode(0x06, b"\x2a" + b"\x81" * 4000 + b"\x01"), id="identifier"),
    ],
)
def test_numbers_without_end_are_refused_before_anybody_computes_them(endless: bytes) -> None:
    with pytest.raises(Asn1Error, match="without end"):
        parse_signed_data(tlv.encode(0x30, endless))
    with pytest.raises(Asn1Error, match="without end"):
        parse_certificate(tlv.encode(0x30, endless))


@given(st.binary(max_size=200) | altered(SIGNED) | altered(indefinite(SIGNED)))
def test_hostile_signed_data_gives_the_typed_error_only(data: bytes) -> None:
    with contextlib.suppress(Asn1Error):
        parse_signed_data(data)


@given(st.binary(max_size=200) | altered(SIGNER.der) | altered(pem(ROOT.der)))
def test_hostile_certificates_give_the_typed_error_only(data: bytes) -> None:
    with contextlib.suppress(Asn1Error):
        parse_certificates(data)
