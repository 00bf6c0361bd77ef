"""Discord's ids: 42 bits of milliseconds since 2015, then 22 bits that tell ids of one millisecond apart."""

EPOCH_MS = 1_420_070_400_000
TIME_SHIFT = 22


def snowflake_at(ms: int) -> int:
    """The lowest id that Discord could have given out at `ms`."""
    return max(0, ms - EPOCH_MS) << TIME_SHIFT


def time_of(snowflake: int) -> int:
    """When an id was given out, in UTC epoch milliseconds."""
    return (snowflake >> TIME_SHIFT) + EPOCH_MS


class Snowflakes:
    """Gives out ids that always grow, so that sorting by id is sorting by age."""

    def __init__(self) -> None:
        self._last = 0

    def mint(self, now: int) -> int:
        """An id that carries `now` and is greater than every id before it."""
        self._last = max(snowflake_at(now), self._last + 1)
        return self._last
