"""The public key of DG15 as verification services want it: the SubjectPublicKeyInfo, and the name of its algorithm.

A service gets the bytes as the chip gave them; nothing here judges the key. The document checks have done so before.
"""

from __future__ import annotations

_ALGORITHMS = {
    bytes.fromhex("06092A864886F70D010101"): "RSA",
    bytes.fromhex("06072A8648CE3D0201"): "EC",
}
"""rsaEncryption (RFC 8017) and id-ecPublicKey (RFC 5480), with the names that the Java security API gives them."""

_SEQUENCE = 0x30
_DG15 = 0x6F


def public_key_info(dg15: bytes) -> bytes:
    """The content of DG15 (ICAO Doc 9303-10 §4.7.15); empty when the file is not one."""
    content = _content(dg15, _DG15)
    return content if _content(content, _SEQUENCE) else b""


def key_algorithm(info: bytes) -> str:
    """``RSA``, ``EC``, or empty for another key (RFC 5280 §4.1.2.7)."""
    identifier = _content(info, _SEQUENCE, whole=True)
    inside = _content(identifier, _SEQUENCE, whole=False)
    return next((name for oid, name in _ALGORITHMS.items() if inside.startswith(oid)), "")


def _content(data: bytes, tag: int, *, whole: bool = True) -> bytes:
    """What the TLV at the beginning of ``data`` holds; empty for another tag or a wrong length."""
    if len(data) < 2 or data[0] != tag:
        return b""
    long_form = data[1] & 0x7F if data[1] & 0x80 else 0
    if long_form > 4 or data[1] == 0x80:
        return b""
    length = int.from_bytes(data[2 : 2 + long_form], "big") if long_form else data[1]
    content = data[2 + long_form : 2 + long_form + length]
    fits = len(data) == 2 + long_form + length if whole else len(content) == length
    return content if fits else b""
