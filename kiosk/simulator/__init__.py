"""The virtual card, the virtual reader and the virtual camera: a training mode that ships with the product."""
