"""Figures of parameters for a paper: lines with gaps and envelope, spectrograms with a colour bar.

Colours are those of the workspace: components x, y, z blue, vermilion and green.
"""

from __future__ import annotations

from dayside.client.figure.layout import draw
from dayside.client.figure.panel import Curve, Panel

__all__ = ["Curve", "Panel", "draw"]
