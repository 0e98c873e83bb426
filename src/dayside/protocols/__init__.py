"""Adapters, one folder a standard: parse, call a service, serialise."""

from dayside.protocols.base import Context, Site
from dayside.protocols.limits import Gate, Limits

__all__ = ["Context", "Gate", "Limits", "Site"]
