from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.domain.chip_reading import ElementaryFile as Ef
from kiosk.simulator.chip.chip import Chip
from tests.fakes.replay_channel import FixedRandom
from tests.fakes.terminal import CARD_OF_ICAO_D, Terminal
from tests.fakes.vectors import vectors
from tests.fakes.virtual_cards import card

SELECT_APPLICATION = "00A4040C07A0000002471001"


def test_basic_access_control_and_secure_messaging_of_appendix_d() -> None:
    worked = vectors("icao9303-11-D-bac-sm")
    mutual = worked["mutual_authentication"]
    files = dict(card().files) | {Ef.COM: bytes.fromhex(worked["secure_messaging"]["ef_com"])}
    chip = Chip(replace(card(), mrz=CARD_OF_ICAO_D, files=files), rng=FixedRandom(mutual["rnd_ic"], mutual["k_ic"]))
    terminal = Terminal(chip)
    assert terminal.hex(SELECT_APPLICATION) == "9000"
    assert terminal.hex(mutual["get_challenge_capdu"]) == mutual["rnd_ic"] + "9000"
    assert terminal.hex(mutual["capdu"]) == mutual["resp_data"] + "9000"
    for step in worked["secure_messaging"]["steps"]:
        assert terminal.hex(step["protected_capdu"]) == step["protected_rapdu"], step["what"]


def test_a_wrong_cryptogram_is_refused_and_needs_a_new_challenge() -> None:
    worked = vectors("icao9303-11-D-bac-sm")["mutual_authentication"]
    chip = Chip(replace(card(), mrz=CARD_OF_ICAO_D), rng=FixedRandom(worked["rnd_ic"]))
    terminal = Terminal(chip)
    terminal.hex(SELECT_APPLICATION)
    terminal.hex(worked["get_challenge_capdu"])
    forged = worked["capdu"].replace("5F1448EE", "5F1448EF")
    assert terminal.hex(forged) == "6300"
    assert terminal.hex(worked["capdu"]) == "6985"


@pytest.mark.parametrize(
    ("before", "command", "answer"),
    [
        ([], "0084000008", "6985"),
        ([], "0082000028" + "00" * 40 + "28", "6985"),
        ([SELECT_APPLICATION], "0084000010", "6700"),
        ([SELECT_APPLICATION, "0084000008"], "0082000010" + "00" * 16 + "28", "6700"),
        ([SELECT_APPLICATION, "0084000008"], "0082000028" + "00" * 40 + "28", "6300"),
    ],
    ids=["no application", "no challenge", "another length of challenge", "short cryptogram", "zeros"],
)
def test_refusals(before: list[str], command: str, answer: str) -> None:
    terminal = Terminal(Chip(card()))
    for step in before:
        assert terminal.hex(step).endswith("9000")
    assert terminal.hex(command) == answer
