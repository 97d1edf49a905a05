"""A photograph held up before the camera, as a print turned by hand or on a telephone: flat. Imports OpenCV."""

from __future__ import annotations

import math

import cv2
import numpy as np

from kiosk.simulator.person.picture import Picture

GROUND = (96, 104, 112)
"""Behind the print, blue-green-red."""

BEZEL = 15
"""The edge of a telephone, in all three colours."""

DISTANCE = 1.2
"""From the camera, in widths of the print: a hand's breadth further than most people hold a print of half a page."""


def held_up(picture: Picture, yaw: float = 0.0, pitch: float = 0.0, across: float = 0.0, down: float = 0.0) -> Picture:
    """The print turned about its upright and its level axis (degrees), and shifted (in shares of its width)."""
    height, width = picture.shape[:2]
    turn, nod = math.radians(yaw), math.radians(pitch)
    yawed = np.array([[math.cos(turn), 0, math.sin(turn)], [0, 1, 0], [-math.sin(turn), 0, math.cos(turn)]])
    nodded = np.array([[1, 0, 0], [0, math.cos(nod), -math.sin(nod)], [0, math.sin(nod), math.cos(nod)]])
    plane = yawed @ nodded
    far = DISTANCE * width
    middle = np.array([[1, 0, -width / 2], [0, 1, -height / 2], [0, 0, 1.0]])
    placed = np.column_stack([plane[:, 0], plane[:, 1], (across * width, down * width, far)])
    camera = np.array([[far, 0, width / 2], [0, far, height / 2], [0, 0, 1.0]])
    drawn = cv2.warpPerspective(picture, camera @ placed @ middle, (width, height), borderValue=GROUND)
    return drawn.astype(np.uint8, copy=False)


def on_a_phone(picture: Picture, across: float = 0.0) -> Picture:
    """The middle of the photograph on a telephone whose dark edge is in sight; shifted by a share of the width."""
    height, width = picture.shape[:2]
    middle = picture[round(height * 0.12) : round(height * 0.88), round(width * 0.12) : round(width * 0.88)]
    drawn = np.empty_like(picture)
    drawn[:] = GROUND
    screen_width, screen_height, edge = round(width * 0.56), round(height * 0.56), round(width * 0.03)
    left = min(max(round(width * (0.22 + across)), edge), width - screen_width - edge)
    top = (height - screen_height) // 2
    drawn[top - edge : top + screen_height + edge, left - edge : left + screen_width + edge] = BEZEL
    drawn[top : top + screen_height, left : left + screen_width] = cv2.resize(
        middle, (screen_width, screen_height), interpolation=cv2.INTER_AREA
    )
    return drawn
