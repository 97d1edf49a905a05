"""The demo's folder with cards and settings, and what stands before its virtual camera."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.app.demo.cast import cast_of
from kiosk.app.demo.scenes import Scene, issue_scene
from kiosk.app.settings.values import Settings
from kiosk.simulator.issuing.authority import TestAuthority

if TYPE_CHECKING:
    from kiosk.biometric.camera.pixels import Pixels
    from kiosk.simulator.person.head import Head

CONFIG = Path("config")
"""Of a checkout."""

PACKAGED_CONFIG = Path(__file__).with_name("config")
"""The same folder in an installed package: pyproject.toml puts it there."""


class Stage:
    """The demo's folder, made anew each time, and its camera.

    A live picture of a scene becomes a rough head that sways and turns as it is asked to, or a print that somebody
    holds up (``kiosk.simulator.person``).
    """

    def __init__(self, out: Path, faces: Path | None, scenes: Sequence[Scene]) -> None:
        """``faces``: a folder with photographs; without one the people are drawn."""
        # Pictures need OpenCV, which costs a fifth of a second to import.
        from kiosk.simulator.issuing.barcode import code_picture
        from kiosk.simulator.person.camera import VirtualCamera

        self.out = out
        self.screens = out / "screens"
        self._cast = cast_of(faces)
        for folder in (self.screens, out / "cards", out / "data", out / "trust"):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
        config = CONFIG if (CONFIG / "kiosk.toml").is_file() else PACKAGED_CONFIG
        authority = TestAuthority.open(out / "authority")
        self._codes: dict[str, Pixels] = {}
        for scene in scenes:
            text = issue_scene(scene, self._cast.chip_photo(scene), authority, self.card(scene))
            self._codes[scene.name] = _picture(code_picture(text))
        self.anchor = out / "authority" / "csca.der"
        self.settings = Settings(
            file=config / "kiosk.toml",
            name="demo",
            site=config / "sites" / "exam.toml",
            roster=config / "lists" / "exam-sample.csv",
            trust=out / "trust",
            data=out / "data",
            camera=f"{out}/",
        )
        self._nobody = self._cast.nobody()
        self.camera = VirtualCamera(self._nobody)

    def card(self, scene: Scene) -> Path:
        return self.out / "cards" / scene.name

    def show_code(self, scene: Scene) -> None:
        self.camera.show(self._codes[scene.name])

    def show_face(self, scene: Scene) -> None:
        """The scene's person stands before the camera."""
        from kiosk.simulator.person.actor import Actor

        self.camera.show(Actor(_head(self._cast.live(scene)), scene.manner))

    def show_nobody(self) -> None:
        self.camera.show(self._nobody)


def _picture(encoded: bytes) -> Pixels:
    from kiosk.biometric.camera.folder_camera import PICTURE_LIMITS
    from kiosk.biometric.camera.pictures import decode_picture
    from kiosk.biometric.camera.pixels import pixels_of

    return pixels_of(decode_picture(encoded, PICTURE_LIMITS))


def _head(picture: Pixels) -> Head:
    """The picture with its eyes, which the face detector finds."""
    from kiosk.biometric.networks.detection import FaceDetector
    from kiosk.biometric.networks.engine_choice import built_in_engines
    from kiosk.simulator.person.head import Head

    left, right, *_ = FaceDetector(*built_in_engines().plan("sface").detector).faces(picture)[0].points
    return Head(picture, left, right)
