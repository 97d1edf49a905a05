"""A hospital's outside services, records and reception, as settings and site want them."""
