"""The workflows' tests run on every engine of the store, by a clock that the test moves."""

from __future__ import annotations

import pytest

from tests.databases import (
    database,
    database_url,
    empty_url,
    engine_name,
    migrated_file,
    migrated_template,
    postgresql_server,
)
from tests.manual_clock import ManualClock

__all__ = [
    "database",
    "database_url",
    "empty_url",
    "engine_name",
    "migrated_file",
    "migrated_template",
    "postgresql_server",
]


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()
