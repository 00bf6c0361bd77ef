"""One process at a time on a SQLite file: a second one would take the first one's work for left behind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import StoreError
from bot.store.engine import SQLITE, parse_url


@contextmanager
def sole_use(database_url: str) -> Iterator[None]:
    """Hold the SQLite file for this process until the block ends, also if the process is killed.

    StoreError if another process holds it. PostgreSQL is made for many, and on systems without file locks of this kind
    nothing is held.
    """
    url = parse_url(database_url)
    if url.drivername != SQLITE or not url.database or url.database == ":memory:":
        yield
        return
    try:
        import fcntl  # noqa: PLC0415 (not on Windows)
    except ImportError:
        yield
        return
    file = Path(url.database)
    with file.with_name(f"{file.name}.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise StoreError(
                "Another bot is running on this database.",
                "Stop it first, or give this one a file of its own in the setting database.url (BOT_DATABASE__URL).",
            ) from None
        yield
