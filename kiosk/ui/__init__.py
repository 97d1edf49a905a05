"""Qt only: the bridge from the check, the citizen window and the operator window."""
