"""OpenPACE by ctypes: the C library's PACE, Chip Authentication and secure messaging, for either side of the card."""

from __future__ import annotations

import ctypes
import ctypes.util
import enum
import functools

import pytest


class OpenPaceError(Exception):
    """A function of the library said no."""


class Secret(enum.IntEnum):
    """Kinds of passwords, ``enum s_type`` of ``eac/pace.h``; the key references of MSE:Set AT are the same."""

    MRZ = 1
    CAN = 2


class _Buffer(ctypes.Structure):
    """``BUF_MEM`` of OpenSSL."""

    _fields_ = (
        ("length", ctypes.c_size_t),
        ("data", ctypes.POINTER(ctypes.c_char)),
        ("max", ctypes.c_size_t),
        ("flags", ctypes.c_ulong),
    )


_Pointer = ctypes.POINTER(_Buffer)
_ENCRYPTION_BY_PACE, _ENCRYPTION_BY_CA = 0, 1

_GIVE_BUFFERS = (
    "BUF_MEM_create_init",
    "PACE_STEP1_enc_nonce",
    "PACE_STEP3A_generate_mapping_data",
    "PACE_STEP3B_generate_ephemeral_key",
    "PACE_STEP3D_compute_authentication_token",
    "TA_STEP3_generate_ephemeral_key",
    "CA_STEP2_get_eph_pubkey",
    "EAC_encrypt",
    "EAC_decrypt",
    "EAC_authenticate",
)


def library_path() -> str | None:
    """The shared library of Debian's ``libeac3``, where it is installed."""
    return ctypes.util.find_library("eac")


needs_openpace = pytest.mark.skipif(library_path() is None, reason="OpenPACE is not installed: install libeac3")


@functools.cache
def _library() -> ctypes.CDLL:
    path = library_path()
    assert path is not None
    library = ctypes.CDLL(path)
    for name in _GIVE_BUFFERS:
        getattr(library, name).restype = _Pointer
    for name in ("EAC_CTX_new", "PACE_SEC_new"):
        getattr(library, name).restype = ctypes.c_void_p
    library.EAC_init()
    return library


