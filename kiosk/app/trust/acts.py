"""Who changes the trust of a kiosk, and how the journal hears of it before the change takes effect."""

from __future__ import annotations

import getpass
import os
import unicodedata
from collections.abc import Sequence

import typer

from kiosk.app.settings.values import Settings
from kiosk.domain.clock import SystemClock
from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader.trust.store.installation import Act


def operators(given: Sequence[str]) -> tuple[str, ...]:
    """The names that were given, else the one under which somebody logged in, before any ``sudo``."""
    if given:
        return tuple(unicodedata.normalize("NFC", name.strip()) for name in given)
    try:
        return (os.environ.get("SUDO_USER") or getpass.getuser(),)
    except (KeyError, OSError) as error:
        raise typer.BadParameter("say who does it", param_hint="--by") from error


def note(settings: Settings, act: Act, *, proven: bool) -> int:
    """Write the act into the kiosk's journal, and whether its people proved who they are; the entry's number.

    Raises ``Fault(JOURNAL_FAILED | SETTINGS_MALFORMED)``.
    """
    from kiosk.journal.entries import TrustNote
    from kiosk.journal.journal import Journal
    from kiosk.site.profile import load_site

    try:
        settings.data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Fault(FaultCode.JOURNAL_FAILED, str(error.strerror)) from error
    site = load_site(settings.site).profile.name
    with Journal(settings.data / "journal.sqlite", site, SystemClock()) as journal:
        told = TrustNote(act.kind.value, act.sha256.hex(), act.people, act.added, act.removed, proven)
        return journal.note_trust(told)
