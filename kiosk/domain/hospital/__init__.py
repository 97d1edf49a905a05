"""What a hospital asks of and tells its outside services: insurance, registration, records, queue numbers."""
