"""The health of what the kiosk is made of, each probe with its remedy."""
