"""How figures look: the workspace's, on paper; lengths in pixels of 96 an inch."""

from __future__ import annotations

# The light theme of `portal/pages/tokens.css`; the ground is that of the paper.
INK, INK_2, GROUND = "#1b1f24", "#5b6470", "#ffffff"
HAIRLINE_ALPHA = 0.12
VOID = "#f1f2f2"
"""Where a spectrogram has no value."""

# Okabe-Ito, as dark as lines on white have to be; a magnitude is ink.
LINES = ("#0072b2", "#c24f00", "#00825f", "#b0608c", "#a87300", "#2f8fc4")
# What differs in more than its colour can be told apart without it.
DASHES = ((), (6, 3), (2, 3), (9, 3, 2, 3))
MARKS = ("o", "s", "^", "D")

PIXELS_AN_INCH = 96
POINTS_A_PIXEL = 72 / PIXELS_AN_INCH
DOTS_AN_INCH = 300
"""Of a picture made of dots."""

WIDTH = 180 / 25.4 * PIXELS_AN_INCH
"""That of a page."""

MARGIN = 12
GUTTER_LEFT, GUTTER_RIGHT = 68, 84
HEAD = 48
HEADING = 20
LEGEND = 15
PANEL = 128
BETWEEN = 4
AXIS = 42
RULER = 16

TEXT = 11
TITLE = 15
SMALL = 9
