"""Plasma physics: SI floats in and out, the unit in each name; temperatures in kelvins.

Definitions are those of PlasmaPy (PlasmaPy Community, doi:10.5281/zenodo.1436011), constants
those of CODATA as of ``scipy.constants``. Every function takes numbers and arrays that can be
broadcast; vectors have their components last.
"""
