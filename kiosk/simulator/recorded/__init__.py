"""A recorded chip that can be read again."""
