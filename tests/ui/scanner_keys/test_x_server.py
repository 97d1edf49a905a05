"""The filter on a real X server, where keys come from outside the program: by XTEST, as a scanner's do by evdev."""

from __future__ import annotations

import ctypes.util
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import ctypes, json, sys, threading, time
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from kiosk.ui.scanner_keys.key_filter import ScannerKeys

application = QApplication([])
scanned, pressed = [], []
keys = ScannerKeys(scanned.append)
application.installEventFilter(keys)
window, field = QWidget(), QLineEdit()
QVBoxLayout(window).addWidget(field)
QShortcut(QKeySequence(Qt.Key.Key_Return), window).activated.connect(lambda: pressed.append("Return"))
window.show()
field.setFocus()

x, xtest = ctypes.CDLL(sys.argv[1]), ctypes.CDLL(sys.argv[2])
x.XOpenDisplay.restype = ctypes.c_void_p
x.XStringToKeysym.restype = ctypes.c_ulong
x.XKeysymToKeycode.argtypes = [ctypes.c_void_p, ctypes.c_ulong]
x.XSync.argtypes = [ctypes.c_void_p, ctypes.c_int]
xtest.XTestFakeKeyEvent.argtypes = [ctypes.c_void_p, ctypes.c_uint, ctypes.c_int, ctypes.c_ulong]

def typed():
    time.sleep(1)
    display = ctypes.c_void_p(x.XOpenDisplay(None))
    def type_keys(names, pause):
        for name in names:
            code = x.XKeysymToKeycode(display, x.XStringToKeysym(name.encode()))
            for down in (1, 0):
                xtest.XTestFakeKeyEvent(display, code, down, 0)
            x.XSync(display, 0)
            time.sleep(pause)
    type_keys("hallo", 0.2)
    type_keys([*"001090012345", "Return"], 0.002)
    time.sleep(1.5)
    type_keys(["x", "y", "Return"], 0.2)
    time.sleep(0.5)
    QTimer.singleShot(0, application, application.quit)

def begin():
    # There is no window manager here: the program takes the keyboard itself.
    window.activateWindow()
    threading.Thread(target=typed, daemon=True).start()

QTimer.singleShot(1000, begin)
QTimer.singleShot(40000, application.quit)
application.exec()
print(json.dumps([field.text(), "".join(scanned), pressed]))
"""


@pytest.mark.long
def test_keys_from_outside(tmp_path: Path) -> None:
    libraries = [ctypes.util.find_library(name) for name in ("X11", "Xtst")]
    if shutil.which("xvfb-run") is None or None in libraries:
        pytest.skip("Xvfb or libXtst is not installed")
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, "utf-8")
    done = subprocess.run(
        ["xvfb-run", "-a", sys.executable, str(program), *filter(None, libraries)],
        capture_output=True,
        text=True,
        timeout=90,
        cwd=Path(__file__).parents[3],
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(Path(__file__).parents[3]), "QT_QPA_PLATFORM": "xcb"},
    )
    assert done.returncode == 0, done.stderr
    field, scanned, pressed = json.loads(done.stdout.splitlines()[-1])
    assert (field, scanned, pressed) == ("halloxy", "001090012345\r", ["Return"])
