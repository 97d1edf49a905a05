"""Decodes photographs beside Qt's thread: JPEG 2000 takes tens of milliseconds, in which no window would move."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from kiosk.domain.face import ChipFace, Frame
from kiosk.domain.faults import Fault
from kiosk.domain.site import ListPhoto
from kiosk.ui.drawing.frames import image_of

DecodePortrait = Callable[[ChipFace], Frame]
"""Decodes the chip's photo; raises ``Fault`` and nothing else when it cannot."""


DecodeListPhoto = Callable[[ListPhoto], Frame]
"""Decodes a photo of the list; raises ``Fault`` and nothing else when it cannot."""

_Photo = TypeVar("_Photo", ChipFace, ListPhoto)


class PortraitLoader(QObject, Generic[_Photo]):
    """One thread that decodes one photo after the other, and ends with this object. Make and use it on Qt's thread."""

    loaded = Signal(object, object)
    """On Qt's thread: what was asked for and its ``QImage``, or ``None`` when it cannot be decoded."""

    def __init__(self, decode: Callable[[_Photo], Frame]) -> None:
        super().__init__()
        self._decode: Callable[[_Photo], Frame] = decode
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="portrait")
        self._under_way: Future[None] | None = None

    def load(self, face: _Photo) -> None:
        """Begin to decode. What was asked for before is told as well: whoever listens knows whose photo it wants."""
        self._under_way = self._thread.submit(self._load, face)

    def settle(self) -> None:
        """Wait until what is under way is decoded; ``loaded`` follows when events are handled."""
        if self._under_way is not None:
            self._under_way.result()

    def _load(self, face: _Photo) -> None:
        image: QImage | None
        try:
            image = image_of(self._decode(face))
        except Fault:
            image = None
        self.loaded.emit(face, image)
