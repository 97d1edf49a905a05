"""The figures of this kiosk and of the site's other kiosks."""
