"""The log: structlog for our own lines, and the standard library's loggers (discord.py, aiohttp) through the same pipe.

Lines go to standard error, for people or as one JSON object a line. A secret that slips into a line, a traceback
included, is taken out at the very end, where nothing can be added any more.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterable

import structlog
from structlog.tracebacks import ExceptionDictTransformer

from bot.settings import LogSettings

HIDDEN = "[secret]"

_BOT_TOKEN = re.compile(r"\b[A-Za-z0-9_-]{18,}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,}")
_INTERACTION_TOKEN = re.compile(r"(/(?:webhooks|interactions)/\d+/)[A-Za-z0-9_-]{20,}")

_MEMBER = re.compile(
    r"(/(?:members|users|recipients)/|<@!?|\b(?:remind|remind_directly|rehearse|end_rehearsal):[\w:]*:)\d{15,20}\b"
)
"""Where Discord's addresses, mentions and keys of work name a member: no log of ours holds who took part."""

_LEAST = {"discord": logging.INFO, "asyncio": logging.INFO, "alembic": logging.WARNING}
"""Libraries that have much to say below these levels: a line for every request, every plugin, every slow callback."""


def set_up(settings: LogSettings, *, secrets: Iterable[str] = ()) -> None:
    """Send every logger of this process to standard error, in the format set. `secrets` never appear in a line."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso" if settings.format == "json" else "%Y-%m-%d %H:%M:%SZ", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.PositionalArgumentsFormatter(),
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    last: list[structlog.typing.Processor] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        *_rendering(settings),
        _Scrub(secrets),
    ]
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=last))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.level.upper())
    logging.getLogger("discord.client").addFilter(_not_about_voice)
    for name, level in _LEAST.items():
        logging.getLogger(name).setLevel(max(level, root.level))


def _not_about_voice(record: logging.LogRecord) -> bool:
    """discord.py warns at each start that the libraries for voice are missing. This bot has no use for them."""
    return "voice will NOT be supported" not in record.getMessage()


def _rendering(settings: LogSettings) -> list[structlog.typing.Processor]:
    """Tracebacks without local variables, which may hold the token or somebody's words."""
    if settings.format == "json":
        tracebacks = structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False))
        return [tracebacks, structlog.processors.JSONRenderer(ensure_ascii=False)]
    plain = structlog.dev.plain_traceback
    return [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain)]


class _Scrub:
    """The last processor: takes a finished line and hides what must not leave the process."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self._secrets = sorted((secret for secret in secrets if secret), key=len, reverse=True)

    def __call__(self, _logger: object, _method: str, line: object) -> str:
        return scrubbed(str(line), self._secrets)


def scrubbed(line: str, secrets: Iterable[str] = ()) -> str:
    """The line without the secrets named, without what has the shape of one of Discord's tokens, without members."""
    for secret in secrets:
        line = line.replace(secret, HIDDEN)
    line = _MEMBER.sub(r"\g<1>[member]", line)
    return _INTERACTION_TOKEN.sub(rf"\g<1>{HIDDEN}", _BOT_TOKEN.sub(HIDDEN, line))
