"""Codes out of camera frames."""
