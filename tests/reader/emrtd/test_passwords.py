"""MRZ information and password secrets: ICAO Doc 9303-11 Appendix D.2 and G.1, and Vietnamese cards."""

from __future__ import annotations

import pytest

from kiosk.domain.access_key import AccessKey, Can, MrzKey
from kiosk.reader.crypto import ENC, MAC, PASSWORD, Cipher, kdf
from kiosk.reader.emrtd.passwords import key_refused, mrz_information, mrz_secret, password
from tests.fakes.vectors import vectors

WORKED = vectors("icao9303-11-D-bac-sm")["mrz_information"]


@pytest.mark.parametrize("example", WORKED, ids=[example["case"] for example in WORKED])
def test_mrz_information_is_the_standards(example: dict[str, str]) -> None:
    key = MrzKey(example["document_number"].rstrip("<"), example["birth"], example["expiry"])

    assert mrz_information(key).decode() == example["mrz_information"]


A, B_2021 = MrzKey("090012345", "900315", "300315"), MrzKey("185006789", "850820", "250820")
B_2024, C = MrzKey("185006789", "850820", "450820"), MrzKey("060000123", "600201", "991231")
D = MrzKey("212003456", "120610", "370610")


@pytest.mark.parametrize(
    ("key", "seed", "enc", "mac", "k_pi"),
    [
        pytest.param(
            A,
            "13153308008AD6D6E8F6709002E103DF",
            "B575AE94EA1A1F5D7CF4919EFECDD9A2",
            "DC2920FD809DAB9EF7B5079DA7F8D397",
            "0192E4D67BB88753FF2B844EA393EED1",
            id="A",
        ),
        pytest.param(
            B_2021,
            "E9AB2639FD39FD9DC43538592FB4CCDF",
            "19FB0BD32F64F70BFD61FB43625B3710",
            "A76145152F51CB2C8532FE268043C1EC",
            "CBF301C60E09515C5A2C53FF4C4E38BB",
            id="B, card of 2021",
        ),
        pytest.param(
            B_2024,
            "D1509F580D00EFFFC67A602A9F4511E3",
            "E626EA76CD34677A867C20E55E5D0DB9",
            "209B8325ADA40EA834679240F7D3B0C8",
            "92976D05B39ABBB0E9AA36F9C1CF8D87",
            id="B, card of 2024",
        ),
        pytest.param(
            C,
            "CB7F2862D70330F3AD8BF239BE59302A",
            "B923915D348FF2BF23F2C2CD923D3D02",
            "D5FD5D62BFFEF725A16D15467A6432DF",
            "F740BA29713FEA2DD09FE25CB272AE37",
            id="C, no expiry",
        ),
        pytest.param(
            D,
            "589B2F322C4AE59D9C49604B32A9CD55",
            "5E024CE32F6DA22940B3EF9B2FF41CA4",
            "738AD023F21562F79D5152BF6D2086B3",
            "DA5CDF016E1EDA2D1ADF68E4228F9FB5",
            id="D, child",
        ),
    ],
)
def test_keys_of_vietnamese_cards(key: MrzKey, seed: str, enc: str, mac: str, k_pi: str) -> None:
    found = mrz_secret(key)[:16]

    assert found.hex().upper() == seed
    assert kdf(found, ENC, Cipher.TDES).hex().upper() == enc
    assert kdf(found, MAC, Cipher.TDES).hex().upper() == mac
    assert kdf(password(key).secret, PASSWORD, Cipher.AES128).hex().upper() == k_pi


@pytest.mark.parametrize(
    ("digits", "k_pi"),
    [
        ("012345", "5E5CD537047973C8F8BFDEA168324EC0"),
        ("006789", "0B27D38865D0B1141EFB0E578A75F480"),
        ("000123", "6C4A3C65BDF2D808220CBBDB77DC6ACC"),
        ("003456", "082FBFC46C024303074DDCA34832FFA0"),
    ],
)
def test_cans_of_vietnamese_cards(digits: str, k_pi: str) -> None:
    assert kdf(password(Can(digits)).secret, PASSWORD, Cipher.AES128).hex().upper() == k_pi


@pytest.mark.parametrize(("key", "reference"), [(Can("012345"), 2), (A, 1)], ids=["CAN", "MRZ"])
def test_the_kind_is_told_to_the_chip(key: AccessKey, reference: int) -> None:
    assert password(key).reference == reference
    assert "012345" not in repr(password(key))


@pytest.mark.parametrize(
    ("sw", "refused"),
    [(0x6300, True), (0x63C0, True), (0x6982, True), (0x6988, True), (0x9000, False), (0x6D00, False), (0x6983, False)],
)
def test_what_means_that_the_key_is_wrong(sw: int, refused: bool) -> None:
    assert key_refused(sw) is refused
