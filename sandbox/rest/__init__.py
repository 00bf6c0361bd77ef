"""Discord's HTTP API, version 10: thin routes by subject, each asking one rule of the world."""

from . import accounts, channels, files, guilds, interactions, messages, threads
from .calls import Subject

SUBJECTS: tuple[Subject, ...] = (
    accounts.subject,
    guilds.subject,
    channels.subject,
    messages.subject,
    threads.subject,
    interactions.subject,
    files.subject,
)
