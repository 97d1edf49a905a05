"""Staff take the citizen's screen over and give it back."""
