"""Basic Access Control, the chip's side (ICAO Doc 9303-11 §4.3)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from kiosk.reader.apdu import StatusWord
from kiosk.reader.crypto import ENC, MAC, MAC_SIZE, Cipher, cbc_decrypt, cbc_encrypt, kdf, same
from kiosk.simulator.chip.files import Refused
from kiosk.simulator.chip.secure_messaging import SecureMessaging, checksum

CHALLENGE_SIZE = 8
KEY_SIZE = 16
CRYPTOGRAM_SIZE = 2 * CHALLENGE_SIZE + KEY_SIZE

_ZERO_IV = bytes(8)


class BasicAccessControl:
    """One run: a challenge, then one try to answer it."""

    def __init__(self, mrz_information: str, rng: Callable[[int], bytes]) -> None:
        seed = hashlib.sha1(mrz_information.encode("ascii"), usedforsecurity=False).digest()[:KEY_SIZE]
        self._k_enc = kdf(seed, ENC, Cipher.TDES)
        self._k_mac = kdf(seed, MAC, Cipher.TDES)
        self._rng = rng
        self.challenge = rng(CHALLENGE_SIZE)

    def authenticate(self, data: bytes) -> tuple[bytes, SecureMessaging]:
        """The chip's answer to EXTERNAL AUTHENTICATE and the session that it opens.

        Raises ``Refused`` with 6700 for data of the wrong length, with 6300 for the wrong key.
        """
        if len(data) != CRYPTOGRAM_SIZE + MAC_SIZE:
            raise Refused(StatusWord.WRONG_LENGTH)
        cryptogram, mac = data[:CRYPTOGRAM_SIZE], data[CRYPTOGRAM_SIZE:]
        plain = cbc_decrypt(Cipher.TDES, self._k_enc, _ZERO_IV, cryptogram)
        rnd_ifd, rnd_ic, k_ifd = plain[:8], plain[8:16], plain[16:]
        if not same(checksum(Cipher.TDES, self._k_mac, cryptogram), mac) or not same(rnd_ic, self.challenge):
            raise Refused(StatusWord.VERIFICATION_FAILED)
        k_ic = self._rng(KEY_SIZE)
        answer = cbc_encrypt(Cipher.TDES, self._k_enc, _ZERO_IV, rnd_ic + rnd_ifd + k_ic)
        secret = bytes(a ^ b for a, b in zip(k_ifd, k_ic, strict=True))
        counter = int.from_bytes(rnd_ic[4:] + rnd_ifd[4:], "big")
        session = SecureMessaging.from_secret(Cipher.TDES, secret, counter)
        return answer + checksum(Cipher.TDES, self._k_mac, answer), session
