from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kiosk.domain.chip_reading import ElementaryFile as Ef
from kiosk.simulator.card import card_store
from kiosk.simulator.card.card_store import CardStoreError
from kiosk.simulator.card.faults import Mute, Tamper, TearAtByte
from kiosk.simulator.card.person import NGOC
from tests.fakes.virtual_cards import card


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"citizen": NGOC, "explicit_parameters": True},
        {"aa": "rsa-1024", "ca": "ecdh-3des"},
        {"aa": None, "ca": None},
        {"faults": [Tamper(Ef.DG2), TearAtByte(5000, Ef.DG2), Mute(9)]},
    ],
    ids=["2021", "2024", "other keys", "no keys", "faults"],
)
def test_a_saved_card_comes_back(tmp_path: Path, options: dict[str, Any]) -> None:
    issued = card(**options)
    card_store.save(issued, tmp_path / "card")
    assert card_store.load(tmp_path / "card") == issued


def test_the_folder_is_for_people_and_other_tools(tmp_path: Path) -> None:
    issued = card()
    card_store.save(issued, tmp_path)
    files = {path.relative_to(tmp_path).as_posix(): path for path in tmp_path.rglob("*") if path.is_file()}
    assert sorted(files) == [
        "card.json", "csca.der", "dsc.der",
        "files/DG1.bin", "files/DG13.bin", "files/DG14.bin", "files/DG15.bin", "files/DG2.bin",
        "files/EF.COM.bin", "files/EF.CardAccess.bin", "files/EF.SOD.bin",
        "keys/aa.pk8", "keys/ca-1.pk8", "mrz.txt", "qr.txt",
    ]  # fmt: skip
    assert files["mrz.txt"].read_text().splitlines() == list(issued.mrz)
    assert files["qr.txt"].read_bytes() == issued.qr_text.encode()
    assert files["files/DG1.bin"].read_bytes() == issued.files[Ef.DG1]
    stated = json.loads(files["card.json"].read_text(encoding="utf-8"))
    assert (stated["can"], stated["files"]["DG1"]["bytes"]) == ("012345", 95)
    assert (stated["profile"]["name"], stated["profile"]["access"]["pace"][0]["parameter_id"]) == ("cccd-2021", 13)
    assert (tmp_path / "keys").stat().st_mode & 0o077 == 0


def test_saving_over_another_card_leaves_nothing_of_it(tmp_path: Path) -> None:
    card_store.save(card(), tmp_path)
    poorer = card(aa=None, ca=None)
    card_store.save(poorer, tmp_path)
    assert not (tmp_path / "files" / "DG15.bin").exists()
    assert list((tmp_path / "keys").iterdir()) == []
    assert card_store.load(tmp_path) == poorer


def _state(change: dict[str, Any]) -> Callable[[Path], None]:
    def edit(folder: Path) -> None:
        path = folder / "card.json"
        path.write_text(json.dumps(json.loads(path.read_text()) | change), encoding="utf-8")

    return edit


def _profile(change: dict[str, Any]) -> Callable[[Path], None]:
    def edit(folder: Path) -> None:
        stated = json.loads((folder / "card.json").read_text())
        _state({"profile": stated["profile"] | change})(folder)

    return edit


def _checks(change: dict[str, Any]) -> Callable[[Path], None]:
    return _profile({"clone_checks": change})


def _write(name: str, contents: bytes) -> Callable[[Path], None]:
    def edit(folder: Path) -> None:
        (folder / name).write_bytes(contents)

    return edit


def _remove(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


@pytest.mark.parametrize(
    ("edit", "complaint"),
    [
        (_remove("card.json"), "card.json cannot be read"),
        (_write("card.json", b"{"), "card.json is no JSON"),
        (_write("card.json", b"\xff"), "card.json is no JSON"),
        (_write("card.json", b"[" * 100_000), "card.json is no JSON"),
        (_write("card.json", b"[]"), "no card of format 2"),
        (_state({"format": 1}), "no card of format 2"),
        (_state({"more": 1}), "lacks or does not know: more"),
        (_state({"profile": "passport"}), "profile is no table"),
        (_state({"profile": {}}), "profile: name: missing"),
        (_state({"profile": {"name": "x", "base": "cccd-2021"}}), "profile: base: no profile of this name"),
        (_profile({"historical_bytes": "00"}), "profile and ATR"),
        (_state({"atr": "3B00"}), "profile and ATR"),
        (_state({"can": "12345"}), "six digits"),
        (_state({"mrz": ["A" * 30, "B" * 30]}), "lines of"),
        (_state({"mrz": ["A" * 30, "B" * 30, "c" * 30]}), "lines of"),
        (_state({"qr": None}), "qr is no text"),
        (_state({"faults": ["explode"]}), "explode"),
        (_state({"faults": "mute"}), "faults is no list"),
        (_state({"files": []}), "files is no table"),
        (_state({"files": {"../../etc/passwd": {}}}), "no such file"),
        (_state({"files": {"DG11": {}}}), "files/DG11.bin cannot be read"),
        (_write("files/DG1.bin", b"another"), "files/DG1.bin is not the file"),
        (_remove("files/DG2.bin"), "files/DG2.bin cannot be read"),
        (_write("files/DG2.bin", bytes(card_store.MAX_FILE + 1)), "files/DG2.bin is too large"),
        (_remove("keys/aa.pk8"), "keys/aa.pk8 cannot be read"),
        (_write("keys/ca-1.pk8", b"junk"), "keys/ca-1.pk8: the private key does not load"),
        (_checks({"active_authentication": "rsa-2048"}), "keys/aa.pk8: the private key is not of the kind rsa-2048"),
        (
            _checks({"active_authentication": "ecdsa-brainpoolP256r1"}),
            "keys/aa.pk8: the private key is not of",
        ),
        (
            _checks({"chip_authentication": [{"parameter_id": 12}]}),
            "keys/ca-1.pk8: the private key is in",
        ),
        (_remove("csca.der"), "csca.der cannot be read"),
    ],
)
def test_a_damaged_folder_is_refused(tmp_path: Path, edit: Callable[[Path], None], complaint: str) -> None:
    card_store.save(card(), tmp_path)
    edit(tmp_path)
    with pytest.raises(CardStoreError) as refused:
        card_store.load(tmp_path)
    assert complaint in str(refused.value)


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(CardStoreError, match="cannot be written"):
        card_store.save(card(), tmp_path / "file" / "card")
