"""Inputs that the parsers understand, from which the fuzzers set out; of fictitious people and test keys only."""

from __future__ import annotations

import hashlib
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kiosk.domain.chip_reading import ElementaryFile as Ef
from kiosk.domain.chip_reading import PaceCam
from kiosk.reader import oid, tlv
from kiosk.reader.apdu import Command
from kiosk.reader.trust.certificate import parse_certificate
from tests.fakes import codes
from tests.fakes import face_records as face
from tests.fakes import lds_files as lds
from tests.fakes.issuer import (
    NAME_CHANGE,
    VALID_FROM,
    VALID_UNTIL,
    Key,
    Signing,
    cms,
    csca,
    document_types,
    ec_key,
    hashed,
    indefinite,
    key_period,
    link,
    rsa_key,
    signer,
    sod,
    states,
    with_explicit_curve,
)
from tests.fakes.virtual_cards import photo

_FIXTURES = Path(__file__).parents[1] / "fixtures"


def _objects(outer: int, *elements: tuple[int, bytes]) -> bytes:
    return tlv.encode(outer, b"".join(tlv.encode(tag, value) for tag, value in elements))


def _numbers(*values: int) -> bytes:
    return b"".join(tlv.encode(0x02, value.to_bytes(2, "big")) for value in values)


def _info(dotted: str, *data: bytes) -> bytes:
    return tlv.encode(0x30, tlv.encode(0x06, oid.encode(dotted)) + b"".join(data))


def _spki(key: Key) -> bytes:
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


ID_SECURITY_OBJECT = "0.4.0.127.0.7.3.2.1"
GROUPS = {Ef.DG1: lds.dg1(lds.MRZ_A), Ef.DG2: lds.portrait(), Ef.DG13: lds.DG13_A}

ROOT = csca()
SIGNER = signer(ROOT)
_RSA, _BRAINPOOL = signer(ROOT, rsa_key()), signer(ROOT, ec_key("bp", ec.BrainpoolP256R1))
_EXPLICIT = with_explicit_curve(_BRAINPOOL, ec_key("csca"))

SOD = (
    sod(GROUPS, Signing(SIGNER)),
    sod(GROUPS, Signing(_RSA, scheme="pss"), version=1),
    sod(GROUPS, Signing(_EXPLICIT, digest="sha512"), digest="sha512"),
    sod(GROUPS, Signing(SIGNER, by_key_id=True, signing_time="210510120000Z")),
    tlv.encode(0x77, indefinite(tlv.parse_one(sod(GROUPS, Signing(_RSA))).value)),
)
SIGNED_DATA = tuple(tlv.parse_one(file).value for file in SOD)
SECURITY_OBJECTS = tuple(lds.security_object(hashed(GROUPS), version=version) for version in (0, 1))
_RENEWED = csca("CSCA Test 2", ec_key("renewed"))
_WITH_EVERYTHING = signer(
    ROOT, extra=[key_period(VALID_FROM, VALID_UNTIL), document_types("P", "ID"), states("VNM"), NAME_CHANGE]
)
LINK = link(_RENEWED, ROOT, extra=[NAME_CHANGE])
CERTIFICATES = (
    ROOT.der,
    SIGNER.der,
    _RSA.der,
    _EXPLICIT.der,
    csca(key=rsa_key(), pss=True).der,
    LINK.der,
    _WITH_EVERYTHING.der,
)
BELOW_LINK = tlv.encode(0x77, cms(SECURITY_OBJECTS[0], [Signing(signer(_RENEWED))]))
_PARAMETERS = tlv.encode(0x30, tlv.encode(0x06, oid.encode("0.4.0.127.0.7.1.2")) + tlv.encode(0x02, b"\x0d"))
PUBLIC_KEYS = (
    _spki(ec_key()),
    _spki(rsa_key()),
    _spki(ec_key("bp", ec.BrainpoolP256R1)),
    parse_certificate(_EXPLICIT.der).spki,
    tlv.encode(0x30, _PARAMETERS + _spki(ec_key("bp", ec.BrainpoolP256R1))[-68:]),
)

