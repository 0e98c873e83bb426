"""Whatever is written as a formula is answered or refused with a sentence."""

from __future__ import annotations

import random
from contextlib import suppress

from tests.query.conftest import T0, S

from dayside.model import OPERATOR
from dayside.model.errors import DaysideError
from dayside.query.functions import by_name
from dayside.services.door import Door
from dayside.services.evaluate import FormulaRequest, values

ATOMS = """
mag.B; mag.B.x; mag.Bx; mag.flag; mag.mode; mag.raw; ions.density; ions.velocity; ions.flux; 5; 0;
ions.swept; ds("far/W-1").speed; 1e308; nT; km/s; 5*nT; "10 s"; "x"; True; pi; m_p; "100 eV"; ions;
-3; 2**3; cm**-3; ions.nothing; none.B
""".replace("\n", " ").split(";")
SIGNS = ["+", "-", "*", "/", "**", "%", "<", "<=", ">", ">=", "==", "!=", "and", "or", "&", "|"]


def formula(rng: random.Random, depth: int) -> str:
    if depth == 0:
        return rng.choice(ATOMS)
    part = [formula(rng, rng.randrange(depth)) for _ in range(3)]
    match rng.randrange(6):
        case 0 | 1:
            return f"({part[0]} {rng.choice(SIGNS)} {part[1]})"
        case 2 | 3:
            return f"{rng.choice(list(by_name()))}({', '.join(part[: rng.randrange(1, 4)])})"
        case 4:
            return f"{rng.choice(['-', 'not ', '~', ''])}{part[0]}"
    return f"{part[0]}[{rng.choice([part[1], '0', ':', '0:2', ':2, 1', part[1] + ':' + part[2]])}]"


def test_any_formula_is_answered_or_refused(door: Door) -> None:
    rng = random.Random(20261126)
    answered = 0
    for _ in range(1500):
        text = formula(rng, 3)
        with suppress(DaysideError):
            values(door, FormulaRequest(text, T0, T0 + 60 * S), OPERATOR).series()
            answered += 1
    assert answered > 30
