"""Staff choose a clinic for a patient who came in, and register them."""
