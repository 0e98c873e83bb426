"""Event lists: kept, changed, combined, read from files.

`store` keeps them, `edits` says how one is changed, `algebra` what can be made of several.
"""

from dayside.services.events.algebra import OPERATIONS, combine
from dayside.services.events.edits import apply
from dayside.services.events.store import (
    change,
    copy,
    create,
    find,
    history,
    info,
    load,
    release,
    remove,
    restore,
    share,
    undo,
)

__all__ = [
    "OPERATIONS",
    "apply",
    "change",
    "combine",
    "copy",
    "create",
    "find",
    "history",
    "info",
    "load",
    "release",
    "remove",
    "restore",
    "share",
    "undo",
]
