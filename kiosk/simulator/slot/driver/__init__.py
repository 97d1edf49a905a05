"""The reader driver of the virtual reader: its C source, and how it is built."""
