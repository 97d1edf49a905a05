"""The virtual card, read by Debian's ``mrtdreader``: BAC and secure messaging in C over libgcrypt.

The program knows cards by libnfc only; a stand-in for that library, compiled here, hands its commands to the card.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.domain.access_key import MrzKey
from kiosk.domain.chip_reading import ElementaryFile as File
from kiosk.simulator.card.card import VirtualCard
from kiosk.simulator.card.person import PEOPLE, TRAVELLERS
from kiosk.simulator.card.profiles import PROFILES
from kiosk.simulator.chip.chip import Chip
from tests.fakes.terminal import mrz_key
from tests.interop.card_socket import card_at
from tests.interop.documents import issued

SOURCE = Path(__file__).with_name("nfc_card.c")
FLAGS = ("-std=c11", "-D_GNU_SOURCE", "-Wall", "-Wextra", "-Werror", "-O2", "-fPIC", "-shared")
TRAVELLER = next(iter(TRAVELLERS.values()))

pytestmark = [
    pytest.mark.skipif(shutil.which("mrtdreader") is None, reason="mrtdreader is not installed"),
    pytest.mark.skipif(shutil.which("gcc") is None, reason="there is no C compiler"),
]


@pytest.fixture(scope="module")
def libnfc(tmp_path_factory: pytest.TempPathFactory) -> Path:
    library = tmp_path_factory.mktemp("libnfc") / "nfc_card.so"
    subprocess.run(["gcc", *FLAGS, "-o", str(library), str(SOURCE)], check=True, timeout=60)
    return library


def mrtdreader(libnfc: Path, folder: Path, card: VirtualCard, key: MrzKey) -> str:
    """What the program prints; it leaves the portrait in its working folder."""
    socket = Path(os.path.relpath(folder / "card"))
    with card_at(socket, Chip(card)):
        done = subprocess.run(
            ["mrtdreader", "-p", key.document_number, "-b", key.birth_date, "-e", key.expiry_date],
            cwd=folder,
            env={**os.environ, "LD_PRELOAD": str(libnfc), "KIOSK_CARD_SOCKET": "card"},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    return done.stdout


@pytest.mark.parametrize(
    "issue",
    [
        pytest.param(lambda: issued(PROFILES["passport-bac"], TRAVELLER), id="a passport that opens by BAC"),
        pytest.param(lambda: issued(), id="the card of 2021"),
        pytest.param(lambda: issued(PROFILES["can-cuoc-2024"], PEOPLE["ngoc"]), id="the card of 2024"),
    ],
)
def test_it_reads_what_it_knows(issue: Callable[[], VirtualCard], libnfc: Path, tmp_path: Path) -> None:
    document = issue()

    told = mrtdreader(libnfc, tmp_path, document, mrz_key(document))

    assert "Challenge successful!" in told
    for file in (File.COM, File.SOD):
        assert f"File content: {document.files[file].hex()}\n" in told
    assert "".join(document.mrz) in told
    portrait = next(tmp_path.glob("image.*")).read_bytes()
    assert portrait in document.files[File.DG2]
    assert portrait[:3] == b"\xff\xd8\xff"


def test_it_is_refused_with_another_key(libnfc: Path, tmp_path: Path) -> None:
    told = mrtdreader(libnfc, tmp_path, issued(), MrzKey("L898902C<", "690806", "940623"))

    assert "Target found!" in told
    assert "Challenge successful!" not in told
    assert "File content" not in told
