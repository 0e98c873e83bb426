"""Conditional search: when a condition holds, over any interval, by reading what must be read."""
