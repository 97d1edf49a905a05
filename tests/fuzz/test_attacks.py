"""Attacks that somebody thought out, beside those that chance finds: sizes, counts and depths that must be bounded.

What each may cost in memory is measured as for the bombs of ``test_targets.py``: some objects for each byte of input.
"""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from kiosk.reader import oid, tlv
from kiosk.reader.lds.catalogue import MAX_FILE_SIZE
from kiosk.reader.lds.errors import LdsError
from kiosk.reader.lds.image_header import ImageHeaderError
from kiosk.reader.public_keys import PublicKeyError
from kiosk.reader.trust.asn1 import Asn1Error
from tests.fakes import face_records as face
from tests.fakes import lds_files as lds
from tests.fuzz import seeds
from tests.fuzz.targets import TARGETS

MEMORY_PER_BYTE, MEMORY_AT_ONCE = 200, 4 << 20
MEGABYTE = 1 << 20

FILES = {
    "security-infos": 0x31, "com": 0x60, "sod": 0x77, "dg1": 0x61, "dg2": 0x75, "dg5": 0x65, "dg7": 0x67, "dg11": 0x6B,
    "dg12": 0x6C, "dg13": 0x6D, "dg14": 0x6E, "dg15": 0x6F, "dg16": 0x70, "card-security": 0x30, "certificate": 0x30,
    "public-key": 0x30, "security-object": 0x30, "face-39794": 0xA1,
}  # fmt: skip
"""Parsers by target, with the outermost tag that each expects."""

LENGTHS = {
    "no length": b"",
    "one byte more than there is": b"\x02\x05",
    "a length of eight bytes": b"\x88" + (2).to_bytes(8, "big") + b"\x05\x00",
    "a length of eight bytes, all ones": b"\x88" + b"\xff" * 8 + b"\x05\x00",
    "four gigabytes": b"\x84\xff\xff\xff\xff\x05\x00",
    "a length that is cut off": b"\x84\x00\x00",
    "a length without end": b"\x80\x05\x00",
    "the reserved form of a length": b"\xff" + b"\x01" * 127,
}


@pytest.mark.parametrize(("name", "tag"), FILES.items(), ids=FILES)
@pytest.mark.parametrize("rest", LENGTHS.values(), ids=LENGTHS)
def test_lengths_beyond_the_file(name: str, tag: int, rest: bytes) -> None:
    assert not TARGETS[name](bytes((tag,)) + rest)


def nested(tag: int, depth: int, inside: bytes = b"") -> bytes:
    for _ in range(depth):
        inside = tlv.encode(tag, inside)
    return inside


def sequence(*parts: bytes) -> bytes:
    return tlv.encode(0x30, b"".join(parts))


def named(dotted: str) -> bytes:
    return tlv.encode(0x06, oid.encode(dotted))


def with_part(der: bytes, path: tuple[int, ...], part: bytes) -> bytes:
    """A row of data objects in which the one at ``path``, counted from the outside, is another."""
    row = [item.encode() for item in tlv.iterate(der)]
    at, *deeper = path
    item = tlv.parse_one(row[at])
    row[at] = tlv.encode(item.tag, with_part(item.value, tuple(deeper), part)) if deeper else part
    return b"".join(row)


def rsa_key(modulus: int, exponent: int) -> bytes:
    key = sequence(*(tlv.encode(0x02, face.small(number)) for number in (modulus, exponent)))
    return sequence(sequence(named("1.2.840.113549.1.1.1"), b"\x05\x00"), tlv.encode(0x03, b"\x00" + key))


SERIAL, ISSUER, EXTENSIONS = (0, 0, 1), (0, 0, 3), (0, 0, 7)
"""Places in a certificate (RFC 5280 §4.1)."""
CERTIFICATES, SIGNERS = (0, 1, 0, 3), (0, 1, 0, 4)
"""Places in CMS SignedData (RFC 5652 §5.1)."""


def extension(number: int) -> bytes:
    return sequence(named(f"2.999.{number}"), tlv.encode(0x04, b""))


def attribute(text: bytes, tag: int = 0x0C) -> bytes:
    return tlv.encode(0x31, sequence(named("2.5.4.10"), tlv.encode(tag, text)))


def answers(first: str, then: str, times: int) -> bytes:
    """The row of a hostile chip that says one thing again and again."""
    return tlv.encode(0x04, bytes.fromhex(first)) + tlv.encode(0x04, bytes.fromhex(then)) * times


