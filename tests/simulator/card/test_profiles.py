from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from asn1crypto import cms

from kiosk.domain.access_key import AccessKey, Can
from kiosk.domain.authenticity import CheckStatus
from kiosk.domain.chip_reading import ChipReading
from kiosk.domain.chip_reading import ElementaryFile as Ef
from kiosk.domain.clock import Deadline, SystemClock
from kiosk.reader.emrtd import active_auth
from kiosk.reader.emrtd.reading import EmrtdReader
from kiosk.simulator.card import card_store
from kiosk.simulator.card.card import VirtualCard
from kiosk.simulator.card.card_profile import CardProfile, Document
from kiosk.simulator.card.person import AN, ANNA, NGOC, PEOPLE, SAM, TRAVELLERS, Citizen, Holder
from kiosk.simulator.card.profile_file import ProfileError
from kiosk.simulator.card.profiles import PROFILES, find_profile, generation_of, usual_holder, usual_profile
from kiosk.simulator.chip.chip import Chip
from kiosk.simulator.issuing.personaliser import issue
from kiosk.simulator.slot.in_process import InProcessConnector, InProcessReader
from tests.fakes.terminal import mrz_key
from tests.fakes.virtual_cards import authority_for, photo, verify_signature

EVERY = pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)


def holder_for(profile: CardProfile) -> Holder:
    if profile.document is not Document.VIETNAMESE_CARD:
        return SAM if profile.document is Document.TD1 else ANNA
    return AN if AN.issue_date <= profile.issued_until and AN.issue_date >= profile.issued_from else NGOC


@functools.cache
def issued(profile: CardProfile) -> VirtualCard:
    return issue(holder_for(profile), photo(), profile, authority_for(profile))


def read_whole(card: VirtualCard) -> ChipReading:
    """All that the kiosk's reader can get out of the card."""
    reader = InProcessReader()
    reader.insert(Chip(card))
    keys: list[AccessKey] = [Can(card.can)] if card.can else [mrz_key(card)]
    clock = SystemClock()
    whole = EmrtdReader(InProcessConnector([reader]), clock, wanted=Ef)
    return whole.read(reader.name, keys, Deadline(clock, 60.0), lambda progress: None)


@EVERY
def test_the_readers_side_gets_everything_out_of_it(profile: CardProfile) -> None:
    card = issued(profile)
    reading = read_whole(card)
    assert reading.fault is None
    assert reading.files == card.files
    assert reading.access.protocol == ("PACE" if profile.access.pace else "BAC")
    if profile.clone_checks.chip_authentication:
        assert reading.chip_authentication is not None
        assert reading.chip_authentication.status is CheckStatus.PASSED
    if card.active_authentication is not None:
        check = active_auth.verify(card.files[Ef.DG15], card.files.get(Ef.DG14), reading.active_authentication)
        assert check.status is CheckStatus.PASSED


@EVERY
def test_a_card_of_it_comes_back_from_its_folder(profile: CardProfile, tmp_path: Path) -> None:
    card = issued(profile)
    card_store.save(card, tmp_path)
    assert card_store.load(tmp_path) == card


@EVERY
def test_it_is_documented(profile: CardProfile) -> None:
    page = (Path(__file__).parents[3] / "docs" / "training-cards.md").read_text(encoding="utf-8")
    assert re.search(rf"^\| `{re.escape(profile.name)}` \|", page, re.MULTILINE)
    assert profile.title


def test_ef_card_security_is_signed_like_the_security_object() -> None:
    profile = PROFILES["passport-cam"]
    card, signing = issued(profile), authority_for(profile)
    info = cms.ContentInfo.load(card.files[Ef.CARD_SECURITY], strict=True)
    signed = info["content"]
    content = signed["encap_content_info"]
    assert content["content_type"].native == "0.4.0.127.0.7.3.2.1"
    assert content["content"].native.startswith(b"\x31")
    for part in (card.files[Ef.CARD_ACCESS][4:], bytes.fromhex("04007F000702020102")):
        assert part in content["content"].native
    signer = signed["signer_infos"][0]
    attributes = signer["signed_attrs"].untag().dump()
    verify_signature(signing.scheme, signing.signer, signer["signature"].native, attributes)


