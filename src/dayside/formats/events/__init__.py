"""Files of event lists: one module a format, reading and writing side by side."""

from dayside.formats.events.base import (
    EventFormat,
    event_formats,
    get_event_format,
    read_events,
    write_events,
)

__all__ = ["EventFormat", "event_formats", "get_event_format", "read_events", "write_events"]
