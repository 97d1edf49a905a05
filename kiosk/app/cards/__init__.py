"""The commands of ``kiosk card``: what is done with one card beside a check."""
