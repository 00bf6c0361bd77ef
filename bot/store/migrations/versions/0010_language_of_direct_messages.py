"""The language in which a member is reminded by direct message."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("reminder", sa.Column("language", sa.Text()))
