"""``kiosk trust`` as administrators and programs meet it: what is said, what is refused, what is in the journal."""

from __future__ import annotations

import json
import sqlite3
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from kiosk.accounts import accounts
from kiosk.app.exits import Exit
from kiosk.app.main import app
from kiosk.domain.clock import SystemClock
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.staff import Role
from kiosk.journal.journal import Journal
from kiosk.reader.trust.certificate import parse_certificate
from kiosk.site.profile import load_site
from tests.fakes.command_line import valid
from tests.fakes.issuer import csca, ec_key, signer
from tests.fakes.staff import HASHER, PASSWORDS
from tests.fakes.trust_lists import archive, deviation_list, deviations, list_signer, master_list, pem, revocation_list
from tests.scenario.house import ROOT as PROJECT

ROOT, OTHER = csca(), csca("CSCA Other", ec_key("other"), country="UT")
SIGNER = signer(ROOT)
LIST = master_list([ROOT.der, OTHER.der], list_signer(ROOT))
AN, NGOC = "Nguyễn Văn An", "Trần Thị Bích Ngọc"

Kiosk = Callable[..., Result]


def fingerprint(der: bytes) -> str:
    return parse_certificate(der).fingerprint.hex()


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with settings of its own, and a few files to import."""
    site = PROJECT / "config" / "sites" / "exam.toml"
    settings = f'name = "kiosk-t"\nsite = "{site}"\ntrust = "trust"\ndata = "data"\n'
    (tmp_path / "kiosk.toml").write_text(settings, "utf-8")
    monkeypatch.setenv("KIOSK_CONFIG", str(tmp_path / "kiosk.toml"))
    monkeypatch.delenv("SUDO_USER", raising=False)
    monkeypatch.setattr("getpass.getuser", lambda: "admin")
    monkeypatch.chdir(tmp_path)
    files = {
        "root.cer": ROOT.der,
        "list.ml": LIST,
        "changed.ml": master_list([ROOT.der], list_signer(ROOT), signed_content=b"other"),
        "changed.zip": archive({"a.ml": master_list([ROOT.der], list_signer(ROOT), signed_content=b"other")}),
        "partly.pem": pem(ROOT.der) + pem(b"\x30\x00"),
        "signer.cer": SIGNER.der,
        "vn.crl": revocation_list(ROOT, 7),
        "deviations.bin": deviation_list(ROOT, deviations(("2.23.136.1.1.7.1.1", "wrong country"))),
        "broken.pem": pem(b"\x30\x00"),
        "words.txt": b"Only words.",
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    return tmp_path


@pytest.fixture
def kiosk(house: Path) -> Kiosk:
    def run(*arguments: str) -> Result:
        return CliRunner().invoke(app, ["trust", *arguments])

    return run


def journal(house: Path) -> list[Any]:
    """What the journal has on changes of trust."""
    file = house / "data" / "journal.sqlite"
    if not file.exists():
        return []
    connection = sqlite3.connect(file)
    rows = connection.execute("SELECT body FROM entry WHERE kind = 'trust-changed' ORDER BY sequence").fetchall()
    connection.close()
    return [json.loads(body) for (body,) in rows]


def installed(kiosk: Kiosk) -> list[tuple[str, str]]:
    items = valid(kiosk("list", "--json").stdout)["items"]
    return [(item["role"], item["fingerprint"]) for item in items]


# Import


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        pytest.param("root.cer", ("certificate", 1, 1, 1, 0, None, ["VN"], []), id="certificate"),
        pytest.param("list.ml", ("master-list", 2, 2, 2, 0, "list-only", ["UT", "VN"], []), id="master list"),
        pytest.param(
            "partly.pem",
            ("certificates", 2, 1, 1, 0, None, ["VN"], [(1, "malformed: no certificate", "certificate")]),
            id="partly bad",
        ),
        pytest.param("vn.crl", ("crl", 0, 0, 0, 0, None, ["VN"], []), id="CRL"),
        pytest.param(
            "deviations.bin", ("deviation-list", 0, 0, 0, 0, "issuer-not-known", ["VN"], []), id="deviation list"
        ),
    ],
)
def test_a_dry_run_says_what_a_file_holds(house: Path, kiosk: Kiosk, file: str, expected: tuple[object, ...]) -> None:
    done = kiosk("import", file, "--dry-run", "--json")
    told = valid(done.stdout)
    assert done.exit_code == Exit.OK
    assert (
        told["kind"], told["entries"], told["loaded"], told["self_signed_ok"], told["link_ok"],
        told["signer"] and told["signer"]["standing"], told["countries"],
        [(one["index"], one["reason"], one["kind"]) for one in told["rejected"]],
    ) == expected  # fmt: skip
    assert not (house / "trust").exists()
    assert not (house / "data").exists()


def test_a_dry_run_needs_no_settings(house: Path, kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KIOSK_CONFIG")
    assert valid(kiosk("import", "root.cer", "--dry-run", "--json").stdout)["loaded"] == 1


def test_several_files_are_a_line_each(kiosk: Kiosk) -> None:
    done = kiosk("import", "root.cer", "words.txt", "list.ml", "--dry-run", "--json")
    assert [valid(line)["file"] for line in done.stdout.splitlines()] == ["root.cer", "list.ml"]
    assert done.exit_code == Exit.SETTINGS
    assert "words.txt" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "exit_code", "missing"),
    [
        pytest.param(["root.cer"], Exit.USAGE, ["unsigned"], id="unsigned"),
        pytest.param(["root.cer", "--accept-unsigned"], Exit.OK, None, id="unsigned, accepted"),
        pytest.param(["root.cer", "--confirm-fingerprint", fingerprint(ROOT.der)], Exit.OK, None, id="confirmed"),
        pytest.param(
            ["root.cer", "--confirm-fingerprint", fingerprint(OTHER.der)],
            Exit.USAGE,
            ["unsigned"],
            id="another's confirmed",
        ),
        pytest.param(["list.ml"], Exit.USAGE, ["signer"], id="signer not verified"),
        pytest.param(["list.ml", "--accept-signer"], Exit.OK, None, id="signer accepted"),
        pytest.param(["partly.pem", "--accept-unsigned"], Exit.USAGE, ["partial"], id="partly bad"),
        pytest.param(["partly.pem", "--accept-unsigned", "--accept-partial"], Exit.OK, None, id="good part accepted"),
        pytest.param(["signer.cer", "--accept-unsigned"], Exit.USAGE, ["pins"], id="a signer is no anchor"),
    ],
)
def test_what_has_to_be_said(
    house: Path, kiosk: Kiosk, arguments: list[str], exit_code: Exit, missing: list[str] | None
) -> None:
    done = kiosk("import", *arguments, "--json")
    told = valid(done.stdout)
    assert done.exit_code == exit_code
    assert (told["refused"] and told["refused"]["missing"]) == missing
    assert (told["installed"] is None) == (missing is not None) == (journal(house) == [])


def test_a_crl_of_an_installed_issuer_needs_nobodys_word(kiosk: Kiosk) -> None:
    alone = kiosk("import", "vn.crl", "--json")
    assert (alone.exit_code, valid(alone.stdout)["refused"]["obstacle"]) == (Exit.OK, "nothing-new")
    kiosk("import", "root.cer", "--accept-unsigned")
    assert valid(kiosk("import", "vn.crl", "--json").stdout)["installed"]["added"] == 1


def test_an_import_is_in_the_list_and_in_the_journal(house: Path, kiosk: Kiosk) -> None:
    done = kiosk("import", "list.ml", "--accept-signer", "--by", AN, "--json")
    told = valid(done.stdout)
    assert told["installed"] == {"act": "imported", "added": 2, "removed": 0, "people": [AN], "proven": False}
    assert journal(house) == [
        {"act": "imported", "subject": told["sha256"], "people": [AN], "added": 2, "removed": 0, "proven": False}
    ]
    assert sorted(installed(kiosk)) == sorted(("root", fingerprint(one.der)) for one in (ROOT, OTHER))
    again = kiosk("import", "list.ml", "--json")
    assert (again.exit_code, valid(again.stdout)["refused"]["obstacle"]) == (Exit.OK, "nothing-new")


def test_a_name_is_the_same_however_its_letters_are_composed(house: Path, kiosk: Kiosk) -> None:
    kiosk("import", "root.cer", "--accept-unsigned", "--by", unicodedata.normalize("NFD", AN))
    assert [entry["people"] for entry in journal(house)] == [[AN]]


def test_without_a_name_the_login_name_stands(house: Path, kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch) -> None:
    kiosk("import", "root.cer", "--accept-unsigned")
    monkeypatch.setenv("SUDO_USER", "ngoc")
    kiosk("import", "vn.crl")
    assert [entry["people"] for entry in journal(house)] == [["admin"], ["ngoc"]]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        pytest.param(["words.txt"], "words.txt", id="words"),
        pytest.param(["missing.cer"], "missing.cer", id="no such file"),
        pytest.param(["broken.pem", "--accept-partial"], "nothing in it is new", id="nothing loads"),
        pytest.param(["changed.ml", "--accept-signer"], "signature of the list is wrong", id="changed after signing"),
        pytest.param(["changed.zip", "--accept-partial"], "nothing in it is new", id="changed, in an archive"),
    ],
)
def test_a_malformed_file_changes_nothing(house: Path, kiosk: Kiosk, arguments: list[str], told: str) -> None:
    done = kiosk("import", *arguments)
    assert done.exit_code == Exit.SETTINGS
    assert told in done.stderr
    assert not (house / "trust").exists()
    assert journal(house) == []


def test_a_huge_file_is_not_even_read(kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.app.trust.importing.MAX_FILE_BYTES", len(ROOT.der) - 1)
    done = kiosk("import", "root.cer", "--dry-run")
    assert done.exit_code == Exit.SETTINGS
    assert "root.cer: larger than" in done.stderr


def test_no_journal_no_change(house: Path, kiosk: Kiosk) -> None:
    (house / "data").mkdir()
    (house / "data" / "journal.sqlite").write_bytes(b"damaged" * 1000)
    done = kiosk("import", "root.cer", "--accept-unsigned")
    assert done.exit_code == Exit.DEVICE
    assert installed(kiosk) == []


def test_the_text_names_the_options_that_are_missing(kiosk: Kiosk) -> None:
    done = kiosk("import", "list.ml")
    assert "signed by a certificate that only this list vouches for" in done.stdout
    assert "--accept-signer" in done.stderr


# Pin


@pytest.mark.parametrize(
    ("arguments", "exit_code"),
    [
        pytest.param(["--by", AN, "--by", NGOC], Exit.USAGE, id="no fingerprint"),
        pytest.param(["--confirm-fingerprint", fingerprint(SIGNER.der), "--by", AN], Exit.USAGE, id="one person"),
        pytest.param(
            ["--confirm-fingerprint", fingerprint(ROOT.der), "--by", AN, "--by", NGOC],
            Exit.USAGE,
            id="another fingerprint",
        ),
        pytest.param(
            ["--confirm-fingerprint", fingerprint(SIGNER.der), "--by", AN, "--by", NGOC], Exit.OK, id="two people"
        ),
        pytest.param(
            ["--confirm-fingerprint", fingerprint(SIGNER.der), "--by", AN, "--issuer-reference", "C06 12/2026"],
            Exit.OK,
            id="the issuer's letter",
        ),
    ],
)
def test_pinning_takes_a_fingerprint_and_two_people_or_the_issuer(
    house: Path, kiosk: Kiosk, arguments: list[str], exit_code: Exit
) -> None:
    done = kiosk("pin", "signer.cer", *arguments, "--json")
    assert done.exit_code == exit_code
    assert installed(kiosk) == ([("signer", fingerprint(SIGNER.der))] if exit_code is Exit.OK else [])
    assert [entry["act"] for entry in journal(house)] == (["pinned"] if exit_code is Exit.OK else [])


def test_pinning_again_changes_nothing(house: Path, kiosk: Kiosk) -> None:
    arguments = ["--confirm-fingerprint", fingerprint(SIGNER.der), "--by", AN, "--by", NGOC]
    assert kiosk("pin", "signer.cer", *arguments).exit_code == Exit.OK
    (house / "pins.txt").write_text(fingerprint(SIGNER.der))
    for again in (kiosk("pin", "signer.cer", "--json"), kiosk("import", "pins.txt", "--json")):
        assert (again.exit_code, valid(again.stdout)["refused"]["obstacle"]) == (Exit.OK, "nothing-new")


# Whose word counts where there are accounts

HOA, BINH = PASSWORDS["hoa.admin"], PASSWORDS["binh"]
WORDS = {"hoa.admin": HOA, "mai.admin": PASSWORDS["lan"], "binh": BINH}


@pytest.fixture
def staffed(house: Path, monkeypatch: pytest.MonkeyPatch) -> Kiosk:
    """A kiosk with two administrators and an operator; ``words`` are the passwords that are typed."""
    monkeypatch.setattr(accounts, "SecretHasher", lambda: HASHER)
    site, clock = load_site(PROJECT / "config" / "sites" / "exam.toml").profile.name, SystemClock()
    with Journal(house / "data" / "journal.sqlite", site, clock) as opened:
        made = accounts.StaffAccounts(house / "data" / "accounts.sqlite", opened, clock)
        made.add("hoa.admin", Role.ADMINISTRATOR, HOA, by="")
        made.add("mai.admin", Role.ADMINISTRATOR, WORDS["mai.admin"], by="hoa.admin")
        made.add("binh", Role.OPERATOR, BINH, by="hoa.admin")
        made.close()

    def run(*arguments: str, words: Sequence[str] = ()) -> Result:
        typed = "".join(f"{word}\n" for word in words)
        return CliRunner().invoke(app, ["trust", *arguments, *(["--stdin"] if words else [])], input=typed)

    return run


@pytest.mark.parametrize(
    ("by", "word", "said"),
    [
        ((), (), "--by LOGIN"),
        (("hoa.admin",), (BINH,), "is wrong"),
        (("binh",), (BINH,), "may not do that"),
        ((AN,), (HOA,), "is wrong"),
        (("hoa.admin", "binh"), (HOA, BINH), "may not do that"),
        (("hoa.admin", "mai.admin"), (HOA,), "standard input ended"),
    ],
    ids=["nobody", "another's password", "an operator", "a name", "one of two may not", "one of two is not there"],
)
def test_new_anchors_take_an_administrators_login(
    house: Path, staffed: Kiosk, by: Sequence[str], word: Sequence[str], said: str
) -> None:
    named = [part for one in by for part in ("--by", one)]
    done = staffed("import", "root.cer", "--accept-unsigned", *named, words=word)
    assert done.exit_code == Exit.USAGE
    assert said in " ".join(done.output.split())
    assert installed(staffed) == journal(house) == []


def test_an_administrator_imports_and_removes(house: Path, staffed: Kiosk) -> None:
    done = staffed("import", "root.cer", "--accept-unsigned", "--by", "hoa.admin", "--json", words=(HOA,))
    told = valid(done.stdout)
    assert (done.exit_code, told["installed"]["people"], told["installed"]["proven"]) == (0, ["hoa.admin"], True)
    assert "accounts" not in done.stderr
    refused = staffed("remove", fingerprint(ROOT.der))
    assert (refused.exit_code, "say who does it" in refused.output) == (Exit.USAGE, True)
    gone = staffed("remove", fingerprint(ROOT.der), "--by", "mai.admin", "--json", words=(WORDS["mai.admin"],))
    assert (valid(gone.stdout)["people"], valid(gone.stdout)["proven"]) == (["mai.admin"], True)
    assert [(one["act"], one["people"], one["proven"]) for one in journal(house)] == [
        ("imported", ["hoa.admin"], True),
        ("removed", ["mai.admin"], True),
    ]


def test_a_signer_is_pinned_by_two_administrators(house: Path, staffed: Kiosk) -> None:
    pin = ("pin", "signer.cer", "--confirm-fingerprint", fingerprint(SIGNER.der), "--by", "hoa.admin")
    alone = staffed(*pin, "--by", "hoa.admin", words=(HOA, HOA))
    assert (alone.exit_code, installed(staffed)) == (Exit.USAGE, [])
    assert staffed(*pin, "--by", "mai.admin", words=(HOA, WORDS["mai.admin"])).exit_code == Exit.OK
    assert [(one["people"], one["proven"]) for one in journal(house)] == [(["hoa.admin", "mai.admin"], True)]


def test_what_needs_nobodys_word_comes_in_without_a_login_and_the_journal_says_so(house: Path, staffed: Kiosk) -> None:
    """Whoever renews revocation lists by night has no password to type."""
    staffed("import", "root.cer", "--accept-unsigned", "--by", "hoa.admin", words=(HOA,))
    assert staffed("import", "vn.crl").exit_code == Exit.OK
    assert [(one["people"], one["proven"]) for one in journal(house)] == [(["hoa.admin"], True), (["admin"], False)]


def test_before_there_are_accounts_a_name_counts_and_nobody_is_left_in_doubt(house: Path, kiosk: Kiosk) -> None:
    done = kiosk("import", "root.cer", "--accept-unsigned", "--by", AN)
    assert "nobody can prove their name" in done.stderr
    assert f"by {AN} (no login)" in done.stdout
    assert [(one["people"], one["proven"]) for one in journal(house)] == [([AN], False)]
    assert not (house / "data" / "accounts.sqlite").exists(), "who looks makes no file"


# Show, remove, export, compare


@pytest.fixture
def filled(kiosk: Kiosk) -> Kiosk:
    assert kiosk("import", "list.ml", "vn.crl", "--accept-signer", "--by", AN).exit_code == Exit.OK
    confirmed = fingerprint(SIGNER.der)
    assert kiosk("pin", "signer.cer", "--confirm-fingerprint", confirmed, "--by", AN, "--by", NGOC).exit_code == Exit.OK
    return kiosk


def test_an_item_with_its_provenance(filled: Kiosk) -> None:
    item = valid(filled("show", fingerprint(ROOT.der)[:8], "--json").stdout)
    (origin,) = item["origins"]
    assert (origin["file"], origin["file_kind"], origin["people"], origin["agreed"]) == (
        "list.ml", "master-list", [AN], ["signer"],
    )  # fmt: skip
    assert origin["signer"] == "list-only C=VN, CN=Master List Signer"
    assert f"by {AN}" in filled("show", fingerprint(ROOT.der)).stdout


def test_a_removal(house: Path, filled: Kiosk) -> None:
    removed = valid(filled("remove", fingerprint(OTHER.der), "--by", NGOC, "--json").stdout)
    assert (removed["role"], removed["people"]) == ("root", [NGOC])
    assert ("root", fingerprint(OTHER.der)) not in installed(filled)
    assert journal(house)[-1] == {
        "act": "removed", "subject": fingerprint(OTHER.der), "people": [NGOC],
        "added": 0, "removed": 1, "proven": False,
    }  # fmt: skip


def test_what_was_placed_by_hand_is_listed_and_is_a_file_to_take_away(house: Path, kiosk: Kiosk) -> None:
    (house / "trust").mkdir()
    (house / "trust" / "vn.cer").write_bytes(ROOT.der)
    assert "placed by hand" in kiosk("list").stdout
    refused = kiosk("remove", fingerprint(ROOT.der))
    assert refused.exit_code == Exit.USAGE
    assert "vn.cer" in refused.output


def test_an_exported_folder_means_the_same_in_a_trust_folder(
    house: Path, filled: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = installed(filled)
    assert valid(filled("export", "out", "--json").stdout)["items"] == 4
    valid((house / "out" / "provenance.json").read_text("utf-8"))
    monkeypatch.setenv("KIOSK_TRUST", str(house / "out"))
    assert sorted(installed(filled)) == sorted(before)
    assert filled("export", "out").exit_code == Exit.USAGE


def test_an_exported_bundle_can_be_imported(house: Path, filled: Kiosk) -> None:
    assert filled("export", "all.pem").exit_code == Exit.OK
    told = valid(filled("import", "all.pem", "--dry-run", "--json").stdout)
    assert (told["loaded"], told["revocation_lists"], told["new"], told["rejected"]) == (2, 1, 0, [])
    assert filled("export", "all.pem").exit_code == Exit.USAGE


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        pytest.param("list.ml", "root.cer", ([OTHER.der], [], 1), id="two files"),
        pytest.param("root.cer", "list.ml", ([], [OTHER.der], 1), id="the other way round"),
        pytest.param("store", "list.ml", ([], [ROOT.der, OTHER.der], 0), id="the empty store"),
    ],
)
def test_a_difference(kiosk: Kiosk, first: str, second: str, expected: tuple[list[bytes], list[bytes], int]) -> None:
    told = valid(kiosk("diff", first, second, "--json").stdout)
    sides = [sorted(one["fingerprint"] for one in told[side]) for side in ("only_first", "only_second")]
    assert sides == [sorted(map(fingerprint, side)) for side in expected[:2]]
    assert told["common"] == expected[2]


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["import"], id="no file"),
        pytest.param(["import", "root.cer", "--by", "001090012345"], id="a number for a name"),
        pytest.param(["import", "root.cer", "--confirm-fingerprint", "12:34"], id="a short fingerprint"),
        pytest.param(["pin", "root.cer"], id="pinning a CSCA"),
        pytest.param(["show", "1234"], id="too few digits"),
        pytest.param(["show", "0" * 64], id="an unknown fingerprint"),
        pytest.param(["remove", "0" * 64], id="removing what is not there"),
    ],
)
def test_wrong_usage(kiosk: Kiosk, arguments: list[str]) -> None:
    done = kiosk(*arguments)
    assert done.exit_code == Exit.USAGE
    assert "Error" in done.output


def test_a_damaged_store_is_told_and_left(house: Path, kiosk: Kiosk) -> None:
    (house / "trust").mkdir()
    (house / "trust" / "trust.sqlite").write_bytes(b"damaged" * 1000)
    for arguments in (["list"], ["import", "root.cer", "--accept-unsigned"]):
        fault = kiosk(*arguments).exception
        assert isinstance(fault, Fault)
        assert fault.code is FaultCode.TRUST_STORE_UNUSABLE
    assert (house / "trust" / "trust.sqlite").read_bytes() == b"damaged" * 1000
