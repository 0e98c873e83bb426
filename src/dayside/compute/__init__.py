"""Where work is done: threads of this process, or processes of a Dask cluster.

The seam is that of `concurrent.futures`: whoever computes hands functions to the executor
of a `Pool` and does not know what stands behind it. What goes to another process is small
and says where data are (`Place`), not what they hold.
"""

from dayside.compute.order import in_order
from dayside.compute.place import Place, archive_at
from dayside.compute.pool import Pool, local_pool, open_pool

__all__ = ["Place", "Pool", "archive_at", "in_order", "local_pool", "open_pool"]
