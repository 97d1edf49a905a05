"""Attempts to be admitted with what is not one's own -> the verdict, on the real rooms with a virtual card."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, load_der_private_key

from kiosk.biometric.camera.pixels import pixels_of
from kiosk.check import events as ev
from kiosk.check.states import Idle
from kiosk.domain.access_key import Can
from kiosk.domain.chip_reading import ElementaryFile
from kiosk.domain.identity import Identity, Source
from kiosk.domain.verdict import Decision, Reason, Verdict
from kiosk.simulator.card.card import VirtualCard
from kiosk.simulator.card.faults import Clone, Missing
from kiosk.simulator.card.person import AN, NGOC
from kiosk.simulator.chip.chip import Chip
from kiosk.simulator.issuing.authority import TestAuthority
from kiosk.simulator.person.camera import VirtualCamera
from kiosk.simulator.person.manner import Manner
from kiosk.simulator.slot.card_port import SimulatedCard
from tests.fakes.camera import picture
from tests.fakes.findings import AN_BY_QR
from tests.fakes.virtual_cards import authority
from tests.fakes.virtual_cards import card as issued
from tests.scenario.house import CHIP_PHOTO, FACES, House, card, exam_site
from tests.scenario.test_liveness import HOLDER, somebody

CAN = "012345"
STRANGER_PHOTO = (FACES / "biden_2010_chip_480x640.jp2").read_bytes()
ATTENTION, REFER, REFUSE = Verdict.ADMIT_WITH_ATTENTION, Verdict.REFER, Verdict.REFUSE


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def checked(house: House, laid: VirtualCard | SimulatedCard, told: Identity | None = None) -> Decision:
    """One check in an open house: whose key is typed, or follows from the code of ``told``."""
    house.until(Idle)
    if told is None:
        house.type_can(CAN)
    else:
        house.assembly.runner.post(ev.CardCodeRead(told, (Can(CAN),)))
    house.lay(laid)
    return house.decision()


def with_files_of(other: VirtualCard, *files: ElementaryFile, **options: object) -> VirtualCard:
    """A's card with these files of another genuine card."""
    own = card(**options)
    return replace(own, files={**own.files, **{file: other.files[file] for file in files}})


def copied_without_keys() -> VirtualCard:
    """All that can be read off a genuine card, the files of its public keys left out."""
    own = card()
    left_out = {ElementaryFile.DG14, ElementaryFile.DG15}
    kept = {name: data for name, data in own.files.items() if name not in left_out}
    return replace(own, files=kept, active_authentication=None, chip_authentication=())


OF_NGOC = Identity(Source.QR, number=NGOC.number, name=NGOC.name, birth_date=NGOC.birth_date)

CARDS: dict[str, tuple[Callable[[], VirtualCard], Identity | None, Verdict, Reason]] = {
    "signed by a CSCA of one's own, of the same name": (
        lambda: card(authority=TestAuthority.create()),
        None,
        ATTENTION,
        Reason.ISSUER_NOT_VERIFIED,
    ),
    "a copy with keys of its own": (lambda: card(faults=[Clone()]), None, REFUSE, Reason.CHIP_CLONED),
    "a copy without the files of its keys": (copied_without_keys, None, REFUSE, Reason.CHIP_CLONED),
    "a copy without one of them": (
        lambda: card(faults=[Missing(ElementaryFile.DG15)]),
        None,
        REFUSE,
        Reason.CHIP_CLONED,
    ),
    "a genuine chip that has no clone check": (
        lambda: card(aa=None, ca=None),
        None,
        ATTENTION,
        Reason.CLONE_NOT_CHECKED,
    ),
    "another face in DG2": (
        lambda: with_files_of(card(), ElementaryFile.DG2, photo=STRANGER_PHOTO),
        None,
        REFUSE,
        Reason.DATA_ALTERED,
    ),
    "another face, and the signature that goes with it": (
        lambda: with_files_of(card(), ElementaryFile.DG2, ElementaryFile.SOD, photo=STRANGER_PHOTO),
        None,
        REFUSE,
        Reason.DATA_ALTERED,
    ),
    "a chip that gives no photograph": (
        lambda: card(faults=[Missing(ElementaryFile.DG2)]),
        None,
        REFER,
        Reason.FACE_NOT_COMPARED,
    ),
    "a chip that does not say whose it is, with a code that does": (
        lambda: card(faults=[Missing(ElementaryFile.DG1)]),
        AN_BY_QR,
        REFER,
        Reason.DOCUMENT_NOT_CHECKED,
    ),
    "somebody else's chip": (lambda: card(photo=STRANGER_PHOTO), None, REFER, Reason.FACE_DIFFERS),
    "one's own chip with somebody else's code": (card, OF_NGOC, REFER, Reason.SOURCES_DIFFER),
    "one's own chip, and not on the list": (
        lambda: issued(replace(AN, number="002090012345", name="Ngô Văn Lạ", old_number=""), photo=CHIP_PHOTO),
        None,
        REFUSE,
        Reason.NOT_LISTED,
    ),
    "a card that has expired": (
        lambda: issued(replace(AN, birth_date=date(1985, 6, 1)), photo=CHIP_PHOTO),
        None,
        REFER,
        Reason.DOCUMENT_EXPIRED,
    ),
}


