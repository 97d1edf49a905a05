"""What chips do that the standards do not foresee, or leave open: manners for ``OtherCard``, one to a situation."""

from __future__ import annotations

from collections.abc import Callable

from tests.interop import ber
from tests.interop.other_card import Answer, Manner, SaysNo
from tests.interop.primitives import Primitives, pad
from tests.interop.secure_messages import Apdu, protect_answer

Which = Callable[[Apdu], bool]
SELECT, READ, MSE, EXTERNAL_AUTHENTICATE, INTERNAL_AUTHENTICATE = 0xA4, 0xB0, 0x22, 0x82, 0x88
OK = 0x9000


def short_identifier(number: int) -> Which:
    return lambda command: command.ins == READ and command.p1 == 0x80 | number


def any_short_identifier(command: Apdu) -> bool:
    return command.ins == READ and bool(command.p1 & 0x80)


def whole_file(number: int) -> Which:
    """SELECT of a data group, and READ BINARY by its short identifier."""
    selected = bytes((0x01, number))
    return lambda command: short_identifier(number)(command) or (command.ins == SELECT and command.data == selected)


def chip_authentication(command: Apdu) -> bool:
    return command.ins == MSE and command.p1 == 0x41


def active_authentication(command: Apdu) -> bool:
    return command.ins == INTERNAL_AUTHENTICATE


def refusing(which: Which, sw: int, *, bare: bool = False) -> Callable[[], Manner]:
    """Always this status word."""

    def manner(command: Apdu, answer: Callable[[Apdu], Answer]) -> Answer:
        if which(command):
            raise SaysNo(sw, bare=bare)
        return answer(command)

    return lambda: manner


def losing_the_session_once(which: Which, sw: int) -> Callable[[], Manner]:
    """A bare status word at the first such command, as after a fault of the field."""

    def fresh() -> Manner:
        left = [sw]

        def manner(command: Apdu, answer: Callable[[Apdu], Answer]) -> Answer:
            if which(command) and left:
                raise SaysNo(left.pop(), bare=True)
            return answer(command)

        return manner

    return fresh


def powered_up_in_the_application() -> Manner:
    """Nothing of the master file can be read or selected before the master file itself."""
    inside = [False]

    def manner(command: Apdu, answer: Callable[[Apdu], Answer]) -> Answer:
        if command.ins == SELECT and command.p1 in (0x00, 0x04):
            inside[0] = True
        elif command.ins in (SELECT, READ) and not inside[0]:
            raise SaysNo(0x6A82)
        return answer(command)

    return manner


def exact_length_refused() -> Manner:
    """EXTERNAL AUTHENTICATE wants Le 00."""
    return refusing(lambda command: command.ins == EXTERNAL_AUTHENTICATE and command.le != 256, 0x6700)()


def nothing_by_short_identifier() -> Manner:
    """9000 and no data, where the identifier is not known."""
    return lambda command, answer: (b"", OK) if any_short_identifier(command) else answer(command)


def another_file_by_short_identifier() -> Manner:
    """The chip takes P1 otherwise, and gives the beginning of EF.COM whatever is asked for."""
    return lambda command, answer: (b"\x60\x02\x5c\x00", OK) if any_short_identifier(command) else answer(command)


def more_than_asked() -> Manner:
    def manner(command: Apdu, answer: Callable[[Apdu], Answer]) -> Answer:
        data, sw = answer(command)
        return (data + b"\x00\x00\x80", sw) if command.ins == READ and data else (data, sw)

    return manner


def status_before_data(keys: Primitives, ins: int, data: bytes, sw: int) -> bytes:
    """DO'99' stands first."""
    keys.count()
    body = ber.encode(0x99, sw.to_bytes(2, "big"))
    if data:
        body += ber.encode(0x87, b"\x01" + keys.encrypt(pad(data, keys.block_size)))
    return body + ber.encode(0x8E, keys.authenticate(pad(body, keys.block_size))) + b"\x90\x00"


def status_outside_too(keys: Primitives, ins: int, data: bytes, sw: int) -> bytes:
    """The outer status word is the inner one, not 9000."""
    return protect_answer(keys, ins, data, sw)[:-2] + sw.to_bytes(2, "big")
