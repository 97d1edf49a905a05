from __future__ import annotations

import pytest

from kiosk.reader.trust.store.agreement import Agreement, missing, pins_of
from kiosk.reader.trust.store.assessment import preview_file
from kiosk.reader.trust.store.preview import Consent, Preview
from kiosk.reader.trust.store.trust import open_trust
from tests.fakes.issuer import NOW, csca, ec_key, signer
from tests.fakes.trust_lists import ldif, list_signer, master_list, pem

ROOT, OTHER = csca(), csca("CSCA Other", ec_key("other"))
SIGNER = signer(ROOT)
AN, NGOC = "Nguyễn Văn An", "Trần Thị Bích Ngọc"


def preview(data: bytes) -> Preview:
    return preview_file("list.bin", data, open_trust(None), 0, NOW)


UNSIGNED, PARTLY = preview(pem(ROOT.der) + pem(OTHER.der)), preview(pem(ROOT.der) + pem(b"\x30\x00"))
SIGNED = preview(master_list([OTHER.der], list_signer(ROOT)))
PINS, ONE_SIGNER = preview(b"AB" * 32 + b"\n" + b"CD" * 32), preview(SIGNER.der)
FIRST, SECOND = bytes.fromhex("AB" * 32), bytes.fromhex("CD" * 32)
COLLECTION = preview(ldif(("userCertificate;binary", SIGNER.der)))
FINGERPRINTS = {one.certificate.subject_text: one.certificate.fingerprint for one in UNSIGNED.certificates}
BOTH = frozenset(FINGERPRINTS.values())
DSC = ONE_SIGNER.signers[0].certificate.fingerprint


@pytest.mark.parametrize(
    ("shown", "agreement", "lacking"),
    [
        pytest.param(UNSIGNED, Agreement((AN,)), "unsigned", id="unsigned, nothing said"),
        pytest.param(UNSIGNED, Agreement((AN,), frozenset({Consent.UNSIGNED})), "", id="unsigned, accepted"),
        pytest.param(UNSIGNED, Agreement((AN,), confirmed=BOTH), "", id="each root confirmed"),
        pytest.param(
            UNSIGNED, Agreement((AN,), confirmed=frozenset([min(BOTH)])), "unsigned", id="one of two roots confirmed"
        ),
        pytest.param(UNSIGNED, Agreement((AN,), confirmed=frozenset([UNSIGNED.sha256])), "", id="the file confirmed"),
        pytest.param(UNSIGNED, Agreement((AN,), frozenset({Consent.SIGNER})), "unsigned", id="another consent"),
        pytest.param(SIGNED, Agreement((AN,)), "signer", id="signer not verified, nothing said"),
        pytest.param(SIGNED, Agreement((AN,), frozenset({Consent.SIGNER})), "", id="signer accepted"),
        pytest.param(PARTLY, Agreement((AN,), frozenset({Consent.UNSIGNED})), "partial", id="partly bad"),
        pytest.param(
            PARTLY,
            Agreement((AN,), confirmed=frozenset([PARTLY.sha256])),
            "partial",
            id="a confirmed file stays partly bad",
        ),
        pytest.param(ONE_SIGNER, Agreement((AN, NGOC)), "pins", id="signer not confirmed"),
        pytest.param(ONE_SIGNER, Agreement((AN,), confirmed=frozenset([DSC])), "pins", id="confirmed by one only"),
        pytest.param(
            ONE_SIGNER, Agreement((AN, AN.upper()), confirmed=frozenset([DSC])), "pins", id="the same person twice"
        ),
        pytest.param(ONE_SIGNER, Agreement((AN, NGOC), confirmed=frozenset([DSC])), "", id="confirmed by two"),
        pytest.param(
            ONE_SIGNER, Agreement((AN,), confirmed=frozenset([DSC]), reference="C06 12/2026"), "", id="by the issuer"
        ),
        pytest.param(
            ONE_SIGNER, Agreement((AN, NGOC), frozenset(Consent)), "pins", id="no consent replaces a fingerprint"
        ),
        pytest.param(COLLECTION, Agreement((AN,)), "", id="signers of a collection are only counted"),
    ],
)
def test_what_is_missing(shown: Preview, agreement: Agreement, lacking: str) -> None:
    assert " ".join(sorted(missing(shown, agreement))) == lacking


@pytest.mark.parametrize(
    ("shown", "confirmed", "pinned"),
    [
        pytest.param(PINS, [], [], id="none confirmed"),
        pytest.param(PINS, [SECOND], [SECOND], id="one of a list"),
        pytest.param(PINS, [PINS.sha256], [FIRST, SECOND], id="a whole list of fingerprints"),
        pytest.param(ONE_SIGNER, [DSC], [DSC], id="a certificate"),
        pytest.param(ONE_SIGNER, [ONE_SIGNER.sha256], [DSC], id="a file that is one certificate"),
        pytest.param(COLLECTION, [COLLECTION.sha256], [], id="a file of certificates confirms none of them"),
        pytest.param(PINS, [bytes(32)], [], id="another fingerprint"),
    ],
)
def test_which_signers_are_pinned(shown: Preview, confirmed: list[bytes], pinned: list[bytes]) -> None:
    assert list(pins_of(shown, Agreement((AN,), confirmed=frozenset(confirmed)))) == pinned


@pytest.mark.parametrize(
    "people",
    [
        pytest.param((), id="nobody"),
        pytest.param(("",), id="empty"),
        pytest.param(("001090012345",), id="a number"),
        pytest.param(("An 090012345",), id="a name with a number"),
        pytest.param(("An\nAdmin",), id="two lines"),
        pytest.param(("A" * 41,), id="too long"),
        pytest.param((AN, " "), id="a blank beside a name"),
    ],
)
def test_people_have_names(people: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="name"):
        Agreement(people)


@pytest.mark.parametrize("name", [AN, "Ngọc", "admin", "an.nguyen-2", "O'Brien", "Ý"])
def test_names_as_people_write_them(name: str) -> None:
    assert Agreement((name,)).people == (name,)
