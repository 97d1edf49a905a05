"""How a card is issued: the training authority, its certificates, the files it writes and signs, its pictures."""
