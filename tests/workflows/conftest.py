"""The workflows' tests run on every engine of the store, by a clock that the test moves."""

from __future__ import annotations

import pytest

from tests.manual_clock import ManualClock


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()
