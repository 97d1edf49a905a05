"""Builds the virtual reader's driver with gcc, once per source and compiler flags, into a cache folder."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

SOURCE = Path(__file__).with_name("ifd_virtual_reader.c")
FLAGS = ("-std=c11", "-D_GNU_SOURCE", "-Wall", "-Wextra", "-Werror", "-O2", "-fPIC", "-shared", "-pthread")
HEADER_FOLDERS = (Path("/usr/include/PCSC"), Path("/usr/local/include/PCSC"))
COMPILE_SECONDS = 120


class PcscUnavailable(Exception):  # noqa: N818 - a state of this machine that callers answer with another way
    """PC/SC cannot be run here; ``reason`` says why and ``remedy`` what to install or change."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason, remedy)
        self.reason = reason
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.reason}; {self.remedy}"


def default_cache() -> Path:
    """Where drivers are kept: ``$XDG_CACHE_HOME/kiosk/driver``, in the home folder if that is not set."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "kiosk" / "driver"


def build_driver(cache: Path | None = None) -> Path:
    """The shared object of the driver, built if this source was not built before.

    Safe to call from several processes at once: each compiles beside and renames. Raises ``PcscUnavailable`` without
    compiler or headers, or when the compiler refuses.
    """
    cache = cache or default_cache()
    fingerprint = hashlib.sha256(SOURCE.read_bytes() + " ".join(FLAGS).encode()).hexdigest()[:16]
    driver = cache / f"ifd_virtual_reader-{fingerprint}.so"
    if driver.exists():
        return driver
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        raise PcscUnavailable("there is no C compiler for the virtual reader's driver", "install the package gcc")
    headers = next((folder for folder in HEADER_FOLDERS if (folder / "ifdhandler.h").exists()), None)
    if headers is None:
        raise PcscUnavailable("the headers of pcsc-lite are missing", "install the package libpcsclite-dev")
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".build-", dir=cache) as folder:
            fresh = Path(folder) / driver.name
            _compile([compiler, *FLAGS, "-isystem", str(headers), "-o", str(fresh), str(SOURCE)])
            fresh.chmod(0o755)
            fresh.replace(driver)
    except OSError as error:
        raise PcscUnavailable(
            f"the driver cannot be stored: {error.strerror}", "make the cache folder writable"
        ) from None
    return driver


def _compile(command: list[str]) -> None:
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, errors="replace", timeout=COMPILE_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise PcscUnavailable("the C compiler did not finish", "try again on a machine with less load") from None
    if done.returncode != 0:
        first = next((line for line in done.stderr.splitlines() if "error" in line), "no message")
        raise PcscUnavailable(f"the driver does not compile: {first.strip()[:200]}", "check gcc and libpcsclite-dev")
