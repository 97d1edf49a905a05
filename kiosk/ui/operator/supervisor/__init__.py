"""The supervisor's page: a shift of this kiosk beside those of the site's others, live or past."""
