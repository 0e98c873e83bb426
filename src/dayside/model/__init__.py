"""The nouns: frozen, typed, without I/O, fast to import."""

from dayside.model.columns import Column
from dayside.model.dataset import Bins, Dataset, Parameter, identifier
from dayside.model.events import Event, EventList
from dayside.model.job import Failure, Job, Phase
from dayside.model.principal import ANONYMOUS, OPERATOR, Principal
from dayside.model.series import Series

__all__ = [
    "ANONYMOUS",
    "OPERATOR",
    "Bins",
    "Column",
    "Dataset",
    "Event",
    "EventList",
    "Failure",
    "Job",
    "Parameter",
    "Phase",
    "Principal",
    "Series",
    "identifier",
]
