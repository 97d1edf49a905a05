"""Who has come in and who is still awaited, live during a shift."""
