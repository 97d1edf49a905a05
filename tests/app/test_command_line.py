"""The command line as programs and people meet it: JSON with stable keys, exit codes, plain words for wrong input."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from kiosk import __version__
from kiosk.app.demo.virtual_desk import PcscDesk
from kiosk.app.exits import Exit
from kiosk.app.main import app
from kiosk.simulator.slot.pcscd import SOCKET_VARIABLE, PcscUnavailable
from tests.fakes.command_line import valid
from tests.pcsc_rig import refuse
from tests.scenario.house import FACES, LIVE, ROOT, exam_site

CHECKS = (
    "hashes sod_signature signer_chain validity active_authentication chip_authentication cross_checks".split()  # noqa: SIM905
)
NO_SERVICE = {SOCKET_VARIABLE: "/nonexistent/pcscd.comm"}


def kiosk(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the real command in a process of its own, from the project's folder."""
    return subprocess.run(
        [sys.executable, "-m", "kiosk", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=90,
        cwd=ROOT,
        env={**os.environ, **environment},
    )


@contextmanager
def served(*arguments: str | Path) -> Iterator[str]:
    """``kiosk card serve`` with a card of these arguments on its reader; gives the socket that leads there."""
    command = [sys.executable, "-m", "kiosk", "card", "serve", "--json", *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        try:
            ready, inserted = (json.loads(process.stdout.readline()) for _ in range(2))
            assert (ready["event"], inserted["event"]) == ("ready", "inserted")
            yield ready[SOCKET_VARIABLE]
        finally:
            process.terminate()


@pytest.fixture
def desk() -> Iterator[PcscDesk]:
    """A virtual card process behind pcscd, as ``kiosk card serve`` runs it; its own variable stays with the tests."""
    before = os.environ.get(SOCKET_VARIABLE)
    try:
        desk = PcscDesk(bit_rate=848)
    except PcscUnavailable as error:
        refuse(error)
    yield desk
    desk.close()
    os.environ.pop(SOCKET_VARIABLE, None)
    if before is not None:
        os.environ[SOCKET_VARIABLE] = before


@pytest.fixture
def card(tmp_path: Path) -> Path:
    done = kiosk("card", "issue", "--out", tmp_path / "an", "--photo", FACES / "obama_2012_chip_480x640.jp2", "--json")
    assert done.returncode == 0, done.stderr
    facts = valid(done.stdout)
    assert (facts["schema"], facts["can"], len(facts["mrz"])) == ("kiosk.card-issued/1", "012345", 3)
    return tmp_path / "an"


@pytest.mark.pcsc
class TestCardRead:
    def read(self, *arguments: str | Path) -> tuple[int, dict[str, Any]]:
        done = kiosk("card", "read", "--json", "--wait", "5", *arguments)
        return done.returncode, valid(done.stdout)

    def test_a_good_card_with_its_anchor(self, desk: PcscDesk, card: Path) -> None:
        desk.insert(card)
        code, result = self.read("--can", "012345", "--anchor", card / "csca.der")
        assert code == Exit.OK
        assert result["schema"] == "kiosk.card-read/1"
        assert (result["access"]["protocol"], result["access"]["password"]) == ("PACE", "CAN")
        assert result["identity"]["number"] == "001090012345"
        assert result["identity"]["name"] == "Nguyễn Văn An"
        assert (result["identity"]["birth_date"], result["identity"]["sex"]) == ("1990-03-15", "M")
        assert result["identity"]["expiry_date"] == "2030-03-15"
        assert {name: result["authenticity"][name] for name in CHECKS} == dict.fromkeys(CHECKS, "passed")
        assert result["authenticity"]["state"] == "CHAIN_TRUSTED"
        assert result["files"]["DG1"]["bytes"] == 95
        assert len(result["files"]["DG2"]["sha256"]) == 64
        assert result["apdu_count"] > 10
        assert result["error"] is None

    def test_the_same_card_without_an_anchor_is_intact_and_no_more(self, desk: PcscDesk, card: Path) -> None:
        desk.insert(card)
        code, result = self.read("--mrz", "090012345,900315,300315")
        assert code == Exit.OK
        assert result["access"]["password"] == "MRZ"
        assert result["authenticity"]["signer_chain"] == "not_done"
        assert result["authenticity"]["state"] == "SIGNATURE_OK_CHAIN_UNKNOWN"

    def test_what_was_imported_is_trusted_without_being_named(
        self, desk: PcscDesk, card: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("KIOSK_TRUST", str(tmp_path / "trust"))
        monkeypatch.setenv("KIOSK_DATA", str(tmp_path / "data"))
        done = kiosk("trust", "import", card / "csca.der", "--accept-unsigned", "--by", "An")
        assert done.returncode == 0, done.stderr
        desk.insert(card)
        code, result = self.read("--can", "012345")
        assert (code, result["authenticity"]["state"]) == (Exit.OK, "CHAIN_TRUSTED")

    def test_a_wrong_key(self, desk: PcscDesk, card: Path) -> None:
        desk.insert(card)
        code, result = self.read("--can", "999999")
        assert code == Exit.CARD_NOT_READ
        assert result["error"]["code"] == "wrong-access-key"
        assert result["error"]["remedy"]["vi"]
        assert result["identity"] is None

    def test_a_card_without_pace_is_read_by_bac(self, desk: PcscDesk, tmp_path: Path) -> None:
        assert kiosk("card", "issue", "--out", tmp_path / "bac", "--fault", "no-pace").returncode == 0
        desk.insert(tmp_path / "bac")
        code, result = self.read("--mrz", "090012345,900315,300315")
        assert code == Exit.OK
        assert result["access"]["protocol"] == "BAC"

    def test_a_downgrade_to_bac_is_told_and_can_be_forbidden(self, desk: PcscDesk, tmp_path: Path) -> None:
        assert kiosk("card", "issue", "--out", tmp_path / "bac", "--fault", "refuse-pace").returncode == 0
        desk.insert(tmp_path / "bac")
        key = ["--mrz", "090012345,900315,300315"]
        code, result = self.read(*key)
        assert (code, result["access"]["protocol"], result["access"]["downgraded"]) == (Exit.OK, "BAC", True)
        assert result["access"]["note"].startswith("PACE refused")
        assert "Downgraded to BAC" in kiosk("card", "read", *key).stdout
        code, result = self.read(*key, "--no-bac-fallback")
        assert (code, result["error"]["code"], result["files"].keys()) == (
            Exit.CARD_NOT_READ,
            "access-refused",
            {"CardAccess"},
        )

    def test_only_cards_of_one_kind(self, desk: PcscDesk, card: Path) -> None:
        desk.insert(card)
        assert self.read("--can", "012345", "--atr", "3B8? 8001")[0] == Exit.OK
        code, result = self.read("--can", "012345", "--atr", "3BFF", "--wait", "1")
        assert (code, result["error"]["code"]) == (Exit.CARD_NOT_READ, "no-card")

    def test_a_recorded_card_is_read_again(self, desk: PcscDesk, card: Path, tmp_path: Path) -> None:
        desk.insert(card)
        trace = tmp_path / "trace.jsonl"
        code, first = self.read("--can", "012345", "--trace", trace, "--unmasked")
        assert code == Exit.OK
        with served("--replay", trace, "--can", "012345") as socket:
            done = kiosk("card", "read", "--json", "--can", "012345", **{SOCKET_VARIABLE: socket})
        second = valid(done.stdout)
        assert (second["atr"], second["access"], second["files"]) == (first["atr"], first["access"], first["files"])
        assert second["authenticity"]["hashes"] == second["authenticity"]["sod_signature"] == "passed"
        assert second["authenticity"]["active_authentication"] == "failed", "a trace holds no private keys"
        assert done.returncode == Exit.CARD_NOT_GENUINE

    def test_a_masked_trace_is_no_card(self, desk: PcscDesk, card: Path, tmp_path: Path) -> None:
        desk.insert(card)
        trace = tmp_path / "trace.jsonl"
        assert self.read("--can", "012345", "--trace", trace)[0] == Exit.OK
        done = kiosk("card", "serve", "--replay", trace, "--can", "012345")
        assert done.returncode == Exit.USAGE
        assert "the trace is masked" in done.stderr

    @pytest.mark.parametrize(
        ("fault", "check", "state"),
        [
            ("tamper:DG2", "hashes", "HASH_MISMATCH"),
            ("clone", "active_authentication", "SIGNATURE_OK_CHAIN_UNKNOWN"),
        ],
    )
    def test_a_forged_card(self, desk: PcscDesk, tmp_path: Path, fault: str, check: str, state: str) -> None:
        assert kiosk("card", "issue", "--out", tmp_path / "bad", "--fault", fault).returncode == 0
        desk.insert(tmp_path / "bad")
        code, result = self.read("--can", "012345")
        assert code == Exit.CARD_NOT_GENUINE
        assert result["authenticity"][check] == "failed"
        assert result["authenticity"]["state"] == state

    def test_an_export_for_the_issuer(self, desk: PcscDesk, card: Path, tmp_path: Path) -> None:
        desk.insert(card)
        done = kiosk("card", "export", "--json", "--wait", "5", "--can", "012345", "--out", tmp_path / "export.json")
        told = valid(done.stdout)
        assert (done.returncode, told["files"].keys(), told["error"]) == (Exit.OK, {"SOD"}, None)
        export = valid((tmp_path / "export.json").read_text("utf-8"))
        assert export["sod"]["sha256"] == hashlib.sha256((card / "files" / "EF.SOD.bin").read_bytes()).hexdigest()
        assert export["files"] == {}

    def test_no_card(self, desk: PcscDesk) -> None:
        done = kiosk("card", "read", "--json", "--wait", "0", "--can", "012345")
        assert done.returncode == Exit.CARD_NOT_READ
        assert valid(done.stdout)["error"]["code"] == "no-card"

    def test_a_whole_check_without_a_window(self, desk: PcscDesk, card: Path, tmp_path: Path) -> None:
        camera = tmp_path / "camera"
        camera.mkdir()
        (camera / LIVE).write_bytes((FACES / LIVE).read_bytes())
        desk.insert(card)
        given = ["--can", "012345", "--camera", camera, "--anchor", card / "csca.der", "--json"]
        # The folder shows one photograph over and over: a still picture to any site that asks for a living person.
        asked = kiosk("check", *given, KIOSK_DATA=str(tmp_path / "asked"))
        assert (asked.returncode, valid(asked.stdout)["reasons"]) == (Exit.REFER, ["liveness-failed"])
        site = {"KIOSK_SITE": str(exam_site(tmp_path, "off"))}
        done = kiosk("check", *given, **site, KIOSK_DATA=str(tmp_path / "data"))
        result = valid(done.stdout)
        assert (done.returncode, result["verdict"], result["reasons"]) == (0, "ADMIT", [])
        assert result["face"]["band"] == "match"
        assert result["face"]["liveness"] == "not_done"
        assert result["listing"]["admission"] == "expected"
        again = kiosk("check", *given, **site, KIOSK_DATA=str(tmp_path / "data"))
        assert again.returncode == Exit.REFER
        assert valid(again.stdout)["reasons"] == ["already-admitted"]


USAGE = {
    "no key": ("card", "read"),
    "a CAN that is none": ("card", "read", "--can", "12"),
    "an MRZ key that is none": ("card", "read", "--mrz", "090012345"),
    "an unknown person": ("card", "issue", "--out", "build/x", "--person", "nobody"),
    "an unknown fault": ("card", "issue", "--out", "build/x", "--fault", "explode"),
    "an unknown profile": ("card", "issue", "--out", "build/x", "--profile", "cmnd-1976"),
    "a bit rate that is none": ("card", "serve", "--bit-rate", "300"),
    "a card that is none": ("card", "serve", "config", "--through", "own"),
    "a card and a trace at once": ("card", "serve", "config", "--replay", "README.md"),
    "a CAN for a card that has its own": ("card", "serve", "config", "--can", "012345"),
    "a trace that is none": ("card", "serve", "--replay", "README.md"),
    "an ATR that is no number": ("card", "read", "--can", "012345", "--atr", "contactless"),
    "a broken reader pattern": ("card", "read", "--can", "012345", "--reader", "/acr(/"),
    "an unknown scene": ("demo", "--only", "nothing"),
}


@pytest.mark.parametrize("situation", USAGE)
def test_wrong_usage_says_what_is_wrong(situation: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    done = CliRunner().invoke(app, USAGE[situation])
    assert done.exit_code == Exit.USAGE
    assert "Error" in done.output
    assert "Traceback" not in done.output


def test_without_a_card_service_the_answer_is_a_sentence_and_a_remedy() -> None:
    done = kiosk("card", "read", "--can", "012345", "--wait", "0", **NO_SERVICE)
    assert done.returncode == Exit.DEVICE
    assert "card-service-down" in done.stderr
    assert "Traceback" not in done.stderr
    as_json = kiosk("card", "read", "--can", "012345", "--wait", "0", "--json", **NO_SERVICE)
    assert as_json.returncode == Exit.DEVICE
    assert valid(as_json.stdout)["error"]["code"] == "card-service-down"


def test_a_check_without_a_card_service_has_no_verdict() -> None:
    done = kiosk("check", "--can", "012345", "--camera", FACES, "--wait", "3", "--json", **NO_SERVICE)
    result = valid(done.stdout)
    assert (done.returncode, result["verdict"]) == (Exit.DEVICE, None)
    assert result["error"]["code"] == "card-service-down"


def test_the_doctor_reports_every_part_whatever_is_missing() -> None:
    done = kiosk("doctor", "--json", KIOSK_CAMERA=str(FACES), **NO_SERVICE)
    probes = {probe["name"]: probe for probe in valid(done.stdout)["probes"]}
    assert done.returncode == Exit.DEVICE
    assert probes["readers"]["status"] == "fail"
    assert probes["readers"]["remedy"]["vi"]
    assert probes["camera"]["status"] == "ok"
    other = {"mrz", "list", "trust", "journal", "staff", "disk", "clock", "sound", "touch-keyboard"}
    services = {"issuer-check", "insurance", "health-records"}
    parts = {"readers", "camera", "face-models", "liveness", "codes"} | other | services
    assert set(probes) == parts


def test_a_broken_settings_file_names_file_and_key(tmp_path: Path) -> None:
    (tmp_path / "kiosk.toml").write_text('name = "x"\ncamera = 5\n')
    done = kiosk("doctor", "--config", tmp_path / "kiosk.toml")
    assert done.returncode == Exit.SETTINGS
    assert "kiosk.toml" in done.stderr


@pytest.mark.parametrize(
    "command",
    [
        (),
        ("run",),
        ("demo",),
        ("check",),
        ("doctor",),
        ("card",),
        ("card", "read"),
        ("card", "issue"),
        ("card", "serve"),
    ],
)
def test_help_reads_well(command: tuple[str, ...]) -> None:
    done = CliRunner().invoke(app, [*command, "--help"])
    assert done.exit_code == 0
    assert "Usage:" in done.output
    assert "Annotated" not in done.output


def test_the_version_needs_no_command() -> None:
    ran = CliRunner().invoke(app, ["--version"])
    assert (ran.exit_code, ran.stdout.strip()) == (0, __version__)
