"""``kiosk card export``: a fresh reading as files for the issuer's own check, with what was asked for and no more."""

from __future__ import annotations

import json
import os
import secrets
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import typer

from kiosk.app import report
from kiosk.app.cards.read import await_card
from kiosk.app.exits import Exit, fault_exit
from kiosk.app.key_options import parse_keys
from kiosk.domain.access_key import AccessKey
from kiosk.domain.chip_reading import ChipReading, ElementaryFile
from kiosk.domain.clock import Deadline, SystemClock
from kiosk.domain.evidence import Inspection
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.issuer_answer import IssuerQuestion
from kiosk.services.issuer.export import as_files, as_json, what_leaves
from kiosk.services.issuer.form import Form, MissingError, Occasion, fill
from kiosk.services.issuer.profile import load_profile, shipped_names
from kiosk.services.issuer.release import TELLS, listed, parse_release

OWN_FORM, FOLDER = "json", "files"
FORMS = (OWN_FORM, FOLDER, *shipped_names())


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be written, and where: ``form`` is ``None`` for our own JSON and for a folder of files."""

    name: str
    form: Form | None
    released: frozenset[ElementaryFile]
    out: Path


def export_card(
    can: str | None,
    mrz: str | None,
    qr: str | None,
    pattern: str,
    anchors: Sequence[Path],
    *,
    atr: str,
    wait: float,
    seconds: float,
    form: str,
    released: Sequence[str],
    out: Path,
    as_json: bool,
) -> Exit:
    """Read the card, write the export, say what is in it; what is not agreed to is found out before the reading."""
    qr_identity, keys = parse_keys(can, mrz, qr)
    if not keys:
        raise typer.BadParameter("give --can, --mrz or --qr: a chip opens only with a key", param_hint="--can")
    wish = _wish(form, released, out)
    from kiosk.app.settings.options import trust_folder
    from kiosk.reader.inspection import ChipInspector
    from kiosk.reader.trust.store.trust import open_trust

    inspector = ChipInspector(open_trust(None if anchors else trust_folder(), anchors))
    clock = SystemClock()
    try:
        reading = _read(pattern, atr, keys, wish.released, wait, Deadline(clock, seconds), clock)
        inspection = inspector.inspect(reading, qr_identity, clock.now())
        question = write_export(reading, inspection, wish, clock.now())
    except ImportError:
        return _failed(wish, Fault(FaultCode.CARD_SERVICE_DOWN, "pyscard is not installed"), as_json)
    except Fault as fault:
        return _failed(wish, fault, as_json)
    _tell(wish, question, inspection, as_json)
    return Exit.OK


def write_export(reading: ChipReading, inspection: Inspection, wish: Wish, at: datetime) -> IssuerQuestion:
    """Write what was wished of this reading, and give what went into it.

    Raises ``Fault`` for a reading that ended early, and ``FILE_MISSING`` where the card lacks what the form must have.
    Nothing that is there already is overwritten.
    """
    if reading.fault is not None:
        raise reading.fault
    if ElementaryFile.SOD not in reading.files:
        raise Fault(FaultCode.FILE_MISSING, "EF.SOD")
    number = inspection.identity.number if inspection.identity else ""
    question = IssuerQuestion.of(reading, inspection.signer, number, wish.released)
    if wish.name == FOLDER:
        _write_folder(wish.out, as_files(question))
    elif wish.form is None:
        _write_new(wish.out, _json_bytes(as_json(question, inspection.authenticity.state.value, at)))
    else:
        try:
            fields = fill(wish.form, question, Occasion(secrets.token_hex(16), at))
        except MissingError as missing:
            raise Fault(FaultCode.FILE_MISSING, missing.source.value) from None
        _write_new(wish.out, _json_bytes(fields))
    return question


# Before the card


def _wish(name: str, released: Sequence[str], out: Path) -> Wish:
    """The options taken together; whatever is wrong or not agreed to is a usage error."""
    try:
        files = parse_release(one for part in released for one in part.split(","))
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--with") from error
    form = None
    if name not in (OWN_FORM, FOLDER):
        try:
            form = load_profile(name).form
        except Fault as fault:
            known = f"one of {', '.join(FORMS)}, or a profile (*.toml): {fault.technical}"
            raise typer.BadParameter(known, param_hint="--form") from fault
        withheld = form.required() - files
        if withheld:
            needed = "; ".join(f"{file.value}: {TELLS[file].en}" for file in TELLS if file in withheld)
            raise typer.BadParameter(
                f"the form {form.name} holds more of the holder ({needed}). "
                f"If the holder agrees, give --with {listed(form.required() | files)}",
                param_hint="--with",
            )
    if out.exists():
        raise typer.BadParameter(f"{out} is there already, and nothing is overwritten", param_hint="--out")
    return Wish(name, form, files, out)


# The card


def _read(
    pattern: str,
    atr: str,
    keys: tuple[AccessKey, ...],
    released: frozenset[ElementaryFile],
    wait: float,
    deadline: Deadline,
    clock: SystemClock,
) -> ChipReading:
    """What leaves, DG1 by which the document checks go, and what clone checks need: no photograph unless it leaves."""
    from kiosk.reader.emrtd.reading import EmrtdReader
    from kiosk.reader.pcsc import PcscConnector, reader_limits

    name = await_card(pattern, wait, atr)
    reader = EmrtdReader(
        PcscConnector(),
        clock,
        wanted=(ElementaryFile.DG1, *released),
        limits=lambda connection: reader_limits(connection).extended,
    )
    return reader.read(name, keys, deadline, lambda progress: None)


# The files


def _json_bytes(document: Mapping[str, object]) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True)
    except OSError as error:
        raise typer.BadParameter(f"{folder}: {error.strerror}", param_hint="--out") from error
    for name, data in files.items():
        _write_new(folder / name, data)


def _write_new(path: Path, data: bytes) -> None:
    """A file that only its owner may read."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
    except OSError as error:
        raise typer.BadParameter(f"{path}: {error.strerror}", param_hint="--out") from error


