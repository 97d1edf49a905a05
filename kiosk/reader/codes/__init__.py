"""Grammars of what is printed on cards: the QR text and the machine-readable zone."""
