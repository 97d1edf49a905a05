"""What leaves the kiosk, as settings and site want it: webhook, local API, exports."""
