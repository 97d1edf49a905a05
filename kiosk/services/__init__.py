"""Outside services: what leaves the kiosk, to whom and in which form; no socket is opened unless settings say so."""
