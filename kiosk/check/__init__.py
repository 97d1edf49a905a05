"""One check: states, events, effects, the pure machine, its runner, and what the screens show."""
