"""The connection to the card on one PC/SC reader, and what its failures mean."""

from __future__ import annotations

import contextlib
import re
from types import TracebackType
from typing import Self

from kiosk.domain.clock import Deadline, SystemClock
from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader.apdu import Command, Response
from kiosk.reader.channel import CardConnection
from kiosk.reader.pcsc.choice import ReaderChoice
from kiosk.reader.pcsc.codes import ScardCode, ScardError, fault_of
from kiosk.reader.pcsc.limits import FEATURE_REQUEST, ReaderLimits, limits_of, properties_control_code
from kiosk.reader.pcsc.state import ReaderState
from kiosk.reader.pcsc.transmission_t0 import transmit_t0
from kiosk.reader.pcsc.winscard import CardHandle, Context, Disposition, Protocol, Share, control_code

# pcscd asks most drivers every 0.4 s whether the card is there: a failed command may be older than that news.
NEWS_SECONDS = 0.6

# ATR of a contactless memory card (MIFARE and its like): PC/SC part 3 §3.1.3.2.3.
_STORAGE_CARD = re.compile(rb"\x3b\x8f\x80\x01\x80\x4f\x0c\xa0\x00\x00\x03\x06", re.DOTALL)


class PcscConnector:
    """``CardConnector`` over PC/SC."""

    def connect(self, reader: str) -> PcscConnection:
        """Connect to the card on ``reader``, alone if nobody else uses it, otherwise beside the others.

        Raises ``Fault`` with ``CARD_SERVICE_DOWN``, ``READER_LOST``, ``READER_REFUSED``, ``CARD_REMOVED``,
        ``CARD_MUTE``, or ``NOT_AN_ID_CARD`` for a card that no APDU can reach.
        """
        context = _establish()
        try:
            handle = _connect(context, reader)
            state = context.look(reader)
        except ScardError as error:
            fault = _connect_fault(context, reader, error)
            context.release()
            raise fault from None
        connection = PcscConnection(context, handle, state)
        if _STORAGE_CARD.match(state.atr):
            connection.close()
            raise Fault(FaultCode.NOT_AN_ID_CARD, "a contactless memory card")
        return connection


class PcscConnection:
    """``CardConnection`` over PC/SC; used by one thread.

    ``close`` resets the card: applet selection and secure messaging of this person must not be there for whoever
    connects next, and a card left as it is would stay in that state until pcscd's idle power-off. Powering off would
    do as well, but many readers then search their field anew and announce the same card a second time.
    """

    def __init__(self, context: Context, handle: CardHandle, state: ReaderState) -> None:
        self._context = context
        self._handle: CardHandle | None = handle
        self._state = state  # the reader's state when the connection began

    @property
    def reader(self) -> str:
        return self._state.name

    @property
    def atr(self) -> bytes:
        return self._state.atr

    def transmit(self, command: Command) -> Response:
        """See ``Channel``. After a fault the connection is of no more use: close it and connect again."""
        if self._handle is None:
            raise Fault(FaultCode.CARD_REMOVED, "the connection is closed")
        if self._handle.protocol == Protocol.T0:
            return transmit_t0(self._exchange, command)
        return self._exchange(command)

    def close(self) -> None:
        handle, self._handle = self._handle, None
        if handle is None:
            return
        with contextlib.suppress(ScardError):  # a card or reader that left needs no goodbye
            handle.disconnect(Disposition.RESET)
        self._context.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def control(self, code: int) -> bytes:
        """A word with the reader; raises ``ScardError`` when it does not understand."""
        if self._handle is None:
            raise ScardError("SCardControl", ScardCode.INVALID_HANDLE)
        return self._handle.control(code)

    def _exchange(self, command: Command) -> Response:
        assert self._handle is not None
        raw = command.encode()
        try:
            answer = self._handle.transmit(raw)
        except ScardError as error:
            raise self._transmit_fault(command, error) from None
        try:
            return Response.decode(answer)
        except ValueError:
            # some drivers report a card that was torn away as success without an answer
            fault = _fault_of_slot(self._context, self._state) or FaultCode.CARD_ANSWER_WRONG
            raise Fault(fault, "an answer without status word") from None

    def _transmit_fault(self, command: Command, error: ScardError) -> Fault:
        fault = fault_of(error.code) or _fault_of_slot(self._context, self._state)
        if fault is None and error.code == ScardCode.NOT_TRANSACTED and command.needs_extended:
            fault = FaultCode.READER_REFUSED  # readers and drivers for short APDUs refuse long ones this way
        return Fault(fault or FaultCode.CARD_MUTE, str(error))


def list_readers(choice: ReaderChoice | None = None) -> tuple[str, ...]:
    """The names of the chosen readers; raises ``Fault(CARD_SERVICE_DOWN | NO_READER)``."""
    context = _establish()
    try:
        names = context.readers()
    except ScardError as error:
        raise Fault(fault_of(error.code) or FaultCode.CARD_SERVICE_DOWN, str(error)) from None
    finally:
        context.release()
    return (choice or ReaderChoice()).require(names)


def reader_limits(connection: CardConnection) -> ReaderLimits:
    """What the reader behind a connection says of its limits; nothing is told by other readers than PC/SC's."""
    if not isinstance(connection, PcscConnection):
        return ReaderLimits()
    try:
        code = properties_control_code(connection.control(control_code(FEATURE_REQUEST)))
        return ReaderLimits() if code is None else limits_of(connection.control(code))
    except ScardError:
        return ReaderLimits()  # most drivers on Windows, and vpcd, do not know the question


def _establish() -> Context:
    try:
        return Context.establish()
    except ScardError as error:
        raise Fault(FaultCode.CARD_SERVICE_DOWN, str(error)) from None


def _connect(context: Context, reader: str) -> CardHandle:
    try:
        return context.connect(reader, Share.EXCLUSIVE)
    except ScardError as error:
        if error.code != ScardCode.SHARING_VIOLATION:
            raise
    return context.connect(reader, Share.SHARED)


def _connect_fault(context: Context, reader: str, error: ScardError) -> Fault:
    if error.code == ScardCode.PROTO_MISMATCH:
        return Fault(FaultCode.NOT_AN_ID_CARD, str(error))
    fault = fault_of(error.code)
    if fault is None:
        try:
            fault = _fault_of_slot(context, context.look(reader))
        except ScardError as second:
            fault = fault_of(second.code)
    return Fault(fault or FaultCode.CARD_MUTE, str(error))


def _fault_of_slot(context: Context, since: ReaderState) -> FaultCode | None:
    """Look at the slot for as long as news of a removal may take; None when the same card lies there still."""
    deadline = Deadline(SystemClock(), NEWS_SECONDS)
    state = since
    try:
        while True:
            if not state.usable:
                return FaultCode.READER_LOST
            if not state.present or state.event_count != since.event_count:
                return FaultCode.CARD_REMOVED
            answer = context.wait([(state.name, state.state)], deadline.remaining())
            if answer is None:
                return None
            state = answer[0]
    except ScardError as error:
        return fault_of(error.code) or FaultCode.READER_REFUSED
