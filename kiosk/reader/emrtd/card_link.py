"""The link to one card through one reading: powered up anew where access was lost, every command counted."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.domain.clock import Deadline
from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader.channel import CardConnection, CardConnector, Channel, SupervisedChannel
from kiosk.reader.emrtd.response_chaining import ResponseChainingChannel

SETTLING = (0.1, 0.3)
"""Seconds to wait before a chip that does not come up at once is asked again."""

_SETTLES = {FaultCode.CARD_MUTE, FaultCode.CARD_RESET, FaultCode.READER_REFUSED}


class CardLink:
    """Takes over ``connection`` and closes it in the end. The deadline is asked between any two commands, and before
    each try to connect again; ``pause`` sleeps for seconds."""

    def __init__(
        self,
        connector: CardConnector,
        connection: CardConnection,
        deadline: Deadline,
        pause: Callable[[float], None],
    ) -> None:
        self._connector = connector
        self._connection = connection
        self._deadline = deadline
        self._pause = pause
        self._channels: list[SupervisedChannel] = []

    @property
    def apdu_count(self) -> int:
        return sum(channel.count for channel in self._channels)

    def power_up(self) -> Channel:
        """The plain channel to the card as it is after a reset; the connection that was brought along counts as one."""
        if self._channels:
            self._reconnect()
        self._channels.append(SupervisedChannel(self._connection, self._deadline))
        return ResponseChainingChannel(self._channels[-1])

    def close(self) -> None:
        self._connection.close()

    def _reconnect(self) -> None:
        """Power the card down and up again, with patience for one that is slow to come up."""
        reader = self._connection.reader
        self._connection.close()
        for seconds in SETTLING:
            self._deadline.require()
            try:
                self._connection = self._connector.connect(reader)
            except Fault as fault:
                if fault.code not in _SETTLES:
                    raise
                self._pause(seconds)
            else:
                return
        self._deadline.require()
        self._connection = self._connector.connect(reader)
