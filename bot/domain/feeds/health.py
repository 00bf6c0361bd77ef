"""How a feed is doing: fine, late, failing, paused; why, when it is tried next, and who can mend it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.feeds.polling import DAY, Outcome, PollState

LATE_AFTER = 3
"""Failures in a row; fewer mend themselves and are nobody's business."""
FAILING_AFTER = DAY


class Health(StrEnum):
    FINE = "fine"
    LATE = "late"
    """A few polls in a row have failed; shown to who asks."""
    FAILING = "failing"
    """For a day or more; told once in the admin channel."""
    PAUSED = "paused"
    """Not polled any more until somebody resumes it; told once in the admin channel."""


class Mender(StrEnum):
    """Who can mend it."""

    SITE = "site"
    ADMIN = "admin"
    OPERATOR = "operator"
    NOBODY = "nobody"
    """There is nothing to mend, or only waiting helps."""


@dataclass(frozen=True, slots=True)
class HealthReport:
    """`reason`, `remedy`: full sentences, empty when it is fine. `next_try_at`: None while it is paused."""

    health: Health
    mender: Mender
    reason: str = ""
    remedy: str = ""
    next_try_at: int | None = None
    since: int | None = None

    @property
    def to_tell(self) -> bool:
        """Whether the admin channel is to hear of it (once, when it comes to this)."""
        return self.health in {Health.FAILING, Health.PAUSED}


_MENDERS = {
    Outcome.GONE: Mender.ADMIN,
    Outcome.MISSING: Mender.ADMIN,
    Outcome.REFUSED: Mender.ADMIN,
    Outcome.BUSY: Mender.NOBODY,
    Outcome.BROKEN: Mender.SITE,
    Outcome.UNREACHABLE: Mender.SITE,
    Outcome.UNREADABLE: Mender.SITE,
    Outcome.FORBIDDEN: Mender.ADMIN,
}


def health_of(state: PollState, now: int) -> HealthReport:
    """How the feed is doing now."""
    mender = _MENDERS.get(state.outcome, Mender.NOBODY) if state.outcome else Mender.NOBODY
    if state.paused is not None:
        return HealthReport(Health.PAUSED, mender, state.reason, state.remedy, None, state.failing_since)
    since = state.failing_since
    if since is None or (state.failures < LATE_AFTER and now - since < FAILING_AFTER):
        return HealthReport(Health.FINE, Mender.NOBODY, next_try_at=state.next_at)
    step = Health.FAILING if now - since >= FAILING_AFTER else Health.LATE
    return HealthReport(step, mender, state.reason, state.remedy, state.next_at, since)
