"""Key derivation, padding and MACs against ICAO Doc 9303-11 and recorded sessions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.reader.crypto import (
    ENC,
    MAC,
    PASSWORD,
    Cipher,
    PaddingError,
    aes_cmac,
    cbc_decrypt,
    cbc_encrypt,
    encrypt_block,
    kdf,
    pad,
    retail_mac,
    same,
    unpad,
)
from tests.fakes.vectors import vectors


def test_the_keys_of_the_standards_bac_example() -> None:
    example = vectors("icao9303-11-D-bac-sm")["kdf_3des"]
    seed = bytes.fromhex(example["k_seed"])

    assert kdf(seed, ENC, Cipher.TDES).hex().upper() == example["enc"]["ka"] + example["enc"]["kb"]
    assert kdf(seed, MAC, Cipher.TDES).hex().upper() == example["mac"]["ka"] + example["mac"]["kb"]


def test_the_keys_of_the_standards_pace_example() -> None:
    example = vectors("icao9303-11-G1-pace-ecdh-gm")
    secret = bytes.fromhex(example["agree"]["shared_secret"])

    assert kdf(bytes.fromhex(example["k"]), PASSWORD, Cipher.AES128).hex().upper() == example["k_pi"]
    assert kdf(secret, ENC, Cipher.AES128).hex().upper() == example["ks_enc"]
    assert kdf(secret, MAC, Cipher.AES128).hex().upper() == example["ks_mac"]


CIPHER_OF_BITS = {112: Cipher.TDES, 128: Cipher.AES128, 192: Cipher.AES192, 256: Cipher.AES256}


def test_recorded_keys_of_every_size() -> None:
    for recorded in vectors("gmrtd-kdf-mac-sm")["kdf"]:
        found = kdf(bytes.fromhex(recorded["secret"]), recorded["counter"], CIPHER_OF_BITS[recorded["bits"]])
        assert found.hex().upper() == recorded["key"]


def test_recorded_retail_macs() -> None:
    for recorded in vectors("gmrtd-kdf-mac-sm")["retail_mac_on_already_padded_data"]:
        found = retail_mac(bytes.fromhex(recorded["key"]), bytes.fromhex(recorded["data"]))
        assert found.hex().upper() == recorded["mac"]


def test_the_macs_of_the_standards_mutual_authentication() -> None:
    example = vectors("icao9303-11-D-bac-sm")
    key = bytes.fromhex(example["document_keys"]["k_mac"])

    for cryptogram, code in (("e_ifd", "m_ifd"), ("e_ic", "m_ic")):
        data = bytes.fromhex(example["mutual_authentication"][cryptogram])
        assert retail_mac(key, pad(data, 8)).hex().upper() == example["mutual_authentication"][code]


def test_the_tokens_of_the_standards_pace_example() -> None:
    example = vectors("icao9303-11-G1-pace-ecdh-gm")
    key = bytes.fromhex(example["ks_mac"])

    for side in ("ifd", "ic"):
        found = aes_cmac(key, bytes.fromhex(example[f"token_input_{side}"]))
        assert found.hex().upper() == example[f"token_{side}"]


def test_the_cmac_of_nist_sp_800_38b() -> None:
    key = bytes.fromhex("2B7E151628AED2A6ABF7158809CF4F3C")

    assert aes_cmac(key, b"").hex().upper() == "BB1D6929E9593728"


@given(st.binary(max_size=24), st.sampled_from([1, 2, 3]))
def test_keys_of_3des_have_odd_parity(secret: bytes, counter: int) -> None:
    assert all(byte.bit_count() % 2 == 1 for byte in kdf(secret, counter, Cipher.TDES))


@pytest.mark.parametrize(
    ("data", "padded"),
    [("", "8000000000000000"), ("01", "0180000000000000"), ("01020304050607", "0102030405060780")],
)
def test_padding_of_method_2(data: str, padded: str) -> None:
    assert pad(bytes.fromhex(data), 8).hex().upper() == padded


@pytest.mark.parametrize(
    "padded",
    [
        pytest.param("", id="empty"),
        pytest.param("0000000000000000", id="zeros only"),
        pytest.param("0102030405060708", id="no padding"),
        pytest.param("0102030405068100", id="another mark"),
    ],
)
def test_what_is_not_padded_is_refused(padded: str) -> None:
    with pytest.raises(PaddingError):
        unpad(bytes.fromhex(padded))


@given(st.binary(max_size=100), st.sampled_from([8, 16]))
def test_padding_there_and_back(data: bytes, block: int) -> None:
    padded = pad(data, block)

    assert len(padded) % block == 0
    assert len(data) < len(padded) <= len(data) + block
    assert unpad(padded) == data


@given(st.sampled_from(Cipher), st.binary(min_size=1), st.binary(max_size=64))
def test_cbc_there_and_back(cipher: Cipher, secret: bytes, data: bytes) -> None:
    key, iv = kdf(secret, ENC, cipher), bytes(cipher.block_size)
    encrypted = cbc_encrypt(cipher, key, iv, pad(data, cipher.block_size))

    assert unpad(cbc_decrypt(cipher, key, iv, encrypted)) == data
    assert encrypt_block(cipher, key, iv) == cbc_encrypt(cipher, key, iv, iv)


@pytest.mark.parametrize("padded", [b"", bytes(7), bytes(9)], ids=["empty", "7 bytes", "9 bytes"])
def test_a_retail_mac_covers_whole_blocks(padded: bytes) -> None:
    with pytest.raises(ValueError, match="whole blocks"):
        retail_mac(bytes(16), padded)


@pytest.mark.parametrize("cipher", Cipher, ids=lambda cipher: cipher.name)
def test_wrong_sizes_are_refused(cipher: Cipher) -> None:
    key = bytes(range(cipher.key_size))

    with pytest.raises(ValueError, match="a key of"):
        cbc_encrypt(cipher, key[:-1], bytes(cipher.block_size), bytes(cipher.block_size))
    with pytest.raises(ValueError, match="one block"):
        encrypt_block(cipher, key, bytes(cipher.block_size + 1))
    with pytest.raises(ValueError):
        cbc_decrypt(cipher, key, bytes(cipher.block_size), bytes(cipher.block_size - 1))


def test_macs_are_compared_whole() -> None:
    assert same(b"12345678", b"12345678")
    assert not same(b"12345678", b"1234567")
    assert not same(b"12345678", b"12345679")
