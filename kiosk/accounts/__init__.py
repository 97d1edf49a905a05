"""Accounts of staff: who they are, how they log in, and when the staff screen locks itself."""
