"""The scanners' set-up page: a code to scan, and what arrived of it."""
