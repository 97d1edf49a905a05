"""The kiosk that checks a chip ID card, its holder and the site's list, one person at a time."""

__version__ = "0.1.0"
