"""Cards on real readers: the presence loop and the channel over PC/SC."""
