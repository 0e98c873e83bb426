"""Formulas over datasets: read, checked, planned, evaluated block by block.

A formula is text, ``norm(mag.B) < 5*nT``. `language` reads it, `check` gives every part its
unit, frame and time axis and makes a tree of `terms`, and `evaluate` asks that tree for the
samples of any interval. The functions a formula may call are declared in `functions`.
"""