SIGNED, SIGNER = seeds.SIGNED_DATA[0], seeds.SIGNER.der
PACE = sequence(named("0.4.0.127.0.7.2.2.4.2.2"), tlv.encode(0x02, b"\x02"), tlv.encode(0x02, b"\x0d"))
REPRESENTED = face.representation(lds.JPEG)
_FACE = lds.facial_record(b"\xff\xd8\xff")[14:]
FACES = b"FAC\x00010\x00" + (14 + 65_535 * len(_FACE)).to_bytes(4, "big") + b"\xff\xff" + 65_535 * _FACE
FACES_CLAIMED = bytearray(lds.facial_record(lds.JPEG))
FACES_CLAIMED[12:14] = b"\xff\xff"
POINTS_CLAIMED = bytearray(lds.facial_record(lds.JPEG))
POINTS_CLAIMED[18:20] = b"\xff\xff"

REFUSED: dict[str, tuple[str, bytes, type[Exception]]] = {
    # DG2 and its images
    "65,535 portraits claimed, one there": ("dg2", lds.dg2(bytes(FACES_CLAIMED)), LdsError),
    "65,535 portraits": ("dg2", lds.dg2(FACES), LdsError),
    "65,535 feature points claimed": ("dg2", lds.dg2(bytes(POINTS_CLAIMED)), LdsError),
    "one portrait in each of many templates": (
        "dg2",
        tlv.encode(0x75, tlv.encode(0x7F61, tlv.parse_one(tlv.parse_one(lds.portrait()).value).value[3:] * 4000)),
        LdsError,
    ),
    "templates without a data block": (
        "dg2", tlv.encode(0x75, tlv.encode(0x7F61, tlv.encode(0x7F60, b"") * 10_000)), LdsError,
    ),
    "39794: wrapped a thousand times": ("face-39794", nested(0xA1, 1000, face.face_block()), LdsError),
    "39794: many representations": ("face-39794", face.face_template(*[REPRESENTED] * 5000), LdsError),
    "39794: many blocks": ("face-39794", face.face_block(behind=b"\x85\x00" * 10_000), LdsError),
    "JPEG of 65,535 × 65,535": ("image-header", face.jpeg_header(65_535, 65_535), ImageHeaderError),
    "JP2 of 65,535 × 65,535": (
        "image-header", face.jp2(face.code_stream(65_535, 65_535), width=65_535, height=65_535), ImageHeaderError,
    ),
    "code stream of 65,535 × 65,535": ("image-header", face.code_stream(65_535, 65_535), ImageHeaderError),
    "code stream of four million tiles": ("image-header", face.code_stream(4000, 1000, tile=(1, 1)), ImageHeaderError),
    "code stream of 16,384 components": ("image-header", face.code_stream(components=16_384), ImageHeaderError),
    "JPEG of fill bytes": ("image-header", b"\xff\xd8" + b"\xff" * MAX_FILE_SIZE, ImageHeaderError),
    "JPEG of empty segments": ("image-header", b"\xff\xd8" + b"\xff\xe0\x00\x02" * 50_000, ImageHeaderError),
    "JP2 of empty boxes": ("image-header", face.jp2()[:12] + face.box(b"free", b"") * 30_000, ImageHeaderError),
    # lists
    "10,000 SecurityInfos": ("security-infos", tlv.encode(0x31, PACE * 10_000), LdsError),
    "10,000 hashes": ("security-object", lds.security_object([(n % 200, b"") for n in range(10_000)]), LdsError),
    "10,000 data elements": ("dg11", tlv.encode(0x6B, tlv.encode(0x5F10, b"") * 10_000), LdsError),
    "10,000 displayed portraits": ("dg5", tlv.encode(0x65, tlv.encode(0x5F40, b"") * 10_000), LdsError),
    "10,000 persons to notify": ("dg16", tlv.encode(0x70, tlv.encode(0xA1, b"") * 10_000), LdsError),
    "one field 10,000 times": ("dg13", lds.dg13(lds.dg13_field(1) * 10_000), LdsError),
    "1,300 applications": ("ef-dir", tlv.encode(0x4F, b"\xa0") * 1300, LdsError),
    # sizes
    "EF.SOD of a megabyte": ("sod", tlv.encode(0x77, tlv.encode(0x04, bytes(MEGABYTE))), LdsError),
    "DG13 of a megabyte": ("dg13", lds.dg13_of({9: "a" * MEGABYTE}), LdsError),
    "DG11 of a megabyte": ("dg11", tlv.encode(0x6B, tlv.encode(0x5F42, b"a" * MEGABYTE)), LdsError),
    "EF.ATR/INFO of a megabyte": ("ef-atr", bytes(MEGABYTE), LdsError),
    "MRZ of a megabyte": ("dg1", lds.dg1("<" * MEGABYTE), LdsError),
    "an identifier of a megabyte": (
        "security-infos", tlv.encode(0x31, sequence(tlv.encode(0x06, b"\x01" * MEGABYTE))), LdsError,
    ),
    "a version of a megabyte": (
        "security-object", with_part(seeds.SECURITY_OBJECTS[0], (0, 0), tlv.encode(0x02, b"\x01" * MEGABYTE)), LdsError,
    ),
    "a curve over a field of a megabyte": (
        "public-key",
        with_part(seeds.PUBLIC_KEYS[3], (0, 0, 1, 1, 1), tlv.encode(0x02, b"\x01" * MEGABYTE)),
        PublicKeyError,
    ),
    # depths
    "a thousand sequences for a certificate": ("certificate", nested(0x30, 1000), Asn1Error),
    "a thousand sequences for CMS": ("signed-data", nested(0x30, 1000), Asn1Error),
    "a thousand sequences for a key": ("public-key", nested(0x30, 1000), PublicKeyError),
    "a thousand templates for a portrait": ("dg2", nested(0x7F61, 1000), LdsError),
    "content in pieces, a thousand deep": (
        "signed-data",
        with_part(SIGNED, (0, 1, 0, 2), sequence(
            named("2.23.136.1.1.1"), tlv.encode(0xA0, b"\x24\x80" * 1000 + b"\x04\x00" + bytes(2000)))),
        Asn1Error,
    ),
}  # fmt: skip
"""Target, input, and the one error that must come out."""

