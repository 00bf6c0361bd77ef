"""A vote on what to read next, held with one of Discord's polls.

The rules of this file:
- The choices stand in the order in which they have waited, the longest first.
- Of several with the most votes, the one that has waited longest wins. Where nobody voted, that wins too.
- One choice needs no vote; it wins at once.

Instants are UTC epoch milliseconds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

MOST_CHOICES = 10
LEAST_CHOICES = 2
"""Discord's limit for a poll, and ours: one choice is none."""


class Ballot(StrEnum):
    """Where the choices come from."""

    SUGGESTIONS = "suggestions"
    LIBRARY = "library"


@dataclass(frozen=True, slots=True)
class Choice:
    """An article to vote for; `title`: its name in this server when the vote opened."""

    article_id: int
    title: str


@dataclass(frozen=True, slots=True)
class ThenPlan:
    """The reading to be planned of the winner, as its organiser wrote it."""

    starts_at: int
    duration_ms: int
    starts_wall: str | None = None
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class Vote:
    """`id`: 0 until stored. `closes_at`: when Discord ends the poll. `series_id`, `occurrence`: what it is for, if for
    a series. `counts`: votes a choice, in the order of the choices, once counted. `question`: what the poll asks, kept
    before it is posted, for a poll is found again by its words.
    """

    id: int
    server_id: int
    channel_id: int
    source: Ballot
    asked_by: int
    opens_at: int
    closes_at: int
    choices: tuple[Choice, ...]
    message_id: int | None = None
    series_id: int | None = None
    occurrence: str | None = None
    winner_id: int | None = None
    counted_at: int | None = None
    then_plan: ThenPlan | None = None
    counts: tuple[int, ...] | None = None
    question: str | None = None


def winner(choices: Sequence[Choice], votes: Mapping[int, int]) -> Choice:
    """The choice that won. `votes`: votes by position in the poll, from 1; what is not in it got none."""
    most = max(votes.get(position, 0) for position in range(1, len(choices) + 1))
    return next(choice for position, choice in enumerate(choices, 1) if votes.get(position, 0) == most)


def tied(votes: Sequence[int]) -> bool:
    """Whether more than one choice got the most votes."""
    return sum(1 for each in votes if each == max(votes)) > 1
