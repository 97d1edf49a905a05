"""Trust anchors as files that somebody put into a folder: certificates, and a list of pinned document signers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader.trust.asn1 import Asn1Error
from kiosk.reader.trust.certificate import Certificate, parse_certificates
from kiosk.reader.trust.revocation_list import RevocationList, parse_revocation_lists
from kiosk.reader.trust.store.contents import ForeignFileError
from kiosk.reader.trust.store.fingerprints import parse_fingerprint
from kiosk.reader.trust.store.regular_file import read_regular

CERTIFICATE_SUFFIXES = frozenset({".cer", ".crt", ".der", ".pem"})
REVOCATION_LIST_SUFFIX = ".crl"

PINNED_SIGNERS = "pinned-signers.txt"
"""One SHA-256 fingerprint a line in hexadecimal, colons allowed; ``#`` begins a comment."""

MAX_FILE_SIZE = 1 << 20

_Read = TypeVar("_Read")


@dataclass(frozen=True, slots=True)
class LooseFiles:
    """What the files hold: certificates, fingerprints of pinned document signers, and CRLs.

    ``names`` are the files in which each of them stands, by fingerprint.
    """

    certificates: tuple[Certificate, ...]
    pinned: tuple[bytes, ...]
    revocation_lists: tuple[RevocationList, ...]
    names: Mapping[bytes, str]


def read_loose_files(folder: Path | None = None, files: Sequence[Path] = ()) -> LooseFiles:
    """Everything in the folder (``*.cer *.crt *.der *.pem *.crl``, ``pinned-signers.txt``) and the single files.

    A folder that is not there is an empty one. Raises ``Fault(TRUST_ANCHOR_MALFORMED)`` with the file's name when a
    file cannot be read or is not what its name says; single files are certificates whatever their name.
    """
    inside = sorted(folder.iterdir()) if folder is not None and folder.is_dir() else []
    paths = [*(path for path in inside if path.suffix.lower() in CERTIFICATE_SUFFIXES), *files]
    certificates = [(path.name, one) for path in paths for one in _parsed(path, parse_certificates)]
    pinned = [(path.name, one) for path in inside if path.name == PINNED_SIGNERS for one in _fingerprints(path)]
    lists = [
        (path.name, one)
        for path in inside
        if path.suffix.lower() == REVOCATION_LIST_SUFFIX
        for one in _parsed(path, parse_revocation_lists)
    ]
    names = {one: name for name, one in pinned}
    names.update((one.fingerprint, name) for name, one in certificates)
    names.update((one.fingerprint, name) for name, one in lists)
    return LooseFiles(
        tuple(one for _, one in certificates), tuple(one for _, one in pinned), tuple(one for _, one in lists), names
    )


def _parsed(path: Path, parse: Callable[[bytes], tuple[_Read, ...]]) -> tuple[_Read, ...]:
    try:
        return parse(_read(path))
    except Asn1Error as error:
        raise Fault(FaultCode.TRUST_ANCHOR_MALFORMED, f"{path.name}: {error}") from error


def _fingerprints(path: Path) -> Iterable[bytes]:
    for number, line in enumerate(_read(path).decode("utf-8", "replace").splitlines(), start=1):
        text = line.partition("#")[0].strip()
        if not text:
            continue
        fingerprint = parse_fingerprint(text)
        if fingerprint is None:
            raise Fault(FaultCode.TRUST_ANCHOR_MALFORMED, f"{path.name}, line {number}: no SHA-256 fingerprint")
        yield fingerprint


def _read(path: Path) -> bytes:
    try:
        return read_regular(path, MAX_FILE_SIZE)
    except ForeignFileError as error:
        raise Fault(FaultCode.TRUST_ANCHOR_MALFORMED, f"{path.name}: {error}") from error
    except OSError as error:
        raise Fault(FaultCode.TRUST_ANCHOR_MALFORMED, f"{path.name}: cannot be read") from error
