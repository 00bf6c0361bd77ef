"""The store's tests run on every engine it knows."""

from __future__ import annotations

from tests.databases import (
    database,
    database_url,
    empty_url,
    engine_name,
    migrated_file,
    migrated_template,
    postgresql_server,
)

__all__ = [
    "database",
    "database_url",
    "empty_url",
    "engine_name",
    "migrated_file",
    "migrated_template",
    "postgresql_server",
]
