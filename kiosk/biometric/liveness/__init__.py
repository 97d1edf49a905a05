"""Presentation attack detection: what speaks for a living person before the camera, part by part."""
