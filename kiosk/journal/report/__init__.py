"""The report of a shift: what it says, and how that becomes a PDF to sign and a workbook to count on with."""
