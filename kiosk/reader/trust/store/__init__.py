"""What the operator installed to trust: where it is kept, and how it comes in."""
