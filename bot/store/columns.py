"""What every table is made with: kinds of columns, and the one picture that all tables are drawn into."""

from __future__ import annotations

from sqlalchemy import BigInteger, Integer, MetaData

ID = BigInteger().with_variant(Integer(), "sqlite")
SNOWFLAKE = BigInteger()
INSTANT = BigInteger()

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)
