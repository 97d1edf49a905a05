"""Trust anchors as files that somebody put into a folder: certificates, and a list of pinned document signers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader.trust.anchors import AnchorSet
from kiosk.reader.trust.asn1 import Asn1Error
from kiosk.reader.trust.certificate import Certificate, parse_certificates

CERTIFICATE_SUFFIXES = frozenset({".cer", ".crt", ".der", ".pem"})

PINNED_SIGNERS = "pinned-signers.txt"
"""One SHA-256 fingerprint a line in hexadecimal, colons allowed; ``#`` begins a comment."""

MAX_FILE_SIZE = 1 << 20


def load_trust(folder: Path | None = None, files: Sequence[Path] = ()) -> AnchorSet:
    """Everything in the folder (``*.cer *.crt *.der *.pem``, ``pinned-signers.txt``) and the single files.

    A folder that is not there is an empty one. Raises ``Fault(TRUST_ANCHOR_MALFORMED)`` with the file's name when a
    file cannot be read or is no certificate.
    """
    inside = sorted(folder.iterdir()) if folder is not None and folder.is_dir() else []
    listed = [path for path in inside if path.name == PINNED_SIGNERS]
    paths = [*(path for path in inside if path.suffix.lower() in CERTIFICATE_SUFFIXES), *files]
    return AnchorSet.of(
        (certificate for path in paths for certificate in _certificates(path)),
        (fingerprint for path in listed for fingerprint in _fingerprints(path)),
    )


def _certificates(path: Path) -> tuple[Certificate, ...]:
    try:
        return parse_certificates(_read(path))
    except Asn1Error as error:
        raise Fault(FaultCode.TRUST_ANCHOR_MALFORMED, f"{path.name}: {error}") from error


def _fingerprints(path: Path) -> Iterable[bytes]:
    for number, line in enumerate(_read(path).decode("utf-8", "replace").splitlines(), start=1):
        digits = line.partition("#")[0].replace(":", "").strip()
        if not digits:
            continue
        if not re.fullmatch(r"[0-9A-Fa-f]{64}", digits):
            raise Fault(FaultCode.TRUST_ANCHOR_MALFORMED, f"{path.name}, line {number}: no SHA-256 fingerprint")
        yield bytes.fromhex(digits)


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_FILE_SIZE:
            raise Fault(FaultCode.TRUST_ANCHOR_MALFORMED, f"{path.name}: too large")
        return path.read_bytes()
    except OSError as error:
        raise Fault(FaultCode.TRUST_ANCHOR_MALFORMED, f"{path.name}: cannot be read") from error
