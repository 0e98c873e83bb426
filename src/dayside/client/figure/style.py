"""How figures look: the light theme of the workspace, in inches and points."""

from __future__ import annotations

INK, INK_2, GROUND, WARNING = "#1b1f24", "#5b6470", "#fbfbf9", "#b00020"
# Okabe-Ito; black is kept for magnitudes.
LINES = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
# A second parameter in a panel differs in more than its colour.
DASHES = ("-", "--", "-.", ":")
WIDTH_IN, PANEL_IN, MARGIN_IN = 10.0, 2.0, 1.1
