"""Scanners that type like a keyboard: what they type is caught before any window sees it."""