class OpenPace:
    """One context of the library, ``EAC_CTX``. Not for several threads.

    ``protocol`` is the name of an object identifier as TR-03110 spells it, ``parameter_id`` a row of the standardized
    domain parameters. Every method raises ``OpenPaceError``.
    """

    def __init__(self) -> None:
        self._library = _library()
        self._context = ctypes.c_void_p(self._library.EAC_CTX_new())
        self._secret: ctypes.c_void_p | None = None
        self.block_size = 16

    def __del__(self) -> None:
        self._library.PACE_SEC_clear_free(self._secret)
        self._library.EAC_CTX_clear_free(self._context)

    # PACE (ICAO Doc 9303-11 §4.4)

    def init_pace(self, protocol: str, parameter_id: int, kind: Secret, secret: bytes) -> None:
        """Choose protocol and password; the MRZ is that of a TD1, its lines in one."""
        number = self._library.EAC_OBJ_txt2nid(protocol.encode())
        self._done("EAC_CTX_init_pace", number, parameter_id)
        self._take_secret(kind, secret)

    def init_card_access(self, card_access: bytes, kind: Secret, secret: bytes) -> None:
        """Choose the protocol that EF.CardAccess announces."""
        self._done("EAC_CTX_init_ef_cardaccess", card_access, ctypes.c_size_t(len(card_access)), context_last=True)
        self._take_secret(kind, secret)

    def _take_secret(self, kind: Secret, secret: bytes) -> None:
        self._secret = ctypes.c_void_p(self._library.PACE_SEC_new(secret, ctypes.c_size_t(len(secret)), int(kind)))
        if not self._secret:
            raise OpenPaceError("PACE_SEC_new")

    def encrypted_nonce(self) -> bytes:
        """The card's part."""
        return self._given("PACE_STEP1_enc_nonce", self._secret)

    def take_nonce(self, encrypted: bytes) -> None:
        """The reader's part."""
        self._done("PACE_STEP2_dec_nonce", self._secret, _buffer(encrypted))

    def mapping_data(self) -> bytes:
        return self._given("PACE_STEP3A_generate_mapping_data")

    def map_generator(self, theirs: bytes) -> None:
        self._done("PACE_STEP3A_map_generator", _buffer(theirs))

    def ephemeral_key(self) -> bytes:
        return self._given("PACE_STEP3B_generate_ephemeral_key")

    def agree(self, theirs: bytes) -> None:
        """Compute the shared secret and derive the session's keys."""
        self._done("PACE_STEP3B_compute_shared_secret", _buffer(theirs))
        self._done("PACE_STEP3C_derive_keys")

    def token(self, theirs: bytes) -> bytes:
        """Our proof: the MAC over their public key."""
        return self._given("PACE_STEP3D_compute_authentication_token", _buffer(theirs))

    def verify_token(self, token: bytes) -> bool:
        return self._library.PACE_STEP3D_verify_authentication_token(self._context, _buffer(token)) == 1

    def begin_session(self, block_size: int) -> None:
        """Secure messaging under the keys of PACE, its counter at zero."""
        self.block_size = block_size
        self._done("EAC_CTX_set_encryption_ctx", _ENCRYPTION_BY_PACE)
        self._done("EAC_reset_ssc")

    # Chip Authentication, version 2 (BSI TR-03110-2 §3.4)

    def init_chip_authentication(self, protocol: str, parameter_id: int) -> None:
        self._done("EAC_CTX_init_ca", self._library.EAC_OBJ_txt2nid(protocol.encode()), parameter_id)

    def set_static_key(self, private: bytes, public: bytes) -> None:
        """The card's key pair: a big-endian number and an uncompressed point."""
        sizes = ctypes.c_size_t(len(private)), ctypes.c_size_t(len(public))
        self._done("CA_set_key", private, sizes[0], public, sizes[1])

    def terminal_key(self) -> bytes:
        """The reader's ephemeral public key."""
        self._given("TA_STEP3_generate_ephemeral_key")
        return self._given("CA_STEP2_get_eph_pubkey")

    def agree_with_chip(self, theirs: bytes) -> None:
        self._done("CA_STEP4_compute_shared_secret", _buffer(theirs))

    def chip_proof(self, theirs: bytes) -> tuple[bytes, bytes]:
        """The card's nonce and token."""
        nonce, token = _Pointer(), _Pointer()
        self._done("CA_STEP5_derive_keys", _buffer(theirs), ctypes.byref(nonce), ctypes.byref(token))
        return _bytes(nonce), _bytes(token)

    def verify_chip_proof(self, nonce: bytes, token: bytes) -> bool:
        return self._library.CA_STEP6_derive_keys(self._context, _buffer(nonce), _buffer(token)) == 1

    def begin_chip_session(self, block_size: int) -> None:
        """Secure messaging under the keys of Chip Authentication, its counter at zero."""
        self.block_size = block_size
        self._done("EAC_CTX_set_encryption_ctx", _ENCRYPTION_BY_CA)
        self._done("EAC_reset_ssc")

    # Secure messaging (ICAO Doc 9303-11 §9.8)

    def count(self) -> None:
        self._done("EAC_increment_ssc")

    def encrypt(self, padded: bytes) -> bytes:
        return self._given("EAC_encrypt", _buffer(padded))

    def decrypt(self, cryptogram: bytes) -> bytes:
        return self._given("EAC_decrypt", _buffer(cryptogram))

    def authenticate(self, padded: bytes) -> bytes:
        """The MAC over the counter and these bytes."""
        return self._given("EAC_authenticate", _buffer(padded))

    def _done(self, name: str, *arguments: object, context_last: bool = False) -> None:
        every = (*arguments, self._context) if context_last else (self._context, *arguments)
        if getattr(self._library, name)(*every) != 1:
            raise OpenPaceError(name)

    def _given(self, name: str, *arguments: object) -> bytes:
        try:
            return _bytes(getattr(self._library, name)(self._context, *arguments))
        except ValueError:
            raise OpenPaceError(name) from None


def _buffer(data: bytes) -> _Buffer:
    """A buffer that lives as long as the call it is made for."""
    held = ctypes.create_string_buffer(data, max(1, len(data)))
    buffer = _Buffer(len(data), ctypes.cast(held, ctypes.POINTER(ctypes.c_char)), len(data), 0)
    return ctypes.pointer(buffer)  # type: ignore[return-value]


def _bytes(pointer: ctypes._Pointer[_Buffer]) -> bytes:
    """What a buffer of the library holds; the buffer is not given back, for tests end soon. Raises ``ValueError``."""
    return ctypes.string_at(pointer.contents.data, pointer.contents.length)
