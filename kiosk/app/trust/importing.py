"""``kiosk trust import`` and ``pin``: look into files, say what they hold, install what was agreed to."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import typer

from kiosk.app.exits import Exit, fault_exit
from kiosk.app.settings.values import Settings
from kiosk.app.trust import report as trust_report
from kiosk.app.trust.acts import note
from kiosk.app.trust.answering import Answering
from kiosk.domain.clock import SystemClock
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.text import Text
from kiosk.reader.trust.store.agreement import Agreement, pins_of
from kiosk.reader.trust.store.assessment import preview_file
from kiosk.reader.trust.store.contents import FileKind, ForeignFileError
from kiosk.reader.trust.store.fingerprints import parse_fingerprint
from kiosk.reader.trust.store.installation import Act, Obstacle, Refusal, install, refusal
from kiosk.reader.trust.store.preview import Consent, Preview
from kiosk.reader.trust.store.regular_file import read_regular
from kiosk.reader.trust.store.trust import KioskTrust, open_trust

MAX_FILE_BYTES = 128 << 20
"""The largest collection of the ICAO PKD has some 80 MB."""

_LOGIN_WANTED = Text(
    "cần đăng nhập của quản trị viên: --by TÊN_ĐĂNG_NHẬP", "it takes an administrator's login: --by LOGIN"
)

_REFUSED = {Obstacle.WRONGLY_SIGNED: Exit.SETTINGS, Obstacle.NOTHING_NEW: Exit.OK, Obstacle.STORE_CHANGED: Exit.USAGE}


def agreement(
    people: Sequence[str], consents: frozenset[Consent], confirmed: Sequence[str], reference: str
) -> Agreement:
    """What the options say; raises ``typer.BadParameter``."""
    fingerprints = [parse_fingerprint(text) for text in confirmed]
    if None in fingerprints:
        raise typer.BadParameter("a SHA-256 fingerprint has 64 hexadecimal digits", param_hint="--confirm-fingerprint")
    known = frozenset(one for one in fingerprints if one is not None)
    try:
        return Agreement(tuple(people), consents, known, reference.strip())
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--by or --issuer-reference") from error


def preview_files(folder: Path | None, files: Sequence[Path], *, as_json: bool) -> Exit:
    """Look into each file without changing anything; the gravest exit code of all."""
    trust = open_trust(folder)

    def show(preview: Preview) -> Exit:
        _print(preview, None, dry_run=True, as_json=as_json)
        return _worth(preview)

    return max(_with_preview(file, trust, show) for file in files)


def import_files(
    settings: Settings, files: Sequence[Path], agreed: Agreement, who: Answering, *, as_json: bool
) -> Exit:
    """Import each file, one after the other; the gravest exit code of all."""
    trust = open_trust(settings.trust)
    return max(
        _with_preview(file, trust, lambda preview: _import(settings, preview, agreed, who, as_json=as_json))
        for file in files
    )


def pin_signer(settings: Settings, file: Path, agreed: Agreement, who: Answering, *, as_json: bool) -> Exit:
    """Pin the document signer of a certificate file; any other kind of file is wrong usage."""
    trust = open_trust(settings.trust)
    preview = look(file, trust)
    if preview.kind is not FileKind.CERTIFICATE or not preview.signers:
        raise typer.BadParameter("one certificate of a document signer is pinned; CSCA certificates are imported")
    return _import(settings, preview, agreed, who, as_json=as_json)


def look(file: Path, trust: KioskTrust) -> Preview:
    """Raises ``Fault(TRUST_ANCHOR_MALFORMED)`` for a file that cannot be read or holds nothing that is known."""
    try:
        data = read_regular(file, MAX_FILE_BYTES)
        return preview_file(file.name, data, trust, trust.store.generation(), SystemClock().now())
    except OSError as error:
        raise Fault(FaultCode.TRUST_ANCHOR_MALFORMED, f"{file.name}: {error.strerror}") from error
    except ForeignFileError as error:
        raise Fault(FaultCode.TRUST_ANCHOR_MALFORMED, f"{file.name}: {error}") from error


def _with_preview(file: Path, trust: KioskTrust, act: Callable[[Preview], Exit]) -> Exit:
    """A file that is unusable is told, and keeps no other from its turn."""
    try:
        return act(look(file, trust))
    except Fault as fault:
        print(f"kiosk: {fault}\n       {fault.entry.remedy.en}", file=sys.stderr)
        return fault_exit(fault.code)


def _import(settings: Settings, preview: Preview, agreed: Agreement, who: Answering, *, as_json: bool) -> Exit:
    outcome = _outcome(settings, preview, agreed, who)
    _print(preview, outcome, dry_run=False, as_json=as_json, proven=who.proven)
    if isinstance(outcome, Act):
        return Exit.OK
    if outcome.missing and refusal(preview, agreed) is None:
        print(f"kiosk: {preview.file}: {_LOGIN_WANTED.vi}\n       {_LOGIN_WANTED.en}", file=sys.stderr)
        return Exit.USAGE
    for line in trust_report.refusal_lines(outcome):
        print(f"kiosk: {preview.file}: {line}", file=sys.stderr)
    if outcome.missing:
        return Exit.USAGE
    return max(_worth(preview), _REFUSED[outcome.obstacle or Obstacle.NOTHING_NEW])


def _outcome(settings: Settings, preview: Preview, agreed: Agreement, who: Answering) -> Act | Refusal:
    """What becomes of the file. Whoever has not logged in where others do may bring what needs nobody's word."""
    refused = refusal(preview, agreed)
    if refused is None and not who.may_vouch:
        needed = preview.needs | ({Consent.PINS} if pins_of(preview, agreed) else set())
        refused = Refusal(missing=needed) if needed else None
    if refused is not None:
        return refused
    now = SystemClock().now()
    return install(settings.trust, preview, agreed, now, lambda act: note(settings, act, proven=who.proven))


def _worth(preview: Preview) -> Exit:
    """A file of which nothing can be used, or that was changed after it was signed, is malformed."""
    found = preview.certificates or preview.revocation_lists or preview.deviation_lists or preview.pins
    return Exit.SETTINGS if preview.wrongly_signed or (preview.rejected and not found) else Exit.OK


def _print(
    preview: Preview, outcome: Act | Refusal | None, *, dry_run: bool, as_json: bool, proven: bool = False
) -> None:
    if as_json:
        told = trust_report.preview_json(preview, dry_run=dry_run, outcome=outcome, proven=proven)
        print(json.dumps(told, ensure_ascii=False))
        return
    print("\n".join(trust_report.preview_lines(preview)))
    if isinstance(outcome, Act):
        print(
            f"  done          {outcome.added} installed, {outcome.removed} replaced, by {' and '.join(outcome.people)}"
            f"{'' if proven else ' (no login)'}"
        )
