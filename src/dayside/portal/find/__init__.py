"""``/find``: when does a condition hold? A form, its plan, and what was found."""

from dayside.portal.find.acts import keep_events, keep_formula, start
from dayside.portal.find.shown import download, page, record

__all__ = ["download", "keep_events", "keep_formula", "page", "record", "start"]
