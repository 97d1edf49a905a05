"""What ``card read --all`` tells of the files that no check needs; the people are invented."""

from __future__ import annotations

import functools
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.app.cards.file_contents import contents
from kiosk.domain.chip_reading import ElementaryFile as File
from kiosk.domain.clock import Deadline, SystemClock
from kiosk.reader import tlv
from kiosk.reader.emrtd.reading import EmrtdReader
from kiosk.reader.emrtd.wanted import ALL
from kiosk.simulator.card.card import VirtualCard
from kiosk.simulator.card.person import ANNA
from kiosk.simulator.card.profiles import PROFILES
from kiosk.simulator.chip.chip import Chip
from kiosk.simulator.issuing.personaliser import issue
from kiosk.simulator.slot.in_process import InProcessConnector, InProcessReader
from tests.fakes.terminal import mrz_key
from tests.fakes.virtual_cards import authority_for, photo

OF_THE_ISSUER = {
    File.DG6: tlv.encode(0x66, b""),
    File.DG8: tlv.encode(0x68, tlv.encode(0x02, b"\x01") + tlv.encode(0x5F70, b"guilloche")),
    File.DG9: tlv.encode(0x69, tlv.encode(0x7F4A, bytes(3))),
    File.DG10: tlv.encode(0x6A, tlv.encode(0x04, b"\xff" * 300)),
}


@functools.cache
def passport() -> VirtualCard:
    profile = PROFILES["passport-bac"]
    issued = issue(ANNA, photo(), profile, authority_for(profile))
    return replace(issued, files={**issued.files, **OF_THE_ISSUER})


@functools.cache
def told() -> dict[str, dict[str, object]]:
    slot, clock = InProcessReader(), SystemClock()
    slot.insert(Chip(passport()))
    reader = EmrtdReader(InProcessConnector([slot]), clock, wanted=ALL)
    reading = reader.read(slot.name, [mrz_key(passport())], Deadline(clock, 60), lambda progress: None)
    assert reading.fault is None
    assert reading.files.items() >= OF_THE_ISSUER.items(), "kept as they are"
    return contents(reading.files)


@pytest.mark.parametrize(
    ("file", "key", "value"),
    [
        ("DG5", "images", [{"encoding": "jpeg", "bytes": len(photo())}]),
        ("DG11", "personal_number", "ZE184226B"),
        ("DG11", "place_of_birth", ["Zenith", "Utopia"]),
        ("DG12", "issuing_authority", "Utopian Passport Office"),
        ("DG6", "others", []),
        (
            "DG8",
            "others",
            [{"tag": "02", "bytes": 1, "hex": "01"}, {"tag": "5F70", "bytes": 9, "hex": b"guilloche".hex().upper()}],
        ),
        ("DG9", "others", [{"tag": "7F4A", "bytes": 3, "hex": "000000"}]),
        ("DG10", "others", [{"tag": "04", "bytes": 300, "hex": "FF" * 300}]),
    ],
)
def test_every_further_file_is_told(file: str, key: str, value: object) -> None:
    assert told()[file][key] == value


def test_the_files_of_a_check_are_told_elsewhere() -> None:
    assert told().keys().isdisjoint({"SOD", "DG1", "DG2", "DG13", "DG14", "DG15"})


@given(st.sampled_from(list(File)), st.binary(max_size=60))
def test_whatever_a_chip_gives_can_be_printed(file: File, data: bytes) -> None:
    printed = json.loads(json.dumps(contents({file: data})))
    assert printed.keys() <= {file.value}


def test_the_persons_to_notify() -> None:
    name = tlv.encode(0x5F51, b"ERIKSSON<<NILS")
    dg16 = tlv.encode(0x70, tlv.encode(0x02, b"\x01") + tlv.encode(0xA1, name + tlv.encode(0x5F52, b"")))
    assert contents({File.DG16: dg16}) == {"DG16": {"persons": [{"name": "ERIKSSON, NILS", "telephone": ""}]}}


def test_a_broken_file_is_told_as_a_problem_and_hides_no_other() -> None:
    found = contents({File.DG11: b"\x6b\x05\x00", File.DG8: b"\x61\x00", File.DG9: OF_THE_ISSUER[File.DG9]})
    assert [list(fields) for fields in found.values()] == [["problem"], ["problem"], ["others"]]
