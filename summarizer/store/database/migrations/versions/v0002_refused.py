"""Runs count the records that a model, or its content filter, declined."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the count; earlier runs counted such records as failed."""
    op.add_column("runs", sa.Column("refused", sa.Integer(), server_default=sa.text("0"), nullable=False))
