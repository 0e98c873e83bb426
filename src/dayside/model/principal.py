"""`Principal`: who asks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks: passed by every adapter through the one door.

    Attributes
    ----------
    name : str
        Empty for the anonymous.
    scopes : frozenset of str
        What a token lets its bearer do: ``read:private``, ``write``, ``operate`` (see and
        stop the jobs of others).
    client : str
        Where the request comes from, for limits: an address, or ``local``.
    """

    name: str = ""
    scopes: frozenset[str] = frozenset()
    client: str = "local"

    def may(self, scope: str) -> bool:
        """Tell whether the principal holds `scope`."""
        return scope in self.scopes


ANONYMOUS = Principal()
"""Whoever came without a token."""

OPERATOR = Principal("operator", frozenset({"read:private", "write", "operate"}))
"""Whoever runs Dayside on this machine: the command line and a local notebook."""
