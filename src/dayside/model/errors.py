"""The one tree of errors.

::

    DaysideError
    ├── BadRequest (ValueError)            what was asked cannot be right
    │   ├── BadTime                        a time that is none
    │   │   ├── BadStart
    │   │   └── BadStop
    │   ├── EmptyInterval                  start is not before stop
    │   ├── OutsideCoverage                the dataset has nothing there, ever
    │   ├── TooMuch                        more than one request may ask
    │   ├── UnknownFormat                  no such output format
    │   ├── BadFormula                     a formula that cannot be read, or does not fit together
    │   ├── Outdated                       a change to a state that is no longer the newest
    │   ├── NameTaken                      something else has this name already
    │   ├── BadParameterOrder              out of order, or twice
    │   └── UnknownOption                  an option the interface does not have
    ├── NotFound (KeyError)
    │   ├── UnknownDataset
    │   │   └── Gone                       was only looked at, and is not kept
    │   ├── UnknownParameter
    │   ├── UnknownSnapshot
    │   ├── UnknownEventList
    │   └── UnknownJob
    ├── Forbidden (PermissionError)        known, but not for this principal
    ├── Cancelled                          long work that is not wanted any more
    ├── UnreadableFile (ValueError)        a file that cannot be taken, and why
    ├── ArchiveError (RuntimeError)        the archive itself
    │   ├── ArchiveDamaged                 a checksum or a count does not hold
    │   ├── ArchiveLocked                  read-only, full, or held by another
    │   └── ArchiveTooNew                  written by a later Dayside
    └── Upstream (ConnectionError)         a remote source did not answer

Every message says what was asked, what is allowed and, where there is one, the
nearest match. How each maps to HTTP, HAPI, DALI and exit codes stands in one
table, `dayside.model.error_codes`.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class DaysideError(Exception):
    """Root of everything Dayside raises on purpose."""

    def __str__(self) -> str:
        # KeyError would print the repr of its argument: an error text is for people.
        return str(self.args[0]) if self.args else type(self).__name__


class BadRequest(DaysideError, ValueError):
    """What was asked cannot be right, whatever the archive holds."""


class BadTime(BadRequest):
    """A text that is no time, or a time outside what TT2000 can hold."""


class BadStart(BadTime):
    """The start of an interval is no time."""


class BadStop(BadTime):
    """The stop of an interval is no time."""


class EmptyInterval(BadRequest):
    """The start of an interval is not before its stop."""


class OutsideCoverage(BadRequest):
    """The interval lies outside the dataset's coverage."""


class TooMuch(BadRequest):
    """More than one request may ask."""


class UnknownFormat(BadRequest):
    """No such output format."""


class BadFormula(BadRequest):
    """A formula that cannot be read, or whose parts do not fit together."""


class Outdated(BadRequest):
    """A change to a state that is no longer the newest: somebody else was faster."""


class NameTaken(BadRequest):
    """Something else has this name already."""


class BadParameterOrder(BadRequest):
    """Parameters asked out of the dataset's order, or twice."""


class UnknownOption(BadRequest):
    """An option or request parameter that the interface does not have."""


class NotFound(DaysideError, KeyError):
    """Something named does not exist, or not for whoever asks."""


class UnknownDataset(NotFound):
    """No dataset has this id."""


class Gone(UnknownDataset):
    """The dataset of a file that was only looked at, and is not held any more."""


class UnknownParameter(NotFound):
    """The dataset has no parameter of this name."""


class UnknownSnapshot(NotFound):
    """The archive has no such state."""


class UnknownEventList(NotFound):
    """No event list has this name."""


class UnknownJob(NotFound):
    """No job has this id, or it is not for whoever asks."""


class Cancelled(DaysideError):
    """Long work was called off."""


class Forbidden(DaysideError, PermissionError):
    """The principal may not do this."""


class UnreadableFile(DaysideError, ValueError):
    """A file cannot be taken; the message says why."""


class ArchiveError(DaysideError, RuntimeError):
    """The archive itself is in the way."""


class ArchiveDamaged(ArchiveError):
    """A checksum or a count does not hold."""


class ArchiveLocked(ArchiveError):
    """The archive cannot be written: read-only, full, or held by another."""


class ArchiveTooNew(ArchiveError):
    """The archive was written by a later Dayside."""


class Upstream(DaysideError, ConnectionError):
    """A remote source did not answer, or not as it should."""


def nearest(asked: str, known: Iterable[str]) -> str:
    """Return a sentence naming the nearest of `known`, or an empty string.

    Examples
    --------
    >>> nearest("messenger_mag", ["messenger_mag_1s", "wind_swe"])
    ' Did you mean messenger_mag_1s?'
    >>> nearest("b", ["B", "position"])
    ' Did you mean B?'
    """
    names = list(known)
    match = get_close_matches(asked, names, n=1, cutoff=0.5)
    if not match:
        folded = {name.casefold(): name for name in names}
        near = get_close_matches(asked.casefold(), list(folded), n=1, cutoff=0.5)
        match = [folded[name] for name in near]
    return f" Did you mean {match[0]}?" if match else ""
