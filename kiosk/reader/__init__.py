"""Card and codes: the PC/SC channel, the eMRTD protocols, the files of the chip, trust in them, QR and MRZ."""
