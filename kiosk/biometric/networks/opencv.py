"""OpenCV set up once for this program; the import costs about 0.2 s, so the room does it only when needed."""

from __future__ import annotations

import os

# A camera that stalls would otherwise hold its thread for 10 s a read; OpenCV looks this up at its first V4L2 read.
os.environ.setdefault("OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT", "1")

import cv2

# Two threads make these small networks no faster (docs/biometrics.md) and would take the screens' core.
cv2.setNumThreads(1)
# Its warnings go past the program's log, straight to the terminal; what matters becomes a fault.
cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)

__all__ = ["cv2"]
