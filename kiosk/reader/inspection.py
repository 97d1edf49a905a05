"""From a chip reading to identity, chip face and authenticity."""
