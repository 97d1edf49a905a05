"""The eMRTD protocols: access, secure messaging, clone checks, and the ordered steps of one reading."""
