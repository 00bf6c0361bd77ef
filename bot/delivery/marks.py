"""The `custom_id` of every button the bot makes: what it does, and to what.

Buttons hold no state of their own, so they go on working after a restart and in another process. The first button of a
post is also its marker: no person sees it, it can be read back without the message content intent, and by it the bot
finds a post that it made but could not confirm.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

PREFIX = "rc"
TEMPLATE = re.compile(r"rc:(?P<action>[a-z]+):(?P<subject>\d{1,19})(?::(?P<detail>[a-z0-9]{1,19}))?")


class Action(StrEnum):
    """What a press asks for; the comment says what `subject` and `detail` are."""

    LESSONS = "lessons"  # article; the change that it tells of
    TEXT = "text"  # article
    PLAN = "plan"  # article
    POST = "post"  # article, kept unposted
    SHOW = "show"  # nothing, or the digest it stands under; article (the value of a list)
    SCHEDULE = "schedule"  # reading
    DROP = "drop"  # reading; question's fingerprint (the value of a list), so are the next two
    SWAP = "swap"
    EDIT = "edit"
    ADD = "add"  # reading
    DISCARD = "discard"  # reading
    CANCEL = "cancel"  # reading, after asking
    CLOSE = "close"  # reading, after asking
    JOIN = "join"  # reading; the post it stands under
    READ = "read"  # reading; the post it stands under
    LEAVE = "leave"  # reading; "joined" or "read"
    PASSAGE = "passage"  # reading; question's position
    MINE = "mine"  # reading
    RETRY = "retry"  # piece of due work
    REMOVE = "remove"  # article, after asking
    CALENDAR = "calendar"  # reading, or 0 for all that are coming
    UNREMIND = "unremind"  # reading; which reminder of it
    LIST = "list"  # the piece of due work that it was posted for
    REHEARSE = "rehearse"  # reading
    END_REHEARSAL = "unrehearse"  # reading; which rehearsal of it
    REHEARSED = "rehearsed"  # reading; which button of which post
    PRIVACY = "privacy"  # nothing
    OPTOUT = "optout"  # nothing, after asking
    FORGET = "forget"  # nothing, or the member whom an admin named; after asking
    SUGGEST = "suggest"  # reading; the post it stands under
    USE = "use"  # suggested question; reading (its id is the value of a list)
    DECLINE = "decline"  # suggested question
    CHANGE = "change"  # reading that waits for approval
    OTHER = "other"  # reading that waits for approval; article (the value of a list)
    SKIP = "skip"  # series; day of the occurrence, as yyyymmdd
    AGAIN = "again"  # series; day of the occurrence, and what was told about it
    RESUME = "resume"  # series
    END = "end"  # series, after asking
    PACK = "pack"  # reading
    COUNTED = "counted"  # vote
    LIBRARY = "library"  # the post it stands under, by number
    REPOLL = "repoll"  # feed
    HEALTH = "health"  # the post it stands under, by number
    LATEST = "latest"  # follow; how many items to post: 0, 1 or 3
    UNFOLLOW = "unfollow"  # follow, after asking
    REPORT = "report"  # series, or 0 for all; reading (the value of a list)
    GROUP = "group"  # series, or 0 for all; how many readings, and the format if not a post


class Post(StrEnum):
    """Which of a reading's posts a button stands under."""

    ANNOUNCEMENT = "announcement"
    OPENING = "opening"
    NEXT = "next"
    PASSAGE = "passage"  # with the question's position behind it
    FOLLOW_UP = "ask"  # with the number of its due work behind it


@dataclass(frozen=True, slots=True)
class Mark:
    """A parsed `custom_id`. `str(mark)` is the `custom_id`."""

    action: Action
    subject: int
    detail: str | None = None

    def __str__(self) -> str:
        return ":".join([PREFIX, self.action, str(self.subject), *([self.detail] if self.detail else [])])


def parse(custom_id: str) -> Mark | None:
    """The mark in a `custom_id`, None if it is not one of ours."""
    found = TEMPLATE.fullmatch(custom_id)
    if found is None or found["action"] not in list(Action):
        return None
    return Mark(Action(found["action"]), int(found["subject"]), found["detail"])
