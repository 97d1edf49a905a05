"""The installed list: imported from a file, kept in versions, found again by number or by name and birth date."""
