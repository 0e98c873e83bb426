"""Ephemerides: SPICE in processes of its own, and the bodies it knows as datasets.

`process` talks to `worker`, in which one set of kernels is loaded; `kernels` says which files
those are; `source` makes datasets of them.
"""

from dayside.sources.ephemeris.kernels import KernelSets
from dayside.sources.ephemeris.process import Spice
from dayside.sources.ephemeris.source import NAME, EphemerisSource

__all__ = ["NAME", "EphemerisSource", "KernelSets", "Spice"]
