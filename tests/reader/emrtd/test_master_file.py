"""What a chip tells before access, and what is learned from it about its kind."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from kiosk.domain.chip_reading import ElementaryFile as File
from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader import tlv
from kiosk.reader.apdu import Command, Response
from kiosk.reader.emrtd.access import USUAL_CARD_ACCESS
from kiosk.reader.emrtd.master_file import read_master_file
from kiosk.reader.emrtd.read_strategy import KindOfCard
from tests.fakes.file_card import FileCard, sw

LIMITS = tlv.encode(0x7F66, tlv.encode(0x02, b"\x05\xdc") + tlv.encode(0x02, b"\x05\xdc"))
"""Extended length information: 1500 bytes each way (ISO/IEC 7816-4 §12.7.1)."""
DIRECTORY = tlv.encode(0x61, tlv.encode(0x4F, bytes.fromhex("A0000002471001")))


def kind(*, ask_lengths: bool = False) -> KindOfCard:
    unknown = KindOfCard.unknown()
    unknown.ask_lengths = ask_lengths
    return unknown


@pytest.mark.parametrize(
    ("files", "wanted", "found"),
    [
        pytest.param({}, (), {}, id="nothing: no PACE"),
        pytest.param({File.CARD_ACCESS: USUAL_CARD_ACCESS}, (), {File.CARD_ACCESS: USUAL_CARD_ACCESS}, id="PACE"),
        pytest.param({File.CARD_ACCESS: b"\x42\x00"}, (), {}, id="an EF.CardAccess that is none"),
        pytest.param(
            {File.CARD_ACCESS: USUAL_CARD_ACCESS, File.DIR: DIRECTORY},
            (File.ATR_INFO, File.DIR),
            {File.CARD_ACCESS: USUAL_CARD_ACCESS, File.ATR_INFO: "6A82", File.DIR: DIRECTORY},
            id="all that is wanted",
        ),
    ],
)
def test_the_files(files: Mapping[File, bytes], wanted: tuple[File, ...], found: Mapping[File, bytes | str]) -> None:
    assert read_master_file(FileCard(files), kind(), wanted) == found


def test_lengths_are_asked_for_once_and_heeded() -> None:
    card, of_card = FileCard({File.CARD_ACCESS: USUAL_CARD_ACCESS, File.ATR_INFO: LIMITS}), kind(ask_lengths=True)
    assert read_master_file(card, of_card, ())[File.ATR_INFO] == LIMITS
    assert of_card.secured.block < 1500
    assert not of_card.ask_lengths
    assert read_master_file(card, of_card, ()).keys() == {File.CARD_ACCESS}


def test_a_chip_without_short_identifiers_is_asked_in_two_ways_once() -> None:
    card, of_card = FileCard({}, short_ids=sw(0x6A82)), kind()
    asked = []
    for _ in range(2):
        card.log.clear()
        assert read_master_file(card, of_card, ()) == {}
        asked.append([(command.ins, command.p1) for command in card.log])
    by_short_identifier, by_identifier, master_file = (0xB0, 0x9C), (0xA4, 0x02), (0xA4, 0x00)
    assert asked == [[by_short_identifier, by_identifier, master_file], [by_identifier]]


class InsideItsApplication:
    """A chip that powers up in its application: EF.CardAccess is there behind a SELECT of the master file."""

    def __init__(self) -> None:
        self._card = FileCard({File.CARD_ACCESS: USUAL_CARD_ACCESS}, short_ids=sw(0x6A82))
        self._inside = True
        self.selected = 0

    def transmit(self, command: Command) -> Response:
        if (command.ins, command.p1) == (0xA4, 0x00):
            self._inside, self.selected = False, self.selected + 1
            return Response(b"", 0x9000)
        return Response(b"", 0x6A82) if self._inside else self._card.transmit(command)


def test_the_master_file_is_selected_where_that_helps_and_at_once_for_the_next_card() -> None:
    of_card = kind()
    for _ in range(2):
        chip = InsideItsApplication()
        assert read_master_file(chip, of_card, ()) == {File.CARD_ACCESS: USUAL_CARD_ACCESS}
        assert chip.selected == 1
    assert of_card.select_master_file


def test_what_is_no_matter_of_a_file_passes_through() -> None:
    class Gone:
        def transmit(self, command: Command) -> Response:
            raise Fault(FaultCode.CARD_REMOVED)

    with pytest.raises(Fault) as raised:
        read_master_file(Gone(), kind(), ())
    assert raised.value.code is FaultCode.CARD_REMOVED


def test_a_refused_file_is_told_by_its_status_word() -> None:
    card = FileCard({File.CARD_ACCESS: USUAL_CARD_ACCESS}, refused={File.DIR: 0x6982})
    assert read_master_file(card, kind(), (File.DIR,))[File.DIR] == "6982"
