"""Lists as files: spreadsheets and delimited text read row by row, as cells of text."""
