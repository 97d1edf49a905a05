"""The machine-readable zone out of camera frames: found, cut out, read, and held to its check digits."""
