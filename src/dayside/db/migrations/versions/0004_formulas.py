"""Saved formulas."""

from alembic import op

from dayside.db import schema

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the table of saved formulas."""
    schema.formulas.create(op.get_bind(), checkfirst=True)
