from __future__ import annotations

import contextlib
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.reader import tlv
from kiosk.reader.trust import revocation_list as module
from kiosk.reader.trust.asn1 import Asn1Error
from kiosk.reader.trust.certificate import parse_certificate
from kiosk.reader.trust.revocation_list import RevocationList, parse_revocation_list, parse_revocation_lists
from tests.fakes.encodings import altered, pem
from tests.fakes.issuer import NOW, Extra, csca, signer
from tests.fakes.revocations import DELTA, UNKNOWN_CRITICAL, revocation_list, scope, some_reasons

ROOT = csca()
SIGNER = signer(ROOT)
LISTED = revocation_list(ROOT, [SIGNER])


def read(*extra: Extra, entry: tuple[Extra, ...] = ()) -> RevocationList:
    return parse_revocation_list(revocation_list(ROOT, [SIGNER], extra=extra, entry_extra=entry))


def test_revocation_list() -> None:
    listed, root = parse_revocation_list(LISTED), parse_certificate(ROOT.der)
    assert (listed.issuer, listed.issuer_text, listed.country) == (root.subject, root.subject_text, "VN")
    assert (listed.this_update, listed.next_update) == (NOW - timedelta(days=1), NOW + timedelta(days=29))
    assert (listed.number, listed.authority_key_id) == (7, root.key_id)
    assert listed.revoked == {parse_certificate(SIGNER.der).serial}
    assert listed.signature_agrees
    assert (listed.understood, listed.covers_signers, listed.covers_authorities) == (True, True, True)


def test_an_empty_list_without_extensions_and_end() -> None:
    listed = parse_revocation_list(revocation_list(ROOT, lasts=None, number=None))
    assert (listed.revoked, listed.next_update, listed.number) == (frozenset(), None, None)


@pytest.mark.parametrize(
    ("listed", "understood", "signers", "authorities"),
    [
        pytest.param(read(scope()), True, True, True, id="an address"),
        pytest.param(read(scope(only_contains_user_certs=True)), True, True, False, id="signers only"),
        pytest.param(read(scope(only_contains_ca_certs=True)), True, False, True, id="CAs only"),
        pytest.param(read(some_reasons()), True, False, False, id="some reasons"),
        pytest.param(read(scope(indirect_crl=True)), False, False, False, id="indirect"),
        pytest.param(read(DELTA), False, False, False, id="delta"),
        pytest.param(read(UNKNOWN_CRITICAL), False, False, False, id="unknown critical extension"),
        pytest.param(read(Extra.raw("1.2.3.4", b"")), True, True, True, id="unknown extension"),
        pytest.param(read(entry=(UNKNOWN_CRITICAL,)), False, False, False, id="unknown critical entry extension"),
        pytest.param(read(entry=(Extra.raw("2.5.29.29", b""),)), False, False, False, id="entry of another issuer"),
    ],
)
def test_what_a_list_speaks_of(listed: RevocationList, understood: bool, signers: bool, authorities: bool) -> None:
    assert (listed.understood, listed.covers_signers, listed.covers_authorities) == (understood, signers, authorities)


@pytest.mark.parametrize(
    ("data", "count"),
    [
        pytest.param(LISTED, 1, id="DER"),
        pytest.param(pem(LISTED, LISTED, kind="X509 CRL"), 2, id="two in PEM"),
    ],
)
def test_files_of_revocation_lists(data: bytes, count: int) -> None:
    assert [one.der for one in parse_revocation_lists(data)] == [LISTED] * count


def _with_entries(entries: bytes) -> bytes:
    tbs, algorithm, signature = tlv.iterate(tlv.parse_one(LISTED).value)
    fields = list(tlv.iterate(tbs.value))
    fields[5] = tlv.Tlv(0x30, entries)
    return tlv.encode(
        0x30, tlv.encode(0x30, b"".join(one.encode() for one in fields)) + algorithm.encode() + signature.encode()
    )


TIME = tlv.encode(0x17, b"260101000000Z")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(LISTED[:-1], id="cut off"),
        pytest.param(LISTED + b"\x00", id="bytes behind"),
        pytest.param(ROOT.der, id="a certificate"),
        pytest.param(pem(LISTED), id="PEM of something else"),
        pytest.param(_with_entries(tlv.encode(0x30, TIME)), id="entry without serial number"),
        pytest.param(_with_entries(tlv.encode(0x30, b"\x02\x00" + TIME)), id="serial number without digits"),
        pytest.param(_with_entries(tlv.encode(0x30, tlv.encode(0x02, bytes(65)) + TIME)), id="serial number too long"),
        pytest.param(_with_entries(tlv.encode(0x30, b"\x02\x01\x07" + TIME + b"\x30\x00" * 2)), id="a field too many"),
        pytest.param(_with_entries(b"\x05\x00"), id="no entry"),
        pytest.param(bytes(module.MAX_SIZE + 1), id="too large"),
    ],
)
def test_no_revocation_list(data: bytes) -> None:
    with pytest.raises(Asn1Error):
        parse_revocation_lists(data)


def test_a_long_list() -> None:
    entries = b"".join(
        tlv.encode(0x30, tlv.encode(0x02, b"\x01" + number.to_bytes(3, "big")) + TIME) for number in range(20_000)
    )
    assert len(parse_revocation_list(_with_entries(entries)).revoked) == 20_000


@given(st.binary(max_size=200) | altered(LISTED))
def test_hostile_lists_give_the_typed_error_only(data: bytes) -> None:
    with contextlib.suppress(Asn1Error):
        parse_revocation_lists(data)
