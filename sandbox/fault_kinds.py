"""Every fault there is, what it does, and what it takes beside `what`, where and when it strikes."""

from dataclasses import dataclass
from enum import Enum


class Struck(Enum):
    """What a fault strikes."""

    CALL_BEFORE = "a call, before its effect"
    CALL_AFTER = "a call, after its effect"
    EVENT = "gateway events to the bot"
    GATEWAY = "the bot's gateway connections"
    WORLD = "the world"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of fault. `keys` are its own settings with what they are if left out (None: nothing).

    Those of the same name allow the same in every kind: `ALLOWED`.
    """

    struck: Struck
    effect: str
    keys: dict[str, object] | None = None
    required: tuple[str, ...] = ()
    undone: str = ""

    @property
    def settings(self) -> dict[str, object]:
        """Its own settings and their defaults."""
        return self.keys or {}


KINDS: dict[str, Kind] = {
    "hold_before": Kind(Struck.CALL_BEFORE, "no effect; no answer ever comes"),
    "drop_before": Kind(Struck.CALL_BEFORE, "no effect; the connection is cut"),
    "error_before": Kind(
        Struck.CALL_BEFORE,
        "no effect; answered with `status`, and `code` and `message` in its JSON",
        {"status": 500, "code": 0, "message": ""},
    ),
    "rate_limited": Kind(
        Struck.CALL_BEFORE,
        "no effect; 429 of a `scope`: `user`, `global` or `shared`",
        {"retry_after": 1.0, "scope": "user"},
    ),
    "hold_after": Kind(Struck.CALL_AFTER, "done; no answer ever comes"),
    "drop_after": Kind(Struck.CALL_AFTER, "done; the connection is cut"),
    "error_after": Kind(
        Struck.CALL_AFTER,
        "done; answered with `status`, and `code` and `message` in its JSON",
        {"status": 500, "code": 0, "message": ""},
    ),
    "slow": Kind(Struck.CALL_AFTER, "done; answered `ms` milliseconds later", {"ms": 0}),
    "event_lost": Kind(Struck.EVENT, "the event is never sent", {"event": None}, ("event",)),
    "event_doubled": Kind(Struck.EVENT, "the event is sent twice", {"event": None}, ("event",)),
    "event_late": Kind(
        Struck.EVENT, "the event is sent `ms` milliseconds later, after others", {"event": None, "ms": 500}, ("event",)
    ),
    "disconnect": Kind(Struck.GATEWAY, "the connections are closed", {"code": 4000}),
    "reconnect": Kind(Struck.GATEWAY, "the bot is asked to connect anew and resume"),
    "invalid_session": Kind(
        Struck.GATEWAY, "the sessions are declared invalid; if `resumable` they may be resumed", {"resumable": False}
    ),
    "zombie": Kind(Struck.GATEWAY, "the connections stay open and carry nothing more, not even answers to heartbeats"),
    "permission_taken": Kind(
        Struck.WORLD,
        "the bot loses `permissions` (names): in a `channel`, or else in the `guild`, where all its roles lose them, "
        "@everyone too",
        {"permissions": None, "channel": None, "guild": None},
        ("permissions",),
        "it has them again",
    ),
    "channel_deleted": Kind(Struck.WORLD, "a `channel` or thread is deleted", {"channel": None}, ("channel",)),
    "bot_removed": Kind(
        Struck.WORLD, "the bot is removed from the `guild`", {"guild": None}, (), "it is added again, with its own role"
    ),
    "member_gone": Kind(
        Struck.WORLD, "a member (`user`) leaves the `guild`", {"user": None, "guild": None}, ("user",), "they come back"
    ),
    "server_unavailable": Kind(
        Struck.WORLD, "the `guild` has an outage: its events are lost", {"guild": None}, (), "it is back"
    ),
}
LONGEST_MS = 600_000
ALLOWED: dict[str, tuple[int, int] | tuple[str, ...]] = {
    "status": (400, 599),
    "code": (0, 999_999),
    "retry_after": (0, LONGEST_MS // 1000),
    "scope": ("user", "global", "shared"),
    "ms": (0, LONGEST_MS),
}
CLOSE_CODES = (1000, 4999)
"""What `code` may be where it closes a connection."""
COMMON = ("what", "method", "route", "nth", "times")


def table() -> str:
    """Markdown: one line a kind."""
    lines = ["| `what` | Strikes | Effect | Also takes | When it is switched off |", "|---|---|---|---|---|"]
    for what, kind in KINDS.items():
        takes = ", ".join(
            f"`{key}`" + ("" if default in (None, "") else f" ({str(default).lower()})")
            for key, default in kind.settings.items()
        )
        lines.append(f"| `{what}` | {kind.struck.value} | {kind.effect} | {takes} | {kind.undone} |")
    return "\n".join(lines) + "\n"
