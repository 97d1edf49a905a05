"""Keys on the staff screen for kiosks without a keyboard."""
