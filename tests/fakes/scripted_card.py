"""A card of canned answers: what the readers' tests lay into a slot."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kiosk.simulator.slot.card_port import CardMute

Answer = bytes | type[Exception] | Callable[[bytes], bytes]

ID_CARD_HISTORICAL_BYTES = bytes.fromhex("0031C17384009000")
SW_OK = b"\x90\x00"


def contactless_atr(historical_bytes: bytes) -> bytes:
    """The ATR that a reader makes up for an ISO/IEC 14443-4 card (PC/SC part 3 §3.1.3.2.3.1)."""
    body = bytes((0x80 | len(historical_bytes), 0x80, 0x01)) + historical_bytes
    check = 0
    for byte in body:
        check ^= byte
    return b"\x3b" + body + bytes((check,))


ID_CARD_ATR = contactless_atr(ID_CARD_HISTORICAL_BYTES)


class ScriptedCard:
    """Answers each command by its INS byte: with bytes, by raising an exception, or by calling a function.

    A ``dead`` chip does not even answer to reset.
    """

    def __init__(
        self, answers: Mapping[int, Answer] | None = None, *, atr: bytes = ID_CARD_ATR, dead: bool = False
    ) -> None:
        self._answers = dict(answers or {})
        self._atr = b"" if dead else atr
        self._dead = dead
        self.resets = 0
        self.commands: list[bytes] = []

    @property
    def atr(self) -> bytes:
        return self._atr

    def power_up(self) -> None:
        if self._dead:
            raise CardMute
        self.resets += 1

    def transmit(self, command: bytes) -> bytes:
        self.commands.append(command)
        answer = self._answers.get(command[1], b"\x6d\x00")
        if isinstance(answer, bytes):
            return answer
        if isinstance(answer, type):
            raise answer
        return answer(command)
