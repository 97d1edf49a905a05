from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from kiosk.domain.chip_reading import ElementaryFile as Ef
from kiosk.simulator.card.card_profile import Access, CardProfile, CloneChecks, Files, PaceOffer, Signature, StaticKey
from kiosk.simulator.card.manners import Manners

CAM = PaceOffer("ecdh-cam-aes-128", 13)


def with_mapping_key(**key: Any) -> CardProfile:
    checks = CloneChecks(chip_authentication=(StaticKey(**key),))
    return CardProfile("x", access=Access(pace=(CAM,)), clone_checks=checks)


@pytest.mark.parametrize(
    ("make", "complaint"),
    [
        (lambda: PaceOffer("ecdh-gm-aes-512", 13), "no PACE protocol"),
        (lambda: PaceOffer("ecdh-cam-3des", 13), "no PACE protocol"),
        (lambda: PaceOffer("ecdh-gm-aes-128", 2), "does not work over the parameters 2"),
        (lambda: PaceOffer("dh-gm-aes-128", 13), "does not work over the parameters 13"),
        (lambda: PaceOffer("ecdh-gm-aes-128", 19), "no id of standardized"),
        (lambda: PaceOffer("ecdh-im-aes-128", 10), "not defined for secp224r1"),
        (lambda: PaceOffer("ecdh-gm-aes-128", 13, local_id=40), "goes with explicit"),
        (lambda: PaceOffer("ecdh-gm-aes-128", 13, explicit=True, local_id=13), "a local id from 32"),
        (lambda: PaceOffer("ecdh-cam-aes-128", 13, explicit=True), "needs an id"),
        (lambda: StaticKey(13, ("rot13",)), "no protocol of Chip Authentication"),
        (lambda: StaticKey(13, ("dh-aes-128",)), "does not work over the parameters 13"),
        (lambda: StaticKey(13, version=3), "versions 1 and 2"),
        (lambda: StaticKey(13, key_id=128), "from 0 to 127"),
        (lambda: CloneChecks((StaticKey(13), StaticKey(12))), "a key id each"),
        (lambda: CloneChecks((StaticKey(13, key_id=1), StaticKey(12, key_id=1))), "a key id each"),
        (lambda: CloneChecks(active_authentication="md5"), "no kind of Active Authentication"),
        (lambda: Files(groups=(Ef.DG1,)), "groups are chosen among"),
        (lambda: Files(face_images=0), "1 to 9 images"),
        (lambda: Files(photo_bytes=200_001), "1 to 9 images"),
        (lambda: Files(lds_version="1.7"), "LDS versions are"),
        (lambda: Files(sod_digest="md5"), "LDS versions are"),
        (lambda: Signature("rsa-512"), "no signature scheme"),
        (lambda: Manners(max_command=100), "at least 255"),
        (lambda: Manners(max_response=100), "at least 256"),
        (lambda: Manners(most_read=8), "most_read"),
        (lambda: CardProfile("x", historical_bytes=bytes(16)), "fifteen"),
        (lambda: CardProfile("x", validity_years=51), "1 to 50 years"),
        (lambda: CardProfile("x", access=Access(pace=(CAM,))), "needs a key over its parameters"),
        (lambda: with_mapping_key(parameter_id=13), "needs a key over its parameters"),
        (lambda: with_mapping_key(parameter_id=12, key_id=13), "needs a key over its parameters"),
    ],
)
def test_what_no_document_could_be(make: Callable[[], object], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        make()


def test_the_mapping_key_is_named_by_the_parameters_id() -> None:
    assert with_mapping_key(parameter_id=13, key_id=13).access.pace[0].announced_id == 13


@pytest.mark.parametrize(
    ("profile", "issued", "expiry"),
    [
        (CardProfile("x", validity_years=10), date(2022, 4, 16), date(2032, 4, 16)),
        (CardProfile("x", validity_years=5), date(2024, 2, 29), date(2029, 2, 28)),
        (CardProfile("x", expiry_ages=(25, 40)), date(2022, 4, 16), date(2030, 1, 1)),
        (CardProfile("x", expiry_ages=(25, 40)), date(2029, 4, 16), None),
    ],
    ids=["ten years", "29 February", "by age", "past the last age"],
)
def test_when_a_document_expires(profile: CardProfile, issued: date, expiry: date | None) -> None:
    assert profile.expiry(date(1990, 1, 1), issued) == expiry
