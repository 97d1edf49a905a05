"""A terminal for the virtual chip: sends commands straight to it and opens it with the reader's own protocols."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from kiosk.domain.access_key import AccessKey, Can, MrzKey
from kiosk.domain.chip_reading import ElementaryFile
from kiosk.reader.apdu import Command, Response
from kiosk.reader.emrtd import bac, pace
from kiosk.reader.emrtd.passwords import password
from kiosk.reader.emrtd.secure_messaging import SecureMessagingChannel
from kiosk.reader.lds.catalogue import CATALOGUE, LDS1_AID
from kiosk.reader.lds.security_infos import parse_security_infos
from kiosk.simulator.card.card import VirtualCard
from kiosk.simulator.chip.chip import Chip

SELECT_APPLICATION = Command(0x00, 0xA4, 0x04, 0x0C, LDS1_AID)

CARD_OF_ICAO_D = ("I<UTOL898902C<3<<<<<<<<<<<<<<<", "6908061F9406236UTO<<<<<<<<<<<1", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<")
CARD_OF_ICAO_G1 = ("I<UTOT220001293<<<<<<<<<<<<<<<", "6408125F1010318UTO<<<<<<<<<<<8", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<")


class Terminal:
    """A chip in the field: a ``Channel`` without a reader between.

    ``spoil`` changes commands on their way; ``answers`` keeps what the chip said to each.
    """

    def __init__(self, chip: Chip) -> None:
        self._chip = chip
        self.spoil: Callable[[bytes], bytes] = bytes
        self.answers: list[bytes] = []
        chip.power_up()

    def transmit(self, command: Command) -> Response:
        self.answers.append(self._chip.transmit(self.spoil(command.encode())))
        return Response.decode(self.answers[-1])

    def hex(self, command: str) -> str:
        """Answer to a command, both in hex digits as the worked examples print them."""
        return self._chip.transmit(bytes.fromhex(command)).hex().upper()


def select(file: ElementaryFile) -> Command:
    return Command(0x00, 0xA4, 0x02, 0x0C, CATALOGUE[file].fid.to_bytes(2, "big"))


def mrz_key(card: VirtualCard) -> MrzKey:
    if len(card.mrz) == 2:
        line = card.mrz[1]
        return MrzKey(line[0:9], line[13:19], line[21:27])
    return MrzKey(card.mrz[0][5:14], card.mrz[1][0:6], card.mrz[1][8:14])


def open_by_pace(
    terminal: Terminal, card: VirtualCard, key: AccessKey | None = None, *, application: bool = True
) -> SecureMessagingChannel:
    """The application selected behind PACE, with the CAN unless told otherwise; or the master file as it was."""
    offer = pace.offers(parse_security_infos(card.files[ElementaryFile.CARD_ACCESS]))[0]
    session = pace.perform(terminal, offer, password(key or Can(card.can)), secrets.token_bytes)
    assert not application or session.transmit(SELECT_APPLICATION).ok
    return session


def open_by_bac(terminal: Terminal, card: VirtualCard, key: MrzKey | None = None) -> SecureMessagingChannel:
    """The application opened by Basic Access Control."""
    assert terminal.transmit(SELECT_APPLICATION).ok
    return bac.perform(terminal, key or mrz_key(card), secrets.token_bytes)
