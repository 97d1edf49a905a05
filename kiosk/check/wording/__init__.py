"""What the screens say, in words: one module a subject, Vietnamese first."""
