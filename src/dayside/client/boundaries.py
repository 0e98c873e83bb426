"""What `dayside` offers of boundary models: they need no archive."""

from dayside.science.boundaries import boundary

__all__ = ["boundary"]
