"""A private pcscd for virtual readers: own socket, own configuration, gone when this program goes."""

from __future__ import annotations

import functools
import os
import re
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from kiosk.simulator.slot.driver.build import PcscUnavailable, build_driver

__all__ = ["SOCKET_VARIABLE", "PcscUnavailable", "PrivatePcscd", "ReaderEntry", "short_folder"]

SOCKET_VARIABLE = "PCSCLITE_CSOCK_NAME"  # libpcsclite reads it once, at the first call of a process
RUN_FOLDER = Path("/run/pcscd")  # compiled into pcscd; it refuses to start without
SEARCH_PATH = os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/sbin", "/usr/local/sbin", "/sbin"))
START_SECONDS = 20.0
STOP_SECONDS = 5.0

_LAUNCHER = Path(__file__).with_name("pcscd_launch.py")
_LEGAL_PATH = re.compile(r"[A-Za-z0-9=/\-._@:]+")  # what pcscd's configuration grammar takes without quotes
_LEGAL_NAME = re.compile(r"[ !#-~]{1,100}")  # printable ASCII without the quote; MAX_READERNAME is 128 with the suffix

# The first message of a PC/SC client: header (size, command 0x11) and the protocol version it speaks (winscard_msg.h).
_HELLO = struct.pack("=IIiiI", 12, 0x11, 4, 4, 0)


@dataclass(frozen=True, slots=True)
class ReaderEntry:
    """One reader in pcscd's configuration; ``library`` None means the virtual reader's own driver."""

    name: str
    device: str
    library: Path | None = None
    channel: int = 0

    def __post_init__(self) -> None:
        if not _LEGAL_NAME.fullmatch(self.name) or not _LEGAL_PATH.fullmatch(self.device):
            raise ValueError("pcscd's configuration cannot express this reader name or device")

    def render(self, driver: Path) -> str:
        """The lines for ``/etc/reader.conf.d``."""
        return (
            f'FRIENDLYNAME "{self.name}"\nDEVICENAME {self.device}\n'
            f"LIBPATH {self.library or driver}\nCHANNELID {self.channel}\n"
        )


def short_folder() -> Path:
    """A new folder whose path leaves room for socket names: they may have 107 bytes at most. The caller removes it."""
    base = Path("/tmp")  # noqa: S108 - made by mkdtemp, with mode 0700 below
    return Path(tempfile.mkdtemp(prefix="kiosk-", dir=base if base.is_dir() else None))


