"""Whatever answers "which datasets?" and "values between t0 and t1"."""

from dayside.sources.base import Source

__all__ = ["Source"]