_CARD_ACCESS = bytes.fromhex(
    "3134300D060804007F0007020202020101300F060A04007F000702020302020201013012060A04007F0007020204020202010202010D"
)
SECURITY_INFOS = (
    _CARD_ACCESS,
    tlv.encode(
        0x31,
        _info("0.4.0.127.0.7.2.2.4.2", _PARAMETERS, tlv.encode(0x02, b"\x0d"))
        + _info("0.4.0.127.0.7.2.2.1.2", _spki(ec_key()), tlv.encode(0x02, b"\x01"))
        + _info("0.4.0.127.0.7.2.2.3.2.2", tlv.encode(0x02, b"\x01"), tlv.encode(0x02, b"\x01"))
        + _info("2.23.136.1.1.5", tlv.encode(0x02, b"\x01"), tlv.encode(0x06, oid.encode("0.4.0.127.0.7.1.1.4.1.3"))),
    ),
)
DG14 = tuple(tlv.encode(0x6E, infos) for infos in SECURITY_INFOS)
DG15 = tuple(tlv.encode(0x6F, key) for key in PUBLIC_KEYS[:3])

CHAINED = (
    tlv.encode(0x04, bytes(2) + b"\x90\x00"),
    b"".join(tlv.encode(0x04, bytes(size) + sw) for size, sw in ((9, b"\x61\x05"), (5, b"\x61\x00"), (3, b"\x90\x00"))),
    tlv.encode(0x04, b"\x6c\x08") + tlv.encode(0x04, bytes(8) + b"\x90\x00"),
)
COMMANDS = (
    Command(0x00, 0xA4, 0x04, 0x0C, bytes.fromhex("A0000002471001")).encode(),
    Command(0x0C, 0xB0, 0x9C, 0x00, bytes(13), 256).encode(),
    Command(0x0C, 0xB1, 0x00, 0x00, bytes(300), 65536).encode(),
    Command(0x00, 0xB0, 0x00, 0x00, le=2048, extended=True).encode(),
)
OIDS = tuple(
    map(oid.encode, ("1.2.840.113549.1.1.10", "0.4.0.127.0.7.2.2.4.2.2", "2.23.136.1.1.1", "2.999.4294967296"))
)
DYNAMIC = (tlv.encode(0x7C, tlv.encode(0x80, bytes(16))),)
CARD_SECURITY = (
    cms(SECURITY_INFOS[1], [Signing(SIGNER, content_type=ID_SECURITY_OBJECT)], content_type=ID_SECURITY_OBJECT),
    cms(SECURITY_INFOS[0], [Signing(_RSA, content_type=ID_SECURITY_OBJECT)], content_type=ID_SECURITY_OBJECT),
)
SIGNATURES = (
    ec_key().sign(bytes(8), ec.ECDSA(hashes.SHA256())),
    bytes(64),
    b"\x6a" + bytes(233) + hashlib.sha1(bytes(8)).digest() + b"\xbc",
)
REPRESENTATIVES = (
    SIGNATURES[2],
    b"\x6b" + bytes(3) + hashlib.sha256(bytes(10)).digest() + b"\x34\xcc",
    b"\x4b\xbb\xbb\xba" + bytes(3) + hashlib.sha512(bytes(11)).digest() + b"\x35\xcc",
)

PACE_CAM = PaceCam("", 13, SIGNATURES[1], bytes(range(1, 33)))
ATRS = tuple(
    bytes.fromhex(atr) for atr in ("3B8880010000000073C8400000", "3B8F80010031B865B0850300EF120FFF829000", "3B00")
)

COM = (lds.com(0x61, 0x75, 0x63, 0x6D, 0x6F, 0x6E),)
DG1 = (
    lds.dg1(lds.MRZ_A),
    lds.dg1("I<UTOD231458907<<<<<<<<<<<<<<<7408122F1204159UTO<<<<<<<<<<<6ERIKSSON<<ANNA<MARIA<<<<<<<<<<"),
    lds.dg1("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<D231458907UTO7408122F1204159<<<<<<<6"),
    lds.dg1("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F1204159ZE184226B<<<<<10"),
)
MRZ = tuple(tlv.parse_one(tlv.parse_one(file).value).value for file in DG1)
QR = tuple(text.encode() for text in (lds.QR_A, lds.QR_B, lds.QR_D))
INSURANCE_QR = (codes.INSURANCE_CARD.encode(), codes.INSURANCE_NEWER.encode())
BOARDING_PASSES = tuple(text.encode() for text in (*codes.BOARDING_PASSES.values(), codes.VIETNAMESE_PASS))
CODES = (*QR, *INSURANCE_QR, *BOARDING_PASSES, *MRZ)

