"""Kernels."""

from alembic import op

from dayside.db import schema

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Create the table of kernels."""
    schema.kernels.create(op.get_bind(), checkfirst=True)
