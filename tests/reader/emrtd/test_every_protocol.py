"""Every protocol, group and key that a chip may have, against a card that was written without this reader."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.domain.access_key import AccessKey, Can
from kiosk.domain.authenticity import CheckStatus
from kiosk.domain.chip_reading import ChipReading
from kiosk.domain.chip_reading import ElementaryFile as File
from kiosk.domain.clock import Deadline, SystemClock
from kiosk.reader.curves import STANDARDIZED_DOMAIN_PARAMETERS
from kiosk.reader.dh_groups import DH_GROUPS
from kiosk.reader.emrtd import active_auth, pace, pace_cam
from kiosk.reader.emrtd.reading import EmrtdReader
from kiosk.reader.emrtd.wanted import ALL, KIOSK
from kiosk.reader.trust.signed_data import parse_signed_data
from kiosk.simulator.card.card import VirtualCard
from kiosk.simulator.card.card_profile import AgreementForm, CardProfile, PaceOffer, StaticKey
from kiosk.simulator.card.faults import CardFault, Clone
from kiosk.simulator.card.mechanisms import CHIP_AUTHENTICATION, PACE
from kiosk.simulator.card.person import PEOPLE, TRAVELLERS, Citizen, Traveller
from kiosk.simulator.card.profiles import PROFILES
from kiosk.simulator.card.public_key_info import KeyEncoding
from kiosk.simulator.chip.chip import Chip
from kiosk.simulator.issuing.personaliser import issue
from kiosk.simulator.slot.in_process import InProcessConnector, InProcessReader
from tests.fakes.terminal import mrz_key
from tests.fakes.virtual_cards import authority_for, card, photo

CLOCK = SystemClock()
DOCUMENTATION = (Path(__file__).parents[3] / "docs" / "reader.md").read_text(encoding="utf-8")
PASSED, FAILED = CheckStatus.PASSED, CheckStatus.FAILED
PLAIN = PROFILES["cccd-2021"]
NO_KEYS = replace(PLAIN.clone_checks, chip_authentication=(), active_authentication="none")
CURVES, GROUPS = list(STANDARDIZED_DOMAIN_PARAMETERS), list(DH_GROUPS)


def read(
    issued: VirtualCard,
    keys: Sequence[AccessKey] = (),
    *,
    faults: Sequence[CardFault] = (),
    wanted: Sequence[File] = (),
) -> ChipReading:
    slot = InProcessReader(mute_seconds=0.0)
    slot.insert(Chip(issued, faults=faults))
    reader = EmrtdReader(InProcessConnector([slot]), CLOCK, wanted=wanted)
    return reader.read(slot.name, keys or [Can(issued.can)], Deadline(CLOCK, 60), lambda progress: None)


def opens_by(*offers: PaceOffer, keys: tuple[StaticKey, ...] = ()) -> VirtualCard:
    """A card that opens by these offers only."""
    profile = replace(
        PLAIN,
        access=replace(PLAIN.access, pace=offers, bac=False),
        clone_checks=replace(NO_KEYS, chip_authentication=keys),
        files=replace(PLAIN.files, card_security=bool(keys)),
    )
    return issue(PEOPLE["an"], photo(), profile, authority_for(profile))


PACE_OVER_EVERY_PARAMETER = [
    *(PaceOffer("ecdh-gm-aes-128", number) for number in CURVES),
    *(PaceOffer("ecdh-im-aes-256", number) for number in CURVES if number != 10),
    *(PaceOffer("dh-gm-aes-128", number) for number in GROUPS),
    *(PaceOffer("dh-im-aes-256", number) for number in GROUPS),
]
PACE_BY_EVERY_PROTOCOL = [
    PaceOffer(name, 13 if protocol.elliptic else 0) for name, protocol in PACE.items() if "cam" not in name
]
EXPLICIT = [
    PaceOffer("ecdh-gm-aes-128", 14, explicit=True),
    PaceOffer("ecdh-im-aes-128", 12, explicit=True, local_id=40),
    PaceOffer("dh-gm-aes-128", 2, explicit=True, local_id=41),
]


@pytest.mark.parametrize(
    "offer",
    [*PACE_OVER_EVERY_PARAMETER, *PACE_BY_EVERY_PROTOCOL, *EXPLICIT],
    ids=lambda offer: f"{offer.protocol} over {offer.parameter_id}" + (", explicit" if offer.explicit else ""),
)
def test_pace(offer: PaceOffer) -> None:
    reading = read(opens_by(offer))

    assert reading.fault is None
    assert (reading.access.protocol, reading.access.password, reading.access.note) == ("PACE", "CAN", "")
    assert reading.access.mechanism.startswith(pace.PROTOCOLS[PACE[offer.protocol].oid].name)
    assert reading.pace_cam is None


CAM_OFFERS = [
    *(("ecdh-cam-aes-128", number) for number in CURVES),
    *((name, 13) for name in PACE if "cam" in name),
]


def cam_card(protocol: str, number: int) -> VirtualCard:
    key = StaticKey(number, ("ecdh-aes-128",), key_id=number)
    return opens_by(PaceOffer(protocol, number), PaceOffer("ecdh-gm-aes-128", number), keys=(key,))


@pytest.mark.parametrize(("protocol", "number"), CAM_OFFERS, ids=lambda value: str(value))
@pytest.mark.parametrize("faults", [(), (Clone(),)], ids=["genuine", "clone"])
def test_chip_authentication_mapping(protocol: str, number: int, faults: tuple[CardFault, ...]) -> None:
    reading = read(cam_card(protocol, number), faults=faults)

    assert reading.fault is None
    security_infos = parse_signed_data(reading.files[File.CARD_SECURITY]).content
    expected = FAILED if faults else PASSED
    assert pace_cam.verify(security_infos, reading.pace_cam).status is expected
    assert reading.chip_authentication is not None
    assert reading.chip_authentication.status is expected


CA_KEYS = [
    *(StaticKey(number, ("ecdh-aes-128",)) for number in CURVES),
    *(StaticKey(number, ("dh-aes-128",)) for number in GROUPS),
    *(StaticKey(13 if protocol.elliptic else 1, (name,)) for name, protocol in CHIP_AUTHENTICATION.items()),
    *(StaticKey(13, ("ecdh-3des",), form=form) for form in AgreementForm),
    *(StaticKey(2, ("dh-3des",), form=form) for form in AgreementForm),
    *(StaticKey(13, ("ecdh-aes-128",), encoding=encoding) for encoding in KeyEncoding),
    *(StaticKey(1, ("dh-aes-128",), encoding=encoding) for encoding in KeyEncoding),
    StaticKey(13, ()),
    StaticKey(1, ()),
    StaticKey(13, ("ecdh-aes-128",), version=2),
    StaticKey(2, ("dh-3des",), version=2),
    StaticKey(17, ("ecdh-aes-256", "ecdh-aes-128", "ecdh-3des"), key_id=5),
]


@pytest.mark.parametrize(
    "key",
    CA_KEYS,
    ids=lambda key: (
        f"{'+'.join(key.protocols) or 'unannounced'} over {key.parameter_id}, version {key.version}, "
        f"{key.form.value}, {key.encoding.value if key.encoding else 'as usual'}"
    ),
)
@pytest.mark.parametrize("faults", [(), (Clone(),)], ids=["genuine", "clone"])
def test_chip_authentication(key: StaticKey, faults: tuple[CardFault, ...]) -> None:
    profile = replace(PLAIN, clone_checks=replace(NO_KEYS, chip_authentication=(key,)))

    reading = read(issue(PEOPLE["an"], photo(), profile, authority_for(profile)), faults=faults, wanted=KIOSK)

    assert reading.fault is None
    assert reading.chip_authentication is not None
    assert reading.chip_authentication.status is (FAILED if faults else PASSED)
    assert set(reading.files) >= {File.SOD, File.DG1, File.DG2, File.DG14}


AA_KINDS = [
    *(f"rsa-{bits}" for bits in (1024, 1536, 1792, 1848, 2048, 3072, 4096)),
    *(f"rsa-2048-{name}" for name in ("sha1", "sha224", "sha256", "sha384", "sha512")),
    "rsa-2048-b4",
    *(f"ecdsa-{curve.name}" for curve in STANDARDIZED_DOMAIN_PARAMETERS.values()),
    *(f"ecdsa-{curve.name}-der" for curve in STANDARDIZED_DOMAIN_PARAMETERS.values()),
    *(f"ecdsa-brainpoolP512r1-{name}" for name in ("sha1", "sha224", "sha256", "sha384", "sha512")),
]


@pytest.mark.parametrize("kind", AA_KINDS)
def test_active_authentication(kind: str) -> None:
    issued = card(aa=kind, ca=None)

    reading = read(issued)

    assert reading.fault is None
    dg15, dg14 = reading.files[File.DG15], reading.files.get(File.DG14)
    assert active_auth.verify(dg15, dg14, reading.active_authentication).status is PASSED


@pytest.mark.parametrize("kind", ["rsa-2048", "ecdsa-brainpoolP256r1", "ecdsa-brainpoolP224r1-der"])
def test_active_authentication_of_a_clone(kind: str) -> None:
    reading = read(card(aa=kind, ca=None), faults=[Clone()])

    dg15, dg14 = reading.files[File.DG15], reading.files.get(File.DG14)
    assert active_auth.verify(dg15, dg14, reading.active_authentication).status is FAILED


HOLDERS: list[Citizen | Traveller] = [*PEOPLE.values(), *TRAVELLERS.values()]


def of_profile(profile: CardProfile) -> VirtualCard:
    for holder in HOLDERS:
        try:
            return issue(holder, photo(size=(560, 750)), profile, authority_for(profile))
        except ValueError:
            continue
    raise AssertionError(f"{profile.name} is for nobody")


@pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda profile: profile.name)
@pytest.mark.parametrize("wanted", [KIOSK, ALL], ids=["what the kiosk needs", "everything"])
def test_every_document_that_comes_with_the_program(profile: CardProfile, wanted: tuple[File, ...]) -> None:
    issued = of_profile(profile)
    keys: list[AccessKey] = [mrz_key(issued)]
    if issued.can:
        keys.insert(0, Can(issued.can))

    reading = read(issued, keys, wanted=wanted)

    assert reading.fault is None
    assert reading.files.items() <= issued.files.items()
    missed = {file for file in issued.files if file not in reading.files}
    assert not missed & set(wanted)
    assert not any(file in issued.files for file in reading.absent)
    assert not reading.access.downgraded
    checks = profile.clone_checks
    assert reading.chip_authentication is not None
    assert reading.chip_authentication.status is (PASSED if checks.chip_authentication else CheckStatus.NOT_SUPPORTED)
    if checks.active_authentication != "none":
        dg14 = reading.files.get(File.DG14)
        assert active_auth.verify(reading.files[File.DG15], dg14, reading.active_authentication).status is PASSED


COMMANDS = {
    "cccd-2021": (17, 17),
    "can-cuoc-2024": (17, 17),
    "cccd-short": (90, 89),
    "cccd-128": (146, 146),
    "cccd-192-refused": (108, 103),
    "cccd-bare-6700": (101, 90),
    "cccd-6cxx": (138, 134),
    "cccd-padded": (19, 18),
    "cccd-large-photo": (21, 21),
    "cccd-many-keys": (18, 18),
    "passport-bac": (85, 81),
    "passport-cam": (18, 15),
    "passport-im": (18, 16),
    "passport-dh": (18, 16),
    "passport-39794": (17, 16),
    "travel-card-td2": (15, 15),
    "id-card-td1": (16, 16),
}
"""Of the first card of its kind and of the next one; ``docs/reader.md`` tells the same."""


@pytest.mark.parametrize("name", COMMANDS)
def test_no_reading_takes_more_commands_than_the_documentation_says(name: str) -> None:
    issued = of_profile(PROFILES[name])
    keys: list[AccessKey] = [Can(issued.can)] if issued.can else [mrz_key(issued)]
    slot = InProcessReader(mute_seconds=0.0)
    reader = EmrtdReader(InProcessConnector([slot]), CLOCK)
    counts = []
    for _ in range(2):
        slot.insert(Chip(issued))
        counts.append(reader.read(slot.name, keys, Deadline(CLOCK, 60), lambda progress: None).apdu_count)
        slot.remove()

    assert all(count <= told for count, told in zip(counts, COMMANDS[name], strict=True))


def test_the_documentation_tells_these_numbers() -> None:
    told = {
        name: (int(first), int(following))
        for names, first, following in re.findall(
            r"^\| ((?:`[a-z0-9-]+`(?:, )?)+).*? \| (\d+) \| (\d+) \|$", DOCUMENTATION, re.M
        )
        for name in re.findall(r"`([a-z0-9-]+)`", names)
    }

    assert told == COMMANDS


def test_every_document_has_its_number() -> None:
    assert set(COMMANDS) == set(PROFILES)
