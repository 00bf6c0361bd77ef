"""What members did before they came back, or had it deleted, is not counted again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("opt_out", sa.Column("back_at", sa.BigInteger()))
