"""Staff find somebody in the list and look after them by hand."""
