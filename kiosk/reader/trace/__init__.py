"""Traces: a conversation with a chip as a file, free of personal data unless asked otherwise, that plays back."""
