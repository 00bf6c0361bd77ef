"""Instants and ids as Discord writes them, and instants as it reads them."""

from datetime import UTC, datetime

# A snowflake has 64 bits, so twenty digits at most.
_LONGEST_ID, _IDS = 20, 1 << 64


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
        read = (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return int(read.timestamp() * 1000)


def read_id(told: object) -> int | None:
    """The id in a text of digits or a whole number, or None if there is none. Digits are those of ASCII."""
    if isinstance(told, str) and told.isascii() and told.isdecimal() and len(told) <= _LONGEST_ID:
        return read_id(int(told))
    if isinstance(told, int) and not isinstance(told, bool) and 0 <= told < _IDS:
        return told
    return None