@pytest.mark.parametrize(
    ("issue_date", "name"),
    [
        (date(2021, 1, 1), "cccd-2021"),
        (date(2024, 6, 30), "cccd-2021"),
        (date(2024, 7, 1), "can-cuoc-2024"),
        (date(2050, 1, 1), "can-cuoc-2024"),
        (date(2020, 12, 31), None),
    ],
)
def test_the_generation_of_a_day(issue_date: date, name: str | None) -> None:
    if name is None:
        with pytest.raises(ProfileError, match="no generation of the card"):
            generation_of(issue_date)
    else:
        assert generation_of(issue_date) is PROFILES[name]


def test_a_profile_is_found_by_name_or_by_file(tmp_path: Path) -> None:
    assert find_profile("passport-cam") is PROFILES["passport-cam"]
    own = tmp_path / "mine.toml"
    own.write_text('base = "passport-39794"\nname = "mine"\nvalidity_years = 3\n', encoding="utf-8")
    assert find_profile(str(own)) == replace(PROFILES["passport-39794"], name="mine", validity_years=3)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [("passport", "no profile of a card; known are cccd-2021"), ("absent.toml", "absent.toml: No such file")],
)
def test_what_is_no_profile(text: str, complaint: str) -> None:
    with pytest.raises(ProfileError, match=complaint):
        find_profile(text)


MISTAKES: list[tuple[Callable[[], object], str]] = [
    (lambda: issue(AN, photo(), "passport-bac", authority_for(PROFILES["passport-bac"])), "for other people"),
    (lambda: issue(ANNA, photo(), "cccd-2021", authority_for(PROFILES["cccd-2021"])), "for other people"),
    (lambda: issue(ANNA, photo(), "passport-bac", authority_for(PROFILES["cccd-2021"])), "signs for VNM, not for UTO"),
    (lambda: issue(SAM, photo(), "passport-bac", authority_for(PROFILES["passport-bac"])), "no room for this number"),
]


@pytest.mark.parametrize(("make", "complaint"), MISTAKES, ids=[complaint for _, complaint in MISTAKES])
def test_what_cannot_be_issued(make: Callable[[], object], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        make()


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("passport-cam", {"CardSecurity", "ATR", "DIR", "DG11", "DG12", "DG14", "DG16"}),
        ("passport-bac", {"DG5", "DG7", "DG11", "DG12", "DG15"}),
        ("id-card-td1", {"DIR", "DG14", "DG15"}),
    ],
)
def test_the_files_of_a_travel_document(name: str, changes: set[str]) -> None:
    card = issued(PROFILES[name])
    access = {"CardAccess"} if PROFILES[name].access.pace else set()
    assert {file.value for file in card.files} == {"COM", "SOD", "DG1", "DG2"} | access | changes
    assert (card.qr_text, len(card.mrz)) == ("", 3 if name == "id-card-td1" else 2)


@pytest.mark.parametrize("holder", [*PEOPLE.values(), *TRAVELLERS.values()], ids=[*PEOPLE, *TRAVELLERS])
def test_everybody_has_a_usual_document(holder: Holder) -> None:
    profile = usual_profile(holder)
    assert issue(holder, photo(), profile, authority_for(profile)).mrz


@EVERY
def test_every_document_has_a_usual_holder(profile: CardProfile) -> None:
    holder = usual_holder(profile)
    assert isinstance(holder, Citizen) is (profile.document is Document.VIETNAMESE_CARD)
    assert profile.issued_from <= holder.issue_date <= profile.issued_until


def test_a_document_of_another_time_has_no_holder() -> None:
    with pytest.raises(ProfileError, match="none of the invented people"):
        usual_holder(replace(PROFILES["cccd-2021"], issued_from=date(2022, 1, 1), issued_until=date(2022, 1, 2)))
