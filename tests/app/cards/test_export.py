"""``kiosk card export`` from the words on the command line to the files: nothing that was not agreed to is written."""

from __future__ import annotations

import base64
import json
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from typer.testing import CliRunner

from kiosk.app.cards import export as card_export
from kiosk.app.exits import Exit
from kiosk.app.main import app
from kiosk.domain.access_key import Can
from kiosk.domain.chip_reading import ChipReading, ElementaryFile
from kiosk.domain.clock import Deadline, SystemClock
from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader.emrtd.reading import EmrtdReader
from kiosk.simulator.card.card import VirtualCard
from kiosk.simulator.chip.chip import Chip
from kiosk.simulator.slot.in_process import InProcessConnector, InProcessReader
from tests.fakes.virtual_cards import authority, card
from tests.scenario.house import ROOT

SOD, DG1, DG2, DG13, DG14, DG15 = (ElementaryFile(name) for name in ("SOD", "DG1", "DG2", "DG13", "DG14", "DG15"))
NUMBER = "001090012345"


@pytest.fixture
def issued() -> VirtualCard:
    return card()


@pytest.fixture
def read(issued: VirtualCard, monkeypatch: pytest.MonkeyPatch) -> list[frozenset[ElementaryFile]]:
    """The card lies on a reader inside this process; what a reading was asked for is kept."""
    asked: list[frozenset[ElementaryFile]] = []

    def fresh(pattern: str, atr: str, keys: Any, released: frozenset[ElementaryFile], *_: object) -> ChipReading:
        asked.append(released)
        slot = InProcessReader(mute_seconds=0.0)
        slot.insert(Chip(issued))
        clock = SystemClock()
        reader = EmrtdReader(InProcessConnector([slot]), clock, wanted=(DG1, *released))
        return reader.read(slot.name, keys, Deadline(clock, 30.0), lambda progress: None)

    monkeypatch.setattr(card_export, "_read", fresh)
    return asked


def export(out: Path, *arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["card", "export", "--can", "012345", "--out", str(out), *arguments])
    return done.exit_code, " ".join(done.output.split())


def printed(output: str) -> Any:
    told = json.loads(output)
    schema = json.loads((ROOT / "docs" / "schemas" / "kiosk.card-exported-1.json").read_text("utf-8"))
    jsonschema.validate(told, schema, jsonschema.Draft202012Validator)
    return told


# What is written


@pytest.mark.usefixtures("read")
def test_without_more_words_the_security_object_and_its_signer(tmp_path: Path, issued: VirtualCard) -> None:
    out = tmp_path / "export.json"
    code, said = export(out)
    assert code == Exit.OK
    told = json.loads(out.read_text("utf-8"))
    schema = json.loads((ROOT / "docs" / "schemas" / "kiosk.issuer-export-1.json").read_text("utf-8"))
    jsonschema.validate(told, schema, jsonschema.Draft202012Validator)
    assert base64.b64decode(told["sod"]["data"]) == issued.files[SOD]
    assert base64.b64decode(told["signer"]["data"]) in issued.files[SOD]
    assert (told["files"], told["state"]) == ({}, "SIGNATURE_OK_CHAIN_UNKNOWN")
    assert NUMBER not in out.read_text("utf-8")
    assert "recognise the card, do not say whose it is" in said
    assert "photograph" not in said


@pytest.mark.parametrize(
    ("words", "files"),
    [
        (["--with", "dg1"], {DG1}),
        (["--with", "dg1,DG13"], {DG1, DG13}),
        (["--with", "dg2", "--with", "dg15"], {DG2, DG15}),
    ],
)
@pytest.mark.usefixtures("read")
def test_what_is_named_is_written_and_told(
    tmp_path: Path, issued: VirtualCard, words: list[str], files: set[ElementaryFile]
) -> None:
    out = tmp_path / "export.json"
    code, output = export(out, *words, "--json")
    told, written = printed(output), json.loads(out.read_text("utf-8"))
    assert code == Exit.OK
    assert {file: base64.b64decode(one["data"]) for file, one in written["files"].items()} == {
        file.value: issued.files[file] for file in files
    }
    assert set(told["files"]) == {"SOD", *(file.value for file in files)}
    assert (told["out"], told["error"]) == (str(out), None)


def test_a_photograph_that_does_not_leave_is_not_even_read(
    tmp_path: Path, read: list[frozenset[ElementaryFile]]
) -> None:
    export(tmp_path / "export.json", "--with", "dg13")
    assert read == [{DG13}]


@pytest.mark.usefixtures("read")
def test_files_in_a_folder(tmp_path: Path, issued: VirtualCard) -> None:
    out = tmp_path / "for-the-issuer"
    code, _ = export(out, "--form", "files", "--with", "dg14")
    assert code == Exit.OK
    assert {path.name for path in out.iterdir()} == {"SOD.bin", "signer.cer", "signer.pem", "DG14.bin"}
    assert (out / "SOD.bin").read_bytes() == issued.files[SOD]
    assert (out / "DG14.bin").read_bytes() == issued.files[DG14]


