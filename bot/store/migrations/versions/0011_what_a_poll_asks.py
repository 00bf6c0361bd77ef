"""What a poll asks, as it was asked: its words may be others when it is looked for again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("vote", sa.Column("question", sa.Text()))
