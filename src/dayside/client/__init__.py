"""The Python face of an archive: the same for a local folder and a remote Dayside.

`ArchiveClient`, `DatasetClient` and `ParameterClient` are what people hold; behind
them a `Backend` answers, `dayside.client.local` through the services of this
process, `dayside.client.remote` through ``/api`` of another.
"""

from __future__ import annotations

import os
from os import PathLike

from dayside.client.backend import Backend
from dayside.client.base import ArchiveClient, DatasetClient, ParameterClient

__all__ = ["ArchiveClient", "Backend", "DatasetClient", "ParameterClient", "open_client"]


def open_client(
    path_or_url: str | PathLike[str] | None = None, *, token: str | None = None
) -> ArchiveClient:
    """Return a client of an archive; see `dayside.open`."""
    location = os.fspath(path_or_url) if path_or_url is not None else None
    if location is not None and location.startswith(("http://", "https://")):
        from dayside.client.remote import RemoteBackend

        return ArchiveClient(RemoteBackend.open(location, token or os.environ.get("DAYSIDE_TOKEN")))
    from dayside.client.local import LocalBackend

    return ArchiveClient(LocalBackend.open(location))
