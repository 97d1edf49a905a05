"""Whose faces the scenes have: photographs out of a folder, or people whom this program draws."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kiosk.app.demo.scenes import Scene

if TYPE_CHECKING:
    from kiosk.biometric.camera.pixels import Pixels
    from kiosk.simulator.person.drawn.looks import Looks

PHOTOGRAPHS = Path("tests/fixtures/faces")
"""In a checkout; an installed kiosk has none."""

CHIP_BYTES = 15_000
"""Of a drawn portrait as JPEG 2000: about what the chips of real cards carry."""


class Cast(Protocol):
    """The faces of the scenes. Raises ``OSError`` where a picture is missing."""

    def chip_photo(self, scene: Scene) -> bytes:
        """The portrait on the scene's card, JPEG or JPEG 2000."""
        ...

    def live(self, scene: Scene) -> Pixels:
        """Who comes, as the camera sees them."""
        ...

    def nobody(self) -> Pixels:
        """The camera's picture while nobody stands there."""
        ...


class PhotographedCast:
    """Faces of a folder whose files have the names that the scenes tell."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def chip_photo(self, scene: Scene) -> bytes:
        return (self._folder / scene.chip_photo).read_bytes()

    def live(self, scene: Scene) -> Pixels:
        return _decoded((self._folder / scene.live).read_bytes())

    def nobody(self) -> Pixels:
        return _decoded((self._folder / "q_no_face.jpg").read_bytes())


class DrawnCast:
    """One drawn person for each person of the photographs; each picture is drawn once, when it is first needed."""

    def __init__(self) -> None:
        # Drawing needs OpenCV, which costs a fifth of a second to import.
        from kiosk.simulator.person.drawn.people import MAN, OLD_MAN, WOMAN

        self._people = {"collins": WOMAN, "obama": MAN, "biden": OLD_MAN}
        self._portraits: dict[Looks, bytes] = {}
        self._live: dict[Looks, Pixels] = {}

    def chip_photo(self, scene: Scene) -> bytes:
        looks = self._whom(scene.chip_photo)
        if looks not in self._portraits:
            from kiosk.simulator.person.drawn.people import PORTRAIT
            from kiosk.simulator.person.drawn.portrait import as_jpeg2000, drawn

            self._portraits[looks] = as_jpeg2000(drawn(looks, PORTRAIT), CHIP_BYTES)
        return self._portraits[looks]

    def live(self, scene: Scene) -> Pixels:
        looks = self._whom(scene.live)
        if looks not in self._live:
            from kiosk.simulator.person.drawn.people import AT_THE_DESK
            from kiosk.simulator.person.drawn.portrait import drawn

            self._live[looks] = drawn(looks, AT_THE_DESK)
        return self._live[looks]

    def nobody(self) -> Pixels:
        from kiosk.simulator.person.drawn.people import AT_THE_DESK
        from kiosk.simulator.person.drawn.portrait import empty_room

        return empty_room(AT_THE_DESK)

    def _whom(self, file: str) -> Looks:
        """Files are named after the person whom they show."""
        return self._people[file.partition("_")[0]]


def cast_of(folder: Path | None) -> Cast:
    """The photographs of this folder; without one the drawn people."""
    return DrawnCast() if folder is None else PhotographedCast(folder)


def _decoded(encoded: bytes) -> Pixels:
    from kiosk.biometric.camera.folder_camera import PICTURE_LIMITS
    from kiosk.biometric.camera.pictures import decode_picture
    from kiosk.biometric.camera.pixels import pixels_of

    return pixels_of(decode_picture(encoded, PICTURE_LIMITS))
