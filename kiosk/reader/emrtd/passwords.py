"""Access keys as the chip's protocols use them: secrets, references, refusals (ICAO Doc 9303-11 §4, §9.7)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from kiosk.domain.access_key import AccessKey, Can, MrzKey
from kiosk.reader.apdu import StatusWord
from kiosk.reader.codes.mrz import check_digit

MRZ_REFERENCE, CAN_REFERENCE = 0x01, 0x02

_KEY_REFUSED = {
    StatusWord.SECURITY_STATUS,
    StatusWord.CONDITIONS_OF_USE,
    StatusWord.SM_DATA_WRONG,
    StatusWord.WRONG_DATA,
}
"""What chips answer to a wrong key besides the 63xx of the standard."""


@dataclass(frozen=True, slots=True)
class Password:
    """``reference`` names the kind to the chip; ``secret`` is K, from which the nonce's key is derived."""

    reference: int
    secret: bytes = field(repr=False)


def mrz_information(key: MrzKey) -> bytes:
    """Document number (nine characters at least), birth and expiry, each with its check digit (9303-11 §D.2)."""
    fields = (key.document_number.ljust(9, "<"), key.birth_date, key.expiry_date)
    return "".join(f"{text}{check_digit(text)}" for text in fields).encode("ascii")


def mrz_secret(key: MrzKey) -> bytes:
    """SHA-1 of the MRZ information: K of PACE; its first 16 bytes are the key seed of BAC."""
    return hashlib.sha1(mrz_information(key), usedforsecurity=False).digest()


def password(key: AccessKey) -> Password:
    """The access key as PACE takes it (9303-11 §4.4.1)."""
    match key:
        case Can(digits):
            return Password(CAN_REFERENCE, digits.encode("ascii"))
        case MrzKey():
            return Password(MRZ_REFERENCE, mrz_secret(key))


def key_refused(sw: int) -> bool:
    """Whether the answer to our proof of the key means that the key is another card's."""
    return sw >> 8 == StatusWord.VERIFICATION_FAILED >> 8 or sw in _KEY_REFUSED