_PICTURES = tuple(
    (_FIXTURES / "faces" / name).read_bytes()[:1500]
    for name in ("obama_2009_chip_240x320.jpg", "obama_2009_chip_240x320.j2k", "collins_gray_240x320.j2k")
)
PICTURES = (
    *(photo(kind) for kind in ("JPEG", "JPEG2000")),
    photo("JPEG2000")[photo("JPEG2000").index(b"\xff\x4f\xff\x51") :],
)
IMAGES = (*_PICTURES, face.jpeg_header(frame=0xC2), face.code_stream(tile=(64, 64)), face.jp2())
FACE_19794 = (lds.facial_record(face.jpeg_header()), lds.facial_record(lds.JPEG, lds.J2K, feature_points=2))
FACE_39794 = (
    face.face_template(face.representation(face.jp2())),
    face.face_template(
        face.representation(face.jpeg_header(), tlv.encode(0xA2, tlv.encode(0x80, b"\x07\xe6")), size=None),
        face.representation(face.code_stream()),
    ),
)
DG2 = (
    lds.dg2(*FACE_19794),
    lds.dg2(FACE_39794[0], block_tag=0x7F2E),
    lds.dg2(FACE_39794[1], FACE_19794[0], block_tag=0x7F2E),
)
LONG_DG2 = lds.dg2(lds.facial_record(lds.JPEG + bytes(1500)))
DG5 = (_objects(0x65, (0x02, b"\x01"), (0x5F40, face.jpeg_header())),)
DG7 = (_objects(0x67, (0x02, b"\x02"), (0x5F43, face.jpeg_header()), (0x5F43, face.code_stream())),)
_OTHER_NAMES = tlv.encode(0x02, b"\x01") + tlv.encode(0x5F0F, b"DOE<<JILL")
DG11 = (
    _objects(
        0x6B,
        (0x5C, bytes.fromhex("5F0EA05F105F2B5F115F425F125F135F165F17")),
        (0x5F0E, "NGUYỄN<<VĂN<AN".encode()),
        (0xA0, _OTHER_NAMES),
        (0x5F10, b"001090012345"),
        (0x5F2B, bytes.fromhex("19900315")),
        (0x5F11, b"ANYTOWN<MN"),
        (0x5F42, b"123 MAPLE RD<ANYTOWN<MN"),
        (0x5F12, b""),
        (0x5F13, b"PILOT"),
        (0x5F16, face.jpeg_header()),
        (0x5F17, b"C1234567<D7654321"),
    ),
    _objects(0x6B, (0x5C, b""), (0x5F2B, b"19900315"), (0x5F0F, b"DOE<<JACK")),
)
DG12 = (
    _objects(
        0x6C,
        (0x5C, bytes.fromhex("5F195F26A05F1B5F55")),
        (0x5F19, b"AUTHORITY"),
        (0x5F26, b"20210510"),
        (0xA0, tlv.encode(0x02, b"\x01") + tlv.encode(0x5F1A, b"DOE<<JILL")),
        (0x5F1B, b""),
        (0x5F55, bytes.fromhex("20210510134501")),
        (0x5F56, b"PERSO-7"),
    ),
)
DG13 = (lds.DG13_A, lds.dg13_of({1: "001090012345", 2: "Nguyễn Văn An", 9: "Đ" * 100}))
_PERSON = b"".join(
    tlv.encode(tag, value) for tag, value in ((0x5F50, b"20020101"), (0x5F51, b"DOE<<JILL"), (0x5F53, b"A<B"))
)
DG16 = (_objects(0x70, (0x02, b"\x02"), (0xA1, _PERSON), (0xA2, _PERSON)),)
FILES = (
    b"".join(GROUPS.values()) + DG14[1] + DG15[0] + _CARD_ACCESS + COM[0],
    DG1[3] + DG2[2] + DG15[1] + DG11[0] + CARD_SECURITY[0],
)
EF_ATR = (
    bytes.fromhex("4301F84703F741E07F6608020205F0020205F0"),
    tlv.encode(0xE0, _numbers(256, 260, 230, 240)) + bytes(4),
)
EF_DIR = (
    bytes.fromhex("61094F07A000000247100161094F07A0000002472001") + bytes(3),
    _objects(0x61, (0x4F, bytes.fromhex("E80704007F00070302")), (0x50, b"eID"), (0x73, b"")),
)
TLV = (lds.DG13_A, DG2[1], *EF_ATR)
