"""Where the privacy card stands, and what its words are known by. Each stands for the readings channel."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column("server", sa.Column("privacy_card_channel_id", sa.BigInteger()))
    op.add_column("server", sa.Column("privacy_card_text", sa.Text()))
    op.execute("UPDATE server SET privacy_card_channel_id = readings_channel_id WHERE privacy_card_id IS NOT NULL")
