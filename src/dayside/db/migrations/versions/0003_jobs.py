"""Jobs."""

from alembic import op

from dayside.db import schema

revision = "0003"
down_revision = "0001"


def upgrade() -> None:
    """Create the table of jobs."""
    schema.jobs.create(op.get_bind(), checkfirst=True)
