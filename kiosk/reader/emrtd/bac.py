"""Basic Access Control: mutual authentication by the MRZ key, then 3DES (ICAO Doc 9303-11 §4.3)."""

from __future__ import annotations

from kiosk.domain.access_key import MrzKey
from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader.apdu import MAX_SHORT_RESPONSE, Command, Response, StatusWord
from kiosk.reader.channel import Channel
from kiosk.reader.crypto import Cipher, cbc_decrypt, cbc_encrypt, pad, same
from kiosk.reader.emrtd.key_agreement import RandomBytes
from kiosk.reader.emrtd.passwords import key_refused, mrz_secret
from kiosk.reader.emrtd.secure_messaging import SecureMessagingChannel, SessionKeys

MECHANISM = "3DES-CBC-CBC"

_CHALLENGE, _KEY, _MAC = 8, 16, 8
_ANSWER = 2 * _CHALLENGE + _KEY + _MAC
_IV = bytes(8)
_EXPECTED = (_ANSWER, MAX_SHORT_RESPONSE)
"""Le of EXTERNAL AUTHENTICATE: 40 by the standard, and as many as there are for chips that refuse an exact number."""


def perform(channel: Channel, key: MrzKey, random_bytes: RandomBytes) -> SecureMessagingChannel:
    """Open the selected application; the returned channel speaks 3DES secure messaging.

    Raises ``Fault``: ``WRONG_ACCESS_KEY`` when the chip refuses our cryptogram, ``ACCESS_REFUSED`` when it refuses
    the protocol, ``CARD_ANSWER_WRONG`` when its answer does not prove that it knows the key.
    """
    document = SessionKeys.derive(Cipher.TDES, mrz_secret(key)[:16])
    for expected in _EXPECTED:
        chip_challenge = _challenge(channel)
        challenge = random_bytes(_CHALLENGE)
        half = random_bytes(_KEY)
        cryptogram = cbc_encrypt(Cipher.TDES, document.enc, _IV, challenge + chip_challenge + half)
        data = cryptogram + document.authenticate(pad(cryptogram, 8))
        response = channel.transmit(Command(0x00, 0x82, 0x00, 0x00, data, expected))
        if not _length_refused(response):
            break
    if key_refused(response.sw):
        raise Fault(FaultCode.WRONG_ACCESS_KEY, f"EXTERNAL AUTHENTICATE: SW {response.sw:04X}")
    if not response.ok:
        raise Fault(FaultCode.ACCESS_REFUSED, f"EXTERNAL AUTHENTICATE: SW {response.sw:04X}")
    chip_half = _chip_half(response.data, document, challenge, chip_challenge)
    seed = bytes(a ^ b for a, b in zip(half, chip_half, strict=True))
    ssc = int.from_bytes(chip_challenge[4:] + challenge[4:], "big")
    return SecureMessagingChannel(channel, SessionKeys.derive(Cipher.TDES, seed, ssc))


def _length_refused(response: Response) -> bool:
    return response.sw == StatusWord.WRONG_LENGTH or response.sw >> 8 == 0x6C


def _challenge(channel: Channel) -> bytes:
    response = channel.transmit(Command(0x00, 0x84, 0x00, 0x00, le=_CHALLENGE))
    if not response.ok:
        raise Fault(FaultCode.ACCESS_REFUSED, f"GET CHALLENGE: SW {response.sw:04X}")
    if len(response.data) != _CHALLENGE:
        raise Fault(FaultCode.CARD_ANSWER_WRONG, "GET CHALLENGE: not eight bytes")
    return response.data


def _chip_half(answer: bytes, document: SessionKeys, challenge: bytes, chip_challenge: bytes) -> bytes:
    """The chip's half of the session seed, once its answer holds."""
    cryptogram, code = answer[:-_MAC], answer[-_MAC:]
    if len(answer) != _ANSWER or not same(document.authenticate(pad(cryptogram, 8)), code):
        raise Fault(FaultCode.CARD_ANSWER_WRONG, "EXTERNAL AUTHENTICATE: wrong MAC")
    plain = cbc_decrypt(Cipher.TDES, document.enc, _IV, cryptogram)
    if plain[: 2 * _CHALLENGE] != chip_challenge + challenge:
        raise Fault(FaultCode.CARD_ANSWER_WRONG, "EXTERNAL AUTHENTICATE: wrong challenges")
    return plain[2 * _CHALLENGE :]
