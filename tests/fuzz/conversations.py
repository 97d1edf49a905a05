"""A chip that answers what the fuzzer says, whatever it was asked: the protocols and the reading of files against it.

Its answers are a row of data objects, each with the data and the status word of one answer inside; in one that has no
room for these the card was reset, and behind the last one it is gone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from random import Random

from kiosk.domain.chip_reading import ElementaryFile as Ef
from kiosk.domain.clock import Deadline
from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader import tlv
from kiosk.reader.apdu import Command, Response
from kiosk.reader.channel import Channel
from kiosk.reader.crypto import Cipher, pad
from kiosk.reader.emrtd import chip_auth
from kiosk.reader.emrtd.chip_auth_ways import ways
from kiosk.reader.emrtd.files import FileReader
from kiosk.reader.emrtd.read_strategy import ReadStrategy
from kiosk.reader.emrtd.reading import EmrtdReader
from kiosk.reader.emrtd.response_chaining import ResponseChainingChannel
from kiosk.reader.emrtd.secure_messaging import SecureMessagingChannel, SessionKeys
from kiosk.reader.emrtd.wanted import ALL
from kiosk.reader.pcsc.transmission_t0 import transmit_t0
from kiosk.simulator.card.card import VirtualCard
from kiosk.simulator.card.person import PEOPLE, TRAVELLERS
from kiosk.simulator.card.profiles import PROFILES
from kiosk.simulator.issuing.personaliser import issue
from tests.fakes.file_card import FileCard, sw
from tests.fakes.mirror_card import MirrorCard
from tests.fakes.scripted_card import ID_CARD_ATR
from tests.fakes.traces import CountingClock, Recording, keys_of, record_card
from tests.fakes.virtual_cards import authority, photo

ENDS = frozenset(
    {
        FaultCode.CARD_REMOVED,
        FaultCode.CARD_RESET,
        FaultCode.CARD_ANSWER_WRONG,
        FaultCode.NOT_AN_ID_CARD,
        FaultCode.ACCESS_REFUSED,
        FaultCode.WRONG_ACCESS_KEY,
        FaultCode.FILE_MALFORMED,
        FaultCode.FILE_TOO_LARGE,
    }
)
"""How a conversation with a hostile chip may end."""

REFUSAL = Response(b"", 0x6A82)
READ = Command(0x00, 0xB0, 0x00, 0x00, le=256)
EVEN_OFFSETS = 0x8000
"""Behind these bytes a file is read with INS B1 (ISO/IEC 7816-4 §11.2.3)."""
_MAC_OBJECT = 10
"""Bytes of DO'8E', which ends an answer under secure messaging."""


class HostileChip:
    """At once the connector and the connection, so that a reading that connects anew goes on with the next answer."""

    reader, atr = "", ID_CARD_ATR

    def __init__(self, row: bytes) -> None:
        self._answers = _answers(row)

    def connect(self, reader: str) -> HostileChip:
        return self

    def transmit(self, command: Command) -> Response:
        answer = next(self._answers, FaultCode.CARD_REMOVED)
        if isinstance(answer, FaultCode):
            raise Fault(answer)
        return answer

    def close(self) -> None:
        pass


def _answers(row: bytes) -> Iterator[Response | FaultCode]:
    try:
        for item in tlv.iterate(row):
            yield Response.decode(item.value) if len(item.value) >= 2 else FaultCode.CARD_RESET
    except tlv.TlvError:
        return


def row_of(answers: Sequence[Response]) -> bytes:
    """The input that makes a chip give these answers."""
    return b"".join(tlv.encode(0x04, answer.encode()) for answer in answers)


def whole_reading(data: bytes) -> None:
    """Access, every file and the clone checks; raises the fault that ended the reading."""
    clock = CountingClock()
    reader = EmrtdReader(HostileChip(data), clock, Random(0).randbytes, wanted=ALL, pause=lambda seconds: None)
    keys = [key for card in recorded_cards() for key in keys_of(card)]
    reading = reader.read("", keys, Deadline(clock, 1e6), lambda progress: None)
    if reading.fault is not None:
        raise reading.fault


def whole_file(data: bytes) -> None:
    """EF.DG2 over a channel without secure messaging, where no MAC keeps the answers from being anything."""
    file = FileReader(HostileChip(data), ReadStrategy()).read(Ef.DG2)
    assert not isinstance(file, bytes) or tlv.parse_one(file).tag == 0x75, "a file that is not whole"


def chained_answer(data: bytes) -> None:
    """GET RESPONSE by the reader's own loop, and by that of T=0."""
    ResponseChainingChannel(HostileChip(data)).transmit(READ)
    transmit_t0(HostileChip(data).transmit, READ)


