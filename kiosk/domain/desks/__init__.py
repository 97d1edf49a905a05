"""What staff do at their screen, as ports and values: one module a desk."""
