"""What this kiosk trusts, and how it is imported: commands and desk."""
