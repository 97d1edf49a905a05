"""Who works at this kiosk: accounts, and what they do beside a check."""
