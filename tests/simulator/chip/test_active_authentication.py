from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable

import pytest

from kiosk.domain.authenticity import CheckStatus
from kiosk.domain.chip_reading import ElementaryFile as Ef
from kiosk.reader.apdu import Command, Response
from kiosk.reader.crypto import Cipher
from kiosk.reader.curves import STANDARDIZED_DOMAIN_PARAMETERS, verify_ecdsa
from kiosk.reader.emrtd import active_auth
from kiosk.reader.emrtd.secure_messaging import SecureMessagingChannel
from kiosk.simulator.card.faults import Clone, Missing, Tamper
from kiosk.simulator.card.private_keys import EcPrivateKey
from kiosk.simulator.chip.active_authentication import ecdsa, message_representative, recoverable_size
from kiosk.simulator.chip.chip import Chip
from kiosk.simulator.chip.secure_messaging import SecureMessaging
from tests.fakes.terminal import Terminal, open_by_bac, open_by_pace
from tests.fakes.vectors import exchanges, vectors
from tests.fakes.virtual_cards import card

CHALLENGE = Command(0x00, 0x88, 0x00, 0x00, bytes(8), 256)


def test_the_message_representative_of_appendix_f() -> None:
    worked = vectors("icao9303-11-F-aa-rsa")
    m1, challenge = bytes.fromhex(worked["m1"]), bytes.fromhex(worked["rnd_ifd"])
    assert recoverable_size(worked["modulus_bits"] // 8, "sha1") == len(m1)
    assert message_representative(m1, challenge, "sha1").hex().upper() == worked["f"]


def test_the_message_representative_of_a_recorded_answer() -> None:
    worked = vectors("gmrtd-active-authentication-rsa")
    f = bytes.fromhex(worked["recovered_f"])
    m1 = f[1 : 1 + recoverable_size(len(f), "sha256")]
    assert message_representative(m1, bytes.fromhex(worked["rnd_ifd"]), "sha256") == f


def test_the_recorded_answer_under_secure_messaging() -> None:
    worked = vectors("gmrtd-active-authentication-rsa")
    before = worked["sm_before"]
    keys = (bytes.fromhex(before["ks_enc"]), bytes.fromhex(before["ks_mac"]))
    messaging = SecureMessaging(Cipher.TDES, *keys, int(before["ssc"], 16))
    ((sent, received),) = exchanges(worked)
    command = messaging.unwrap(Command.decode(bytes.fromhex(sent)))
    assert (command.ins, command.data.hex().upper()) == (0x88, worked["rnd_ifd"])
    answer = messaging.wrap(Response(bytes.fromhex(worked["signature"]), 0x9000), command.ins)
    assert answer.encode().hex().upper() == received


def test_the_signature_with_the_key_of_the_example() -> None:
    worked = vectors("own-active-authentication-ecdsa")
    curve = STANDARDIZED_DOMAIN_PARAMETERS[12]
    key = EcPrivateKey(curve, int(worked["private_key_d"], 16))
    assert worked["dg15"].endswith(curve.encode_point(key.public).hex().upper())
    digest = hashlib.sha256(bytes.fromhex(worked["rnd_ifd"])).digest()
    for r, s in (ecdsa(key, digest), ecdsa(key, digest)):
        assert verify_ecdsa(curve, key.public, digest, r, s)


@pytest.mark.parametrize("digest", ["sha1", "sha224", "sha256", "sha384", "sha512"])
def test_the_trailers_of_other_hashes(digest: str) -> None:
    trailers = {"sha1": "BC", "sha224": "38CC", "sha256": "34CC", "sha384": "36CC", "sha512": "35CC"}
    f = message_representative(bytes(recoverable_size(128, digest)), bytes(8), digest)
    assert len(f) == 128
    assert f.hex().upper().endswith(trailers[digest])


KINDS = [
    "rsa-1024-sha1",
    "rsa-1280-sha224",
    "rsa-1024-sha256",
    "rsa-1848-sha384",
    "rsa-2048-sha512",
    "rsa-1024-sha1-b4",
    "ecdsa-p192",
    "ecdsa-p224",
    "ecdsa-p256",
    "ecdsa-p521",
    "ecdsa-brainpoolP320r1",
    "ecdsa-brainpoolP384r1",
    "ecdsa-brainpoolP512r1",
    "ecdsa-brainpoolP256r1-sha512",
    "ecdsa-p256-sha256-der",
]


@pytest.mark.parametrize("access", [open_by_pace, open_by_bac], ids=["after PACE", "after BAC"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_genuine_chip_signs(kind: str, access: Callable[..., SecureMessagingChannel]) -> None:
    issued = card(aa=kind)
    session = access(Terminal(Chip(issued)), issued)
    evidence, _ = active_auth.perform(session, issued.files[Ef.DG15], secrets.token_bytes, extended=True)
    assert active_auth.verify(issued.files[Ef.DG15], issued.files[Ef.DG14], evidence).status is CheckStatus.PASSED


@pytest.mark.parametrize("kind", ["rsa-1024", "ecdsa-p256"])
def test_a_clone_signs_with_another_key(kind: str) -> None:
    issued = card(aa=kind, faults=[Clone()])
    session = open_by_pace(Terminal(Chip(issued)), issued)
    evidence, _ = active_auth.perform(session, issued.files[Ef.DG15], secrets.token_bytes, extended=True)
    assert active_auth.verify(issued.files[Ef.DG15], issued.files[Ef.DG14], evidence).status is CheckStatus.FAILED


def test_a_chip_whose_dg15_was_taken_away_still_signs() -> None:
    issued = card(faults=[Missing(Ef.DG15), Tamper(Ef.DG1)])
    session = open_by_pace(Terminal(Chip(issued)), issued)
    assert session.transmit(CHALLENGE).ok


def test_an_answer_longer_than_le_comes_in_pieces() -> None:
    issued = card(aa="rsa-2048")
    chip = Chip(issued)

    class Collecting(Terminal):
        """A terminal that fetches the rest, as ISO/IEC 7816-4 §5.3.4 has it."""

        def transmit(self, command: Command) -> Response:
            response = super().transmit(command)
            while response.sw >> 8 == 0x61:
                rest = super().transmit(Command(0x00, 0xC0, 0x00, 0x00, le=(response.sw & 0xFF) or 256))
                response = Response(response.data + rest.data, rest.sw)
            return response

    terminal = Collecting(chip)
    session = open_by_pace(terminal, issued)
    evidence, _ = active_auth.perform(session, issued.files[Ef.DG15], secrets.token_bytes, extended=False)
    assert [answer[-2:].hex() for answer in terminal.answers[-2:]] == ["6123", "9000"]
    assert [len(answer) for answer in terminal.answers[-2:]] == [256 + 2, 0x23 + 2]
    assert active_auth.verify(issued.files[Ef.DG15], issued.files[Ef.DG14], evidence).status is CheckStatus.PASSED
    assert terminal.hex("00C0000000") == "6D00"


def test_refusals() -> None:
    issued = card()
    locked = Terminal(Chip(issued))
    locked.hex("00A4040C07A0000002471001")
    assert locked.transmit(CHALLENGE).sw == 0x6982
    session = open_by_pace(Terminal(Chip(issued)), issued)
    assert session.transmit(Command(0x00, 0x88, 0x00, 0x00, bytes(7), 256)).sw == 0x6700
    assert session.transmit(Command(0x00, 0x88, 0x00, 0x00, bytes(8))).sw == 0x6700
    without = card(aa=None)
    assert open_by_pace(Terminal(Chip(without)), without).transmit(CHALLENGE).sw == 0x6D00
