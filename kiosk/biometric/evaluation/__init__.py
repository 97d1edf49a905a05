"""Measuring engines: pairs and scores in, thresholds with their uncertainty and reports out."""
