"""An issued card as a value and as a folder: its profile, keys, imprint, switches and manners."""
