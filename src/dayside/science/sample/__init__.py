"""A simulated Martian mission and ten years of solar wind, from physics alone.

Nothing here was measured and nothing is fitted to an archive: textbook formulas and a
seeded generator make the same numbers each time.
"""
