"""The chip's side of every protocol: what a virtual card answers, and how long that takes."""
