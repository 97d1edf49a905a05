from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from asn1crypto import cms
from cryptography import x509

from kiosk.domain.chip_reading import ElementaryFile as Ef
from kiosk.reader import tlv
from kiosk.simulator.card.card import VirtualCard
from kiosk.simulator.card.faults import Clone, ExpiredSigner, Missing, Mute, Tamper, UnknownSigner
from kiosk.simulator.card.person import AN, DUC, NGOC, PEOPLE, Citizen
from kiosk.simulator.card.public_key_info import public_key_info
from kiosk.simulator.issuing.personaliser import issue
from tests.fakes.virtual_cards import authority, card, photo, verify_signature

GROUPS = {1: Ef.DG1, 2: Ef.DG2, 13: Ef.DG13, 14: Ef.DG14, 15: Ef.DG15}


def signed_data(issued: VirtualCard) -> Any:
    info = cms.ContentInfo.load(tlv.parse_one(issued.files[Ef.SOD], 0x77).value, strict=True)
    assert info["content_type"].native == "signed_data"
    return info["content"]


def signed_hashes(issued: VirtualCard) -> dict[int, bytes]:
    content = signed_data(issued)["encap_content_info"]["content"].native
    version, algorithm, hashes = tlv.iterate(tlv.parse_one(content, 0x30).value)
    assert version.value == b"\x00"
    assert algorithm.value.hex() == "0609608648016503040201" + "0500"
    pairs = [list(tlv.iterate(entry.value)) for entry in tlv.iterate(hashes.value)]
    return {number.value[0]: digest.value for number, digest in pairs}


@pytest.mark.parametrize("citizen", PEOPLE.values(), ids=PEOPLE)
def test_the_security_object_signs_every_group(citizen: Citizen) -> None:
    issued = card(citizen)
    hashes = signed_hashes(issued)
    assert list(hashes) == [1, 2, 3, 13, 14, 15]
    for number, file in GROUPS.items():
        assert hashes[number] == hashlib.sha256(issued.files[file]).digest()
    signed = signed_data(issued)
    signer = signed["signer_infos"][0]
    attributes = {a["type"].native: a["values"][0].native for a in signer["signed_attrs"]}
    content = signed["encap_content_info"]
    assert attributes["content_type"] == content["content_type"].native == "2.23.136.1.1.1"
    assert attributes["message_digest"] == hashlib.sha384(content["content"].native).digest()
    assert attributes["signing_time"].date() == citizen.issue_date
    verify_signature(
        authority().scheme, authority().signer, signer["signature"].native, signer["signed_attrs"].untag().dump()
    )
    assert signed["certificates"][0].chosen.dump() == issued.signer == authority().signer


@pytest.mark.parametrize("scheme", ["rsa-2048-sha1", "rsa-pss-2048-sha256", "ecdsa-p256-sha1", "ecdsa-p521-sha512"])
def test_the_security_object_under_other_schemes(scheme: str) -> None:
    other = authority(scheme)
    issued = card(authority=other)
    signer = signed_data(issued)["signer_infos"][0]
    verify_signature(other.scheme, other.signer, signer["signature"].native, signer["signed_attrs"].untag().dump())


def test_the_files_of_a_card() -> None:
    issued = card(AN)
    assert set(issued.files) == {Ef.CARD_ACCESS, Ef.COM, Ef.SOD, *GROUPS.values()}
    assert issued.files[Ef.COM].hex().upper() == "60185F0104303130375F36063034303030305C066175636D6F6E"
    assert issued.files[Ef.DG1] == bytes.fromhex("615D5F1F5A") + "".join(issued.mrz).encode()
    assert (issued.can, issued.mrz_information) == ("012345", "090012345090031523003150")
    assert issued.qr_text.split("|")[0] == AN.number


