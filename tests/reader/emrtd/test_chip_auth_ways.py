"""What EF.DG14 announces of Chip Authentication -> the ways to try, best first, or why there is none."""

from __future__ import annotations

import pytest

from kiosk.domain.authenticity import CheckStatus
from kiosk.domain.chip_reading import ChipAuthentication
from kiosk.reader import oid, tlv
from kiosk.reader.emrtd.chip_auth_ways import Form, ways
from kiosk.reader.public_keys import named_spki
from tests.fakes.chip_auth_data import (
    CURVE,
    DH_3DES,
    DH_AES128,
    ECDH_3DES,
    ECDH_AES128,
    ECDH_AES256,
    PK_DH,
    PK_ECDH,
    dg14,
    dh_spki,
    info,
    integer,
    spki,
)

KAT, AT = Form.SET_KAT, Form.SET_AT


UNKNOWN_CURVE = tlv.encode(
    0x30,
    tlv.encode(0x30, tlv.encode(0x06, oid.encode("1.2.840.10045.2.1")) + tlv.encode(0x06, oid.encode("1.3.132.0.10")))
    + tlv.encode(0x03, b"\x00\x04" + bytes(64)),
)
OFF_THE_CURVE = named_spki(CURVE, b"\x04" + bytes(64))


@pytest.mark.parametrize(
    ("contents", "expected"),
    [
        pytest.param(
            dg14(info(ECDH_AES128, integer(1)), info(PK_ECDH, spki())),
            [(ECDH_AES128, None, AT)],
            id="the usual pair",
        ),
        pytest.param(
            dg14(info(PK_ECDH, spki())),
            [(ECDH_3DES, None, KAT), (ECDH_3DES, None, AT)],
            id="a key without protocol is for 3DES, in both forms",
        ),
        pytest.param(
            dg14(info(PK_DH, dh_spki())), [(DH_3DES, None, KAT), (DH_3DES, None, AT)], id="the same modulo a prime"
        ),
        pytest.param(
            dg14(
                info(DH_3DES, integer(1), integer(1)),
                info(DH_AES128, integer(1), integer(1)),
                info(ECDH_AES128, integer(1), integer(2)),
                info(PK_DH, dh_spki(), integer(1)),
                info(PK_ECDH, spki(), integer(2)),
            ),
            [(ECDH_AES128, 2, AT), (DH_AES128, 1, AT), (DH_3DES, 1, KAT), (DH_3DES, 1, AT)],
            id="curves before primes, AES before 3DES",
        ),
        pytest.param(
            dg14(info(ECDH_AES128, integer(2)), info(ECDH_AES128, integer(1)), info(PK_ECDH, spki())),
            [(ECDH_AES128, None, AT), (ECDH_AES128, None, AT)],
            id="version 1 before version 2",
        ),
        pytest.param(
            dg14(info(ECDH_3DES, integer(2)), info(PK_ECDH, spki())),
            [(ECDH_3DES, None, AT)],
            id="version 2 knows no MSE:Set KAT",
        ),
        pytest.param(
            dg14(info(ECDH_AES128, integer(1), integer(7)), info(PK_ECDH, spki())),
            [(ECDH_AES128, None, AT)],
            id="a number that only the protocol carries",
        ),
        pytest.param(
            dg14(info(ECDH_AES128, integer(1)), info(ECDH_AES256, integer(1)), info(PK_ECDH, spki())),
            [(ECDH_AES256, None, AT), (ECDH_AES128, None, AT)],
            id="strong cipher first",
        ),
        pytest.param(
            dg14(
                info(ECDH_AES128, integer(1), integer(2)),
                info(ECDH_3DES, integer(1), integer(1)),
                info(PK_ECDH, spki(), integer(1)),
                info(PK_ECDH, spki(scalar=99), integer(2)),
            ),
            [(ECDH_AES128, 2, AT), (ECDH_3DES, 1, KAT), (ECDH_3DES, 1, AT)],
            id="several keys: each with its own protocol",
        ),
        pytest.param(
            dg14(info(ECDH_AES128, integer(1)), info(PK_ECDH, UNKNOWN_CURVE), info(PK_ECDH, spki())),
            [(ECDH_AES128, None, AT)],
            id="a key on an unknown curve does not disturb",
        ),
        pytest.param(dg14(), "not-announced", id="nothing announced"),
        pytest.param(dg14(info(ECDH_AES128, integer(1))), "not-announced", id="a protocol without key"),
        pytest.param(
            dg14(info(ECDH_AES128, integer(3)), info(PK_ECDH, spki())), "protocol-not-supported", id="version 3 only"
        ),
        pytest.param(
            dg14(info(DH_AES128, integer(1)), info(PK_ECDH, spki())), "protocol-not-supported", id="key of another kind"
        ),
        pytest.param(dg14(info(PK_DH, tlv.encode(0x30, b""))), "key-malformed", id="no key modulo a prime"),
        pytest.param(dg14(info(PK_ECDH, UNKNOWN_CURVE)), "curve-not-supported", id="unknown curve"),
        pytest.param(dg14(info(PK_ECDH, OFF_THE_CURVE)), "key-malformed", id="point off its curve"),
        pytest.param(dg14(info(PK_ECDH, tlv.encode(0x30, b"\x02"))), "key-malformed", id="no key"),
        pytest.param(b"\x6e\x02\x30\x00", "dg14-malformed", id="no SecurityInfos"),
        pytest.param(b"", "dg14-malformed", id="empty"),
    ],
)
def test_what_dg14_announces(contents: bytes, expected: list[tuple[str, int | None, Form]] | str) -> None:
    found = ways(contents)

    if isinstance(expected, str):
        assert isinstance(found, ChipAuthentication)
        assert found.reason == expected
        assert found.status in (CheckStatus.NOT_SUPPORTED, CheckStatus.NOT_DONE)
    else:
        assert not isinstance(found, ChipAuthentication)
        assert [(way.protocol, way.key_id, way.form) for way in found] == expected
