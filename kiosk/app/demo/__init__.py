"""``kiosk demo``: the real kiosk before a virtual card and a virtual camera."""
