"""Long work: asked for, waited for, run, cancelled, forgotten.

`desk` is for whoever asks, `cases` tells what can be asked for, and `Runner` does it.
"""

from dayside.services.jobs.cases import UseCase, use_case, use_cases
from dayside.services.jobs.desk import (
    DEFAULT,
    Rules,
    cancel,
    find,
    get,
    hold,
    remove,
    start,
    submit,
)
from dayside.services.jobs.runner import Runner

__all__ = [
    "DEFAULT",
    "Rules",
    "Runner",
    "UseCase",
    "cancel",
    "find",
    "get",
    "hold",
    "remove",
    "start",
    "submit",
    "use_case",
    "use_cases",
]
