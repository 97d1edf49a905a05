"""The virtual person before the virtual camera: a photograph that turns its head, or one that is only held up."""