def secured_answer(cipher: Cipher) -> Callable[[bytes], None]:
    """Data objects with the right MAC behind them: what a chip that knows the keys may send."""
    keys, block = _keys(cipher), cipher.block_size

    def probe(data: bytes) -> None:
        code = keys.authenticate((2).to_bytes(block, "big") + pad(data, block))
        chip = HostileChip(row_of([Response(data + tlv.encode(0x8E, code), 0x9000)]))
        SecureMessagingChannel(chip, keys).transmit(READ)

    return probe


def chip_authentication(data: bytes) -> None:
    """Our side of the key agreement with every key that a hostile DG14 announces, against a chip that then refuses."""
    candidates = ways(data)
    if isinstance(candidates, tuple):
        keys = _keys(Cipher.AES128)
        session = SecureMessagingChannel(MirrorCard(keys, lambda command: Response(b"", 0x6A80)), keys)
        chip_auth.perform(session, candidates, Random(0).randbytes, lambda proven: None)


def _keys(cipher: Cipher) -> SessionKeys:
    return SessionKeys(cipher, enc=bytes(cipher.key_size), mac=bytes(cipher.key_size))


@cache
def recorded_cards() -> tuple[VirtualCard, ...]:
    """One card for each protocol of access; Diffie-Hellman modulo a prime is left out, which takes half a second."""
    names = {"cccd-2021": PEOPLE["an"], "passport-bac": TRAVELLERS["anna"], "passport-cam": TRAVELLERS["joao"]}
    return tuple(
        issue(person, photo(), PROFILES[name], authority(country=PROFILES[name].country))
        for name, person in names.items()
    )


def _recording(card: VirtualCard) -> Recording:
    keys = [key for one in recorded_cards() for key in keys_of(one)]
    return record_card(card, keys=keys, masked=False, random_bytes=Random(0).randbytes, wanted=ALL)


@cache
def recordings() -> tuple[Recording, ...]:
    """Readings with the random bytes that ``whole_reading`` draws, so that the same answers fit again."""
    return tuple(_recording(card) for card in recorded_cards())


def reading_seeds() -> tuple[bytes, ...]:
    return tuple(
        row_of([exchange.response for exchange in recording.trace.exchanges if exchange.response is not None])
        for recording in recordings()
    )


def trace_seeds() -> tuple[bytes, ...]:
    return tuple(recording.text.encode() for recording in recordings())


class _Listener:
    """Keeps what an honest card answers."""

    def __init__(self, card: Channel) -> None:
        self._card = card
        self.answers: list[Response] = []

    def transmit(self, command: Command) -> Response:
        self.answers.append(self._card.transmit(command))
        return self.answers[-1]


def file_seeds(file: bytes) -> tuple[bytes, ...]:
    """The answers of chips of several manners that give ``file`` as EF.DG2."""
    refusing = sw(0x6B00)
    manners = (
        FileCard({Ef.DG2: file}),
        FileCard({Ef.DG2: file}, largest=256, too_long=sw(0x6C80)),
        FileCard({Ef.DG2: file}, largest=128, cut=100),
        FileCard({Ef.DG2: file}, short_ids=sw(0x6A82), keeps_current=False, over_end=lambda _: refusing()),
        FileCard({Ef.DG2: tlv.encode(0x75, file + bytes(EVEN_OFFSETS))}),
    )
    listeners = tuple(map(_Listener, manners))
    for listener in listeners:
        FileReader(listener, ReadStrategy()).read(Ef.DG2)
    return tuple(row_of(listener.answers) for listener in listeners)


def secured_seeds(cipher: Cipher) -> tuple[bytes, ...]:
    """The data objects before the MAC in answers with data, without any, and to an odd INS."""
    keys = _keys(cipher)
    seeds: list[bytes] = []
    for ins, answer in ((0xB0, Response(bytes(20), 0x9000)), (0xB1, Response(bytes(9), 0x6282)), (0xB0, REFUSAL)):
        listener = _Listener(MirrorCard(keys, lambda command, answer=answer: answer))
        SecureMessagingChannel(listener, keys).transmit(Command(0x00, ins, 0x00, 0x00, le=256))
        seeds.append(listener.answers[0].data[:-_MAC_OBJECT])
    return tuple(seeds)
