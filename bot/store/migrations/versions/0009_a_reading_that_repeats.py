"""The rule of the series that begins with a reading."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("reading", sa.Column("repeats", sa.Text()))
