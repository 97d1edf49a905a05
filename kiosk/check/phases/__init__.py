"""What a check does in each of its phases when something happens: pure functions, one module a stretch of the way."""
