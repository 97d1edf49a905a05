"""One reading as files for the issuer's own check: our own JSON, single files, or the form of a service."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from kiosk.domain.chip_reading import ElementaryFile
from kiosk.domain.issuer_answer import IssuerQuestion
from kiosk.services.issuer.form import pem

Json = dict[str, Any]

SCHEMA = "kiosk.issuer-export/1"


def as_json(question: IssuerQuestion, state: str, at: datetime) -> Json:
    """The shape ``kiosk.issuer-export/1``; bytes in base64. ``state`` is what passive authentication amounted to."""
    evidence = question.active_authentication
    return {
        "schema": SCHEMA,
        "read_at": at.astimezone(UTC).isoformat(timespec="seconds"),
        "state": state,
        "sod": _file(question.sod),
        "signer": _file(question.signer) if question.signer else None,
        "files": {file.value: _file(data) for file, data in question.files.items()},
        "active_authentication": {"challenge": _base64(evidence.challenge), "signature": _base64(evidence.signature)}
        if evidence is not None and evidence.signature
        else None,
    }


def as_files(question: IssuerQuestion) -> Mapping[str, bytes]:
    """The content of a folder: ``SOD.bin`` as the chip gives it, the signer in DER and PEM, and what was released."""
    files = {"SOD.bin": question.sod}
    if question.signer:
        files |= {"signer.cer": question.signer, "signer.pem": pem(question.signer).encode("ascii")}
    files |= {f"{file.value}.bin": data for file, data in question.files.items()}
    evidence = question.active_authentication
    if evidence is not None and evidence.signature:
        files |= {"AA-challenge.bin": evidence.challenge, "AA-signature.bin": evidence.signature}
    return files


def what_leaves(question: IssuerQuestion) -> tuple[ElementaryFile, ...]:
    """The files of the card that are in an export of this question."""
    return (ElementaryFile.SOD, *question.files)


def _file(data: bytes) -> Json:
    return {"data": _base64(data), "sha256": hashlib.sha256(data).hexdigest()}


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
