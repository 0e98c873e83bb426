"""Event lists."""

from alembic import op

from dayside.db import schema

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Create the tables of event lists."""
    for table in (schema.event_lists, schema.event_states, schema.event_pieces):
        table.create(op.get_bind(), checkfirst=True)
