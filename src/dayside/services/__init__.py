"""Use cases, one module each, behind one door."""
