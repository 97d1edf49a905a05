"""What the citizen's window sounds like: one cue a result, spoken prompts, and the process that plays them."""
