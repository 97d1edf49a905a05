"""Model packs on this kiosk: installed whole or not at all, removed, and read back."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from kiosk.biometric.networks.engine_choice import EngineCatalogue
from kiosk.biometric.networks.manifest import Manifest
from kiosk.biometric.networks.manifest_file import KNOWN_PACK, load_manifest
from kiosk.biometric.networks.model_files import load_weights
from kiosk.domain.faults import Fault, FaultCode

MANIFEST = "manifest.toml"

MAX_LICENCE_BYTES = 1024 * 1024

BUILT_IN_PACK = "built-in"


class ModelPacks:
    """The packs under one folder: each a link by its name to a folder that is never changed once it is linked."""

    def __init__(self, folder: Path) -> None:
        """``folder`` need not exist; it is made by the first installation."""
        self._folder = folder

    def names(self) -> tuple[str, ...]:
        """The installed packs; a folder that was left behind by an interrupted installation is none.

        A plain folder counts too: a copy of the data folder may have followed the links.
        """
        if not self._folder.is_dir():
            return ()
        entries = (entry for entry in self._folder.iterdir() if not entry.name.startswith("."))
        return tuple(sorted(entry.name for entry in entries if entry.is_symlink() or entry.is_dir()))

    def manifest(self, name: str) -> Manifest:
        """The manifest of an installed pack; raises ``Fault(FACE_ENGINE_BROKEN)``."""
        # The link is followed once, so that a reader stays with the files of the manifest that it has read.
        return load_manifest((self._folder / name).resolve() / MANIFEST)

    def catalogue(self) -> EngineCatalogue:
        """The engines of the program and of every installed pack; raises ``Fault(FACE_ENGINE_BROKEN)``."""
        return EngineCatalogue([load_manifest(), *(self.manifest(name) for name in self.names())])

    def install(self, source: Path) -> Manifest:
        """Install the pack in this folder; a pack of the same name is replaced.

        ``manifest.toml`` in the folder says what belongs to it; a folder without one is taken for the pack that the
        program knows. Every file is held to its hash before anything of the pack can be used, and the pack appears in
        one step: an interrupted installation leaves the former pack or none. Raises ``Fault(MODEL_PACK_REFUSED)``.
        """
        try:
            own = source / MANIFEST
            text = (own if own.is_file() else KNOWN_PACK).read_bytes()
            manifest = replace(load_manifest(own if own.is_file() else KNOWN_PACK), folder=source)
            _check_there(manifest)
            self._check_names(manifest)
            self._folder.mkdir(parents=True, exist_ok=True)
            staging = Path(tempfile.mkdtemp(prefix=f".{manifest.pack}-", dir=self._folder))
            try:
                _fill(staging, manifest, text)
                self._link(manifest.pack, staging)
            except BaseException:
                shutil.rmtree(staging, ignore_errors=True)
                raise
        except Fault as fault:
            raise Fault(FaultCode.MODEL_PACK_REFUSED, fault.technical) from fault
        except OSError as error:
            raise Fault(FaultCode.MODEL_PACK_REFUSED, f"{source.name}: {error.strerror}") from error
        return self.manifest(manifest.pack)

    def remove(self, name: str) -> None:
        """Take a pack away; raises ``Fault(MODEL_PACK_REFUSED)`` when there is none of this name."""
        if name not in self.names():
            installed = ", ".join(self.names()) or "none"
            raise Fault(FaultCode.MODEL_PACK_REFUSED, f"no pack {name[:40]!r} is installed; installed: {installed}")
        link = self._folder / name
        former = link.resolve()
        try:
            if link.is_symlink():
                link.unlink()
            self._drop(former)
        except OSError as error:
            raise Fault(FaultCode.MODEL_PACK_REFUSED, f"{name}: {error.strerror}") from error

    def _check_names(self, manifest: Manifest) -> None:
        if manifest.pack == BUILT_IN_PACK:
            raise Fault(FaultCode.MODEL_PACK_REFUSED, f"{BUILT_IN_PACK} is the name of the program's own models")
        others = [self.manifest(name) for name in self.names() if name != manifest.pack]
        EngineCatalogue([load_manifest(), *others, manifest])

    def _link(self, name: str, folder: Path) -> None:
        """Let the name stand for this folder; the exchange of a link is one step of the file system."""
        link = self._folder / name
        former = link.resolve() if link.is_symlink() else None
        if former is None and link.exists():
            shutil.rmtree(link)
        new = self._folder / f"{folder.name}.link"
        new.symlink_to(folder.name)
        new.replace(link)
        if former is not None:
            self._drop(former)

    def _drop(self, folder: Path) -> None:
        """Delete a folder of a pack, and nothing that lies elsewhere."""
        if folder.parent == self._folder.resolve():
            shutil.rmtree(folder)


def file_states(manifest: Manifest) -> dict[str, str]:
    """For each file of a pack ``ok``, or why it would not be loaded."""
    states = {}
    for file in manifest.files():
        try:
            load_weights(manifest.folder, file)
        except Fault as fault:
            states[file.file] = fault.technical.removeprefix(f"{file.file}: ")
        else:
            states[file.file] = "ok"
    return states


def _check_there(manifest: Manifest) -> None:
    """Name everything that is missing at once, so that a pack is put together in one go."""
    if not manifest.folder.is_dir():
        raise Fault(FaultCode.MODEL_PACK_REFUSED, f"{manifest.folder.name} is no folder")
    wanted = {name for file in manifest.files() for name in (file.file, file.licence_file)}
    missing = sorted(name for name in wanted if not (manifest.folder / name).is_file())
    if missing:
        raise Fault(FaultCode.MODEL_PACK_REFUSED, f"missing in {manifest.folder.name}: {', '.join(missing)}")


def _fill(staging: Path, manifest: Manifest, text: bytes) -> None:
    """Write what the manifest names, from bytes whose hash was checked, and the manifest last."""
    for file in {file.file: file for file in manifest.files()}.values():
        _write(staging / file.file, load_weights(manifest.folder, file))
    for licence in sorted({file.licence_file for file in manifest.files()}):
        _write(staging / licence, _licence(manifest.folder / licence))
    _write(staging / MANIFEST, text)
    staging.chmod(0o755)
    directory = os.open(staging, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


def _write(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _licence(path: Path) -> bytes:
    if path.stat().st_size > MAX_LICENCE_BYTES:
        raise Fault(FaultCode.MODEL_PACK_REFUSED, f"{path.name}: larger than {MAX_LICENCE_BYTES} bytes")
    return path.read_bytes()
