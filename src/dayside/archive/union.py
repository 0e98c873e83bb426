"""One description for granules that tell different things of one dataset."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from dayside.model import Bins, Dataset, Parameter, identifier
from dayside.model.errors import UnreadableFile
from dayside.model.series import storage_dtype

_ELSEWHERE = "ingest it under another --dataset, or all its files anew, described alike."


def united(old: Dataset, new: Dataset) -> Dataset:
    """Return a dataset with the parameters of both; what the newer says goes before.

    Fixed tables of bins that differ become moving bins, with a parameter that holds the
    table of each sample.

    Raises
    ------
    UnreadableFile
        If a parameter has another shape, unit, frame or kind of values than before.
    """
    old, new = _with_moving_bins(old, new)
    before = {p.name: p for p in old.parameters}
    now = {p.name: p for p in new.parameters}
    parameters = [
        _united(before[name], now[name])
        if name in before and name in now
        else _with_fill(before.get(name) or now[name])
        for name in dict.fromkeys((*before, *now))
    ]
    said = {
        name: getattr(new, name)
        for name in Dataset.__dataclass_fields__
        if getattr(new, name) not in (None, "", (), {})
    }
    said |= {
        "id": old.id,
        "parameters": tuple(parameters),
        "cadence_ns": old.cadence_ns or new.cadence_ns,
        "created": old.created,
        "access": old.access,
        "simulated": old.simulated or new.simulated,
    }
    return old.replace(**said)


def _united(old: Parameter, new: Parameter) -> Parameter:
    for what, ours, theirs in (
        ("samples of shape", old.shape, new.shape),
        ("units", old.units or None, new.units or None),
        ("the frame", old.frame, new.frame),
    ):
        if ours != theirs and ours is not None and theirs is not None:
            raise UnreadableFile(
                f"{new.name} has {what} {theirs}, but {ours} in the archive; {_ELSEWHERE}"
            )
    said: dict[str, Any] = {
        name: getattr(old, name)
        for name in ("units", "fill", "frame", "components", "labels", "quality", "uncertainty")
        if getattr(new, name) in (None, ())
    }
    bins = [theirs or ours for ours, theirs in zip(old.bins, new.bins, strict=False)]
    said["bins"] = tuple(bins) or new.bins or old.bins
    if old.dtype != new.dtype:
        said["dtype"] = _wider(new.name, old.dtype, new.dtype)
    return dataclasses.replace(new, **said)


def _with_fill(p: Parameter) -> Parameter:
    """Return a parameter that some granules lack: their rows must not look like values."""
    dtype = storage_dtype(p)
    if p.fill is not None or dtype.kind not in "iu":
        return p
    limits = np.iinfo(dtype)
    # The fills of ISTP.
    return dataclasses.replace(p, fill=int(limits.max if dtype.kind == "u" else limits.min))


def _wider(name: str, one: str, other: str) -> str:
    """Return a type that holds the values of both."""
    texts = [t.startswith("U") for t in (one, other)]
    if all(texts):
        return max(one, other, key=lambda t: int(t[1:]))
    if any(texts) or "tt2000" in (one, other):
        raise UnreadableFile(
            f"{name} has values of type {other}, but {one} in the archive; {_ELSEWHERE}"
        )
    return np.promote_types(one, other).name


def _with_moving_bins(old: Dataset, new: Dataset) -> tuple[Dataset, Dataset]:
    """Return both with moving bins wherever one has them or their tables differ."""
    for p in old.parameters:
        if p.name not in new.names:
            continue
        for axis, (ours, theirs) in enumerate(zip(p.bins, new[p.name].bins, strict=False)):
            if ours is None or theirs is None or _same(ours, theirs):
                continue
            if ours.units and theirs.units and ours.units != theirs.units:
                raise UnreadableFile(
                    f"The bins of {p.name} are in {theirs.units}, but in {ours.units} in the "
                    f"archive; {_ELSEWHERE}"
                )
            name = ours.parameter or theirs.parameter or _free_name(p.name, ours.name, old, new)
            old, new = _moving(old, p.name, axis, name), _moving(new, p.name, axis, name)
    return old, new


def _same(ours: Bins, theirs: Bins) -> bool:
    if ours.parameter or theirs.parameter:
        return ours.parameter == theirs.parameter
    if not (ours.centers and theirs.centers) or len(ours.centers) != len(theirs.centers):
        return True
    return np.allclose(ours.centers, theirs.centers, rtol=1e-6, atol=0, equal_nan=True)


def _free_name(parameter: str, quantity: str, *datasets: Dataset) -> str:
    taken = {name.casefold() for d in datasets for name in d.names}
    name = f"{parameter}_{identifier(quantity or 'bins')}"
    while name.casefold() in taken:
        name += "_table"
    return name


def _moving(dataset: Dataset, name: str, axis: int, companion: str) -> Dataset:
    """Return `dataset` with the table of one axis held by the parameter `companion`."""
    p = dataset[name]
    table = p.bins[axis]
    if table is None or table.parameter:
        return dataset
    bins = list(p.bins)
    bins[axis] = dataclasses.replace(table, centers=None, ranges=None, parameter=companion)
    changed = [
        dataclasses.replace(q, bins=tuple(bins)) if q.name == name else q
        for q in dataset.parameters
    ]
    if companion not in dataset.names:
        changed.append(
            Parameter(
                companion,
                "float64",
                table.units,
                (p.shape[axis],),
                description=f"{table.name} of each sample of {name}.",
                label=table.name,
                role="support",
                display="none",
                scale=table.scale,
            )
        )
    return dataset.replace(parameters=tuple(changed))
