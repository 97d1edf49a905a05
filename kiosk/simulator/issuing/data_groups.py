"""Contents of the data groups as the personaliser writes them (ICAO Doc 9303-10 §4.7; DG13 as Vietnam defines it)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from kiosk.domain.chip_reading import ElementaryFile
from kiosk.reader import tlv
from kiosk.reader.lds.catalogue import CATALOGUE, LDS1_AID
from kiosk.simulator import der
from kiosk.simulator.card.imprint import Mrz, sex_word
from kiosk.simulator.card.person import Citizen, Traveller

DG3_TAG = 0x63
"""Fingerprints: announced in EF.COM and signed, but readable to the state only."""

NO_EXPIRY = "Không thời hạn"

ID_DG13_ENCODING = "1.0.10646.1.0.8"

_PERSONALISATION_DEVICE = "TRAINING-1"


def com(tags: Iterable[int], lds_version: str = "0107") -> bytes:
    """EF.COM: version of the LDS, Unicode 4.0.0, and the tags of the data groups (ICAO Doc 9303-10 §4.6.1)."""
    listed = b"".join(tag.to_bytes(1, "big") for tag in tags)
    versions = tlv.encode(0x5F01, lds_version.encode("ascii")) + tlv.encode(0x5F36, b"040000")
    return tlv.encode(CATALOGUE[ElementaryFile.COM].tag, versions + tlv.encode(0x5C, listed))


def directory() -> bytes:
    """EF.DIR: the one application there is (ICAO Doc 9303-10 §3.11.2)."""
    return tlv.encode(0x61, tlv.encode(0x4F, LDS1_AID))


def atr_info(max_command: int, max_response: int, *, extended: bool) -> bytes:
    """EF.ATR/INFO: capabilities, and buffer sizes where commands may be long (ICAO Doc 9303-10 §3.11.1)."""
    if not extended:
        return tlv.encode(0x47, bytes.fromhex("840180"))
    sizes = tlv.encode(0x02, max_command.to_bytes(3, "big").lstrip(b"\x00"))
    sizes += tlv.encode(0x02, max_response.to_bytes(3, "big").lstrip(b"\x00"))
    return tlv.encode(0x47, bytes.fromhex("8401E0")) + tlv.encode(0x7F66, sizes)


def dg1(lines: Mrz) -> bytes:
    """The machine readable zone (§4.7.1)."""
    return tlv.encode(0x61, tlv.encode(0x5F1F, "".join(lines).encode("ascii")))


def dg5(portrait: bytes) -> bytes:
    """One displayed portrait, a JPEG or JPEG 2000 (§4.7.5)."""
    return tlv.encode(0x65, der.integer(1) + tlv.encode(0x5F40, portrait))


def dg7(signature: bytes) -> bytes:
    """One displayed signature, a JPEG (§4.7.7)."""
    return tlv.encode(0x67, der.integer(1) + tlv.encode(0x5F43, signature))


def dg11(traveller: Traveller) -> bytes:
    """Additional personal details, those that there are (§4.7.11)."""
    others = [tlv.encode(0x5F0F, _filled(name)) for name in traveller.other_names]
    elements = {
        0x5F0E: _filled(traveller.name),
        0x5F0F: der.integer(len(others)) + b"".join(others) if others else b"",
        0x5F10: traveller.personal_number.encode("utf-8"),
        0x5F2B: f"{traveller.birth_date:%Y%m%d}".encode("ascii"),
        0x5F11: _fields(traveller.birth_place),
        0x5F42: _fields(traveller.residence),
        0x5F12: traveller.telephone.encode("utf-8"),
        0x5F13: traveller.profession.encode("utf-8"),
        0x5F18: traveller.custody.encode("utf-8"),
    }
    return _tagged(0x6B, elements)


def dg12(issuer: str, issued: date, personalised: datetime) -> bytes:
    """Additional document details (§4.7.12)."""
    elements = {
        0x5F19: issuer.encode("utf-8"),
        0x5F26: f"{issued:%Y%m%d}".encode("ascii"),
        0x5F55: f"{personalised:%Y%m%d%H%M%S}".encode("ascii"),
        0x5F56: _PERSONALISATION_DEVICE.encode("ascii"),
    }
    return _tagged(0x6C, elements)


def dg16(traveller: Traveller) -> bytes:
    """The person to notify; an empty list where there is none (§4.7.16)."""
    if not traveller.to_notify:
        return tlv.encode(0x70, der.integer(0))
    person = (
        tlv.encode(0x5F50, f"{traveller.issue_date:%Y%m%d}".encode("ascii"))
        + tlv.encode(0x5F51, _filled(traveller.to_notify))
        + tlv.encode(0x5F52, traveller.telephone.encode("utf-8"))
        + tlv.encode(0x5F53, _fields(traveller.residence))
    )
    return tlv.encode(0x70, der.integer(1) + tlv.encode(0xA1, person))


def _tagged(tag: int, elements: dict[int, bytes]) -> bytes:
    """A template that begins with the list of its tags; repeated elements stand inside DO'A0'."""
    present = {number: value for number, value in elements.items() if value}
    listed = b"".join(number.to_bytes(2, "big") for number in present)
    body = b"".join(tlv.encode(0xA0 if number == 0x5F0F else number, value) for number, value in present.items())
    return tlv.encode(tag, tlv.encode(0x5C, listed) + body)


def _filled(name: str) -> bytes:
    """A name in national characters and capitals, with fillers as in the MRZ and not cut."""
    primary, _, secondary = name.upper().partition(",")
    return "<<".join("<".join(part.split()) for part in (primary, secondary) if part.strip()).encode("utf-8")


def _fields(text: str) -> bytes:
    return "<".join(part.strip() for part in text.split(",")).encode("utf-8")


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


def _date(day: date) -> str:
    return f"{day:%d/%m/%Y}"
