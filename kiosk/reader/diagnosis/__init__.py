"""What an unknown card is like, free of personal data: algorithms, sizes, tags, times and status words."""
