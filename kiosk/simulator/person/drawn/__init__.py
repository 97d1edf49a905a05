"""People whom this program draws: no photograph, nobody's likeness, made for face networks rather than for eyes."""
