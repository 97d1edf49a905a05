"""The private pcscd: its configuration, its life, and what is said where it cannot live."""

from __future__ import annotations

import os
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.simulator.slot import pcscd
from kiosk.simulator.slot.pcscd import SOCKET_VARIABLE, PcscUnavailable, PrivatePcscd, ReaderEntry, short_folder
from kiosk.simulator.slot.virtual_reader import VirtualReader
from tests.pcsc_rig import refuse

LIST_READERS = "from kiosk.reader.pcsc import list_readers; print(*list_readers(), sep='\\n')"
START_AND_WAIT = """
import sys
from pathlib import Path
from kiosk.simulator.slot.pcscd import PrivatePcscd
with PrivatePcscd([], folder=Path(sys.argv[1])) as pcscd:
    print(pcscd.pid, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """Another folder than the session's: these tests look at pcscd from other processes."""
    folder = short_folder()
    yield folder
    shutil.rmtree(folder)


def readers_seen_with(environment: dict[str, str]) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", LIST_READERS], env=os.environ | environment, capture_output=True, text=True, timeout=60
    )
    return done.stdout.split("\n")[:-1]


class TestReaderEntry:
    def test_is_written_as_pcscd_reads_it(self) -> None:
        entry = ReaderEntry("ACS ACR1252 [PICC] (RR171-012345)", "virtual:/tmp/r.sock")
        assert entry.render(Path("/lib/ifd.so")) == (
            'FRIENDLYNAME "ACS ACR1252 [PICC] (RR171-012345)"\n'
            "DEVICENAME virtual:/tmp/r.sock\nLIBPATH /lib/ifd.so\nCHANNELID 0\n"
        )

    def test_may_name_another_driver(self) -> None:
        entry = ReaderEntry("Virtual PCD", "/dev/null:0x8C7B", Path("/lib/libifdvpcd.so"), 35963)
        assert "LIBPATH /lib/libifdvpcd.so\nCHANNELID 35963\n" in entry.render(Path("/lib/ifd.so"))

    @pytest.mark.parametrize(
        ("name", "device"),
        [
            pytest.param('a "name"', "virtual:/r", id="a quote in the name"),
            pytest.param("Đầu đọc", "virtual:/r", id="letters beyond ASCII"),
            pytest.param("two\nlines", "virtual:/r", id="a line break"),
            pytest.param("x" * 101, "virtual:/r", id="too long"),
            pytest.param("", "virtual:/r", id="no name"),
            pytest.param("name", "virtual:/a b", id="a space in the device"),
            pytest.param("name", "virtual:/a+b", id="a plus sign in the device"),
        ],
    )
    def test_refuses_what_the_grammar_cannot_hold(self, name: str, device: str) -> None:
        with pytest.raises(ValueError, match="configuration"):
            ReaderEntry(name, device)


@pytest.mark.pcsc
class TestLife:
    @pytest.fixture(autouse=True)
    def _has_pcsc(self) -> None:
        try:
            with PrivatePcscd([]):
                pass
        except PcscUnavailable as unavailable:
            refuse(unavailable)

    def test_two_live_side_by_side_with_readers_of_their_own(self, folder: Path) -> None:
        with (
            VirtualReader(folder / "a.sock", "First") as first,
            VirtualReader(folder / "b.sock", "Second") as second,
            PrivatePcscd([first.entry]) as one,
            PrivatePcscd([second.entry]) as other,
        ):
            assert readers_seen_with(one.environment) == ["First 00 00"]
            assert readers_seen_with(other.environment) == ["Second 00 00"]

    def test_sixteen_readers_are_listed(self, folder: Path) -> None:
        readers = [VirtualReader(folder / f"{n}.sock", f"Reader {n}").start() for n in range(16)]
        with PrivatePcscd([reader.entry for reader in readers]) as daemon:
            assert len(readers_seen_with(daemon.environment)) == 16
        for reader in readers:
            reader.stop()

    def test_leaves_nothing_behind(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv(SOCKET_VARIABLE, "/before")
        with PrivatePcscd([]) as daemon:
            assert os.environ[SOCKET_VARIABLE] == str(daemon.socket_path)
            assert daemon.socket_path.is_socket()
        assert os.environ[SOCKET_VARIABLE] == "/before"
        assert not daemon.folder.exists()

    def test_keeps_a_folder_that_it_was_given(self, folder: Path) -> None:
        with PrivatePcscd([], folder=folder):
            pass
        assert folder.is_dir()

    @pytest.mark.parametrize("end", [PrivatePcscd.stop, PrivatePcscd.kill], ids=["stopped", "killed"])
    def test_starts_again_on_the_same_socket(self, end: Callable[[PrivatePcscd], None]) -> None:
        with PrivatePcscd([]) as daemon:
            path = daemon.socket_path
            end(daemon)
            daemon.start()
            assert daemon.socket_path == path

    def test_runs_once(self) -> None:
        with PrivatePcscd([]) as daemon, pytest.raises(RuntimeError):
            daemon.start()

    def test_dies_with_the_program_that_started_it(self, folder: Path) -> None:
        starter = subprocess.Popen(
            [sys.executable, "-c", START_AND_WAIT, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert starter.stdin is not None
        assert starter.stdout is not None
        daemon = os.pidfd_open(int(starter.stdout.readline()))
        starter.send_signal(signal.SIGKILL)
        starter.wait()
        ended, _, _ = select.select([daemon], [], [], 30)
        assert ended == [daemon]
        os.close(daemon)
        starter.stdin.close()
        starter.stdout.close()


@pytest.mark.parametrize(
    ("ci", "outcome"), [("", pytest.skip.Exception), ("true", pytest.fail.Exception)], ids=["elsewhere", "in CI"]
)
def test_absent_pcsc_skips_a_test_but_fails_it_where_changes_are_judged(
    ci: str, outcome: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", ci)
    with pytest.raises(outcome, match="not installed"):
        refuse(PcscUnavailable("pcscd is not installed", "install it"))


class TestUnavailable:
    """Each answer names a remedy, so that the caller can say it and go another way."""

    @pytest.fixture(autouse=True)
    def _driver(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(pcscd, "build_driver", lambda cache: tmp_path / "driver.so")

    def test_without_pcscd(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(pcscd, "SEARCH_PATH", str(tmp_path))
        with pytest.raises(PcscUnavailable, match="install the package pcscd"), PrivatePcscd([]):
            pass

    def test_with_a_pcscd_that_ends_at_once(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        daemon = tmp_path / "pcscd"
        daemon.write_text("#!/bin/sh\necho no readers today\nexit 1\n")
        daemon.chmod(0o755)
        monkeypatch.setattr(pcscd, "SEARCH_PATH", f"{tmp_path}:{os.environ['PATH']}")
        monkeypatch.setattr(PrivatePcscd, "_isolation", lambda self: [])
        with pytest.raises(PcscUnavailable, match="no readers today"), PrivatePcscd([]):
            pass

    def test_without_a_folder_for_its_pid(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(pcscd, "_daemon", lambda: "/bin/false")
        monkeypatch.setattr(pcscd, "_works", lambda command: False)
        monkeypatch.setattr(pcscd, "RUN_FOLDER", tmp_path / "run")
        monkeypatch.setattr(os, "geteuid", lambda: 1000)
        with pytest.raises(PcscUnavailable, match="mkdir"), PrivatePcscd([]):
            pass
