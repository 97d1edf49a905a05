"""Contents of the elementary files as the personaliser writes them (ICAO Doc 9303-10; DG13 as Vietnam defines it)."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date

from PIL import Image, UnidentifiedImageError

from kiosk.domain.chip_reading import ElementaryFile
from kiosk.domain.identity import Sex
from kiosk.reader import tlv
from kiosk.reader.lds.catalogue import CATALOGUE
from kiosk.simulator import der
from kiosk.simulator.chip_keys import (
    ActiveAuthenticationKey,
    ChipAuthenticationKey,
    public_key_info,
)
from kiosk.simulator.imprint import Mrz, sex_word
from kiosk.simulator.person import Citizen
from kiosk.simulator.profiles import PaceOffer

DG3_TAG = 0x63
"""Fingerprints: announced in EF.COM and signed, but readable to the state only."""

NO_EXPIRY = "Không thời hạn"

ID_TERMINAL_AUTHENTICATION = "0.4.0.127.0.7.2.2.2"
ID_PK_ECDH = "0.4.0.127.0.7.2.2.1.2"
ID_ACTIVE_AUTHENTICATION = "2.23.136.1.1.5"
ID_DG13_ENCODING = "1.0.10646.1.0.8"

_ECDSA_PLAIN = {
    "sha1": "0.4.0.127.0.7.1.1.4.1.1",
    "sha224": "0.4.0.127.0.7.1.1.4.1.2",
    "sha256": "0.4.0.127.0.7.1.1.4.1.3",
    "sha384": "0.4.0.127.0.7.1.1.4.1.4",
    "sha512": "0.4.0.127.0.7.1.1.4.1.5",
}
"""ecdsa-plain-signatures by hash (BSI TR-03111 §5.2.1.1)."""

_JPEG, _JPEG2000 = 0, 1
_IMAGE_TYPES = {b"\xff\xd8\xff": _JPEG, b"\x00\x00\x00\x0cjP  ": _JPEG2000, b"\xff\x4f\xff\x51": _JPEG2000}
"""Image data type of ISO/IEC 19794-5 §5.8.2 by the first bytes: JFIF, a JP2 file, a raw JPEG 2000 codestream."""


def com(tags: Iterable[int]) -> bytes:
    """EF.COM: LDS 1.7, Unicode 4.0.0, and the tags of the data groups (ICAO Doc 9303-10 §4.6.1)."""
    listed = b"".join(tag.to_bytes(1, "big") for tag in tags)
    body = tlv.encode(0x5F01, b"0107") + tlv.encode(0x5F36, b"040000") + tlv.encode(0x5C, listed)
    return tlv.encode(CATALOGUE[ElementaryFile.COM].tag, body)


def dg1(lines: Mrz) -> bytes:
    """The MRZ (ICAO Doc 9303-10 §4.7.1)."""
    return tlv.encode(0x61, tlv.encode(0x5F1F, "".join(lines).encode("ascii")))


def dg2(photo: bytes, sex: Sex) -> bytes:
    """One face image in one CBEFF template (ICAO Doc 9303-10 §4.7.2).

    ``photo`` is a JPEG, JP2 or JPEG 2000 codestream; anything else raises ``ValueError``.
    """
    header = tlv.encode(
        0xA1,
        tlv.encode(0x80, b"\x01\x01")  # version of the patron header
        + tlv.encode(0x81, b"\x02")  # facial features
        + tlv.encode(0x82, b"\x00")  # no subtype
        + tlv.encode(0x87, b"\x01\x01")  # format owner: JTC 1/SC 37
        + tlv.encode(0x88, b"\x00\x08"),  # format type: ISO/IEC 19794-5
    )
    template = tlv.encode(0x7F60, header + tlv.encode(0x5F2E, _face_record(photo, sex)))
    return tlv.encode(0x75, tlv.encode(0x7F61, der.integer(1) + template))


def _face_record(photo: bytes, sex: Sex) -> bytes:
    """ISO/IEC 19794-5:2005 §5: facial record header, facial information, image information, image."""
    kind = next((kind for start, kind in _IMAGE_TYPES.items() if photo.startswith(start)), None)
    if kind is None:
        raise ValueError("the photo is neither JPEG nor JPEG 2000")
    try:
        with Image.open(io.BytesIO(photo)) as image:
            width, height, grey = *image.size, image.mode == "L"
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise ValueError("the photo cannot be read") from error
    if not (0 < width <= 0xFFFF and 0 < height <= 0xFFFF):
        raise ValueError("the photo is too large for its record")
    information = bytes((kind,)) + width.to_bytes(2, "big") + height.to_bytes(2, "big")
    image_block = (
        b"\x01"  # full frontal
        + information
        + (b"\x03" if grey else b"\x01")  # 8-bit grey or 24-bit RGB
        + b"\x02"  # a still picture from a digital camera
        + bytes(4)  # device type and quality: unspecified
    )
    gender = b"\x02" if sex is Sex.FEMALE else b"\x01"
    features = bytes(2) + gender + bytes(1 + 1 + 3 + 2 + 3 + 3)  # no feature points; colours, pose: unspecified
    length = 4 + len(features) + len(image_block) + len(photo)
    face = length.to_bytes(4, "big") + features + image_block + photo
    return b"FAC\x00010\x00" + (14 + len(face)).to_bytes(4, "big") + b"\x00\x01" + face


def dg13(citizen: Citizen, expiry: date | None, chip_id: str) -> bytes:
    """The printed data with their Vietnamese letters, one numbered SEQUENCE a field."""
    text, digits = der.utf8_string, der.printable_string
    parents = [der.sequence(text(parent)) for parent in (citizen.father, citizen.mother)]
    values: tuple[bytes, ...] = (
        digits(citizen.number),
        text(citizen.name),
        digits(_date(citizen.birth_date)),
        text(sex_word(citizen.sex)),
        text(citizen.nationality),
        text(citizen.ethnicity),
        text(citizen.religion),
        text(citizen.origin),
        text(citizen.residence),
        text(citizen.features),
        digits(_date(citizen.issue_date)),
        text(_date(expiry) if expiry else NO_EXPIRY),
        b"".join(parents),
        b"" if citizen.spouse is None else der.sequence(text(citizen.spouse)),
        digits(citizen.old_number) if citizen.old_number else b"",
        digits(chip_id),
    )
    fields = [der.sequence(der.integer(number), value) for number, value in enumerate(values, start=1)]
    content = der.sequence(der.integer(1), der.object_identifier(ID_DG13_ENCODING), der.set_of(*fields))
    return tlv.encode(0x6D, content)


def card_access(pace: Iterable[PaceOffer], chip: ChipAuthenticationKey | None) -> bytes:
    """EF.CardAccess: the SecurityInfos that a reader needs before it has access (ICAO Doc 9303-10 §3.11.3)."""
    return der.set_of(*_announced(pace, chip))


def dg14(
    pace: Iterable[PaceOffer],
    chip: ChipAuthenticationKey | None,
    active: ActiveAuthenticationKey | None,
    *,
    explicit_parameters: bool,
) -> bytes:
    """SecurityInfos (ICAO Doc 9303-11 §9.2); those of EF.CardAccess come again, since only here are they signed."""
    infos = _announced(pace, chip)
    if chip is not None:
        key = public_key_info(chip.pkcs8, explicit_parameters=explicit_parameters)
        infos.append(der.sequence(der.object_identifier(ID_PK_ECDH), key))
    if active is not None and active.kind.curve:
        algorithm = der.object_identifier(_ECDSA_PLAIN[active.kind.digest])
        infos.append(der.sequence(der.object_identifier(ID_ACTIVE_AUTHENTICATION), der.integer(1), algorithm))
    return tlv.encode(0x6E, der.set_of(*infos))


def _announced(pace: Iterable[PaceOffer], chip: ChipAuthenticationKey | None) -> list[bytes]:
    """Terminal and Chip Authentication version 1, then PACE version 2: the order of cards in the field."""
    protocols = () if chip is None else (ID_TERMINAL_AUTHENTICATION, chip.kind.protocol)
    return [
        *(der.sequence(der.object_identifier(protocol), der.integer(1)) for protocol in protocols),
        *(
            der.sequence(der.object_identifier(offer.protocol), der.integer(2), der.integer(offer.parameter_id))
            for offer in pace
        ),
    ]


def dg15(active: ActiveAuthenticationKey, *, explicit_parameters: bool) -> bytes:
    """The public key of Active Authentication (ICAO Doc 9303-10 §4.7.15)."""
    return tlv.encode(0x6F, public_key_info(active.pkcs8, explicit_parameters=explicit_parameters))


def _date(day: date) -> str:
    return f"{day:%d/%m/%Y}"
