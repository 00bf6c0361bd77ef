"""The role that is pinged when a reading is announced."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("reading", sa.Column("role_id", sa.BigInteger()))
