"""Pages of Space: frames, tables moved between them, boundaries, kernels, field models."""

from dayside.portal.space import boundaries, frames, kernels, transform

__all__ = ["boundaries", "frames", "kernels", "transform"]
