"""The staff screen's import of trust: looks into files and installs them as ``kiosk trust import`` does."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from kiosk.app.settings.values import Settings
from kiosk.app.staff.import_folders import OWN_FOLDER, ImportFolders, home_folders
from kiosk.app.trust.acts import note, operators
from kiosk.app.trust.desk_lines import told_act, told_obstacle, told_preview, told_refusal
from kiosk.app.trust.importing import look
from kiosk.domain.clock import SystemClock
from kiosk.domain.desks.trust_import import FilePreview, FolderListing, ImportResult, TypedAgreement
from kiosk.domain.text import Text
from kiosk.reader.trust.store.agreement import Agreement
from kiosk.reader.trust.store.fingerprints import parse_fingerprint
from kiosk.reader.trust.store.installation import Act, Refusal, install, refusal
from kiosk.reader.trust.store.preview import Consent, Preview
from kiosk.reader.trust.store.trust import KioskTrust

MAX_FINGERPRINTS = 50
FINGERPRINT_DIGITS = 64

NAME_WANTED = Text("tên người thực hiện", "the name of who does it")
NOT_A_NAME = Text("tên có 1 đến 40 chữ cái, không phải số", "a name has 1 to 40 letters and is no number")
NOT_A_FINGERPRINT = Text("vân tay SHA-256 có 64 chữ số 0–9, A–F", "a SHA-256 fingerprint has 64 digits 0–9, A–F")
OTHER_FINGERPRINT = Text(
    "vân tay đã nhập không phải của tệp này hay của mục nào trong tệp",
    "the fingerprint is neither this file's nor that of anything in it",
)
PREVIEW_GONE = Text("hãy mở lại tệp để xem", "open the file again to look at it")
NOT_WRITABLE = Text(
    "Kiosk không có quyền ghi vào kho chứng thư: quản trị viên chạy «sudo kiosk trust import»",
    "The kiosk may not write into the trust folder: an administrator runs «sudo kiosk trust import»",
)

WANTED: Mapping[Consent, Text] = {
    Consent.SIGNER: Text("đồng ý về người ký danh sách", "your consent on the signer of the list"),
    Consent.UNSIGNED: Text("đồng ý về phần không có ai ký", "your consent on what nobody signed"),
    Consent.PARTIAL: Text("đồng ý bỏ các mục hỏng", "your consent to leave the bad entries out"),
    Consent.PINS: Text(
        "vân tay của chứng thư ký, và người thứ hai hoặc số công văn",
        "the signer's fingerprint, and a second person or the issuer's letter",
    ),
}

_STAND_IN = "Operator"
"""While nobody has typed a name: what else is missing is told all the same."""

_SEPARATORS = re.compile(r"[\s:,;]")


class UnclearWordsError(ValueError):
    """What was typed is no name or no fingerprint; ``told`` says so to people."""

    def __init__(self, told: Text) -> None:
        super().__init__(told.en)
        self.told = told


class StoreDesk:
    """The trust desk of one kiosk. It keeps the newest preview only; safe as the port ``TrustDesk`` says."""

    def __init__(
        self,
        settings: Settings,
        trust: KioskTrust,
        folders: ImportFolders | None = None,
        now: Callable[[], datetime] = SystemClock().now,
    ) -> None:
        self._settings = settings
        self._trust = trust
        self._folders = folders or ImportFolders((*home_folders(), settings.data.absolute() / OWN_FOLDER))
        self._now = now
        self._lock = threading.Lock()
        self._number = 0
        self._preview: Preview | None = None

    def browse(self, folder: Path | None) -> FolderListing:
        return self._folders.browse(folder)

    def look(self, file: Path) -> FilePreview:
        preview = look(file, self._trust)
        told = refusal(preview, Agreement((_STAND_IN,)))
        obstacle = told_obstacle(preview, told.obstacle) if told and told.obstacle else None
        barred = None if _writable(self._settings.trust) else NOT_WRITABLE
        with self._lock:
            self._number += 1
            self._preview = preview
            return told_preview(self._number, preview, obstacle, barred)

    def lacking(self, number: int, said: TypedAgreement) -> tuple[Text, ...]:
        preview = self._previewed(number)
        if preview is None:
            return (PREVIEW_GONE,)
        missing: list[Text] = []
        people = _named(said)
        try:
            agreed = _agreement(said, preview, people or (_STAND_IN,))
        except UnclearWordsError as error:
            return (error.told,)
        told = refusal(preview, agreed)
        if told is not None:
            missing += [told_obstacle(preview, told.obstacle)] if told.obstacle else []
            missing += [WANTED[one] for one in sorted(told.missing)]
        return (*missing, NAME_WANTED) if not people else tuple(missing)

    def install(self, number: int, said: TypedAgreement) -> ImportResult:
        preview = self._previewed(number)
        lacking = self.lacking(number, said)
        if preview is None or lacking:
            return told_refusal(Refusal(), *lacking)
        agreed = _agreement(said, preview, _named(said))
        entries: list[int] = []

        def write(act: Act) -> None:
            # Whoever sits here has logged in; the names are typed, and may be another's.
            entries.append(note(self._settings, act, proven=False))

        outcome = install(self._settings.trust, preview, agreed, self._now(), write)
        if isinstance(outcome, Refusal):
            return told_refusal(outcome)
        with self._lock:
            self._preview = None
        return told_act(preview.file, outcome, entries[0])

    def _previewed(self, number: int) -> Preview | None:
        with self._lock:
            return self._preview if number == self._number else None


def _named(said: TypedAgreement) -> tuple[str, ...]:
    """The names that were typed, never the login name: whoever sits at a kiosk did not log in."""
    given = [name for name in said.people if name.strip()]
    return operators(given) if given else ()


def _agreement(said: TypedAgreement, preview: Preview, people: tuple[str, ...]) -> Agreement:
    """Raises ``UnclearWordsError``. A fingerprint that belongs to nothing here is not passed over: somebody compared
    it, and it differs."""
    digits = _SEPARATORS.sub("", said.fingerprints)
    if len(digits) > MAX_FINGERPRINTS * FINGERPRINT_DIGITS:
        raise UnclearWordsError(NOT_A_FINGERPRINT)
    parts = [digits[at : at + FINGERPRINT_DIGITS] for at in range(0, len(digits), FINGERPRINT_DIGITS)]
    found = frozenset(one for one in map(parse_fingerprint, parts) if one is not None)
    if len(found) < len(set(map(str.lower, parts))):
        raise UnclearWordsError(NOT_A_FINGERPRINT)
    if found and found - _fingerprints(preview):
        raise UnclearWordsError(OTHER_FINGERPRINT)
    consents = frozenset(one for one in Consent if one.value in said.consents and one is not Consent.PINS)
    try:
        return Agreement(people, consents, found, said.reference.strip())
    except ValueError as error:
        raise UnclearWordsError(NOT_A_NAME) from error


def _fingerprints(preview: Preview) -> set[bytes]:
    return {preview.sha256, *preview.pins, *(one.certificate.fingerprint for one in preview.certificates)}


def _writable(folder: Path) -> bool:
    """Whether this user may change the store; a folder that is not there yet is made."""
    try:
        while not folder.exists() and folder != folder.parent:
            folder = folder.parent
    except PermissionError:
        return False
    return os.access(folder, os.W_OK | os.X_OK)
