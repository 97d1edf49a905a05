"""Importing trust at the staff screen: files to choose, what one holds and needs, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from kiosk.domain.text import Text

NOTHING = Text("", "")


class Weight(StrEnum):
    """How a fact is to be taken; a screen gives each its colour and its mark."""

    PLAIN = "plain"
    GOOD = "good"
    CAUTION = "caution"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Fact:
    """One line for people. A fact without a value is a sentence of its own; ``detail`` stands below both."""

    label: Text
    value: Text = NOTHING
    weight: Weight = Weight.PLAIN
    detail: Text | None = None


@dataclass(frozen=True, slots=True)
class FolderEntry:
    """A file, or a folder to look into. ``name`` is fit to be shown; ``size`` is in octets, ``changed`` in UTC."""

    name: str
    path: Path
    is_folder: bool
    size: int = 0
    changed: datetime | None = None


@dataclass(frozen=True, slots=True)
class FolderListing:
    """What lies in one folder, folders first; or the places to begin at, where ``above`` and ``folder`` are ``None``.

    ``note`` says what the list does not show: that the folder cannot be opened, or has more in it.
    """

    label: Text
    entries: tuple[FolderEntry, ...]
    folder: Path | None = None
    above: Path | None = None
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class ConsentAsked:
    """What the operator has to say before the file comes in; ``code`` names it to the desk."""

    code: str
    sentence: Text


@dataclass(frozen=True, slots=True)
class FilePreview:
    """What installing a file would do. Nothing of it is installed yet.

    ``number`` is how the desk knows it again. ``facts`` are about the file and who signed it, ``incoming`` about what
    would come in, ``rejected`` what would not. ``asks_fingerprint`` says that a fingerprint compared by another way
    counts, ``asks_two`` that it takes a second name or the issuer's letter. With an ``obstacle`` nothing can be
    installed, whatever anybody agrees to.
    """

    number: int
    file: str
    headline: Text
    weight: Weight
    facts: tuple[Fact, ...]
    incoming: tuple[Fact, ...]
    rejected: tuple[Fact, ...] = ()
    consents: tuple[ConsentAsked, ...] = ()
    asks_fingerprint: bool = False
    asks_two: bool = False
    obstacle: Text | None = None


@dataclass(frozen=True, slots=True)
class TypedAgreement:
    """What the operator said, as typed: ``people`` are names, ``consents`` the codes of what was agreed to,
    ``fingerprints`` one or more SHA-256 in hexadecimal, ``reference`` the issuer's letter."""

    people: tuple[str, ...] = ()
    consents: frozenset[str] = frozenset()
    fingerprints: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What became of it, for people."""

    headline: Text
    weight: Weight
    facts: tuple[Fact, ...] = ()


class TrustDesk(Protocol):
    """Looks into files and installs them with the operator's word; all but ``lacking`` may take seconds.

    Methods are called one at a time, never on a thread that paints, except ``lacking``, which may run beside them.
    """

    def browse(self, folder: Path | None) -> FolderListing:
        """What lies in ``folder``, or with ``None`` where to begin. Never raises for what the file system does."""
        ...

    def look(self, file: Path) -> FilePreview:
        """Raises ``Fault(TRUST_ANCHOR_MALFORMED)`` for a file that cannot be read or holds nothing that is known, and
        ``Fault(TRUST_STORE_UNUSABLE)``."""
        ...

    def lacking(self, number: int, said: TypedAgreement) -> tuple[Text, ...]:
        """What is still missing before the file of that preview may be installed; empty when nothing is. Quick."""
        ...

    def install(self, number: int, said: TypedAgreement) -> ImportResult:
        """Install the good part of the file, whole or not at all, with an entry in the journal before.

        Raises ``Fault(TRUST_STORE_UNUSABLE | JOURNAL_FAILED | SETTINGS_MALFORMED)``; nothing has changed then.
        """
        ...
