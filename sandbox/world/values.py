"""Instants and ids as Discord writes them, and instants as it reads them."""

from datetime import UTC, datetime


def instant(ms: int) -> str:
    """An instant as Discord writes it: `2026-01-01T00:00:00.000000+00:00`."""
    return datetime.fromtimestamp(ms / 1000, UTC).isoformat(timespec="microseconds")


def optional_id(value: int | None) -> str | None:
    """An id as text, or null."""
    return None if value is None else str(value)


def read_instant(told: object) -> int | None:
    """The epoch milliseconds of an ISO 8601 instant, or None if it is none. Without an offset it is in UTC."""
    try:
        read = datetime.fromisoformat(str(told))
    except ValueError:
        return None
    return int((read if read.tzinfo else read.replace(tzinfo=UTC)).timestamp() * 1000)
