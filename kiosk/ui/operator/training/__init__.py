"""Training at the staff screen: begun and left, and who of the invented people comes next."""
