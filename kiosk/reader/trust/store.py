"""What the operator trusts: CSCA certificates, and document signers pinned one by one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader.trust.asn1 import Asn1Error, Certificate, parse_certificates

CERTIFICATE_SUFFIXES = frozenset({".cer", ".crt", ".der", ".pem"})

PINNED_SIGNERS = "pinned-signers.txt"
"""One SHA-256 fingerprint a line in hexadecimal, colons allowed; ``#`` begins a comment."""

MAX_FILE_SIZE = 1 << 20


@dataclass(frozen=True, slots=True)
class TrustStore:
    """The trust anchors by the name of their subject, and the fingerprints of pinned document signers.

    Safe for any thread: nothing changes after it is made.
    """

    anchors: Mapping[str, tuple[Certificate, ...]] = field(default_factory=lambda: MappingProxyType({}))
    pinned: frozenset[bytes] = frozenset()

    @classmethod
    def of(cls, certificates: Iterable[Certificate], pinned: Iterable[bytes] = ()) -> TrustStore:
        """Certificates of CAs become anchors; any other certificate is a document signer and gets pinned."""
        anchors: dict[str, tuple[Certificate, ...]] = {}
        signers = set(pinned)
        for certificate in certificates:
            if not _may_issue(certificate):
                signers.add(certificate.fingerprint)
            elif certificate not in anchors.get(certificate.subject, ()):
                anchors[certificate.subject] = (*anchors.get(certificate.subject, ()), certificate)
        return cls(MappingProxyType(anchors), frozenset(signers))

    def issuers_named_by(self, certificate: Certificate) -> tuple[Certificate, ...]:
        """The anchors whose subject is the certificate's issuer."""
        return self.anchors.get(certificate.issuer, ())

    def is_pinned(self, certificate: Certificate) -> bool:
        return certificate.fingerprint in self.pinned


def load_trust(folder: Path | None = None, files: Sequence[Path] = ()) -> TrustStore:
    """Everything in the folder (``*.cer *.crt *.der *.pem``, ``pinned-signers.txt``) and the single files.

    A folder that is not there is an empty one. Raises ``Fault(TRUST_ANCHOR_MALFORMED)`` with the file's name when a
    file cannot be read or is no certificate.
    """
    inside = sorted(folder.iterdir()) if folder is not None and folder.is_dir() else []
    listed = [path for path in inside if path.name == PINNED_SIGNERS]
    paths = [*(path for path in inside if path.suffix.lower() in CERTIFICATE_SUFFIXES), *files]
    return TrustStore.of(
        (certificate for path in paths for certificate in _certificates(path)),
        (fingerprint for path in listed for fingerprint in _fingerprints(path)),
    )


def _may_issue(certificate: Certificate) -> bool:
    """Whether the certificate may sign others (RFC 5280 §4.2.1.3, §4.2.1.9).

    Old roots have no basic constraints: then it must be self-issued, as a root is.
    """
    if certificate.key_usage is not None and "key_cert_sign" not in certificate.key_usage:
        return False
    return certificate.issuer == certificate.subject if certificate.ca is None else certificate.ca


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
