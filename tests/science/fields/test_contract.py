"""Every installed model keeps the contract."""

import pytest

from dayside.science.fields import registry
from dayside.testing.fields import FieldModelContract

# By their authors: T96 joins regions of different formulas, and the sheet is an approximation.
LOOSE = {"earth.t96": 0.03, "earth.t01": 0.03, "earth.ts05": 0.03, "jupiter.con2020": 0.3}


@pytest.mark.parametrize("key", list(registry.entries()))
class TestModels(FieldModelContract):
    @pytest.fixture(autouse=True)
    def _chosen(self, key):
        type(self).spec = key
        type(self).most_divergence = LOOSE.get(key, 1e-6)
        type(self).far_rp = 1.4 if key == "mercury.kt17" else 10.0


class TestSum(FieldModelContract):
    spec = "jupiter.jrm33(degree=5) + jupiter.con2020"
    most_divergence = 0.05
