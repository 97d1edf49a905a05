"""The files of the chip: one catalogue, one parser a file (ICAO Doc 9303-10; DG13 of Vietnam)."""
