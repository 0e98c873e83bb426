"""Datasets as JSON: short in lists, whole by themselves."""

from __future__ import annotations

from typing import Any

from dayside.model import Dataset, time
from dayside.services.sample import ExampleView

_LONG_IN_LISTS = ("attributes",)
_LONG_OF_PARAMETERS = ("bins", "description", "labels", "valid_min", "valid_max")


def whole(dataset: Dataset, version: str) -> dict[str, Any]:
    """Return a dataset with all that is known of it.

    Parameters
    ----------
    version : str
        Tag that changes whenever values or metadata do.
    """
    return {**dataset.to_dict(), **texts(dataset), "version_tag": version}


def short(dataset: Dataset) -> dict[str, Any]:
    """Return a dataset as lists show it, without what is long."""
    record = {**dataset.to_dict(), **texts(dataset)}
    for key in _LONG_IN_LISTS:
        record.pop(key, None)
    for parameter in record.get("parameters", ()):
        for key in _LONG_OF_PARAMETERS:
            parameter.pop(key, None)
    return record


def example(view: ExampleView) -> dict[str, Any]:
    """Return a view to begin with: the panels from the top, and the UTC interval."""
    return {
        "title": view.title,
        "description": view.description,
        "start": view.start,
        "stop": view.stop,
        "panels": [{"dataset": d, "parameter": p} for d, p in view.panels],
    }


def texts(dataset: Dataset) -> dict[str, str | None]:
    """Return the coverage as UTC text."""
    return {"start_text": when(dataset.start), "stop_text": when(dataset.stop)}


def when(ticks: int | None) -> str | None:
    """Return UTC text of TT2000, to the millisecond; None stays None."""
    return None if ticks is None else str(time.to_text(ticks, 3))
