"""The demo's folder: cards, settings, and the pictures that the virtual camera sees."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from kiosk.app.demo_scenes import Scene, issue_scene
from kiosk.app.settings import Settings
from kiosk.simulator.issuing.authority import TestAuthority

CONFIG = Path("config")


class Stage:
    """The demo's folder: cards, camera pictures, settings; made anew each time."""

    def __init__(self, out: Path, faces: Path, scenes: Sequence[Scene]) -> None:
        # Drawing codes needs OpenCV, which costs a fifth of a second to import.
        from kiosk.simulator.issuing.barcode import code_picture

        self.out = out
        self.screens = out / "screens"
        self._camera = out / "camera"
        self._faces = faces
        for folder in (self.screens, self._camera, out / "cards", out / "data", out / "trust"):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
        authority = TestAuthority.open(out / "authority")
        self._codes: dict[str, bytes] = {}
        for scene in scenes:
            text = issue_scene(scene, faces, authority, self.card(scene))
            self._codes[scene.name] = code_picture(text)
        self.anchor = out / "authority" / "csca.der"
        self.settings = Settings(
            file=CONFIG / "kiosk.toml",
            name="demo",
            site=CONFIG / "sites" / "exam.toml",
            roster=CONFIG / "lists" / "exam-sample.csv",
            trust=out / "trust",
            data=out / "data",
            camera=str(self._camera),
        )
        self.show_nobody()

    def card(self, scene: Scene) -> Path:
        return self.out / "cards" / scene.name

    def show_code(self, scene: Scene) -> None:
        self._show(self._codes[scene.name], "code.png")

    def show_face(self, scene: Scene) -> None:
        self._show((self._faces / scene.live).read_bytes(), "face.jpg")

    def show_nobody(self) -> None:
        self._show((self._faces / "q_no_face.jpg").read_bytes(), "nobody.jpg")

    def _show(self, picture: bytes, name: str) -> None:
        """Change what the virtual camera sees: the new picture comes whole, then the others go."""
        half = self.out / f"half-{name}"
        half.write_bytes(picture)
        half.replace(self._camera / name)
        for other in self._camera.iterdir():
            if other.name != name:
                other.unlink()
