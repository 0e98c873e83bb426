"""Templates, and what all of them know."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import Response

from dayside.model import Principal, wording
from dayside.portal import addresses, picture
from dayside.portal.assets import asset_version
from dayside.portal.lookcache import LookCache
from dayside.protocols.base import Context
from dayside.protocols.http.answers import REVALIDATE, bytes_answer
from dayside.protocols.http.header import NAVIGATION
from dayside.protocols.http.recent import Recent
from dayside.services.statistics import ColumnStatistics

PATIENCE_S = 3.0
"""How long a page waits for remote sources to tell what they have, s."""


@dataclass(frozen=True)
class Portal:
    """What every page is given.

    Attributes
    ----------
    context : Context
        Of the application.
    recent : Recent
        How fast requests were answered lately.
    looks : LookCache
        Quick looks already drawn.
    started : float
        s since 1970.
    templates : Environment
    """

    context: Context
    recent: Recent = field(default_factory=Recent)
    looks: LookCache = field(default_factory=LookCache)
    started: float = field(default_factory=time.time)
    templates: Environment = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "templates", _environment(self.context))

    def principal(self, request: Request) -> Principal:
        """Return who asks."""
        return self.context.principal_of(request)

    def html(
        self,
        request: Request,
        template: str,
        *,
        status: int = 200,
        json_href: str = "",
        canonical: str = "",
        **values: Any,
    ) -> Response:
        """Return a page.

        Parameters
        ----------
        template : str
            Name of the file.
        json_href : str
            Where the same is for machines; empty if there is no such place.
        canonical : str
            Path of the page, where it has others too; below the root path.
        values
            What the template needs beyond the site's own.
        """
        site = self.context.site
        here = request.url.path.removeprefix(site.root_path) or "/"
        text = self.templates.get_template(template).render(
            here=here, canonical=site.url(request, canonical or here), json_href=json_href, **values
        )
        cache = REVALIDATE if status == 200 else "no-store"
        return bytes_answer(
            request, text.encode(), "text/html; charset=utf-8", status=status, cache=cache
        )


def _environment(context: Context) -> Environment:
    templates = Environment(
        loader=PackageLoader("dayside.portal", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    site = context.site
    templates.globals.update(
        site=site,
        navigation=NAVIGATION,
        path=site.path,
        asset=lambda name: f"{site.path('/assets/')}{name}?v={asset_version(name)}",
        dataset_path=lambda id_: site.path(addresses.dataset(id_)),
        parameter_path=lambda id_, name: site.path(addresses.parameter(id_, name)),
        gradient=picture.gradient,
        column_digits=_column_digits,
        query=lambda options: urlencode({k: v for k, v in options.items() if v}),
    )
    templates.filters.update(
        day=wording.day,
        moment=wording.moment,
        duration=wording.duration,
        span=wording.span,
        size=wording.size,
        count=wording.count,
        number=wording.number,
        aligned=wording.aligned,
        percent=wording.percent,
        unit=wording.units,
        exact=wording.exact,
        shape=wording.shape,
        breakable=breakable,
    )
    return templates


def _column_digits(columns: Iterable[ColumnStatistics]) -> int | None:
    return wording.decimals([v for c in columns for v in (c.least, c.mean, c.greatest)])


def breakable(text: str) -> Markup:
    """Return a long name that may break where its parts meet.

    Examples
    --------
    >>> str(breakable("Heliosphere.NearEarth"))
    'Heliosphere.<wbr>NearEarth'
    """
    return Markup(re.sub(r"([./_])", r"\1<wbr>", str(escape(text))))  # noqa: S704 - escaped here
