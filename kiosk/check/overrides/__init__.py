"""Staff decide otherwise than the machine: named steps, pure, and what carries them out."""
