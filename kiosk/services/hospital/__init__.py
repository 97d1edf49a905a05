"""What a hospital's reception asks outside: the health-insurance gateway, and the hospital's own registration."""
