"""Long work: asked for, waited for, run, cancelled, forgotten.

`desk` is for whoever asks, `cases` tells what can be asked for, and `Runner` does it.
"""

from dayside.services.jobs.cases import UseCase, filled, use_case, use_cases
from dayside.services.jobs.desk import (
    DEFAULT,
    Rules,
    cancel,
    file,
    find,
    get,
    hold,
    remove,
    start,
    submit,
)
from dayside.services.jobs.products import Product
from dayside.services.jobs.runner import Runner

__all__ = [
    "DEFAULT",
    "Product",
    "Rules",
    "Runner",
    "UseCase",
    "cancel",
    "file",
    "filled",
    "find",
    "get",
    "hold",
    "remove",
    "start",
    "submit",
    "use_case",
    "use_cases",
]
