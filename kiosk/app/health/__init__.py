"""``kiosk doctor`` and the health page: every part, with what helps."""
