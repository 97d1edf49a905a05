from __future__ import annotations

import pytest
from asn1crypto import x509

from kiosk.reader import oid, tlv
from kiosk.reader.trust.distinguished_name import MAX_TEXT, DistinguishedName, read_name

COUNTRY, ORGANIZATION, COMMON_NAME, LOCALITY = "2.5.4.6", "2.5.4.10", "2.5.4.3", "2.5.4.7"
PRINTABLE, UTF8, TELETEX, BMP = 0x13, 0x0C, 0x14, 0x1E


def attribute(dotted: str, value: str | bytes, kind: int = UTF8) -> bytes:
    encoded = value if isinstance(value, bytes) else value.encode("utf-16-be" if kind == BMP else "utf-8")
    return tlv.encode(0x30, tlv.encode(0x06, oid.encode(dotted)) + tlv.encode(kind, encoded))


def name(*relatives: bytes) -> DistinguishedName:
    """Each relative name holds one attribute, or several."""
    return read_name(x509.Name.load(tlv.encode(0x30, b"".join(tlv.encode(0x31, one) for one in relatives))))


C, ORG, CN = attribute(COUNTRY, "VN", PRINTABLE), attribute(ORGANIZATION, "Training"), attribute(COMMON_NAME, "CSCA 1")


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(name(CN, ORG, C), id="order"),
        pytest.param(name(attribute(COUNTRY, "vn", PRINTABLE), ORG, attribute(COMMON_NAME, "csca 1")), id="case"),
        pytest.param(name(C, ORG, attribute(COMMON_NAME, "  CSCA   1 ")), id="spaces"),
        pytest.param(name(C, attribute(ORGANIZATION, "Training", PRINTABLE), CN), id="PrintableString"),
        pytest.param(name(C, attribute(ORGANIZATION, "Training", BMP), CN), id="BMPString"),
        pytest.param(name(C, attribute(ORGANIZATION, "Training", TELETEX), CN), id="TeletexString"),
        pytest.param(name(C, attribute(ORGANIZATION, "Train\u200bing"), CN), id="invisible character"),
        pytest.param(name(C, attribute(ORGANIZATION, "Ｔraining"), CN), id="wide letter"),
    ],
)
def test_spellings_of_one_name(other: DistinguishedName) -> None:
    assert other.folded == name(C, ORG, CN).folded


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(name(C, ORG, attribute(COMMON_NAME, "CSCA 2")), id="another value"),
        pytest.param(name(C, ORG), id="an attribute less"),
        pytest.param(name(C, ORG, CN, CN), id="an attribute twice"),
        pytest.param(name(C, attribute(LOCALITY, "Training"), CN), id="another kind of attribute"),
        pytest.param(name(C, ORG + CN), id="two attributes in one relative name"),
        pytest.param(name(C, attribute(ORGANIZATION, "Training\x1d2.5.4.3=csca 1")), id="separators inside a value"),
    ],
)
def test_other_names(other: DistinguishedName) -> None:
    assert other.folded != name(C, ORG, CN).folded


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        pytest.param(name(C, ORG, CN), "C=VN, O=Training, CN=CSCA 1", id="as written"),
        pytest.param(name(attribute("1.2.3.4", "x")), "1.2.3.4=x", id="unknown attribute"),
        pytest.param(name(attribute(COMMON_NAME, "Bộ Công an")), "CN=Bộ Công an", id="Vietnamese"),
        pytest.param(name(attribute(COMMON_NAME, "a\u202eb\nc")), "CN=a\ufffdb\ufffdc", id="what deceives the eye"),
        pytest.param(name(attribute(COMMON_NAME, b"\xff\xfe")), "CN=#0c02fffe", id="bytes that are no text"),
        pytest.param(
            name(attribute(COMMON_NAME, "x" * 999)), "CN=" + "x" * (MAX_TEXT - 4) + "…", id="longer than a screen"
        ),
    ],
)
def test_names_for_people(written: DistinguishedName, shown: str) -> None:
    assert written.text == shown


@pytest.mark.parametrize(
    ("written", "country"),
    [
        pytest.param(name(C, CN), "VN", id="one"),
        pytest.param(name(attribute(COUNTRY, "vn", PRINTABLE)), "VN", id="small letters"),
        pytest.param(name(CN), "", id="none"),
        pytest.param(name(C, C), "VN", id="the same twice"),
        pytest.param(name(C, attribute(COUNTRY, "DE", PRINTABLE)), "", id="two countries are none"),
    ],
)
def test_countries(written: DistinguishedName, country: str) -> None:
    assert written.country == country


@pytest.mark.parametrize("parts", [(C,) * 65, (C * 65,)], ids=["relative names", "attributes of one"])
def test_names_without_end(parts: tuple[bytes, ...]) -> None:
    with pytest.raises(ValueError, match="more parts"):
        name(*parts)


def test_localities() -> None:
    assert name(attribute(LOCALITY, "vnm"), CN).localities == {"VNM"}


def test_a_name_that_it_takes_seconds_to_fold_is_refused() -> None:
    with pytest.raises(ValueError, match="combining"):
        name(C, attribute(ORGANIZATION, "A" + "\u0301\u0316" * 30_000, BMP))
