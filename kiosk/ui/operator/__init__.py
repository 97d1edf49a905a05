"""The parts of the operator window: the board of evidence and the row of actions."""
