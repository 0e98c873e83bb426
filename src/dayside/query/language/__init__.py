"""The text of a formula: a small, safe part of Python's expressions."""
