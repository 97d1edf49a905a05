"""How the virtual reader's driver is built, and what is said when it cannot be."""

from __future__ import annotations

import ctypes
from pathlib import Path

import pytest

from kiosk.simulator.slot.driver import build
from kiosk.simulator.slot.driver.build import PcscUnavailable, build_driver, default_cache
from tests.pcsc_rig import refuse


@pytest.mark.pcsc
def test_the_driver_is_built_once_and_is_an_ifd_handler(tmp_path: Path) -> None:
    try:
        driver = build_driver(tmp_path / "cache")
    except PcscUnavailable as unavailable:
        refuse(unavailable)
    built = driver.stat().st_mtime_ns
    assert build_driver(tmp_path / "cache") == driver
    assert driver.stat().st_mtime_ns == built
    assert [path.name for path in (tmp_path / "cache").iterdir()] == [driver.name]
    library = ctypes.CDLL(str(driver))
    for function in ("CreateChannelByName", "CloseChannel", "PowerICC", "TransmitToICC", "ICCPresence", "Control"):
        assert hasattr(library, f"IFDH{function}")


def test_without_compiler_the_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PcscUnavailable) as raised:
        build_driver(tmp_path)
    assert "gcc" in raised.value.remedy


def test_without_headers_the_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _pretend_compiler(tmp_path, monkeypatch, "exit 0")
    monkeypatch.setattr(build, "HEADER_FOLDERS", (tmp_path,))
    with pytest.raises(PcscUnavailable) as raised:
        build_driver(tmp_path)
    assert "libpcsclite-dev" in raised.value.remedy


def test_what_the_compiler_says_is_passed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _pretend_compiler(tmp_path, monkeypatch, "echo 'ifd.c:1: error: no such luck' >&2; exit 1")
    _pretend_headers(tmp_path, monkeypatch)
    with pytest.raises(PcscUnavailable, match="no such luck"):
        build_driver(tmp_path / "cache")
    assert list((tmp_path / "cache").iterdir()) == [], "nothing half-made stays behind"


def test_a_cache_that_cannot_be_written_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _pretend_compiler(tmp_path, monkeypatch, "exit 0")
    _pretend_headers(tmp_path, monkeypatch)
    (tmp_path / "cache").write_text("not a folder")
    with pytest.raises(PcscUnavailable, match="cannot be stored"):
        build_driver(tmp_path / "cache")


def test_the_cache_follows_the_desktop_s_convention(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/somewhere")
    assert default_cache() == Path("/somewhere/kiosk/driver")
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", "/home/kiosk")
    assert default_cache() == Path("/home/kiosk/.cache/kiosk/driver")


def _pretend_compiler(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    compiler = folder / "bin" / "gcc"
    compiler.parent.mkdir()
    compiler.write_text(f"#!/bin/sh\n{script}\n")
    compiler.chmod(0o755)
    monkeypatch.setenv("PATH", str(compiler.parent))


def _pretend_headers(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "ifdhandler.h").touch()
    monkeypatch.setattr(build, "HEADER_FOLDERS", (folder,))
