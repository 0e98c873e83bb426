"""Tables in text files: our own CSV and that of others."""