class PrivatePcscd:
    """pcscd on a socket of its own, beside any other one on this machine.

    It is started as systemd would (socket activation): the socket is there before the daemon, and the daemon's
    compiled-in path stays free. As a context manager it starts, sets ``PCSCLITE_CSOCK_NAME`` for this process and
    its children, and ends daemon and folder at the end. Since libpcsclite reads the variable once, a process that has
    used PC/SC before keeps its old path; starting again on the same ``folder`` is fine.

    The daemon also dies with the thread that started it (``PR_SET_PDEATHSIG``): start it from a thread that lives as
    long as it is needed. Raises ``PcscUnavailable`` where pcscd cannot be run.
    """

    def __init__(
        self, readers: Sequence[ReaderEntry], *, folder: Path | None = None, cache: Path | None = None
    ) -> None:
        self._readers = tuple(readers)
        self._owns_folder = folder is None
        self._cache = cache
        self.folder = folder or short_folder()
        self.folder.chmod(0o755)  # pcscd and its clients may be other users
        self._process: subprocess.Popen[bytes] | None = None
        self._previous = os.environ.get(SOCKET_VARIABLE)

    @property
    def socket_path(self) -> Path:
        return self.folder / "pcscd.comm"

    @property
    def pid(self) -> int | None:
        """The daemon's process id, None while it does not run."""
        return self._process.pid if self._process is not None else None

    @property
    def environment(self) -> dict[str, str]:
        """What another process needs in its environment to reach this pcscd."""
        return {SOCKET_VARIABLE: str(self.socket_path)}

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def start(self) -> None:
        """Start the daemon and wait until it answers and its readers are there."""
        if self._process is not None:
            raise RuntimeError("this pcscd is running already")
        daemon = _daemon()
        configuration = self._write_configuration()
        self.socket_path.unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
            listener.bind(str(self.socket_path))
            self.socket_path.chmod(0o666)
            listener.listen(16)
            descriptor = str(listener.fileno())
            launch = [sys.executable, "-I", "-S", str(_LAUNCHER), descriptor, str(os.getpid())]
            command = [daemon, "--foreground", "--config", str(configuration), *_daemon_options(daemon)]
            with (self.folder / "pcscd.log").open("wb") as log:
                self._process = subprocess.Popen(
                    [*self._isolation(), *launch, *command],
                    stdin=subprocess.DEVNULL, stdout=log, stderr=log, pass_fds=(listener.fileno(),),
                    start_new_session=True,  # Ctrl-C is for us, who then end the daemon in order
                    # readers on USB belong to the machine's own pcscd; honoured from pcsc-lite 2.0 on
                    env={**os.environ, "PCSCLITE_HP_DROPDIR": str(self.folder)},
                )  # fmt: skip
        # our copy of the socket is closed now: if the daemon dies, clients are refused at once and do not hang
        os.environ.update(self.environment)
        self._await_answer()

    def stop(self) -> None:
        """End the daemon; the folder stays, so that ``start`` can follow."""
        self._end(kill=False)

    def kill(self) -> None:
        """End the daemon as a crash would: clients lose it in the middle of what they do."""
        self._end(kill=True)

    def close(self) -> None:
        """End the daemon, restore the environment, remove what was made."""
        self.stop()
        if self._previous is None:
            os.environ.pop(SOCKET_VARIABLE, None)
        else:
            os.environ[SOCKET_VARIABLE] = self._previous
        if self._owns_folder:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _end(self, *, kill: bool) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if kill:
            process.kill()
        else:
            process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _write_configuration(self) -> Path:
        driver = build_driver(self._cache)
        if not _LEGAL_PATH.fullmatch(str(driver)):
            driver = Path(shutil.copy(driver, self.folder / driver.name))
        folder = self.folder / "reader.conf.d"
        folder.mkdir(exist_ok=True)
        text = "\n".join(reader.render(driver) for reader in self._readers)
        (folder / "readers").write_text(text, encoding="ascii")
        return folder

    def _isolation(self) -> list[str]:
        """The words before the command that give pcscd a ``/run/pcscd`` of its own, where this machine allows it.

        pcscd keeps its pid file there, and signals the pid that it finds in it.
        """
        run = self.folder / "run"
        run.mkdir(exist_ok=True)
        if os.geteuid() == 0:
            RUN_FOLDER.mkdir(mode=0o755, exist_ok=True)
            script = f'mount --bind "$0" {RUN_FOLDER} && exec "$@"'
            isolation = ["unshare", "--mount", "--propagation", "private", "sh", "-c", script, str(run)]
        else:
            script = f'mount -t tmpfs "$0" /run && mkdir {RUN_FOLDER} && exec "$@"'
            isolation = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, "kiosk"]
        if _works((*isolation, "true")):
            return isolation
        if RUN_FOLDER.is_dir():
            return []
        raise PcscUnavailable(f"pcscd needs the folder {RUN_FOLDER}", f"create it as root: mkdir {RUN_FOLDER}")

    def _await_answer(self) -> None:
        """Say hello as a client; the daemon accepts only after its readers are set up."""
        process = self._process
        assert process is not None
        end = time.monotonic() + START_SECONDS
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
            client.settimeout(0.2)
            try:
                client.connect(str(self.socket_path))
                client.sendall(_HELLO)
                while time.monotonic() < end and process.poll() is None:
                    try:
                        if client.recv(1):
                            return
                        break
                    except TimeoutError:
                        continue
            except OSError:
                pass  # the daemon is gone: its log says why
        self._end(kill=True)
        lines = (self.folder / "pcscd.log").read_text(errors="replace").strip().splitlines()
        said = lines[-1].strip()[:200] if lines else "it wrote no message"
        raise PcscUnavailable(f"pcscd did not start: {said}", "run «kiosk doctor», or use the card inside the process")


@functools.cache
def _works(command: tuple[str, ...]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, timeout=10, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _daemon() -> str:
    daemon = shutil.which("pcscd", path=SEARCH_PATH)
    if daemon is None:
        raise PcscUnavailable("the card service pcscd is not installed", "install the package pcscd")
    return daemon


@functools.cache
def _daemon_options(daemon: str) -> tuple[str, ...]:
    """pcsc-lite 2 asks polkit who may use readers; a private daemon serves whoever can reach its socket."""
    usage = subprocess.run([daemon, "--help"], capture_output=True, text=True, timeout=10, check=False)
    option = "--disable-polkit"
    return (option,) if option in usage.stdout + usage.stderr else ()
