"""What an admin has set up for one Discord server."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.times import DAY_MS
from bot.errors import CircleError, SetupMissing


class Tracking(StrEnum):
    """How much is counted. `per-reading`: who took part, but neither in which question nor in answer to whom."""

    OFF = "off"
    PER_READING = "per-reading"
    DETAILED = "detailed"


@dataclass(frozen=True, slots=True)
class Server:
    """`id` is Discord's. `zone`: IANA name; None until an admin sets it, and no time of day can be read before that.

    `extra_headings`: headings that open a lessons section in what this server reads, besides the usual ones.
    `articles_style`: what an article becomes in the articles channel, one of `follow.Style`; None is a plain message.
    `articles_role_id`: who is pinged there.
    `organisers_channel_id`: where organisers are asked and told what the group need not see.
    `privacy_card_text`: what the privacy card's words are known by.
    `events`: whether a reading gets a scheduled event of Discord's beside it, where its plan does not say.
    """

    id: int
    zone: str | None = None
    language: str = "en"
    articles_channel_id: int | None = None
    readings_channel_id: int | None = None
    organiser_role_id: int | None = None
    extra_headings: tuple[str, ...] = ()
    tracking: Tracking = Tracking.DETAILED
    leaderboard: bool = False
    digest: bool = False
    keep_days: int | None = 365
    privacy_card_id: int | None = None
    privacy_card_channel_id: int | None = None
    privacy_card_text: str | None = None
    organisers_channel_id: int | None = None
    events: bool = False
    articles_style: str | None = None
    articles_role_id: int | None = None

    def kept_since(self, now: int) -> int | None:
        """Contributions from before this instant are not kept, nor taken in again; None if all are."""
        return None if self.keep_days is None else now - self.keep_days * DAY_MS

    def readings_place(self, named: int | None = None) -> int:
        """The channel in which a reading takes place: the one that is named, else the server's; else SetupMissing."""
        place = named or self.readings_channel_id
        if place is None:
            raise SetupMissing(
                "This server has no readings channel yet.",
                "An admin sets one with `/setup channel use:readings`; or name a `channel` here.",
            )
        return place


@dataclass(frozen=True, slots=True)
class Check:
    """One line of a server's check. `problem` is None where all is well."""

    about: str
    problem: CircleError | None
