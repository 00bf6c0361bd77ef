"""What holds for all tests: property tests look at the same examples every time, and none is failed for being slow.

Temporary files lie in memory where there is room for them: what is fsynced hundreds of times a minute, and thrown away,
need not wait for a disk. Who sets TMPDIR has them there.

`HYPOTHESIS_PROFILE=search` looks at new examples, for whoever wants to find what the usual ones do not.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import structlog
from hypothesis import settings

settings.register_profile("house", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))

MEMORY = Path("/dev/shm")
ROOM_BYTES = 2 * 1024**3
if "TMPDIR" not in os.environ and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM_BYTES:
    os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)

# As it comes, structlog draws tracebacks with every local variable, which holds the event loop up for a second.
structlog.configure(
    processors=[
        structlog.processors.add_log_level,
        structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
    ]
)

pytest_plugins = ["tests.databases"]
