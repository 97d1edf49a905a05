"""Chip authentication mapping as evidence: the worked example holds, and nothing else does."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.authenticity import CheckStatus
from kiosk.domain.chip_reading import PaceCam
from kiosk.reader import oid, tlv
from kiosk.reader.crypto import Cipher
from kiosk.reader.curves import STANDARDIZED_DOMAIN_PARAMETERS
from kiosk.reader.emrtd.pace_cam import decrypt, verify
from kiosk.reader.emrtd.secure_messaging import SessionKeys
from kiosk.reader.lds.security_infos import ID_PK_ECDH
from kiosk.reader.public_keys import named_spki
from tests.fakes.vectors import vectors

EXAMPLE = vectors("icao9303-11-I-pace-cam")
CAM = EXAMPLE["cam"]
KEY = bytes.fromhex(CAM["chip_authentication_public_key_info"])
EVIDENCE = PaceCam(
    "ECDH-CAM-AES-CBC-CMAC-128 brainpoolP256r1",
    13,
    bytes.fromhex("04" + EXAMPLE["map"]["pk_ic"]),
    bytes.fromhex(CAM["ca_data"]),
)
CURVE, OTHER_CURVE = STANDARDIZED_DOMAIN_PARAMETERS[13], STANDARDIZED_DOMAIN_PARAMETERS[12]
ORDER = CURVE.n


def infos(*one: bytes) -> bytes:
    return tlv.encode(0x31, b"".join(one))


def key_info(spki: bytes, number: int | None) -> bytes:
    told = b"" if number is None else bytes((0x02, 0x01, number))
    return tlv.encode(0x30, tlv.encode(0x06, oid.encode(ID_PK_ECDH)) + spki + told)


STATIC = named_spki(CURVE, bytes.fromhex("04" + CAM["pk_ic_static"]))
FOREIGN = named_spki(CURVE, CURVE.encode_point(CURVE.multiply(7, CURVE.g)))
ELSEWHERE = named_spki(OTHER_CURVE, OTHER_CURVE.encode_point(OTHER_CURVE.g))
NO_KEY = tlv.encode(0x30, b"")
UNKNOWN = tlv.encode(
    0x30,
    tlv.encode(0x30, tlv.encode(0x06, oid.encode("1.2.840.10045.2.1")) + tlv.encode(0x06, oid.encode("1.3.132.0.10")))
    + tlv.encode(0x03, b"\x00\x04" + bytes(64)),
)


def test_the_data_of_the_worked_example_decrypt() -> None:
    keys = SessionKeys(Cipher.AES128, bytes.fromhex(EXAMPLE["ks_enc"]), bytes.fromhex(EXAMPLE["ks_mac"]))

    assert decrypt(keys, bytes.fromhex(CAM["encrypted_ca_data"])) == EVIDENCE.data
    assert decrypt(keys, bytes.fromhex(CAM["encrypted_ca_data"])[:-1]) == b""
    assert decrypt(keys, b"") == b""


PASSED, FAILED = CheckStatus.PASSED, CheckStatus.FAILED
NOT_DONE, NOT_SUPPORTED = CheckStatus.NOT_DONE, CheckStatus.NOT_SUPPORTED


@pytest.mark.parametrize(
    ("listed", "evidence", "status", "reason"),
    [
        pytest.param(infos(KEY), EVIDENCE, PASSED, "", id="the worked example"),
        pytest.param(infos(key_info(STATIC, None)), EVIDENCE, PASSED, "", id="a single key without number"),
        pytest.param(
            infos(key_info(FOREIGN, 1), KEY), EVIDENCE, PASSED, "", id="the number tells which of several keys"
        ),
        pytest.param(
            infos(key_info(FOREIGN, 13), KEY), EVIDENCE, PASSED, "", id="one of two keys that claim the number"
        ),
        pytest.param(
            infos(key_info(STATIC, 1), key_info(FOREIGN, 13)), EVIDENCE, FAILED, "mapping-wrong", id="a clone's own key"
        ),
        pytest.param(infos(key_info(ELSEWHERE, 13)), EVIDENCE, FAILED, "mapping-wrong", id="a key on another curve"),
        pytest.param(infos(KEY), replace(EVIDENCE, data=b""), FAILED, "refused-by-chip", id="no data"),
        pytest.param(infos(KEY), replace(EVIDENCE, data=bytes(32)), FAILED, "mapping-wrong", id="zero"),
        pytest.param(
            infos(KEY),
            replace(EVIDENCE, data=(int(CAM["ca_data"], 16) + ORDER).to_bytes(33, "big")),
            FAILED,
            "mapping-wrong",
            id="a number beyond the order",
        ),
        pytest.param(
            infos(KEY),
            replace(EVIDENCE, mapping_key=CURVE.encode_point(CURVE.g)),
            FAILED,
            "mapping-wrong",
            id="another session's key",
        ),
        pytest.param(infos(KEY), replace(EVIDENCE, mapping_key=b"\x04"), FAILED, "mapping-wrong", id="no point"),
        pytest.param(infos(KEY), None, NOT_DONE, "not-asked", id="another mapping"),
        pytest.param(infos(), EVIDENCE, NOT_DONE, "key-not-listed", id="no key"),
        pytest.param(
            infos(key_info(STATIC, 1), key_info(FOREIGN, 2)), EVIDENCE, NOT_DONE, "key-not-listed", id="other numbers"
        ),
        pytest.param(infos(key_info(NO_KEY, 13)), EVIDENCE, NOT_DONE, "key-malformed", id="a key that is none"),
        pytest.param(infos(key_info(UNKNOWN, 13)), EVIDENCE, NOT_SUPPORTED, "curve-not-supported", id="unknown curve"),
        pytest.param(b"\x30\x00", EVIDENCE, NOT_DONE, "card-security-malformed", id="no SecurityInfos"),
    ],
)
def test_what_the_evidence_is_worth(listed: bytes, evidence: PaceCam | None, status: CheckStatus, reason: str) -> None:
    check = verify(listed, evidence)

    assert (check.status, check.reason) == (status, reason)


@given(st.binary(min_size=1, max_size=40))
def test_no_other_data_pass(data: bytes) -> None:
    genuine = int.from_bytes(data, "big") == int(CAM["ca_data"], 16)

    assert (verify(infos(KEY), replace(EVIDENCE, data=data)).status is PASSED) == genuine
