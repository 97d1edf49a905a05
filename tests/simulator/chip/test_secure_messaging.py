from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.chip_reading import ElementaryFile as Ef
from kiosk.reader.apdu import Command, Response
from kiosk.reader.crypto import Cipher
from kiosk.reader.emrtd.secure_messaging import SecureMessagingChannel, SecureMessagingLost, SessionKeys
from kiosk.simulator.chip.chip import Chip
from kiosk.simulator.chip.secure_messaging import SecureMessaging, SecureMessagingError
from tests.fakes.terminal import Terminal, open_by_bac, open_by_pace, select
from tests.fakes.vectors import vectors
from tests.fakes.virtual_cards import card

SECRET = bytes(range(32))
CIPHERS = pytest.mark.parametrize("cipher", Cipher, ids=lambda cipher: cipher.name)


class ChipSide:
    """Unwraps and answers with a fixed response; remembers the plain command."""

    def __init__(self, cipher: Cipher, answer: Response) -> None:
        self._messaging = SecureMessaging.from_secret(cipher, SECRET)
        self._answer = answer
        self.plain: list[Command] = []

    def transmit(self, command: Command) -> Response:
        self.plain.append(self._messaging.unwrap(command))
        return self._messaging.wrap(self._answer, command.ins)


@CIPHERS
@given(
    header=st.tuples(*[st.integers(0, 255)] * 3),
    data=st.binary(max_size=300),
    le=st.none() | st.integers(1, 65536),
    answer=st.binary(max_size=700),
    sw=st.sampled_from([0x9000, 0x6282, 0x6A82]),
)
def test_reader_and_chip_understand_each_other(
    cipher: Cipher, header: tuple[int, int, int], data: bytes, le: int | None, answer: bytes, sw: int
) -> None:
    chip = ChipSide(cipher, Response(answer, sw))
    reader = SecureMessagingChannel(chip, SessionKeys.derive(cipher, SECRET))
    for _ in range(2):
        assert reader.transmit(Command(0x00, *header, data, le)) == Response(answer, sw)
    assert [(c.ins, c.p1, c.p2, c.data, c.le) for c in chip.plain] == [(*header, data, le)] * 2


def test_the_recorded_aes_command_unwraps() -> None:
    worked = vectors("gmrtd-kdf-mac-sm")["sm_encode"][0]
    keys = (bytes.fromhex(worked["ks_enc"]), bytes.fromhex(worked["ks_mac"]))
    messaging = SecureMessaging(Cipher.AES128, *keys, int(worked["ssc_before"], 16))
    plain = messaging.unwrap(Command.decode(bytes.fromhex(worked["protected_capdu"])))
    assert plain.encode().hex().upper() == worked["plain_capdu"]


@CIPHERS
@given(size=st.integers(0, 70_000), odd=st.booleans())
def test_capacity_is_the_most_that_fits(cipher: Cipher, size: int, odd: bool) -> None:
    ins = 0xB1 if odd else 0xB0
    room = SecureMessaging.from_secret(cipher, SECRET).capacity(size, ins)

    def wrapped(count: int) -> int:
        messaging = SecureMessaging.from_secret(cipher, SECRET)
        return len(messaging.wrap(Response(bytes(count), 0x9000), ins).data)

    assert room == 0 or wrapped(room) <= size
    assert wrapped(room + 1) > size


def _flip(place: int) -> Callable[[bytes], bytes]:
    return lambda command: command[:place] + bytes((command[place] ^ 1,)) + command[place + 1 :]


@pytest.mark.parametrize(
    ("spoil", "answer"),
    [
        (_flip(2), "6988"),
        (_flip(-2), "6988"),
        (_flip(8), "6988"),
        (lambda c: c[:4] + bytes((c[4] - 10,)) + c[5:-11] + c[-1:], "6987"),
        (lambda c: c[:4] + b"\x00", "6987"),
        (lambda c: c[:4] + b"\x02\x8e\x08\x00", "6988"),
        (lambda c: c[:4] + b"\x0a\x8e\x08" + bytes(8) + b"\x00", "6988"),
        (lambda c: c[:4] + b"\x0d\x80\x01\x00\x8e\x08" + bytes(8) + b"\x00", "6988"),
    ],
    ids=["header", "MAC", "cryptogram", "no MAC", "no data", "cut off", "MAC only", "unknown object"],
)
@pytest.mark.parametrize("access", [open_by_pace, open_by_bac], ids=["AES", "3DES"])
def test_a_spoilt_command_ends_the_session(
    access: Callable[..., SecureMessagingChannel], spoil: Callable[[bytes], bytes], answer: str
) -> None:
    terminal = Terminal(Chip(card()))
    session = access(terminal, card())
    terminal.spoil = spoil
    with pytest.raises(SecureMessagingLost):
        session.transmit(select(Ef.DG1))
    assert terminal.answers[-1].hex().upper() == answer
    assert terminal.hex("00A4020C020101") == "6982"
    assert terminal.hex("0CB081000D9701048E08000000000000000000") == "6988"


@pytest.mark.parametrize("ciphered", [b"", b"\x01" * 9], ids=["empty", "no whole blocks"])
def test_a_cryptogram_of_a_wrong_size_is_refused(ciphered: bytes) -> None:
    reader = SessionKeys.derive(Cipher.TDES, SECRET, 1)
    body = b"\x87" + bytes((len(ciphered) + 1,)) + b"\x01" + ciphered
    header = bytes.fromhex("0CA4020C80000000")
    message = (1).to_bytes(8, "big") + header + body + b"\x80"
    mac = reader.authenticate(message + bytes(-len(message) % 8))
    command = Command(0x0C, 0xA4, 0x02, 0x0C, body + b"\x8e\x08" + mac, 256)
    with pytest.raises(SecureMessagingError, match="6988"):
        SecureMessaging.from_secret(Cipher.TDES, SECRET).unwrap(command)
