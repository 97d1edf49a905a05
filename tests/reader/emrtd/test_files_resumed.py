"""A reading that was torn goes on where it stopped, and a file that was read before is known again."""

from __future__ import annotations

import pytest

from kiosk.domain.chip_reading import ElementaryFile as File
from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader.apdu import Command, Response
from kiosk.reader.emrtd.files import FileReader, Refused
from kiosk.reader.emrtd.read_strategy import ReadStrategy
from kiosk.reader.emrtd.secure_messaging import SecureMessagingChannel
from tests.fakes.file_card import FileCard
from tests.fakes.file_reading import DG2, KEYS, LONG_DG2, SOD, file_of, secured
from tests.fakes.mirror_card import MirrorCard


def torn(card: FileCard, after: int) -> SecureMessagingChannel:
    """The card leaves the field after so many commands."""

    class Torn:
        def __init__(self) -> None:
            self._inner = MirrorCard(KEYS, card.transmit)
            self._left = after

        def transmit(self, command: Command) -> Response:
            self._left -= 1
            if self._left < 0:
                raise Fault(FaultCode.CARD_REMOVED)
            return self._inner.transmit(command)

    return SecureMessagingChannel(Torn(), KEYS)


@pytest.mark.parametrize("extended", [True, False], ids=["extended", "short"])
@pytest.mark.parametrize("contents", [DG2, LONG_DG2], ids=["15 kB", "45 kB"])
def test_a_file_that_was_torn_goes_on_at_the_byte_where_it_stopped(contents: bytes, extended: bool) -> None:
    whole = FileCard({File.DG2: contents})
    secured(whole, ReadStrategy(extended=extended)).read(File.DG2)
    for after in range(1, len(whole.log), 1 + len(whole.log) // 8):
        begun, rest = FileCard({File.DG2: contents}), FileCard({File.DG2: contents})
        strategy, into = ReadStrategy(extended=extended), bytearray()
        with pytest.raises(Fault):
            FileReader(torn(begun, after), strategy, 223).read(File.DG2, into=into)

        assert bytes(into) == contents[: len(into)]
        assert secured(rest, strategy).read(File.DG2, into=into) == contents
        # One SELECT more than what was left.
        assert len(rest.log) == len(whole.log) - after + 1


def test_a_torn_file_that_is_gone_when_the_card_comes_back_is_a_value() -> None:
    read = secured(FileCard({}), ReadStrategy(short_ids=True)).read(File.DG2, into=bytearray(DG2[:100]))

    assert read == Refused(0x6A82)


LONG_SOD, SHORT_SOD = file_of(0x77, 2900), file_of(0x77, 90)


@pytest.mark.parametrize(
    ("contents", "known", "extended", "same", "commands"),
    [
        pytest.param(SOD, SOD, True, True, 2, id="the same: its beginning and its end"),
        pytest.param(LONG_SOD, LONG_SOD, True, True, 2, id="the same, of any length"),
        pytest.param(SOD, SOD, False, True, 2, id="the same, by short answers"),
        pytest.param(SHORT_SOD, SHORT_SOD, True, True, 1, id="the same, and so short that its beginning is all"),
        pytest.param(SOD, SOD[:-1] + b"\x00", True, False, 2, id="another last byte"),
        pytest.param(SHORT_SOD, SHORT_SOD[:-1] + b"\x00", True, False, 1, id="another last byte of a short one"),
        pytest.param(SOD, SOD[:8] + b"\x01" + SOD[9:], False, False, 1, id="another first block"),
        pytest.param(SOD, file_of(0x77, 1502), False, False, 1, id="another length"),
        pytest.param(None, SOD, True, False, 1, id="not there any more"),
    ],
)
def test_a_file_is_known_again(contents: bytes | None, known: bytes, extended: bool, same: bool, commands: int) -> None:
    card = FileCard({File.SOD: contents} if contents else {})
    reader = secured(card, ReadStrategy(extended=extended, short_ids=True))

    assert reader.matches(File.SOD, known) is same
    assert len(card.log) == commands
