"""The kiosk's settings: read, shown at the staff screen, and changed there."""