# What is said


def exported_json(wish: Wish, question: IssuerQuestion | None, state: str | None, fault: Fault | None) -> report.Json:
    """The shape ``kiosk.card-exported/1``."""
    leaves = what_leaves(question) if question else ()
    return {
        "schema": "kiosk.card-exported/1",
        "form": wish.name,
        "out": str(wish.out) if question else None,
        "state": state,
        "signer": bool(question and question.signer),
        "files": {file.value: {"vi": TELLS[file].vi, "en": TELLS[file].en} for file in leaves},
        "not_on_the_card": sorted(file.value for file in wish.released - set(leaves)) if question else [],
        "error": report.fault_json(fault),
    }


def _tell(wish: Wish, question: IssuerQuestion, inspection: Inspection, as_json: bool) -> None:
    told = exported_json(wish, question, inspection.authenticity.state.value, None)
    if as_json:
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return
    print(f"Written to {wish.out}. It tells about the card and its holder:")
    for name, says in told["files"].items():
        print(f"  {name:<6} {says['en']}")
    if question.signer:
        print("  and the document signer's certificate, which is nobody's personal data")
    else:
        print("  EF.SOD shows no signer's certificate")
    for name in told["not_on_the_card"]:
        print(f"  {name:<6} is not on this card")
    print(f"State      {told['state']}")
    print("Keep it as you would keep the card, and delete it when the issuer has answered.")


def _failed(wish: Wish, fault: Fault, as_json: bool) -> Exit:
    if as_json:
        print(json.dumps(exported_json(wish, None, None, fault), ensure_ascii=False, indent=2))
    else:
        print(f"kiosk: {fault}\n       {fault.entry.remedy.en}", file=sys.stderr)
    return fault_exit(fault.code)
