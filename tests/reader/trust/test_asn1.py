from __future__ import annotations

import pytest
from asn1crypto import algos

from kiosk.reader import oid, tlv
from kiosk.reader.trust.asn1 import Asn1Error, Extension, extensions, pem_blocks, signature_identifier
from kiosk.reader.trust.certificate import parse_certificate
from kiosk.reader.trust.signatures import PssParameters, SignatureIdentifier
from kiosk.reader.trust.signed_data import parse_signed_data
from tests.fakes.encodings import pem, pss_parameters


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


def extension(dotted: str, value: bytes, flag: bytes | None = None) -> bytes:
    critical = b"" if flag is None else tlv.encode(0x01, flag)
    return tlv.encode(0x30, tlv.encode(0x06, oid.encode(dotted)) + critical + tlv.encode(0x04, value))


@pytest.mark.parametrize(
    ("flag", "critical"), [(None, False), (b"\x00", False), (b"\xff", True), (b"\x01", True)],
    ids=["absent", "false", "true", "true in BER"],
)  # fmt: skip
def test_extensions_are_taken_without_a_look_at_their_value(flag: bytes | None, critical: bool) -> None:
    found = extensions(extension("2.5.29.14", b"no DER", flag) + extension("2.5.29.15", b""))
    assert found == {"2.5.29.14": Extension(critical, b"no DER"), "2.5.29.15": Extension(False, b"")}


@pytest.mark.parametrize(
    "contents",
    [
        pytest.param(extension("2.5.29.19", b"\x30\x00") * 2, id="twice"),
        pytest.param(tlv.encode(0x31, b""), id="no SEQUENCE"),
        pytest.param(tlv.encode(0x30, tlv.encode(0x06, b"\x55\x1d\x13")), id="no value"),
        pytest.param(tlv.encode(0x30, extension("2.5.29.19", b"")), id="nested"),
    ],
)
def test_no_extensions(contents: bytes) -> None:
    with pytest.raises(Asn1Error):
        extensions(contents)


@pytest.mark.parametrize(
    ("data", "blocks"),
    [
        pytest.param(b"\x30\x00", None, id="no PEM"),
        pytest.param(pem(b"\x30\x00"), (b"\x30\x00",), id="one block"),
        pytest.param(b"Subject: CSCA\n" + pem(b"1", b"2"), (b"1", b"2"), id="two blocks, text around"),
    ],
)
def test_pem(data: bytes, blocks: tuple[bytes, ...] | None) -> None:
    assert pem_blocks(data, "CERTIFICATE") == blocks


SHA1, SHA256, SHA512 = "1.3.14.3.2.26", "2.16.840.1.101.3.4.2.1", "2.16.840.1.101.3.4.2.3"
PSS = "1.2.840.113549.1.1.10"


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        pytest.param(pss_parameters(SHA256, SHA256, b"\x20"), PssParameters(SHA256, SHA256, 32), id="all told"),
        pytest.param(
            pss_parameters(SHA512, SHA256, b"\x14"), PssParameters(SHA512, SHA256, 20), id="a mask of its own"
        ),
        pytest.param(pss_parameters(), PssParameters(SHA1, SHA1, 20), id="defaults of RFC 4055"),
        pytest.param(b"", PssParameters(SHA1, SHA1, 20), id="no parameters at all"),
        pytest.param(pss_parameters(SHA256), PssParameters(SHA256, SHA1, 20), id="only the digest"),
        pytest.param(
            pss_parameters(SHA256, SHA256, b"\x20", b"\x01"), PssParameters(SHA256, SHA256, 32), id="trailer BC"
        ),
        pytest.param(pss_parameters(SHA256, SHA256, b"\x20", b"\x02"), None, id="another trailer"),
        pytest.param(pss_parameters(SHA256, SHA256, b"\x20", generator="1.2.3"), None, id="another mask generator"),
        pytest.param(pss_parameters(SHA256, SHA256, b"\xff"), PssParameters(SHA256, SHA256, -1), id="negative salt"),
        pytest.param(pss_parameters(SHA256, SHA256, b"\x7f" * 3000), None, id="a salt whose length nobody could print"),
    ],
)
def test_parameters_of_pss(parameters: bytes, expected: PssParameters | None) -> None:
    parsed = algos.SignedDigestAlgorithm.load(tlv.encode(0x30, tlv.encode(0x06, oid.encode(PSS)) + parameters))
    assert signature_identifier(parsed) == SignatureIdentifier(PSS, expected)
