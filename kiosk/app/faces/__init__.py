"""Face engines as settings and site want them; ``kiosk calibrate`` and ``kiosk models``."""
