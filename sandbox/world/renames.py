"""A channel or thread is renamed twice in ten minutes at most.

Discord does not document the limit; it has been observed for years, with waits of up to ten minutes.
"""

from .refusals import Refusal, Refused
from .things import Channel, Json

RENAMES, WINDOW_MS = 2, 600_000


def is_one(channel: Channel, body: Json) -> bool:
    """Whether a body asks for another name."""
    return bool(body.get("name", channel.name) != channel.name)


def note(channel: Channel, now: int) -> None:
    """Count a rename, or refuse the third within ten minutes: a 429 of the channel, whoever asks."""
    channel.renamed_ms = [at for at in channel.renamed_ms if now - at < WINDOW_MS]
    if len(channel.renamed_ms) >= RENAMES:
        wait_s = (channel.renamed_ms[0] + WINDOW_MS - now) / 1000
        raise Refused(Refusal(429, 0, "The resource is being rate limited.", retry_after=wait_s, scope="shared"))
    channel.renamed_ms.append(now)
