"""What the channels of a spectrum stand for."""

from __future__ import annotations

from dayside.model import Bins
from dayside.portal.channels import channel_table
from dayside.services.statistics import ColumnStatistics


def told(name: str, least: float, mean: float, greatest: float) -> ColumnStatistics:
    return ColumnStatistics(name, least, greatest, mean, 10)


def test_moving_centres_are_told_by_how_far_they_go() -> None:
    bins = Bins("energy", "eV", parameter="energies")
    moving = [told("0", 9, 10, 11), told("1", 90, 100, 110)]
    table = channel_table(bins, 2, moving=moving)
    assert table.moves
    assert [(c.low, c.center, c.high) for c in table.channels] == [(9, 10, 11), (90, 100, 110)]
    assert table.reach == (9, 110)


def test_what_is_not_known_has_no_column() -> None:
    table = channel_table(Bins("energy", "eV", parameter="energies"), 3)
    there = (table.has_centers, table.has_edges, table.has_labels, table.has_values)
    assert not any(there)
    assert table.reach is None
    labelled = channel_table(Bins("species", labels=("H", "He")), 2)
    assert labelled.has_labels
    assert not labelled.has_centers


def test_values_stand_beside_only_where_they_belong() -> None:
    bins = Bins("energy", "eV", centers=(1.0, 2.0))
    assert channel_table(bins, 2, [told("0", 1, 2, 3)] * 2).has_values
    assert not channel_table(bins, 2, [told("0", 1, 2, 3)] * 3).has_values
