"""The nouns: frozen, typed, without I/O, fast to import."""

from dayside.model.dataset import Bins, Dataset, Parameter, identifier
from dayside.model.principal import ANONYMOUS, OPERATOR, Principal
from dayside.model.series import Series

__all__ = [
    "ANONYMOUS",
    "OPERATOR",
    "Bins",
    "Dataset",
    "Parameter",
    "Principal",
    "Series",
    "identifier",
]
