"""Where a dataset has samples: how many in each cell of time, and the gaps between them.

Neither reads a value; where times are regular (`dayside.archive.clock`) neither reads a time.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dayside.archive.archive import Archive
from dayside.model import time
from dayside.model.time import Ticks


def counts(
    archive: Archive, dataset: str, unix_ns: Ticks, snapshot: int | None = None
) -> NDArray[np.int64]:
    """Return how many samples lie in each cell from an edge to the next.

    Parameters
    ----------
    unix_ns : ndarray of int64, shape (n + 1,)
        Edges: UTC since 1970, increasing; quickest where levels have bins.
    """
    edges = time.from_unix_ns(unix_ns)
    found = np.zeros(len(edges) - 1, np.int64)
    extents = archive.index.extents(dataset, snapshot)
    begin = int(np.searchsorted(extents.last, edges[0], side="left"))
    end = int(np.searchsorted(extents.first, edges[-1], side="left"))
    for number in range(begin, end):
        # Only the edges around the group: there are many cells, and many groups.
        low = max(int(np.searchsorted(edges, extents.first[number], side="right")) - 1, 0)
        high = int(np.searchsorted(edges, extents.last[number], side="right")) + 1
        rows = archive.group(extents.paths[number]).rows_before(unix_ns[low:high])
        found[low : low + len(rows) - 1] += np.diff(rows)
    return found


def gaps(
    archive: Archive,
    dataset: str,
    start: int,
    stop: int,
    longest_ns: int,
    snapshot: int | None = None,
) -> NDArray[np.int64]:
    """Return where neighbouring samples are further apart than `longest_ns`.

    Returns
    -------
    ndarray of int64, shape (n, 2)
        Time before and after, TT2000, in order; `start` and `stop` stand for samples where
        there are none before or after.
    """
    extents = archive.index.extents(dataset, snapshot)
    begin = int(np.searchsorted(extents.last, start, side="left"))
    end = int(np.searchsorted(extents.first, stop, side="left"))
    parts = [archive.group(extents.paths[n]).gaps(longest_ns) for n in range(begin, end)]
    first = np.append(extents.first[begin:end], stop)
    last = np.insert(extents.last[begin:end], 0, start)
    between = np.column_stack([last, first])
    parts.append(between[between[:, 1] - between[:, 0] > longest_ns])
    found = np.concatenate(parts)
    found = found[np.argsort(found[:, 0], kind="stable")]
    found = np.clip(found[(found[:, 1] > start) & (found[:, 0] < stop)], start, stop)
    return found[found[:, 1] - found[:, 0] > longest_ns]