@pytest.mark.parametrize(
    ("options", "com_tags", "absent"),
    [({"aa": None}, "6175636D6E", Ef.DG15), ({"ca": None}, "6175636D6F6E", Ef.DG11)],
    ids=["no Active Authentication", "no Chip Authentication"],
)
def test_a_card_without_a_clone_check_does_not_announce_it(options: dict[str, Any], com_tags: str, absent: Ef) -> None:
    issued = card(**options)
    assert issued.files[Ef.COM].hex().upper().endswith(com_tags)
    assert absent not in issued.files
    assert (15 in signed_hashes(issued)) is (Ef.DG15 in issued.files)
    assert (bytes.fromhex("04007F000702020102") in issued.files[Ef.DG14]) is bool(issued.chip_authentication)


def test_the_private_keys_are_those_of_the_files() -> None:
    issued = card()
    assert issued.active_authentication
    own = public_key_info(issued.active_authentication.pkcs8)
    assert tlv.parse_one(issued.files[Ef.DG15], 0x6F).value == own


@pytest.mark.parametrize(
    ("citizen", "profile", "options"),
    [
        (AN, "passport", {}),
        (AN, "can-cuoc-2024", {}),
        (NGOC, "cccd-2021", {}),
        (replace(AN, issue_date=date(2020, 12, 31)), "cccd-2021", {}),
        (AN, "cccd-2021", {"aa": "md5"}),
        (AN, "cccd-2021", {"ca": "rot13"}),
        (AN, "cccd-2021", {"faults": [Missing(Ef.DG11)]}),
        (AN, "cccd-2021", {"faults": [Tamper(Ef.DG1, 95)]}),
    ],
    ids=["profile", "too early", "too late", "before chips", "aa", "ca", "nothing to miss", "behind the end"],
)
def test_what_cannot_be_issued(citizen: Citizen, profile: str, options: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        issue(citizen, photo(), profile, authority(), **options)


@pytest.mark.parametrize("file", GROUPS.values())
def test_tampering_changes_one_byte_behind_the_signature(file: Ef) -> None:
    issued = card(faults=[Tamper(file)])
    broken = {number for number, group in GROUPS.items() if not _signed(issued, number, group)}
    assert {GROUPS[number] for number in broken} == {file}
    assert issued.faults == (Tamper(file),)


def test_tampering_at_an_offset_changes_that_byte() -> None:
    genuine = card(DUC).files[Ef.DG1]
    tampered = card(DUC, faults=[Tamper(Ef.DG1, 5)]).files[Ef.DG1]
    assert [at for at in range(95) if genuine[at] != tampered[at]] == [5]


def test_a_missing_file_is_still_signed() -> None:
    issued = card(faults=[Missing(Ef.DG15)])
    assert Ef.DG15 not in issued.files
    assert 15 in signed_hashes(issued)


@pytest.mark.parametrize("aa", ["ecdsa-p256", "rsa-1024"])
def test_a_clone_has_the_data_and_other_keys(aa: str) -> None:
    issued = card(aa=aa, faults=[Clone()])
    assert all(_signed(issued, number, group) for number, group in GROUPS.items())
    assert issued.active_authentication
    own = public_key_info(issued.active_authentication.pkcs8)
    assert tlv.parse_one(issued.files[Ef.DG15], 0x6F).value != own
    assert issued.chip_authentication


def test_an_expired_signer_stands_under_the_same_root() -> None:
    issued = card(faults=[ExpiredSigner()])
    assert issued.csca == authority().csca
    assert x509.load_der_x509_certificate(issued.signer).not_valid_after_utc.date() == date(2021, 5, 11)
    assert signed_data(issued)["certificates"][0].chosen.dump() == issued.signer


def test_an_unknown_signer_stands_under_another_root() -> None:
    issued = card(faults=[UnknownSigner(), Mute(3)])
    assert issued.csca != authority().csca
    assert issued.faults == (UnknownSigner(), Mute(3))


def _signed(issued: VirtualCard, number: int, group: Ef) -> bool:
    return signed_hashes(issued)[number] == hashlib.sha256(issued.files[group]).digest()
