"""The way out: domain objects become Discord messages, threads and buttons."""