BORNE: dict[str, tuple[str, bytes]] = {
    "a thousand objects, one in the other": ("tlv", nested(0x30, 1000)),
    "a name of 3,000 attributes": ("certificate", with_part(SIGNER, ISSUER, sequence(attribute(b"A") * 3000))),
    "3,000 attributes in one part of a name": (
        "certificate", with_part(SIGNER, ISSUER, sequence(tlv.encode(0x31, attribute(b"A")[2:] * 3000))),
    ),
    "3,000 extensions": (
        "certificate", with_part(SIGNER, EXTENSIONS, tlv.encode(0xA3, sequence(*map(extension, range(3000))))),
    ),
    "a serial number of 64 KiB": ("certificate", with_part(SIGNER, SERIAL, tlv.encode(0x02, b"\x01" * 65_536))),
    "2,000 certificates that are none": (
        "signed-data", with_part(SIGNED, CERTIFICATES, tlv.encode(0xA0, b"\x30\x00" * 2000)),
    ),
    "10,000 signers that are none": ("signed-data", with_part(SIGNED, SIGNERS, tlv.encode(0x31, b"\x30\x00" * 10_000))),
    "an RSA key of 65,536 bits": ("public-key", rsa_key(1 << 65_535 | 1, 65_537)),
    "an RSA key whose exponent is as long": ("public-key", rsa_key(1 << 4095 | 1, 1 << 4094 | 1)),
    "8,000 fields of unknown number": (
        "dg13", lds.dg13(*(sequence(tlv.encode(0x02, n.to_bytes(2, "big"))) for n in range(256, 8256))),
    ),
    "a list of 30,000 tags": ("dg11", tlv.encode(0x6B, tlv.encode(0x5C, b"\x5f\x0e" * 30_000))),
    "65,535 data groups": ("com", lds.com(*bytes(65_535))),
    "a file byte by byte": ("whole-file", answers("7582FF009000", "009000", 13_000)),
    "an answer that never ends": ("whole-reading", answers("", "6100", 16_000)),
    "an answer that grows and never ends": ("chained-answer", answers("", "00" * 250 + "6100", 4000)),
    "a card that is reset again and again": ("whole-reading", answers("", "", 30_000)),
    "65,535 codes around a number": ("qr", b"001090012345" + b"|" * 65_535),
}  # fmt: skip
"""What may be taken or refused, and costs no more than its size either way."""


@contextmanager
def within_bounds(data: bytes) -> Iterator[None]:
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] <= MEMORY_AT_ONCE + MEMORY_PER_BYTE * len(data)
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(("name", "data", "error"), REFUSED.values(), ids=REFUSED)
def test_refused(name: str, data: bytes, error: type[Exception]) -> None:
    with within_bounds(data), pytest.raises(error):
        TARGETS[name].parse(data)


@pytest.mark.parametrize(("name", "data"), BORNE.values(), ids=BORNE)
def test_borne(name: str, data: bytes) -> None:
    with within_bounds(data):
        TARGETS[name](data)
