"""How a function of the language is declared."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dayside.model.errors import BadFormula, nearest
from dayside.query import units
from dayside.query.functions.arguments import Arguments, World
from dayside.query.sampling import Sampling
from dayside.query.terms import Term

if TYPE_CHECKING:
    from astropy.units import UnitBase


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the language.

    Attributes
    ----------
    signature : str
        As it is called: ``mean(x, window=, every=)``; what has an ``=`` may be left out.
    summary : str
        One sentence, or a few.
    group : str
        Heading under which it is told of.
    build : callable
        From arguments to a term.
    example : str
        A call.
    source : str
        Where the formula is from.
    aliases : tuple of str
        Other names, AMDA's among them.
    """

    signature: str
    summary: str
    group: str
    build: Callable[[Arguments], Term] = field(repr=False)
    example: str = ""
    source: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Name by which it is called."""
        return self.signature.partition("(")[0]

    @property
    def parameters(self) -> list[str]:
        """Names of the arguments, in order."""
        return re.findall(r"[\w]+", self.signature.partition("(")[2])

    @property
    def required(self) -> list[str]:
        """Names of the arguments that must be given."""
        optional = re.findall(r"(\w+)=", self.signature)
        return [p for p in self.parameters if p not in optional]

    def __call__(
        self,
        args: Sequence[Term],
        named: Mapping[str, Term],
        said: str,
        sampling: Sampling,
        world: World,
    ) -> Term:
        """Return the term of a call.

        Raises
        ------
        BadFormula
            If arguments are missing, too many, unknown, or not what they must be.
        """
        known = self.parameters
        if len(args) > len(known):
            raise BadFormula(f"{said}: {self.signature} takes {len(known)} arguments at most.")
        given = dict(zip(known, args, strict=False))
        for name, term in named.items():
            if name not in known:
                raise BadFormula(
                    f"{said}: {self.signature} has no argument {name}." + nearest(name, known)
                )
            if name in given:
                raise BadFormula(f"{said}: {name} is given twice.")
            given[name] = term
        missing = [name for name in self.required if name not in given]
        if missing:
            raise BadFormula(f"{said}: {self.signature} needs {' and '.join(missing)}.")
        return self.build(Arguments(self, said, given, sampling, world))


def function(
    signature: str, summary: str, group: str, **more: Any
) -> Callable[[Callable[[Arguments], Term]], Function]:
    """Return a decorator that makes a function of the language from what builds its terms."""

    def declare(build: Callable[[Arguments], Term]) -> Function:
        return Function(signature, summary, group, build, **more)

    return declare


def unit(text: str) -> UnitBase:
    """Return a unit that is known to be one."""
    found = units.unit_of(text)
    if found is None:
        raise ValueError(text)
    return found
