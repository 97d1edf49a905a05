"""``kiosk site``: a profile, read strictly and explained."""
