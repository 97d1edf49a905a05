"""The exit codes of the command line, as docs/command-line.md lists them."""

from __future__ import annotations

from enum import IntEnum

from kiosk.domain.faults import CODE_FAULTS, FAULTS, FaultCode
from kiosk.domain.verdict import Verdict


class Exit(IntEnum):
    """What a command amounts to, for programs that call it."""

    OK = 0
    UNEXPECTED = 1
    USAGE = 2
    DEVICE = 3
    CARD_NOT_READ = 4
    CARD_NOT_GENUINE = 5
    SETTINGS = 6
    ATTENTION = 10
    REFER = 11
    REFUSE = 12


VERDICT_EXITS = {
    Verdict.ADMIT: Exit.OK,
    Verdict.ADMIT_WITH_ATTENTION: Exit.ATTENTION,
    Verdict.REFER: Exit.REFER,
    Verdict.REFUSE: Exit.REFUSE,
}

_SETTINGS = {
    FaultCode.SETTINGS_MISSING,
    FaultCode.SETTINGS_MALFORMED,
    FaultCode.TRUST_ANCHOR_MALFORMED,
    FaultCode.TRUST_STORE_UNUSABLE,
    FaultCode.ACCOUNTS_UNUSABLE,
    FaultCode.MODEL_PACK_REFUSED,
    FaultCode.CALIBRATION_REFUSED,
}


def fault_exit(fault: FaultCode) -> Exit:
    """The exit code of a command that ended with this fault."""
    if fault is FaultCode.UNEXPECTED:
        return Exit.UNEXPECTED
    if fault in _SETTINGS:
        return Exit.SETTINGS
    if fault in CODE_FAULTS:
        return Exit.USAGE
    return Exit.DEVICE if FAULTS[fault].device is not None else Exit.CARD_NOT_READ
