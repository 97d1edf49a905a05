"""What the kiosk imports at its start pulls in neither OpenCV nor numpy, Pillow or the code reader."""

from __future__ import annotations

import subprocess
import sys

CHEAP = (
    "kiosk.biometric.camera.sources",
    "kiosk.biometric.camera.capture",
    "kiosk.biometric.camera.folder_camera",
    "kiosk.app.faces.setup",
    "kiosk.app.faces.models_commands",
    "kiosk.biometric.networks.manifest_file",
    "kiosk.biometric.networks.model_packs",
    "kiosk.biometric.portrait",
    "kiosk.reader.scan.engines",
    "kiosk.reader.scan.frame_codes",
    "kiosk.app.codes.watch",
)
HEAVY = ("cv2", "numpy", "PIL", "zxingcpp")


def test_cheap_imports_stay_cheap() -> None:
    program = f"import sys, {', '.join(CHEAP)}; print([name for name in {HEAVY} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
