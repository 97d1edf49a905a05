"""Active Authentication: the chip signs our challenge with the private key that belongs to DG15 (9303-11 §6.1).

``perform`` gathers the evidence from the chip; ``verify`` judges it, needs no chip and may be repeated later.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from kiosk.domain.authenticity import CheckStatus, DocumentCheck
from kiosk.domain.chip_reading import ActiveAuthentication
from kiosk.reader.apdu import MAX_SHORT_RESPONSE, Command, Response, StatusWord
from kiosk.reader.curves import verify_ecdsa
from kiosk.reader.emrtd.key_agreement import RandomBytes
from kiosk.reader.emrtd.message_recovery import verify_recovering
from kiosk.reader.emrtd.secure_messaging import SecureMessagingChannel, SecureMessagingLost
from kiosk.reader.lds.dg14 import parse_dg14
from kiosk.reader.lds.dg15 import parse_dg15
from kiosk.reader.lds.errors import LdsError
from kiosk.reader.public_keys import (
    ELLIPTIC,
    EcPublicKey,
    PublicKeyError,
    UnknownCurveError,
    algorithm_of,
    load_ec,
    load_spki,
)

CHALLENGE_SIZE = 8
MAX_RSA_BITS = 8192
MAX_EXPONENT_BITS = 64
"""A larger key is refused: verifying must stay a matter of milliseconds whatever the chip says."""

LEADING_ZEROS = 2
"""So many bytes a signature may be shorter than its modulus because a chip leaves out zeros; more happens once in
sixteen million signatures."""
SW1_WRONG_LE = 0x6C

_PLAIN_ECDSA = "0.4.0.127.0.7.1.1.4.1"
_HASHES = {
    f"{_PLAIN_ECDSA}.1": "sha1",
    f"{_PLAIN_ECDSA}.2": "sha224",
    f"{_PLAIN_ECDSA}.3": "sha256",
    f"{_PLAIN_ECDSA}.4": "sha384",
    f"{_PLAIN_ECDSA}.5": "sha512",
}
"""ecdsa-plain-signatures of BSI TR-03111 §5.2.1.1, as ActiveAuthenticationInfo names them."""


def perform(
    session: SecureMessagingChannel, dg15: bytes, random_bytes: RandomBytes, *, extended: bool
) -> tuple[ActiveAuthentication | None, SecureMessagingChannel | None]:
    """INTERNAL AUTHENTICATE with eight random bytes.

    Returns the evidence and the channel to go on with, ``None`` where access is needed anew. A refusal of the chip is
    evidence too: without signature, with its status word (0: the answer was not authentic). There is no evidence where
    the key is unusable, or where the signature needs ``extended`` length and reader or chip cannot take that. Other
    faults of card and reader pass through.
    """
    try:
        key = _key(dg15)
    except (LdsError, PublicKeyError):
        return None, session
    size = (key.key_size + 7) // 8 if isinstance(key, RSAPublicKey) else 0
    long = size > session.short_answer
    challenge = random_bytes(CHALLENGE_SIZE)
    sw = 0
    for command in _forms(challenge, size if long and extended else 0):
        try:
            response = _asked(session, command)
        except SecureMessagingLost as lost:
            return ActiveAuthentication(challenge, b"", lost.sw or 0), None
        if response.ok and response.data and not _is_cut(len(response.data), size, session.short_answer):
            return ActiveAuthentication(challenge, response.data, response.sw), session
        sw = response.sw
    return (None if long and not extended else ActiveAuthentication(challenge, b"", sw)), session


def _forms(challenge: bytes, size: int) -> Iterator[Command]:
    """The command, in extended length first where the signature needs it: some chips cut the one form, some refuse
    the other."""
    if size:
        yield Command(0x00, 0x88, 0x00, 0x00, challenge, size, extended=True)
    yield Command(0x00, 0x88, 0x00, 0x00, challenge, MAX_SHORT_RESPONSE)


def _asked(session: SecureMessagingChannel, command: Command) -> Response:
    """The answer; where the chip wants exactly its own length (6Cxx), asked for once more by that."""
    response = session.transmit(command)
    if response.sw >> 8 != SW1_WRONG_LE:
        return response
    return session.transmit(replace(command, le=response.sw & 0xFF or MAX_SHORT_RESPONSE, extended=False))


def _is_cut(length: int, size: int, short_answer: int) -> bool:
    """Whether a signature of ``size`` bytes, which no short answer carries, came without its end; one that only lacks
    leading zeros is whole."""
    return size > short_answer and (length == short_answer or short_answer < length < size - LEADING_ZEROS)


def verify(dg15: bytes, dg14: bytes | None, evidence: ActiveAuthentication | None) -> DocumentCheck:
    """Judge the evidence by the key of DG15 and, for ECDSA, the hash that DG14 names.

    A chip that carries the public key and refuses to sign fails as one whose signature is wrong: signing is what the
    key is there for, and a copied chip would refuse too. Never raises; whether DG15 and DG14 are genuine is passive
    authentication's answer.
    """
    if evidence is None:
        return DocumentCheck(CheckStatus.NOT_DONE, "not-asked")
    try:
        key = _key(dg15)
    except UnknownCurveError:
        return DocumentCheck(CheckStatus.NOT_SUPPORTED, "curve-not-supported")
    except (LdsError, PublicKeyError):
        return DocumentCheck(CheckStatus.NOT_DONE, "key-malformed")
    if not evidence.signature or evidence.status_word != StatusWord.OK:
        return DocumentCheck(CheckStatus.FAILED, "refused-by-chip")
    if isinstance(key, RSAPublicKey):
        numbers = key.public_numbers()
        holds = verify_recovering(numbers.n, numbers.e, evidence.signature, evidence.challenge)
    else:
        holds = _verify_ecdsa(key, _announced_hashes(dg14), evidence)
    return DocumentCheck(CheckStatus.PASSED) if holds else DocumentCheck(CheckStatus.FAILED, "signature-wrong")


def _key(dg15: bytes) -> RSAPublicKey | EcPublicKey:
    """Raises ``LdsError`` or ``PublicKeyError``."""
    spki = parse_dg15(dg15)
    if algorithm_of(spki) in ELLIPTIC:
        return load_ec(spki)
    key = load_spki(spki)
    if not isinstance(key, RSAPublicKey):
        raise PublicKeyError("neither RSA nor an elliptic curve")
    if key.key_size > MAX_RSA_BITS or key.public_numbers().e.bit_length() > MAX_EXPONENT_BITS:
        raise PublicKeyError("the RSA key is out of bounds")
    return key


def _announced_hashes(dg14: bytes | None) -> tuple[str, ...]:
    """The hash of ActiveAuthenticationInfo; every one that the standard allows where a chip does not name it."""
    try:
        info = parse_dg14(dg14).active_authentication if dg14 is not None else None
    except LdsError:
        info = None
    if info is not None and info.signature_algorithm in _HASHES:
        return (_HASHES[info.signature_algorithm],)
    return tuple(_HASHES.values())


def _verify_ecdsa(key: EcPublicKey, hashes: tuple[str, ...], evidence: ActiveAuthentication) -> bool:
    return any(
        verify_ecdsa(key.curve, key.point, hashlib.new(name, evidence.challenge, usedforsecurity=False).digest(), r, s)
        for r, s in _signatures(key, evidence.signature)
        for name in hashes
    )


def _signatures(key: EcPublicKey, signature: bytes) -> Iterator[tuple[int, int]]:
    """What the bytes may mean: ``r ‖ s`` as the standard demands, or DER as some chips send."""
    size = (key.curve.n.bit_length() + 7) // 8
    if len(signature) == 2 * size:
        yield int.from_bytes(signature[:size], "big"), int.from_bytes(signature[size:], "big")
    try:
        yield decode_dss_signature(signature)
    except ValueError:
        return