@pytest.mark.parametrize("attempt", CARDS)
def test_a_card_that_is_not_what_it_says(house: House, attempt: str) -> None:
    make, told, verdict, reason = CARDS[attempt]
    with house.open():
        decision = checked(house, make(), told)
    assert (decision.verdict, reason in decision.reasons) == (verdict, True), decision.reasons


def test_a_signer_that_was_revoked(house: House) -> None:
    issuer, key = x509.load_der_x509_certificate(authority().csca), load_der_private_key(authority().csca_key, None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    now = datetime.now(UTC)
    signer = x509.load_der_x509_certificate(authority().signer)
    entry = x509.RevokedCertificateBuilder().serial_number(signer.serial_number)
    entry = entry.revocation_date(now - timedelta(days=2))
    builder = x509.CertificateRevocationListBuilder().issuer_name(issuer.subject)
    builder = builder.last_update(now - timedelta(days=1)).next_update(now + timedelta(days=30))
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())
    builder = builder.add_extension(identifier, critical=False).add_extension(x509.CRLNumber(1), critical=False)
    listed = builder.add_revoked_certificate(entry.build()).sign(key, hashes.SHA384())
    assert house.settings.trust is not None
    house.settings.trust.mkdir()
    (house.settings.trust / "revoked.crl").write_bytes(listed.public_bytes(Encoding.DER))
    with house.open():
        decision = checked(house, card())
    assert (decision.verdict, decision.reasons[0]) == (REFUSE, Reason.SIGNER_REVOKED)


class Recording:
    """A genuine chip, and every answer that it gave."""

    def __init__(self, chip: SimulatedCard) -> None:
        self._chip = chip
        self.answers: list[bytes] = []

    @property
    def atr(self) -> bytes:
        return self._chip.atr

    def power_up(self) -> None:
        self._chip.power_up()

    def transmit(self, command: bytes) -> bytes:
        self.answers.append(self._chip.transmit(command))
        return self.answers[-1]


class Repeating:
    """Gives the answers of a conversation that was overheard, one after the other."""

    def __init__(self, overheard: Recording) -> None:
        self.atr = overheard.atr
        self._answers = overheard.answers
        self._left = iter(overheard.answers)

    def power_up(self) -> None:
        self._left = iter(self._answers)

    def transmit(self, command: bytes) -> bytes:
        return next(self._left, b"\x6f\x00")


def test_a_conversation_that_was_overheard_and_is_played_again(house: House) -> None:
    overheard = Recording(Chip(card()))
    with house.open():
        assert checked(house, overheard).verdict is Verdict.ADMIT
        house.reader.remove()
        house.until(Idle)
        house.type_can(CAN)
        house.lay(Repeating(overheard))
        again = house.until(such=lambda kiosk: bool(kiosk.check and kiosk.check.attempt))
        settled = house.until(
            such=lambda kiosk: bool(kiosk.check and (kiosk.check.wrong_keys or kiosk.check.evidence.chip_fault))
        )
    assert again.check is not None and settled.check is not None
    assert settled.check.evidence.inspection is None, "nothing came off a chip that does not know the keys"


def test_the_same_card_twice(house: House) -> None:
    with house.open():
        assert checked(house, card()).verdict is Verdict.ADMIT
        house.reader.remove()
        decision = checked(house, card())
    assert (decision.verdict, decision.reasons) == (REFER, (Reason.ALREADY_ADMITTED,))


@pytest.mark.parametrize(
    "policy",
    [
        pytest.param("passive", id="looked at by networks that are not installed"),
        pytest.param("active", id="asked to move", marks=pytest.mark.long),
    ],
)
def test_a_telephone_with_the_holder_s_picture(tmp_path: Path, policy: str) -> None:
    """It fails, or does not do what it is asked to in time."""
    camera = VirtualCamera(pixels_of(picture("q_no_face.jpg")))
    house = House(tmp_path).set(site=exam_site(tmp_path, policy))
    house.source = camera
    with house.open():
        camera.show(somebody(HOLDER, Manner.PHONE))
        decision = checked(house, card())
    assert decision.verdict is REFER
    assert decision.reasons in ((Reason.LIVENESS_NOT_DONE,), (Reason.LIVENESS_FAILED,))


def test_a_site_that_asks_for_no_living_person_admits_their_picture(tmp_path: Path) -> None:
    """What «off» means: the guide to sites says so, and no other test should let it be forgotten."""
    house = House(tmp_path)
    with house.open():
        assert checked(house, card(photo=CHIP_PHOTO)).verdict is Verdict.ADMIT
