"""Discord's HTTP API, version 10: thin routes by subject, each asking one rule of the world."""

from . import accounts, channels, files, guilds, interactions, messages, pins, polls, scheduled_events, threads
from .calls import Subject

SUBJECTS: tuple[Subject, ...] = (
    accounts.subject,
    guilds.subject,
    channels.subject,
    messages.subject,
    pins.subject,
    polls.subject,
    threads.subject,
    scheduled_events.subject,
    interactions.subject,
    files.subject,
)
