from __future__ import annotations

import contextlib
from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from hypothesis import given
from hypothesis import strategies as st

from kiosk.reader import tlv
from kiosk.reader.trust.asn1 import Asn1Error
from kiosk.reader.trust.certificate import Certificate, KeyPeriod, parse_certificate, parse_certificates
from tests.fakes.encodings import altered, pem
from tests.fakes.issuer import (
    NAME_CHANGE,
    VALID_FROM,
    VALID_UNTIL,
    Extra,
    Signing,
    cms,
    csca,
    document_types,
    ec_key,
    key_period,
    signer,
    states,
    with_explicit_curve,
)

ROOT = csca()
SIGNER = signer(ROOT)


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
        pytest.param(cms(b"", [Signing(SIGNER)]), id="another structure"),
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


def read(*extra: Extra, **options: bool) -> Certificate:
    return parse_certificate(signer(ROOT, extra=extra, **options).der)


def test_what_icao_adds_to_certificates() -> None:
    begins, ends = datetime(2020, 1, 1, tzinfo=UTC), datetime(2020, 4, 1, tzinfo=UTC)
    address = x509.UniformResourceIdentifier("http://csca.example/vn.crl")
    points = x509.CRLDistributionPoints([x509.DistributionPoint([address], None, None, None)])
    certificate = read(key_period(begins, ends), document_types("ID", "P<"), states("VNM"), NAME_CHANGE, Extra(points))
    assert certificate.key_period == KeyPeriod(begins, ends)
    assert certificate.document_types == {"ID", "P"}
    assert certificate.states == {"VNM"}
    assert certificate.changes_name
    assert certificate.revocation_addresses == ("http://csca.example/vn.crl",)
    assert (certificate.malformed, certificate.not_understood) == (frozenset(), frozenset())


def test_what_is_absent_restricts_nothing() -> None:
    bare = read()
    assert (bare.key_period, bare.document_types, bare.purposes, bare.path_length) == (None, None, None, None)
    assert (bare.states, bare.revocation_addresses, bare.changes_name) == (frozenset(), (), False)


@pytest.mark.parametrize(
    ("begins", "ends", "covered"),
    [
        pytest.param(None, None, (True, True, True), id="open"),
        pytest.param(datetime(2021, 1, 1), None, (False, True, True), id="open at the end"),
        pytest.param(None, datetime(2021, 1, 1), (True, True, False), id="open at the beginning"),
        pytest.param(datetime(2021, 1, 1), datetime(2021, 1, 1), (False, True, False), id="one moment"),
    ],
)
def test_periods_of_keys(begins: datetime | None, ends: datetime | None, covered: tuple[bool, bool, bool]) -> None:
    times = (datetime(2020, 12, 31), datetime(2021, 1, 1), datetime(2021, 1, 2))
    assert tuple(KeyPeriod(begins, ends).covers(time) for time in times) == covered


NOT_ESSENTIAL = {
    "subject key identifier": "2.5.29.14",
    "authority key identifier": "2.5.29.35",
    "private key usage period": "2.5.29.16",
    "alternative name": "2.5.29.17",
    "distribution points": "2.5.29.31",
    "document types": "2.23.136.1.1.6.2",
}


@pytest.mark.parametrize(
    "value", [b"", b"no DER", b"\x30\x80", b"\x04\x62ab", bytes(5000)], ids=["empty", "text", "open", "cut", "huge"]
)
@pytest.mark.parametrize("name", NOT_ESSENTIAL.values(), ids=NOT_ESSENTIAL)
def test_an_extension_that_security_does_not_rest_on_may_be_broken(name: str, value: bytes) -> None:
    """One of 551 CSCA certificates of real countries has such a key identifier."""
    certificate = read(Extra.raw(name, value), key_id=False, authority_key_id=False)
    assert certificate.malformed == {name}
    with pytest.raises(Asn1Error, match="malformed"):
        read(Extra.raw(name, value, critical=True), key_id=False, authority_key_id=False)


@pytest.mark.parametrize("name", ["2.5.29.15", "2.5.29.19", "2.5.29.37"], ids=["usage", "constraints", "purposes"])
def test_an_extension_that_forbids_must_be_readable(name: str) -> None:
    with pytest.raises(Asn1Error, match="malformed"):
        parse_certificate(signer(ROOT, digital_signature=None, extra=[Extra.raw(name, b"no DER")]).der)


def test_critical_extensions_that_nobody_knows_are_told() -> None:
    mine = "1.3.6.1.4.1.99999.1"
    assert read(Extra.raw(mine, b"\x05\x00", critical=True)).not_understood == {mine}
    assert read(Extra.raw(mine, b"\x05\x00")).not_understood == frozenset()
    assert read(document_types("P")).not_understood == frozenset()


def test_names_are_for_comparison_and_for_people() -> None:
    certificate = parse_certificate(SIGNER.der)
    assert (certificate.subject_text, certificate.issuer_text) == ("C=VN, CN=DS Test 1", "C=VN, CN=CSCA Test")
    assert certificate.issuer == parse_certificate(ROOT.der).subject
    assert parse_certificate(ROOT.der).self_issued
    assert not certificate.self_issued


@given(st.binary(max_size=200) | altered(SIGNER.der) | altered(pem(ROOT.der)))
def test_hostile_certificates_give_the_typed_error_only(data: bytes) -> None:
    with contextlib.suppress(Asn1Error):
        parse_certificates(data)
