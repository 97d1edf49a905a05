"""Chips that read, refuse and end their files beside the standards, and what becomes of the reading."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from kiosk.domain.authenticity import CheckStatus
from kiosk.domain.chip_reading import ElementaryFile as File
from kiosk.reader.codes.mrz import parse_mrz
from kiosk.reader.emrtd.wanted import ALL
from tests.interop import corner_manners as manners
from tests.interop.drawer import chip_of_bac, clone_checks, missed, read
from tests.interop.other_card import Manner

PASSED = CheckStatus.PASSED
SOD_SFI = 0x1D


READ_WHOLE = {
    **{
        f"no short identifiers: {sw:04X}": manners.refusing(manners.any_short_identifier, sw)
        for sw in (0x6700, 0x6981, 0x6985, 0x6A81, 0x6A82, 0x6A86, 0x6B00, 0x6D00)
    },
    "short identifiers give nothing": manners.nothing_by_short_identifier,
    "short identifiers give another file": manners.another_file_by_short_identifier,
    "more bytes than were asked for": manners.more_than_asked,
    "EXTERNAL AUTHENTICATE wants Le 00": lambda: manners.exact_length_refused(),
    **{
        f"session lost at DG2 by {sw:04X}": manners.losing_the_session_once(manners.short_identifier(2), sw)
        for sw in (0x6300, 0x6982, 0x6985, 0x6987, 0x6988, 0x6F00, 0x9000)
    },
    **{
        f"session lost at EF.SOD by {sw:04X}": manners.losing_the_session_once(manners.short_identifier(SOD_SFI), sw)
        for sw in (0x6982, 0x6985, 0x6988)
    },
}


@pytest.mark.parametrize("manner", READ_WHOLE.values(), ids=READ_WHOLE.keys())
def test_read_whole_all_the_same(manner: Callable[[], Manner]) -> None:
    reading = read(chip_of_bac(manner()))

    assert reading.fault is None
    assert not missed(reading)
    assert not reading.absent
    assert clone_checks(reading) == (PASSED, PASSED)


@pytest.mark.parametrize("protect", [manners.status_before_data, manners.status_outside_too])
def test_secure_messaging_in_another_order(protect: Callable[..., bytes]) -> None:
    chip = chip_of_bac()
    chip.protect = protect

    reading = read(chip)

    assert reading.fault is None
    assert not missed(reading)
    assert clone_checks(reading) == (PASSED, PASSED)


@pytest.mark.parametrize("bare", [False, True], ids=["inside secure messaging", "outside"])
@pytest.mark.parametrize("sw", [0x6300, 0x6400, 0x6982, 0x6985, 0x6986, 0x6A82, 0x6A83, 0x6A88, 0x6F00])
def test_a_refused_file_costs_that_file_only(sw: int, bare: bool) -> None:
    reading = read(chip_of_bac(manners.refusing(manners.whole_file(13), sw, bare=bare)()))

    assert reading.fault is None
    assert missed(reading) == {File.DG13}
    assert reading.absent == {File.DG13: f"{sw:04X}"}
    assert clone_checks(reading) == (PASSED, PASSED)


def test_a_chip_that_leaves_secure_messaging_at_every_missing_file_gives_what_it_has() -> None:
    def missing(command: manners.Apdu) -> bool:
        number = command.p1 & 0x1F if command.p1 & 0x80 else 0
        return command.ins == manners.READ and number in range(5, 17) and number not in (13, 14, 15)

    reading = read(chip_of_bac(manners.refusing(missing, 0x6A82, bare=True)()), wanted=ALL)

    assert reading.fault is None
    assert not missed(reading)
    assert {File.DG5, File.DG7, File.DG11, File.DG12, File.DG16} <= set(reading.absent)


ODD_FILES = {
    "no EF.COM": ({"com": None}, {File.COM: "6A82"}),
    "an EF.COM that lists what is not there": ({"com": bytes.fromhex("60035C017E")}, {}),
    "a file that ends before its length": ({"dg11": bytes.fromhex("6B305C025F0E")}, {File.DG11: "malformed"}),
    "a file of another tag": ({"dg11": bytes.fromhex("6C035C015F")}, {File.DG11: "malformed"}),
    "an empty file": ({"dg11": b""}, {File.DG11: "6986"}),
    "a file with bytes behind its end": ({"dg11": bytes.fromhex("6B025C00") + bytes(300)}, {}),
}


@pytest.mark.parametrize(("files", "absent"), ODD_FILES.values(), ids=ODD_FILES.keys())
def test_odd_files_do_not_keep_us_from_the_others(
    files: Mapping[str, bytes | None], absent: Mapping[File, str]
) -> None:
    reading = read(chip_of_bac(**files), wanted=ALL)

    assert reading.fault is None
    assert not missed(reading)
    about = {file: how for file, how in reading.absent.items() if file in (File.COM, File.DG11)}
    assert about == ({File.DG11: "6A82"} if "dg11" not in files else {}) | dict(absent)


def test_a_document_number_of_more_than_nine_characters_opens_the_chip() -> None:
    """The holder of ICAO Doc 9303-11, appendix D.2."""
    mrz = "I<UTOD23145890<7349<<<<<<<<<<<3407127M9507122UTO<<<<<<<<<<<2STEVENSON<<PETER<JOHN<<<<<<<<<"
    chip = chip_of_bac()
    chip.mrz = mrz

    reading = read(chip, parse_mrz(mrz).key)

    assert reading.fault is None
    assert not missed(reading)