@pytest.mark.parametrize(
    ("form", "released", "fields"),
    [
        ("rar", "", {"DSCert", "SOD"}),
        ("hn212", "", {"sod"}),
        ("hn212", "dg2,dg13,dg14,dg15", {"sod", "dg2", "dg13", "dg14", "dg15"}),
        ("2id", "dg1,dg13,dg14", {"sodData", "dg1DataB64", "dg13DataB64", "dg14DataB64", "method"}),
        (
            "read-card",
            "dg1,dg13,dg14,dg15",
            {"sodData", "dg1DataB64", "dg13DataB64", "dg14DataB64", "aaSignature", "aaPublicKey", "keyAlg"},
        ),
        (
            "hyperverge",
            "com,dg1,dg2,dg13,dg14,dg15",
            {"idNumber", "comData", "dg1Data", "dg2Data", "dg13Data", "dg14Data", "dg15Data"},
        ),
    ],
)
@pytest.mark.usefixtures("read")
def test_the_forms_of_services(tmp_path: Path, form: str, released: str, fields: set[str]) -> None:
    out = tmp_path / "export.json"
    code, said = export(out, "--form", form, *(["--with", released] if released else []))
    assert code == Exit.OK, said
    assert set(json.loads(out.read_text("utf-8"))) == fields


@pytest.mark.usefixtures("read")
def test_a_form_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('[fields]\nchung_thu = "signer-pem"\n')
    out = tmp_path / "export.json"
    assert export(out, "--form", str(tmp_path / "mine.toml"))[0] == Exit.OK
    assert json.loads(out.read_text("utf-8"))["chung_thu"].startswith("-----BEGIN CERTIFICATE-----\n")


@pytest.mark.usefixtures("read")
def test_only_its_owner_may_read_an_export(tmp_path: Path) -> None:
    export(tmp_path / "export.json")
    export(tmp_path / "folder", "--form", "files")
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "folder").iterdir()}
    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE((tmp_path / "export.json").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "folder").stat().st_mode) == 0o700


@pytest.mark.usefixtures("read")
def test_the_installed_anchor_speaks_in_the_state(tmp_path: Path) -> None:
    (tmp_path / "csca.der").write_bytes(authority().csca)
    code, output = export(tmp_path / "export.json", "--anchor", str(tmp_path / "csca.der"), "--json")
    assert (code, printed(output)["state"]) == (Exit.OK, "CHAIN_TRUSTED")


# What is refused before the card is read


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--form", "2id"], "If the holder agrees, give --with dg1,dg13,dg14"),
        (["--form", "2id"], "DG13: everything printed on the card, with ethnicity, religion, parents"),
        (["--form", "2id", "--with", "dg1,dg2"], "give --with dg1,dg2,dg13,dg14"),
        (["--form", "nobody"], "one of json, files, 2id, hn212, hyperverge, rar, read-card, or a profile"),
        (["--form", "missing.toml"], "No such file"),
        (["--with", "dg3"], "«dg3» is none of com, dg1, dg2, dg13, dg14, dg15"),
        (["--with", "everything"], "is none of"),
    ],
)
def test_what_nobody_agreed_to(
    tmp_path: Path, read: list[frozenset[ElementaryFile]], words: list[str], said: str
) -> None:
    code, output = export(tmp_path / "export.json", *words)
    assert code == Exit.USAGE
    assert said in output.replace("│ ", "").replace(" │", "")
    assert read == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", ["json", "files"])
def test_nothing_is_overwritten(tmp_path: Path, read: list[frozenset[ElementaryFile]], form: str) -> None:
    out = tmp_path / "export"
    out.write_text("something of yours")
    code, output = export(out, "--form", form)
    assert code == Exit.USAGE and "nothing is overwritten" in output
    assert (out.read_text(), read) == ("something of yours", [])


# What a card may lack


def without(issued: VirtualCard, *files: ElementaryFile) -> ChipReading:
    slot = InProcessReader(mute_seconds=0.0)
    slot.insert(Chip(issued))
    clock = SystemClock()
    reader = EmrtdReader(InProcessConnector([slot]), clock, wanted=(DG1, DG13))
    whole = reader.read(slot.name, [Can("012345")], Deadline(clock, 30.0), lambda progress: None)
    return replace(whole, files={file: data for file, data in whole.files.items() if file not in files})


LACKING: dict[str, tuple[Callable[[VirtualCard], ChipReading], list[str], FaultCode, str]] = {
    "a reading that ended early": (
        lambda issued: replace(without(issued), fault=Fault(FaultCode.CARD_REMOVED)),
        [],
        FaultCode.CARD_REMOVED,
        "",
    ),
    "no security object": (lambda issued: without(issued, SOD), [], FaultCode.FILE_MISSING, "EF.SOD"),
    "a file that the form must have": (
        lambda issued: without(issued, DG13),
        ["--form", "2id", "--with", "dg1,dg13,dg14"],
        FaultCode.FILE_MISSING,
        "dg13",
    ),
}


@pytest.mark.parametrize("situation", LACKING)
def test_a_card_that_gives_too_little(
    tmp_path: Path, issued: VirtualCard, monkeypatch: pytest.MonkeyPatch, situation: str
) -> None:
    make, words, code, technical = LACKING[situation]
    monkeypatch.setattr(card_export, "_read", lambda *_: make(issued))
    exit_code, output = export(tmp_path / "export.json", *words, "--json")
    told = printed(output)
    assert exit_code == Exit.CARD_NOT_READ
    assert (told["error"]["code"], told["error"]["technical"], told["out"]) == (code.value, technical, None)
    assert list(tmp_path.iterdir()) == []


def test_a_released_file_that_is_not_on_the_card_is_told(
    tmp_path: Path, issued: VirtualCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(card_export, "_read", lambda *_: without(issued, DG13))
    code, output = export(tmp_path / "export.json", "--with", "dg1,dg13", "--json")
    assert (code, printed(output)["not_on_the_card"]) == (Exit.OK, ["DG13"])
