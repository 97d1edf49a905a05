"""Codes and printed lines, from cameras and scanners into a check; ``kiosk scan``."""
