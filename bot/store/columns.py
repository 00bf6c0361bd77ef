"""What every table is made with: kinds of columns, and the one picture that all tables are drawn into."""

from __future__ import annotations

from sqlalchemy import BigInteger, Integer, MetaData

ID = BigInteger().with_variant(Integer(), "sqlite")
SNOWFLAKE = BigInteger()
INSTANT = BigInteger()

OWN = {"member": "own"}
"""`info` of a column with the id of the member whom the row is about: it goes when they are forgotten."""

NAMED = {"member": "named"}
"""`info` of a column with the id of a member who did something for the group: the row stays and names nobody any more
(nothing where the column allows it, else 0)."""

LISTED = {"member": "listed"}
"""`info` of a JSON column that lists such ids: they are taken out of the list."""

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)
