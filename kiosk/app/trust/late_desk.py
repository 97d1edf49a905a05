"""The staff screen's trust desk, made when it is first asked: what it needs takes long to load, few checks need it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from kiosk.domain.desks.trust_import import FilePreview, FolderListing, ImportResult, TrustDesk, TypedAgreement
from kiosk.domain.text import Text


class LateTrustDesk:
    """The port ``TrustDesk`` by way of ``make``, which is called once, on the thread that asks first."""

    def __init__(self, make: Callable[[], TrustDesk]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._made: TrustDesk | None = None

    @property
    def _desk(self) -> TrustDesk:
        with self._lock:
            if self._made is None:
                self._made = self._make()
            return self._made

    def browse(self, folder: Path | None) -> FolderListing:
        return self._desk.browse(folder)

    def look(self, file: Path) -> FilePreview:
        return self._desk.look(file)

    def lacking(self, number: int, said: TypedAgreement) -> tuple[Text, ...]:
        return self._desk.lacking(number, said)

    def install(self, number: int, said: TypedAgreement) -> ImportResult:
        return self._desk.install(number, said)
