"""A quick start: what is not done while the windows' modules are loaded, and what is not loaded for them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
START = "from kiosk.app.loading import load_quickly; load_quickly()"
EVERYTHING = "import kiosk.app.run, kiosk.app.lists.desk, kiosk.app.shifts.desk, kiosk.app.health.desk"


def told_by(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    return done.stdout.strip()


def test_nobody_looks_for_garbage_while_modules_are_loaded() -> None:
    assert told_by(f"{START}; import gc; print(gc.isenabled())") == "False"


def test_sources_stay_unread() -> None:
    code = f"{START}; {EVERYTHING}; import linecache; print(kiosk.app.run.__file__ in linecache.cache)"
    assert told_by(code) == "False"


def test_no_installed_package_is_asked_for_plug_ins() -> None:
    code = f"{START}; import importlib.metadata; importlib.metadata.distributions = None; {EVERYTHING}; print('loaded')"
    assert told_by(code) == "loaded"


@pytest.mark.parametrize(
    "module",
    [
        "kiosk.app.supervision.figures_post",  # only where kiosks share a folder
        "kiosk.app.trust.desk",  # only an import
        "cv2",
        "numpy",
        "PIL",
        "zxingcpp",
    ],
)
def test_what_the_windows_are_shown_without(module: str) -> None:
    code = f"{START}; {EVERYTHING}; import sys; print({module!r} in sys.modules)"
    assert told_by(code) == "False"
