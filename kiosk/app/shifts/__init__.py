"""Shifts opened, closed and reported by command and at the staff screen."""
