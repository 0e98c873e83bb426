"""Magnetic fields of planets and moons: models, field lines, L-shells."""
