"""Records of admitted patients as files for the hospital's own system: the national check-in record, and FHIR."""
