"""The columns that an operator named for a list's fields: kept beside the lists, and used again with the next file."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

from kiosk.domain.faults import Fault, FaultCode
from kiosk.site.columns import FIELDS, ListColumns, header_key

FILE = "columns.json"
MAX_BYTES = 64 * 1024
MAX_HEADER = 200


def chosen_columns(folder: Path) -> dict[str, str]:
    """Header texts by field. Raises ``Fault(LIST_MALFORMED)`` when the file is damaged."""
    try:
        data = (folder / FILE).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise Fault(FaultCode.LIST_MISSING, f"{FILE}: {error.strerror}") from error
    try:
        read = json.loads(data) if len(data) <= MAX_BYTES else None
    except ValueError:
        read = None
    if not isinstance(read, dict) or not all(isinstance(value, str) and header_key(value) for value in read.values()):
        raise Fault(FaultCode.LIST_MALFORMED, f"{FILE}: damaged; take it away and name the columns again")
    return read


def remember_columns(folder: Path, chosen: Mapping[str, str]) -> None:
    """Keep them for the next import, whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    following = folder / f".{FILE}"
    following.write_text(json.dumps(dict(chosen), ensure_ascii=False, indent=2) + "\n", "utf-8")
    following.replace(folder / FILE)


def parse_choice(text: str, columns: ListColumns) -> tuple[str, str]:
    """``number=Mã ĐD`` as field and header text; raises ``ValueError`` saying what it should be."""
    field, sign, header = (part.strip() for part in text.partition("="))
    known = (*FIELDS, *(detail for detail, _ in columns.details))
    if not sign or field not in known:
        raise ValueError(f"FIELD=HEADER, where FIELD is one of {', '.join(known)}")
    if not header_key(header) or len(header) > MAX_HEADER or re.search(r"[\x00-\x1f]", header):
        raise ValueError("a header text has letters")
    return field, header
