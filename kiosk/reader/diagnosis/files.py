"""What each file of the chip is like: structure, sizes and algorithms, never its contents."""

from __future__ import annotations

from typing import Any

from kiosk.domain.chip_reading import ChipReading
from kiosk.domain.chip_reading import ElementaryFile as File
from kiosk.reader import tlv
from kiosk.reader.diagnosis.keys import describe_infos, describe_key, describe_keys
from kiosk.reader.emrtd import active_auth
from kiosk.reader.lds.com import parse_com
from kiosk.reader.lds.dg2 import FaceImage, parse_dg2
from kiosk.reader.lds.dg13 import MAX_SIZE
from kiosk.reader.lds.dg14 import parse_dg14
from kiosk.reader.lds.dg15 import parse_dg15
from kiosk.reader.lds.ef_atr import parse_ef_atr
from kiosk.reader.lds.ef_dir import parse_ef_dir
from kiosk.reader.lds.errors import LdsError, parsing
from kiosk.reader.lds.face_image import FacialInformation
from kiosk.reader.lds.security_infos import (
    ActiveAuthenticationInfo,
    ChipAuthenticationInfo,
    PaceDomainParameterInfo,
    PaceInfo,
    parse_security_infos,
)

MAX_FIELDS = 64
COARSE = 32
"""Bytes to which the sizes of texts about a person are rounded up."""

Json = dict[str, Any]

_CONSTANT = (PaceInfo, PaceDomainParameterInfo, ChipAuthenticationInfo, ActiveAuthenticationInfo)
_TERMINAL_AUTHENTICATION = "0.4.0.127.0.7.2.2.2"
_SET, _SEQUENCE, _INTEGER = 0x31, 0x30, 0x02


def card_access(data: bytes) -> Json:
    """The announcements and, where no key is among them, the file itself, which is that of the whole series."""
    infos = parse_security_infos(data, "CardAccess")
    constant = all(isinstance(info, _CONSTANT) or info.protocol == _TERMINAL_AUTHENTICATION for info in infos.infos)
    return {"bytes": len(data), "infos": describe_infos(infos)} | ({"hex": data.hex().upper()} if constant else {})


def com(data: bytes) -> Json:
    """Versions and list of tags."""
    parsed = parse_com(data)
    return {
        "bytes": len(data),
        "lds_version": parsed.lds_version,
        "unicode_version": parsed.unicode_version,
        "tags": [f"{tag:02X}" for tag in parsed.tags],
    }


def directory(data: bytes) -> Json:
    """The applications by their identifiers."""
    parsed = parse_ef_dir(data)
    return {
        "bytes": len(data),
        "applications": [
            {"aid": None if each.aid is None else each.aid.hex().upper(), "name": each.name}
            for each in parsed.applications
        ],
    }


def atr_info(data: bytes) -> Json:
    """What the card says that it can do."""
    parsed = parse_ef_atr(data)
    functions, limits = parsed.capabilities, parsed.limits
    return {
        "bytes": len(data),
        "capabilities": None if functions is None else functions.functions.hex().upper(),
        "extended_length": None if functions is None else functions.extended_length,
        "longest_command": None if limits is None else limits.command,
        "longest_response": None if limits is None else limits.response,
    }


def active_authentication(reading: ChipReading) -> Json | None:
    """The key of DG15, and whether and how the chip signed with it."""
    dg15 = reading.files.get(File.DG15)
    if dg15 is None:
        return None
    evidence = reading.active_authentication
    outcome = active_auth.verify(dg15, reading.files.get(File.DG14), evidence)
    return {
        "key": describe_key(parse_dg15(dg15)),
        "sw": None if evidence is None else f"{evidence.status_word:04X}",
        "signature_bytes": 0 if evidence is None else len(evidence.signature),
        "outcome": outcome.status.value,
        "reason": outcome.reason,
    }


def chip_authentication(reading: ChipReading) -> Json | None:
    """All that DG14 announces, its keys by their kinds, and whether the chip proved one."""
    dg14 = reading.files.get(File.DG14)
    if dg14 is None:
        return None
    infos = parse_dg14(dg14)
    outcome = reading.chip_authentication
    return {
        "infos": describe_infos(infos),
        "keys": describe_keys(infos),
        "outcome": None if outcome is None else outcome.status.value,
        "mechanism": "" if outcome is None else outcome.mechanism,
        "reason": "" if outcome is None else outcome.reason,
    }


def photo(data: bytes) -> Json:
    """Size, format and pixels of every portrait; nothing is decoded."""
    return {"bytes": len(data), "images": [_image(image) for image in parse_dg2(data)]}


@parsing("DG13")
def dg13(data: bytes) -> Json:
    """The numbers of the fields of Vietnam's layout, with types and sizes of their values."""
    if len(data) > MAX_SIZE:
        raise LdsError("DG13: too large")
    outer, end = tlv.parse_first(data)
    body, _ = tlv.parse_first(outer.value)
    lists = [item for item in tlv.iterate(body.value) if item.tag == _SET]
    if len(lists) != 1:
        raise LdsError("DG13: not the layout of Vietnam")
    fields = list(tlv.iterate(lists[0].value))[:MAX_FIELDS]
    return {"bytes": len(data), "behind": len(data) - end, "fields": [_field(item) for item in fields]}


def at_most(size: int) -> int:
    """A size that tells no more than it must: rounded up, so that «Nam» and «Nữ», or two faiths, look alike."""
    return -(-size // COARSE) * COARSE


def _field(item: tlv.Tlv) -> Json:
    number, end = tlv.parse_first(item.value)
    if item.tag != _SEQUENCE or number.tag != _INTEGER:
        raise LdsError("DG13: a field without a number")
    values = list(tlv.iterate(item.value[end:]))
    return {"number": int.from_bytes(number.value[:2], "big"), "values": [_value(value) for value in values]}


def _value(item: tlv.Tlv) -> Json:
    """Type and size; of a SEQUENCE those inside too."""
    inside = [_value(nested) for nested in tlv.iterate(item.value)] if item.tag == _SEQUENCE else []
    told: Json = {"type": f"{item.tag:02X}" if item.tag < 0x40 else "other", "at_most": at_most(len(item.value))}
    return told | ({"inside": inside} if inside else {})


def _image(image: FaceImage) -> Json:
    told: Json = {
        "encoding": image.encoding,
        "bytes": len(image.image),
        "record": "ISO/IEC 19794-5" if isinstance(image.details, FacialInformation) else "ISO/IEC 39794-5",
        "record_pixels": [image.width, image.height],
    }
    try:
        header = image.header()
    except LdsError as error:
        return told | {"problem": str(error)}
    return told | {"pixels": [header.width, header.height], "components": header.components, "bits": header.bits}
