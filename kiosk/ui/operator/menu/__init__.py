"""The menu of the staff screen: what has no button of its own."""
