"""The attributes that a signer signs with the content (RFC 5652 §5.4, §11): their order, and what they must say."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest

from kiosk.domain.authenticity import CheckStatus
from kiosk.reader import oid, tlv
from kiosk.reader.trust.reasons import CheckReason
from tests.fakes.issuer import CONTENT_TYPE, MESSAGE_DIGEST, SIGNING_TIME, Signing, attribute, cms
from tests.fakes.signed_content import CONTENT, EC, FORGED, ID_DATA, check


def backwards(attributes: list[bytes]) -> list[bytes]:
    return attributes[::-1]


def ecdsa(dotted: str) -> bytes:
    return tlv.encode(0x30, tlv.encode(0x06, oid.encode(dotted)))


def _indefinite_attributes(der: bytes) -> bytes:
    """The signed attributes in BER of indefinite length; the signature covers their DER."""
    parsed = tlv.parse_one(der)
    kind, wrapped = tlv.iterate(parsed.value)
    *fields, signers = tlv.iterate(tlv.parse_one(wrapped.value).value)
    parts = list(tlv.iterate(tlv.parse_one(signers.value).value))
    open_ended = b"".join(
        b"\xa0\x80" + part.value + b"\x00\x00" if part.tag == 0xA0 else part.encode() for part in parts
    )
    rest = tlv.encode(0x31, tlv.encode(0x30, open_ended))
    signed = tlv.encode(0x30, b"".join(field.encode() for field in fields) + rest)
    return tlv.encode(0x30, kind.encode() + tlv.encode(0xA0, signed))


@pytest.mark.parametrize(
    ("der", "reason"),
    [
        pytest.param(cms(CONTENT, [Signing(EC)]), "", id="sorted"),
        pytest.param(cms(CONTENT, [Signing(EC, sent=backwards)]), "", id="sent and signed unsorted"),
        pytest.param(
            cms(CONTENT, [Signing(EC, sent=backwards, covered=sorted)]), CheckReason.ATTRIBUTES_NOT_DER,
            id="sent unsorted, signed sorted",
        ),
        pytest.param(_indefinite_attributes(cms(CONTENT, [Signing(EC)])), "", id="indefinite length, signed in DER"),
    ],
)  # fmt: skip
def test_attributes_in_another_order(der: bytes, reason: str) -> None:
    """The signature is over the DER of the SET (RFC 5652 §5.4); some signers send and sign it as it comes."""
    outcome = check(der)
    assert (outcome.check.status, outcome.check.reason) == (CheckStatus.PASSED, reason)


def test_attributes_that_were_sorted_after_signing_do_not_hold() -> None:
    assert check(cms(CONTENT, [Signing(EC, covered=backwards)])).check.reason == CheckReason.SIGNATURE_WRONG


RIGHT, WRONG = hashlib.sha256(CONTENT).digest(), hashlib.sha256(FORGED).digest()


def digest_attribute(*digests: bytes) -> bytes:
    return attribute(MESSAGE_DIGEST, *(tlv.encode(0x04, one) for one in digests))


def without(dotted: str) -> Callable[[list[bytes]], list[bytes]]:
    return lambda made: [one for one in made if oid.encode(dotted) not in one]


def and_also(*more: bytes) -> Callable[[list[bytes]], list[bytes]]:
    return lambda made: sorted([*made, *more])


def instead(dotted: str, *more: bytes) -> Callable[[list[bytes]], list[bytes]]:
    return lambda made: sorted([*without(dotted)(made), *more])


@pytest.mark.parametrize(
    ("signing", "reason"),
    [
        pytest.param(Signing(EC, sent=without(MESSAGE_DIGEST)), CheckReason.MESSAGE_DIGEST_DIFFERS, id="no digest"),
        pytest.param(
            Signing(EC, sent=without(CONTENT_TYPE)), CheckReason.SIGNED_CONTENT_TYPE_DIFFERS, id="no content type"
        ),
        pytest.param(
            Signing(EC, sent=and_also(digest_attribute(WRONG))), CheckReason.MESSAGE_DIGEST_DIFFERS,
            id="a second digest, of something else",
        ),
        pytest.param(
            Signing(EC, sent=and_also(digest_attribute(RIGHT))), CheckReason.MESSAGE_DIGEST_DIFFERS,
            id="the same digest twice",
        ),
        pytest.param(
            Signing(EC, sent=instead(MESSAGE_DIGEST, digest_attribute(WRONG, RIGHT))),
            CheckReason.MESSAGE_DIGEST_DIFFERS, id="one attribute with two digests",
        ),
        pytest.param(
            Signing(EC, sent=instead(MESSAGE_DIGEST, digest_attribute())), CheckReason.MESSAGE_DIGEST_DIFFERS,
            id="a digest attribute without a digest",
        ),
        pytest.param(
            Signing(EC, sent=without(MESSAGE_DIGEST), unsigned=digest_attribute(RIGHT)),
            CheckReason.MESSAGE_DIGEST_DIFFERS, id="the digest among the unsigned attributes",
        ),
        pytest.param(
            Signing(EC, sent=and_also(digest_attribute(WRONG)), covered=list), CheckReason.MESSAGE_DIGEST_DIFFERS,
            id="an attribute put in after signing",
        ),
        pytest.param(
            Signing(EC, digest="sha1", message_digest=RIGHT), CheckReason.MESSAGE_DIGEST_DIFFERS,
            id="a digest of another algorithm than named",
        ),
        pytest.param(
            Signing(EC, algorithm=ecdsa("1.2.840.10045.4.3.4")), CheckReason.SIGNATURE_WRONG,
            id="another algorithm told than used",
        ),
    ],
)  # fmt: skip
def test_what_the_attributes_must_say(signing: Signing, reason: CheckReason) -> None:
    outcome = check(cms(CONTENT, [signing])).check
    assert (outcome.status, outcome.reason) == (CheckStatus.FAILED, reason)


def test_unsigned_attributes_change_nothing() -> None:
    unsigned = digest_attribute(WRONG) + attribute(CONTENT_TYPE, tlv.encode(0x06, oid.encode(ID_DATA)))
    assert check(cms(CONTENT, [Signing(EC, unsigned=unsigned)])).check.status is CheckStatus.PASSED


def test_a_signing_time_that_is_told_twice_is_none() -> None:
    twice = attribute(SIGNING_TIME, *(tlv.encode(0x17, time) for time in (b"200101000000Z", b"260101000000Z")))
    assert check(cms(CONTENT, [Signing(EC, sent=and_also(twice))])).signing_time is None
