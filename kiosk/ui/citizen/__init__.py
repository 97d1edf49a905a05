"""The parts of the citizen window: its panels and what stands on them."""
