"""The particles a function may be told of."""

from __future__ import annotations

from dayside.query.functions.arguments import Arguments
from dayside.science.plasma.particles import PARTICLES, Particle


def particle(call: Arguments, name: str, default: str = "p+") -> tuple[str, Particle]:
    """Return the particle an argument names, and its name.

    Raises
    ------
    BadFormula
        If it is none that is known.
    """
    said = call.text(name, list(PARTICLES)) if call.has(name) else default
    return said, PARTICLES[said]


def ion(call: Arguments) -> tuple[str, Particle]:
    """Return the ion that the argument ``ion`` names, and its name; protons unless said."""
    ions = [name for name, each in PARTICLES.items() if each.charge_number > 0]
    said = call.text("ion", ions) if call.has("ion") else "p+"
    return said, PARTICLES[said]
