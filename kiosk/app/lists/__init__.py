"""The site's list of this kiosk: its commands, and what staff see and do with it."""
