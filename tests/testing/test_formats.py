"""The contract of formats finds what is wrong with one."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from hypothesis import given, settings

from dayside.model import Dataset, Parameter, Series
from dayside.model.errors import UnreadableFile
from dayside.testing import strategies
from dayside.testing.examples import example_series
from dayside.testing.formats import FormatContract, assert_same_values


class Pickled:
    """A format as small as can be; for tests only."""

    name = "pickled"
    suffixes = (".pickled",)
    media_type = "application/x-pickled"
    reads = True
    writes = True

    def sniff(self, path, head):
        return head.startswith(b"PICKLED")

    def read(self, path, description):
        try:
            content = path.read_bytes()
            size = int(content[7:17])
            if len(content) != 17 + size or hash(content[37:]) != int(content[17:37]):
                raise ValueError("torn")
            record, time, values = pickle.loads(content[37:])
        except (OSError, ValueError) as error:
            raise UnreadableFile(f"{path.name} is torn") from error
        return [Series(Dataset.from_dict(record), time, values)]

    def write(self, dataset, blocks):
        rows = Series.concatenate(dataset, blocks)
        body = pickle.dumps((dataset.to_dict(), rows.time, dict(rows.values)))
        yield b"PICKLED%010d%020d" % (len(body) + 20, hash(body))
        yield body


class TestSoundFormat(FormatContract):
    format = Pickled()


class Rounding(Pickled):
    def write(self, dataset, blocks):
        for block in blocks:
            block.values["density"][...] = np.round(block.values["density"], 2)
            yield from super().write(dataset, [block])


class Trusting(Pickled):
    def read(self, path, description):
        return [
            Series(Dataset.from_dict(d), t, v) for d, t, v in [pickle.loads(path.read_bytes()[37:])]
        ]


class Deaf(Pickled):
    def read(self, path, description):
        (found,) = super().read(path, description)
        plain = tuple(Parameter(p.name, p.dtype, shape=p.shape) for p in found.dataset.parameters)
        return [Series(found.dataset.replace(parameters=plain), found.time, found.values)]


def contract_of(form):
    return type("Contract", (FormatContract,), {"format": form()})()


def test_rounded_values_are_found(tmp_path):
    with pytest.raises(AssertionError, match="density"):
        contract_of(Rounding).test_reads_its_example(tmp_path)


def test_trust_in_damaged_files_is_found(tmp_path):
    with pytest.raises((pickle.UnpicklingError, EOFError, ValueError)):
        contract_of(Trusting).test_damage_is_told(tmp_path)


def test_lost_metadata_are_found(tmp_path):
    with pytest.raises(AssertionError, match=r"B\.units"):
        contract_of(Deaf).test_parameters_survive(tmp_path)


def test_a_lost_gap_is_found():
    series = example_series()
    values = dict(series.values) | {"density": np.nan_to_num(series.values["density"])}
    with pytest.raises(AssertionError, match="density"):
        assert_same_values(Series(series.dataset, series.time, values), series, frozenset())


@settings(max_examples=30)
@given(strategies.series())
def test_the_strategies_give_sound_series(series):
    assert (np.diff(series.time) >= 0).all()
    for p in series.dataset.parameters:
        assert series.values[p.name].shape == (len(series), *p.shape)
    assert Dataset.from_dict(series.dataset.to_dict()) == series.dataset
