"""Settings, wiring (the one composition root), the command line and the doctor."""
