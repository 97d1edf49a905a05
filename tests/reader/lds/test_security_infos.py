"""SecurityInfos: what real chips announce, what is kept unknown, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.reader import oid, tlv
from kiosk.reader.lds.errors import LdsError
from kiosk.reader.lds.security_infos import (
    MAX_INFOS,
    MAX_KEYS,
    ActiveAuthenticationInfo,
    ChipAuthenticationInfo,
    ChipAuthenticationPublicKeyInfo,
    OtherInfo,
    PaceDomainParameterInfo,
    PaceInfo,
    SecurityInfo,
    parse_security_infos,
)

VIETNAM = bytes.fromhex(
    "3134300D060804007F0007020202020101300F060A04007F000702020302020201013012060A04007F0007020204020202010202010D"
)
PACE_GM_AES128 = "0.4.0.127.0.7.2.2.4.2.2"
PACE_GM = "0.4.0.127.0.7.2.2.4.2"
CA_ECDH_AES128 = "0.4.0.127.0.7.2.2.3.2.2"
PK_ECDH = "0.4.0.127.0.7.2.2.1.2"
TA = "0.4.0.127.0.7.2.2.2"
AA = "2.23.136.1.1.5"
ECDSA_SHA256 = "0.4.0.127.0.7.1.1.4.1.3"
SEQUENCE = tlv.encode(0x30, b"\x05\x00")


def integer(value: int) -> bytes:
    return tlv.encode(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def info(protocol: str, *rest: bytes) -> bytes:
    return tlv.encode(0x30, tlv.encode(0x06, oid.encode(protocol)) + b"".join(rest))


def infos(*each: bytes) -> bytes:
    return tlv.encode(0x31, b"".join(each))


def test_the_announcement_of_vietnamese_cards() -> None:
    found = parse_security_infos(VIETNAM)

    assert [one.protocol for one in found.infos] == [TA, CA_ECDH_AES128, PACE_GM_AES128]
    assert found.pace == (PaceInfo(PACE_GM_AES128, 2, 13),)
    assert found.chip_authentication == (ChipAuthenticationInfo(CA_ECDH_AES128, 1, None),)
    assert (found.pace_parameters, found.chip_authentication_keys) == ((), ())
    assert found.active_authentication is None


@pytest.mark.parametrize(
    ("der", "expected"),
    [
        pytest.param(info(PACE_GM_AES128, integer(2), integer(13)), PaceInfo(PACE_GM_AES128, 2, 13), id="PACE"),
        pytest.param(info(PACE_GM_AES128, integer(2)), PaceInfo(PACE_GM_AES128, 2, None), id="PACE without parameters"),
        pytest.param(
            info(PACE_GM_AES128, integer(2), integer(200)), PaceInfo(PACE_GM_AES128, 2, 200), id="parameters over 127"
        ),
        pytest.param(
            info(PACE_GM, SEQUENCE, integer(99)), PaceDomainParameterInfo(PACE_GM, SEQUENCE, 99), id="own parameters"
        ),
        pytest.param(
            info(CA_ECDH_AES128, integer(1), integer(7)), ChipAuthenticationInfo(CA_ECDH_AES128, 1, 7), id="CA, key 7"
        ),
        pytest.param(
            info(PK_ECDH, SEQUENCE), ChipAuthenticationPublicKeyInfo(PK_ECDH, SEQUENCE, None), id="CA public key"
        ),
        pytest.param(
            info(PK_ECDH, SEQUENCE, integer(7)), ChipAuthenticationPublicKeyInfo(PK_ECDH, SEQUENCE, 7), id="key 7"
        ),
        pytest.param(
            info(AA, integer(1), tlv.encode(0x06, oid.encode(ECDSA_SHA256))),
            ActiveAuthenticationInfo(AA, 1, ECDSA_SHA256),
            id="AA",
        ),
    ],
)
def test_each_kind(der: bytes, expected: SecurityInfo) -> None:
    assert parse_security_infos(infos(der)).infos == (expected,)


@pytest.mark.parametrize(
    "der",
    [
        pytest.param(info("1.2.3.4", integer(1)), id="unknown protocol"),
        pytest.param(info(TA, integer(1)), id="a protocol that we do not do"),
        pytest.param(info(PACE_GM_AES128), id="PACE without version"),
        pytest.param(info(PACE_GM_AES128, SEQUENCE), id="PACE with a structure for its version"),
        pytest.param(info(PACE_GM_AES128, integer(2), SEQUENCE), id="PACE with a structure for its parameters"),
        pytest.param(info(PACE_GM_AES128, integer(2), integer(1), integer(1)), id="PACE with a fourth part"),
        pytest.param(info(PACE_GM_AES128, tlv.encode(0x02, b"\xff")), id="negative version"),
        pytest.param(info(PACE_GM_AES128, tlv.encode(0x02, b"")), id="empty version"),
        pytest.param(info(PACE_GM_AES128 + ".1", integer(2)), id="an arc too many"),
        pytest.param(info(PK_ECDH, integer(1)), id="a number for the public key"),
        pytest.param(info(AA, integer(1)), id="AA without algorithm"),
        pytest.param(info(AA, integer(1), integer(1)), id="AA with a number for the algorithm"),
    ],
)
def test_what_is_not_understood_is_kept(der: bytes) -> None:
    good = info(PACE_GM_AES128, integer(2), integer(13))

    found = parse_security_infos(infos(der, good))

    kept, understood = found.infos
    assert isinstance(kept, OtherInfo)
    assert kept.der == der
    assert isinstance(understood, PaceInfo)


@pytest.mark.parametrize(
    "der",
    [
        pytest.param(b"", id="empty"),
        pytest.param(VIETNAM[:-1], id="cut"),
        pytest.param(VIETNAM + b"\x00", id="a byte behind it"),
        pytest.param(b"\x30" + VIETNAM[1:], id="no SET"),
        pytest.param(infos(integer(1)), id="no SEQUENCE inside"),
        pytest.param(infos(tlv.encode(0x30, b"")), id="empty info"),
        pytest.param(infos(tlv.encode(0x30, integer(1))), id="no protocol"),
        pytest.param(infos(tlv.encode(0x30, tlv.encode(0x06, b"\x80"))), id="protocol malformed"),
        pytest.param(infos(*[info(TA)] * (MAX_INFOS + 1)), id="too many"),
    ],
)
def test_what_is_no_set_of_infos_is_refused(der: bytes) -> None:
    with pytest.raises(LdsError):
        parse_security_infos(der)


def test_keys_that_cost_time_are_looked_at_up_to_a_number() -> None:
    keys = [info(PK_ECDH, SEQUENCE, integer(number)) for number in range(MAX_KEYS + 3)]
    found = parse_security_infos(infos(*keys))
    assert [key.key_id for key in found.chip_authentication_keys] == list(range(MAX_KEYS))
    assert len(found.infos) == len(keys)


@given(
    st.binary(max_size=80)
    | st.builds(
        lambda at, byte: VIETNAM[:at] + bytes((byte,)) + VIETNAM[at + 1 :],
        st.integers(0, len(VIETNAM) - 1),
        st.integers(0, 255),
    )
)
def test_any_bytes_are_infos_or_refused(der: bytes) -> None:
    try:
        found = parse_security_infos(der)
    except LdsError:
        return
    assert len(found.infos) <= MAX_INFOS
