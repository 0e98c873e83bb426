"""The first schema."""

import sqlalchemy as sa
from alembic import op

from dayside.db import schema

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create every table."""
    schema.metadata.create_all(op.get_bind())
    op.get_bind().execute(
        sa.insert(schema.settings), [{"key": "format", "value": str(schema.FORMAT_VERSION)}]
    )
