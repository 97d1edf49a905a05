"""Scanners beside the camera: at a serial port, or typing like a keyboard."""
