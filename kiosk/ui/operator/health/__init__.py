"""The health of the kiosk's parts at the staff screen: a strip that is always there, and a page with a test of each."""
